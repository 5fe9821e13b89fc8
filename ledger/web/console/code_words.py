"""Words of the pages that send a code by e-mail, and of what a complaint led to, by code, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

CODES: Mapping[str, Text] = {
    "code_title": Text("本人確認の番号をメールで送る", "Send a code that proves who asks"),
    "code_lead": Text(
        "請求が届く前から持っているメールアドレスだけに送ります。本人がその番号を状況のページに入力したら、"
        "「本人確認」で登録してください。番号は10分のあいだ、5回まで入力できます。",
        "Send it to an e-mail address that was held before the request arrived, and to no other. Once the person has"
        " typed it where they follow the case, enter it under identity. It can be typed for ten minutes, five times.",
    ),
    "code_address": Text("メールアドレス", "E-mail address"),
    "code_address_hint": Text(
        "請求といっしょに届いたアドレスは使えません。", "An address that came with the request does not count."
    ),
    "code_address_missing": Text(
        "メールアドレスを「名前@組織」の形で入力してください", "Enter an e-mail address, name@domain"
    ),
    "code_held_hint": Text(
        "請求が届く前の日付です。例：2025 4 1、R7 4 1",
        "A day before the request arrived. For example 2025 4 1 or R7 4 1.",
    ),
    "code_button": Text("番号を送る", "Send the code"),
    "code_last": Text("いちばん新しい番号", "The newest code"),
    "code_waits": Text("{}に送ります。{}まで入力できます。", "It goes to {}, and can be typed until {}."),
    "code_was_typed": Text("{}に送った番号を、本人が入力しました。", "The person typed the code that went to {}."),
    "code_late": Text(
        "{}に送った番号は、期限が過ぎました。要るときは、新しい番号を送ってください。",
        "The time of the code that went to {} is over. Send a new one where it is needed.",
    ),
    "code_often": Text(
        "{}に送った番号は、{}回まちがえて入力されました。要るときは、新しい番号を送ってください。",
        "The code that went to {} was typed wrongly {} times. Send a new one where it is needed.",
    ),
    "code_not_now": Text(
        "本人確認は終わっています。番号を送ることはありません。", "Identity is settled: there is no code to send."
    ),
    "code_no_mail": Text(
        "メールサーバーが設定されていないため、番号を送れません。ほかの方法で本人を確かめてください。",
        "No mail server is set, so no code can be sent. See who asks in another way.",
    ),
    "by_email": Text("メール（本人が受け取るときに{}へ送る）", "By e-mail (sent to {} when the person receives)"),
    "code_mailed": Text(
        "受取番号は、本人が受け取るときに、本人の操作で{}へ送ります。このページには表示しません。",
        "The code goes to {} once the person asks for it to receive the answer. It is not shown here.",
    ),
    "refer_title": Text("苦情・相談から始めたことを登録する", "Enter what the complaint led to"),
    "refer_lead": Text(
        "判断のやりなおし、停止、漏えい等の報告（26条）の検討を始めたら、ここに残してください。"
        "始めること自体は、それぞれの画面かコマンドで行います。",
        "Once a judgement was made again, a stop was given or reporting under article 26 is looked at, keep it here."
        " Each of them is begun on its own page or by its command.",
    ),
    "led_so_far": Text("これまでに始めたこと", "What it led to so far"),
    "led_none": Text("ありません", "Nothing"),
    "led_to": Text("何を始めましたか", "What did it lead to?"),
    "led_to_missing": Text("何を始めたかを選んでください", "Choose what it led to"),
    "reference": Text("番号", "Number"),
    "reference_hint": Text(
        "判断または停止の番号です。人の名前や連絡先は書かないでください。",
        "That of the judgement or the stop. Write no name and no contact of anybody.",
    ),
    "handling": Text("どのような提供でしたか（26条の検討のときだけ）", "What was the provision? (article 26 only)"),
    "handling_missing": Text("どのような提供だったかを選んでください", "Choose what the provision was"),
    "handling_unasked": Text(
        "どのような提供だったかは、26条の検討のときだけ選びます",
        "What the provision was is said of article 26 alone",
    ),
    "refer_button": Text("始めたことを登録する", "Enter what it led to"),
    "delivery": Text("回答の受け取り方の希望", "How they want to receive the answer"),
    "delivery_unsaid": Text("書かれていない・聞いていない", "Not said"),
    "delivery_missing": Text("受け取り方の希望を選んでください", "Choose how they want to receive the answer"),
}
