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
