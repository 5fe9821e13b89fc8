"""The next thing to do for a case, in one line; with it a closing of stops that waits for a second officer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ledger.cases.case import Case
from ledger.cases.stopping import to_tell, unsaid
from ledger.cases.texts import Text
from ledger.law.clocks import two_weeks_end
from ledger.law.days import calendar, jst_day

NEXT: Mapping[str, Text] = {
    "say_late": Text("遅れの理由と新しい予定日を知らせる", "Tell why it is late, and the new date"),
    "reply": Text("ご本人からの連絡に答える", "Reply to the person\u2019s message"),
    "screen": Text("親権者との利益の対立を確かめる", "Look at the parent\u2019s interest"),
    "agent": Text("代理権を確かめる", "Check the agent\u2019s right"),
    "principal": Text("代理を頼んだご本人に知らせる", "Tell the person concerned"),
    "unfit_agent": Text("代理人に応じられないことを決める", "Decide that this agent cannot be answered"),
    "identity": Text("本人確認をし、番号を確かめる", "Check identity, and which ids are theirs"),
    "assign": Text("分類と責任者を決める", "Say what it is about and who answers for it"),
    "ask_services": Text("担当部署に依頼する", "Ask the services that hold the data"),
    "chase_services": Text("回答が遅れている担当部署に催促する", "Remind the services whose answer is late"),
    "await_services": Text("担当部署の回答を待つ", "Wait for the services\u2019 answers"),
    "decision": Text("何を開示するか・どう答えるかを決める", "Decide what is given or answered"),
    "second": Text("二人目が確かめる", "A second officer looks at it"),
    "fee": Text("手数料の支払いを確かめる", "See that the fee is settled"),
    "stop_scope": Text("停止の範囲を決める", "Say what the stop covers"),
    "stop_close": Text("停止の手続の終了を、二人目が確かめる", "A second officer looks at closing the stop"),
    "stop_tell": Text("停止の完了を確かめ、知らせる", "See that the stop is done, and tell so"),
    "answer": Text("回答を送る", "Release the answer"),
    "conclude": Text("結果と教訓を記録する", "Keep the outcome and what was learned"),
    "supplement": Text("回答のあとに分かったことを確かめる", "Look at what came to be known after the answer"),
    "nothing": Text("なし", "Nothing"),
}


def next_steps(case: Case, now: int, late: bool = False) -> tuple[str, ...]:
    """Return the codes of what waits: what is to be done next (`next_step`), and beside it a closing of stops that one
    officer has proposed, which somebody else may look at whatever else is to be done."""
    first = next_step(case, now, late)
    return (first,) if case.stops.closing is None or first == "stop_close" else (first, "stop_close")


def next_in_words(codes: Sequence[str]) -> Text:
    """Return what waits in one line."""
    return Text("／".join(NEXT[code].ja for code in codes), " / ".join(NEXT[code].en for code in codes))


def next_step(case: Case, now: int, late: bool = False) -> str:
    """Return the code (of ``NEXT``) of what is to be done next, seen from an instant (µs UTC). ``late``: something came
    to be known after its answer (`late`)."""
    today = calendar(jst_day(now))
    told = case.clock.extended.until if case.clock.extended is not None else two_weeks_end(case.arrived)
    if not case.ended and today > told:
        return "say_late"
    if case.stage != "closed" and case.thread and case.thread[-1].from_person:
        return "reply"
    if not case.kind.personal and (worked := _of_complaint(case)) is not None:
        return worked
    if unsaid(case):
        return "stop_scope"
    if case.ended:
        return "supplement" if late else _of_stops(case)
    if case.stage in ("identity", "decision") and (lacks := of_agent(case)) is not None:
        return lacks
    if case.stage == "decision" and (asked := _of_services(case, today)) is not None:
        return asked
    return "fee" if case.stage == "answer" and "fee" in case.waits_for else case.stage


def of_agent(case: Case) -> str | None:
    """Return the code of what is to be seen next of an agent, None where everything was."""
    agent = case.agent
    if agent is None:
        return None
    if case.protected or agent.objects or agent.interest == "adverse":
        return "unfit_agent"
    if agent.kind == "parent" and (agent.interest is None or (agent.asks_alone and agent.custody is None)):
        return "screen"
    return "agent" if agent.proof is None else "principal" if agent.told is None else None


def _of_services(case: Case, today: date) -> str | None:
    if case.task_kind is None:
        return None
    if not case.tasks:
        return "ask_services"
    stands = {task.state(today) for task in case.tasks}
    return "chase_services" if "late" in stands else "await_services" if "waiting" in stands else None


def _of_stops(case: Case) -> str:
    """Return the code of what is left to do about the stops of a case that is over: one that is told waits for a
    closing."""
    return "stop_close" if case.stops.closing is not None else "stop_tell" if to_tell(case) else "nothing"


def _of_complaint(case: Case) -> str | None:
    if case.complaint.responsible is None and not case.ended:
        return "assign"
    return "conclude" if case.stage == "answered" and case.complaint.outcome is None else None
