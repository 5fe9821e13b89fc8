"""Words of the console's page that shows who is given what and why, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text
from ledger.web.console.records_words import WORDS as RECORDS

_SHARED = ("since", "until", "day_hint", "year", "month", "day", "unregistered")

WORDS: Mapping[str, Text] = {
    **{code: RECORDS[code] for code in _SHARED},
    "flows": Text("だれに、何を、なぜ", "To whom, what, why"),
    "flows_menu": Text("フロー図", "Flow map"),
    "show": Text("この期間を表示する", "Show this period"),
    "finding": Text(
        "提供がいちばん多いのは{}で、{}件です（全部で{}件、提供先{}）。",
        "{} received most: {} provisions, of {} in all to {} recipients.",
    ),
    "counted": Text("{}から{}まで。台帳の{}番から{}番までを数えました。",
                    "From {} to {}. Counted are the entries from {} up to {}."),
    "stopped": Text(
        "いま、台帳を新しいほうから順に数えているところです。{}番より前の提供は、まだこの数に入っていません。",
        "The ledger is being counted now, the newest first. Provisions before entry {} are not in these numbers yet.",
    ),
    "taken": Text("{}までに届いた提供の数です。", "They are of what had come by {}."),
    "compared": Text("{}から{}までと比べています。", "Compared with {} to {}."),
    "compare": Text("くらべる期間", "Compare with"),
    "compare_before": Text("ひとつ前の同じ長さの期間", "The period of that length before"),
    "compare_year": Text("1年前の同じ期間", "The same days a year before"),
    "compare_none": Text("くらべない", "Nothing"),
    "compare_floor": Text(
        "台帳の{}番より前の提供は、くらべる期間の数にもまだ入っていません。差は、そのぶん大きく見えることがあります。",
        "Provisions before entry {} are not in the numbers of that period yet either, so differences may look greater.",
    ),
    "country": Text("国・地域", "Country or region"),
    "purpose": Text("目的", "Purpose"),
    "any": RECORDS["any"],
    "col_difference": Text("差", "Change"),
    "difference_of": Text("（{}件から）", " (from {})"),
    "difference_line": Text("くらべた期間との差：{}件（{}件から）", "Change: {} (from {})"),
    "ended": Text("くらべた期間にだけあった提供先", "Recipients of that period alone"),
    "began": Text("台帳にある最初の提供は、{}のものです。", "The first provision in the ledger is of {}."),
    "none_began": Text("台帳に提供の記録はまだありません。", "The ledger holds no provision yet."),
    "table": Text("この数字を表計算用（CSV）で受け取る", "Take these numbers as a table (CSV)"),
    "table_note": Text("受け取ったことも記録されます。", "That you took it is recorded."),
    "no_gaps": RECORDS["no_gaps"],
    "col_code": Text("提供先の記号", "Code of the recipient"),
    "col_item": Text("項目", "Data item"),
    "col_purpose": Text("目的", "Purpose"),
    "col_records": Text("件数", "Records"),
    "col_before": Text("くらべた期間の件数", "Records of the period compared with"),
    "none": Text("この期間の提供はありません。期間を広げることができます。",
                 "There are no provisions in this period. You can widen it."),
    "too_slow": RECORDS["too_slow"],
    "by_range": Text(
        "あなたの担当の範囲は本人の種類で決まっているため、この図は表示しません。",
        "Your range names kinds of people, so the map is not shown.",
    ),
    "new_count": Text("新しい流れ（30日以内に始まったもの）：{}", "New flows, begun within 30 days: {}"),
    "new": Text("新しい流れ", "New"),
    "violation": Text("違反あり", "Violation"),
    "matrix": Text("提供先と項目ごとの提供の件数", "Provisions by recipient and data item"),
    "matrix_hint": Text("件数を選ぶと、その記録を探します。", "Choose a number to find its records."),
    "col_recipient": Text("提供先", "Recipient"),
    "col_country": Text("国・地域", "Country or region"),
    "col_total": Text("全部", "All"),
    "col_purposes": Text("目的", "Purposes"),
    "others": Text("ほか{}", "{} others"),
    "map": Text("提供の流れ", "How provisions flow"),
    "map_label": Text("提供先、項目、目的を結ぶ図", "Recipients, data items and purposes, joined by ribbons"),
    "map_text": Text(
        "帯の幅は提供の件数です。同じ数字は上の表と下の一覧にあります。",
        "A ribbon is as wide as there are provisions. The same numbers stand in the table and in the list.",
    ),
    "axis_recipient": Text("提供先", "Recipients"),
    "axis_item": Text("項目", "Data items"),
    "axis_purpose": Text("目的", "Purposes"),
    "picked": Text("色を付けた提供先：", "Recipient in colour: "),
    "list": Text("一覧", "List"),
    "records": Text("{}件", "Records: {}"),
    "people": Text("{}人", "People: {}"),
    "people_counting": Text(
        "人数は、いま数えているところです。しばらくしてから、もう一度開いてください。",
        "People are being counted now. Open this page again in a while.",
    ),
    "people_counted": Text("人数は、台帳の{}番までを数えたものです。", "People are counted up to entry {}."),
    "people_few": Text("{}人未満", "People: fewer than {}"),
    "people_from": Text("{}人以上", "People: {} or more"),
    "few_note": Text(
        "前の月までの12か月を、人数で、{}人ごとに数えています。それに満たない数は表示しません。記録は開けません。",
        "The twelve months before this one, counted by people in steps of {}. Smaller numbers are not shown, and no"
        " record opens.",
    ),
    "counts_slow": Text(
        "いま数えているところです。しばらくしてから、もう一度開いてください。",
        "The ledger is being counted now. Open this page again in a while.",
    ),
    "counts_stand": Text(
        "先月の終わりに公開した封印までの台帳を数えています。今月に届いたものでは、数は変わりません。",
        "What is counted is the ledger up to the last checkpoint of the month before. What comes in this month changes"
        " no number.",
    ),
    "counts_unpublished": Text(
        "先月までに公開した封印がないため、まだ数えていません。来月から表示します。",
        "No checkpoint was published before this month, so nothing is counted yet. The numbers stand here from next"
        " month on.",
    ),
    "counts_none": Text("この期間の提供はありません。", "There are no provisions in this period."),
    "purposes": Text("目的：{}", "Purposes: {}"),
}
