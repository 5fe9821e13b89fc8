"""The words of the pages of a stop: what it covers, who has put it into effect, and what to do where nobody will."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

STOPPING: Mapping[str, Text] = {
    "in_hand": Text("手続中であることのお答え", "Reply that the stop is in hand"),
    "in_hand_hint": Text(
        "すべてのサービスが停止を終えるまでは、停止したとは答えられません（35条7項）。その前に答えるときだけ書いてください。",
        "Until every service has put the stop into effect, it cannot be told as done (art. 35(7)). Write here only if"
        " you answer before that.",
    ),
    "in_hand_missing": Text(
        "停止を終えていないサービスがあります。手続中であることのお答えを書くか、終わるまでお待ちください",
        "Some service has not put the stop into effect. Write the reply that it is in hand, or wait",
    ),
    "stop_awaited": Text("（返答を待っているサービス：{}）", " (awaited: {})"),
    "tab_stop": Text("停止", "Stop"),
    "stop_title": Text("停止の状況", "How far the stop is"),
    "stop_asked": Text("本人が求めた範囲", "What was asked"),
    "stop_covers": Text("止める範囲", "What it covers"),
    "stop_covers_unsaid": Text("まだ決めていません", "Nobody has said yet"),
    "stop_state": Text("状況（回答のあと本人に伝わります）", "State (told from the answer on)"),
    "stop_none": Text("停止はしていません", "Nothing is stopped"),
    "stop_of": Text("停止{}", "Stop {}"),
    "stop_id": Text("本人の番号", "The person’s id"),
    "stop_told": Text("サービスに伝えた時", "Services told"),
    "stop_untold": Text("まだ伝えていません", "Not told yet"),
    "stop_services": Text("提供するサービス{}件", "Services that provide: {}"),
    "stop_service": Text("サービス", "Service"),
    "stop_since": Text("停止した時", "In effect since"),
    "stop_silent": Text("返答がありません", "No answer"),
    "stop_silent_since": Text("{}から", "since {}"),
    "stop_closed": Text("終わりにしました。", "Closed."),
    "stop_stuck": Text(
        "この番号は、いまはほかの人のものです。ほかの人の提供を止めないよう、サービスには伝えていません。",
        "This id is another’s by now. Services are not told, so that nothing is stopped for that other person.",
    ),
    "stop_way_out": Text("この停止をどうしますか", "What becomes of this stop?"),
    "stop_way_out_lead": Text(
        "本人のいまの番号を確かめると、その番号でも停止します。なければ、理由を選んで終わりにします。終わりにするには2人要ります。理由は本人に伝わります。",
        "Confirm an id that the person has now, and the stop is given for it too. If there is none, close it with a"
        " reason, which the person reads; that takes two officers.",
    ),
    "stop_id_button": Text("この番号でも停止する", "Stop it for this id too"),
    "stop_id_had": Text("この番号は、もう確かめてあります", "This id was confirmed before"),
    "stop_because": Text("終わりにする理由（本人に伝わります）", "Why it is closed (the person reads it)"),
    "stop_because_missing": Text("終わりにする理由を選んでください", "Choose why it is closed"),
    "stop_closing": Text(
        "{}さんが、終わりにすることを提案しています。同じ理由を選ぶと、終わりになります。",
        "{} proposes to close it. Choose the same reason, and it is closed.",
    ),
    "stop_closing_mine": Text(
        "あなたの提案です。ほかの担当者が同じ理由を選ぶと、終わりになります。",
        "You proposed to close it. It is closed once another officer chooses the same reason.",
    ),
    "stop_close_button": Text("停止の手続を終わりにする", "Close the stop"),
    "stop_unsaid": Text("止める範囲が決まっていません", "Nobody has said what this stop covers"),
    "stop_unsaid_lead": Text(
        "この判断には、止める範囲が書かれていません。範囲を決めると、その時から停止し、すべてのサービスに伝わります。",
        "The decision does not say what it covers. Once you say it, the stop is given from then on and every service is"
        " told.",
    ),
    "stop_scope_button": Text("この範囲で停止する", "Give this stop"),
    "did_case_stop": Text("停止の手続の開始", "Stop given to the services"),
    "did_case_stop_scope": Text("止める範囲の決定", "Said what the stop covers"),
    "did_case_stop_id": Text("別の番号の確認", "Another id confirmed"),
    "did_case_stop_close": Text("停止の手続の終了", "Stop closed"),
    "covers": Text("どこまで止めますか", "What does the stop cover?"),
    "covers_asked": Text("本人が止めるよう求めた範囲：{}", "What the person asked to have stopped: {}"),
    "covers_hint": Text(
        "応じるとき、または一部に応じないときに選びます。判断が済むと、この範囲の停止がすべてのサービスに伝わります。",
        "For a request that is granted, wholly or in part. Once it is decided, every service is told of this stop.",
    ),
    "covers_all": Text("すべての提供先とすべての項目", "Every recipient and every item"),
    "covers_some": Text("下で選んだものだけ", "Only what is chosen below"),
    "covers_recipients": Text(
        "止める提供先（選ばなければ、すべて）", "Recipients to stop (every one, if none is chosen)"
    ),
    "covers_items": Text("止める項目（選ばなければ、すべて）", "Items to stop (every one, if none is chosen)"),
    "covers_missing": Text(
        "どこまで止めるかを選んでください。一部だけを止めるときは、提供先か項目を選んでください",
        "Choose what the stop covers. For a part, choose recipients or items",
    ),
    "covers_recipient": Text(
        "本人は特定の提供先への停止を求めています。止める提供先を選んでください",
        "The person asked to stop certain recipients. Choose which",
    ),
    "covers_item": Text(
        "本人は特定の項目の停止を求めています。止める項目を選んでください",
        "The person asked to stop certain items. Choose which",
    ),
    "covers_less": Text(
        "本人はすべての停止を求めています。それより狭く止めるときは、「一部に応じない」を選んでください",
        "The person asked to stop everything. To stop less, choose “Refused in part”",
    ),
}
