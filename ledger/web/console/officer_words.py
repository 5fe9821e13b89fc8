"""Words of the page of one officer, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

WORDS: Mapping[str, Text] = {
    "officer_title": Text("担当者", "Officer"),
    "code": Text("登録簿の番号", "Code in the register"),
    "enrolled": Text("二要素を登録した日", "Two factors set up on"),
    "closed_now": Text("いま閉じているもの", "Closed now"),
    "both_note": Text(
        "同じ人が監査と決定をすると、自分の決定を自分で監査することになります。役割を分けてください。",
        "Who audits and decides audits what they decided themselves. Give the roles to two people.",
    ),
    "held_caption": Text("役割（新しい順）", "Roles, the newest first"),
    "held_note": Text(
        "役割は、登録簿「officers」に版を加えて変えます。自分の役割も、ここでは変えられません。",
        "Roles change by a new version in the register of officers. Nobody changes one here, their own least of all.",
    ),
    "col_since": Text("いつから", "Since"),
    "col_until": Text("いつまで", "Until"),
    "col_range": Text("範囲", "Range"),
    "col_pledged": Text("誓約の期限", "Pledged until"),
    "col_trained": Text("研修の期限", "Trained until"),
    "held_now": Text("いま", "Now"),
    "range_all": Text("すべて", "Everything"),
    "range_some": Text("一部", "A part"),
    "acts_caption": Text("30日間の操作（理由ごと）", "Acts in 30 days, by reason"),
    "col_reason": Text("理由", "Reason"),
    "col_count": Text("回数", "Times"),
    "no_acts": Text("この30日間、操作していません。", "No act within the last thirty days."),
}
