"""Words of the page on which the clock of a case stands, by code, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

CLOCK: Mapping[str, Text] = {
    "tab_clock": Text("期限", "Clock"),
    "clock_title": Text("期限の動き", "The clock of this case"),
    "clock_bar": Text("期限の図", "The clock as a bar"),
    "clock_bar_says": Text(
        "届いた日からの経過、停止した期間（斜線）、今日、社内の目標、14日目の終わり、訴えを起こせる日を左から右へ示します。"
        "同じ内容が下の表にあります。",
        "From left to right: the time since the request arrived, pauses (hatched), today, our own target, the end of"
        " day 14 and from when a suit is possible. The table below says the same.",
    ),
    "mark_today": Text("今日", "today"),
    "mark_target": Text("社内", "target"),
    "mark_fourteenth": Text("14日目", "day 14"),
    "mark_suit": Text("訴え可", "suit"),
    "clock_entries": Text("期限の記録（{}件）", "Clock entries ({})"),
    "col_what": Text("できごと", "What"),
    "col_since": Text("いつから", "From"),
    "col_until": Text("いつまで", "To"),
    "col_cause": Text("理由", "Cause"),
    "col_who": Text("した人", "Who"),
    "clock_arrived": Text("到着", "Arrived"),
    "clock_paused": Text("社内の目標の停止", "Our targets paused"),
    "clock_extended": Text("新しい予定日の連絡", "A new date was told"),
    "still_paused": Text("停止中", "Still paused"),
    "clock_day_14": Text("14日目（止まらず、動きません）", "Day 14 (nothing pauses or moves it)"),
    "clock_suit_line": Text("訴えを起こせる日（39条）", "A suit is possible (art. 39)"),
    "pause_title": Text("社内の目標を止める", "Pause our own targets"),
    "pause_lead": Text(
        "止められるのは、本人だけが出せるものを待つときです。14日目は、何をしても動きません。",
        "They stand still only while something is awaited that nobody but the person can give. Day 14 moves for"
        " nothing.",
    ),
    "cause": Text("何を待っていますか", "What is awaited?"),
    "cause_missing": Text("待っているものを選んでください", "Choose what is awaited"),
    "cause_none": Text("いま、止められる理由はありません。", "There is no cause for a pause now."),
    "cause_identity_not": Text(
        "本人確認：本人であることを確かめるまでのあいだだけ、止められます。",
        "Identity: only until who asks is identified.",
    ),
    "cause_fee_not": Text(
        "手数料：前もって知らせた手数料が、支払われも免除されもしていないあいだだけ、止められます。",
        "Fee: only while a fee that was named beforehand is neither paid nor waived.",
    ),
    "pause_button": Text("社内の目標を止める", "Pause our targets"),
    "resume_lead": Text("いま止まっています：{}", "Paused now: {}"),
    "resume_button": Text("社内の目標を再開する", "Let our targets run on"),
    "clock_link": Text("期限の動きを見る、止める、再開する", "See the clock, pause it or let it run on"),
}
