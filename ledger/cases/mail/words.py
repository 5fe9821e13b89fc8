"""Every word of an e-mail to a person. A subject tells nothing of them, nor what they asked for (rule 8)."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

MAIL_WORDS: Mapping[str, Text] = {
    "subject": Text("個人情報の窓口からのお知らせ", "A notice from the personal data desk"),
    "from": Text("個人情報の窓口です。", "This is the personal data desk."),
    "news": Text(
        "お申し出について、お知らせがあります。次のページに、受付番号と確認番号を入力してご覧ください。"
        "受付番号は控えにあります。確認番号は、受け付けたときに画面か別の方法でお伝えした番号です。",
        "There is news about what you sent us. Enter your case number and check code on the page below to read it."
        " The case number is on your receipt. The check code is the one that we gave you on the page, or"
        " another way, when we received your request.",
    ),
    "proof": Text(
        "ご本人であることを確かめるための番号です。{}まで使えます。",
        "This is the code by which we check your identity. It can be used until {}.",
    ),
    "receipt": Text(
        "お答えを受け取るための受取番号です。{}まで使えます。",
        "This is the receipt code that opens our answer. It can be used until {}.",
    ),
    "where": Text(
        "次のページに、受付番号と確認番号を入力してから、この番号を入力してください。",
        "On the page below, enter your case number and check code first, and then this code.",
    ),
    "nobody": Text(
        "この番号をほかの人に教えないでください。当社からお尋ねすることはありません。",
        "Do not tell this code to anybody. We will never ask you for it.",
    ),
    "stranger": Text(
        "心当たりがないときは、下の連絡先にお知らせください。",
        "If you did not expect this, tell us at the contact below.",
    ),
}
