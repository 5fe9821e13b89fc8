"""Words of the report of self-inspection, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

WORDS: Mapping[str, Text] = {
    "report_title": Text("自己点検の報告書", "Report of self-inspection"),
    "report_lead": Text(
        "終わった月のあいだの点検、監査、知らせ、請求、閲覧を数えます。人の名前も、担当者の名前も、受付番号も入りません。"
        "報告書を作ったことは記録します。",
        "It counts checks, audits, alerts, requests and looks of months that have ended. No person, no officer and no"
        " case is named. That it was made is recorded.",
    ),
    "months_why": Text(
        "今月は、終わってから選べます。日ごとに比べて一人の分を見分けることができないように、月の単位で数えます。",
        "This month can be chosen once it has ended. Whole months are counted, so that nobody is told apart by"
        " comparing days.",
    ),
    "since": Text("初めの月", "First month"),
    "until": Text("終わりの月", "Last month"),
    "month_missing": Text("終わった月を選んでください", "Choose a month that has ended"),
    "month_before": Text(
        "「終わりの月」は「初めの月」より前にできません", "The last month cannot come before the first"
    ),
    "make": Text("報告書を作る", "Make the report"),
    "from_to": Text("{}から{}まで", "{} to {}"),
    "as_pdf": Text("この報告書をPDFで受け取る", "Get this report as PDF"),
    "no_pdf": Text(
        "書体がないか、書体にない文字があるため、PDFを作れません。表計算用の形（CSV）か印刷を使ってください",
        "The font is missing or lacks a character, so no PDF was made. Use the table (CSV), or print the page",
    ),
    "of_period": Text("対象の期間：{}", "Period: {}"),
    "made_at": Text("{}に作りました。", "Made on {}."),
    "at_least": Text("{}以上", "{} or more"),
    "few": Text("{}未満", "fewer than {}"),
    "few_note": Text(
        "人に関わる数は、1以上{0}未満のとき「{0}未満」と書きます。"
        "保存期間が終わって消去した案件は、数えられません。",
        "Numbers that are about people are told as “fewer than {0}” where they are small. Cases that were destroyed"
        " after their period are not counted.",
    ),
    "as_table": Text("この報告書を表計算用の形（CSV）で受け取る", "Get this report for spreadsheets (CSV)"),
    "part_checks": Text("点検と監査", "Checks and audits"),
    "part_alerts": Text("知らせ（違反・事故など）", "Alerts: violations, incidents and others"),
    "part_requests": Text("請求・相談・苦情", "Requests, consultations, complaints"),
    "part_looks": Text("担当者の操作（理由ごと）", "Acts of officers, by reason"),
    "col_part": Text("部分", "Part"),
    "col_row": Text("項目", "Row"),
    "col_counts": Text("数えたもの", "What is counted"),
    "col_number": Text("数", "Number"),
    "col_count": Text("回数", "Times"),
    "col_raised": Text("出た数", "Raised"),
    "col_acknowledged": Text("確認した数", "Acknowledged"),
    "col_arrived": Text("受け付けた数", "Taken in"),
    "col_in_time": Text("14日目までに答えた", "Answered by day 14"),
    "col_late": Text("14日目のあとに答えた", "Answered later"),
    "col_open": Text("期間の終わりに対応中", "Open at the end"),
    "col_acts": Text("回数", "Times"),
    "row_checks": Text("自己点検", "Self-checks"),
    "row_failed": Text("自己点検で「検証できません」となった回数", "Self-checks that found it not verified"),
    "row_part": Text("自己点検で見つかった回数：{}", "Self-checks that found something: {}"),
    "row_audits": Text("監査（全体の検証）", "Audits of the whole ledger"),
    "none_checks": Text("ありません。", "None."),
    "none_alerts": Text("この期間に出た知らせはありません。", "No alert was raised in this period."),
    "none_requests": Text("この期間に受け付けた請求はありません。", "No request was taken in in this period."),
    "none_looks": Text("この期間の操作はありません。", "No officer acted in this period."),
}
