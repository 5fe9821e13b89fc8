"""The pages of one case: what there is to do, what was asked, its notes, and its history."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.agents import KINDS_OF_AGENT
from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.duplicates import alike
from ledger.cases.moments import minute, spoken
from ledger.cases.next_step import NEXT, next_steps, of_agent
from ledger.cases.steps import PERSON
from ledger.cases.taken import Taken, taken
from ledger.cases.targets import next_target
from ledger.cases.tasks import tasks
from ledger.cases.texts import Text
from ledger.cases.thread import LONGEST
from ledger.judging.acts import DECISIONS, enter_act
from ledger.judging.closed_days import closed_days
from ledger.log.head import LOG_ID, read_head
from ledger.web.console.act_words import act_words
from ledger.web.console.case_facts import facts_of
from ledger.web.console.case_frame import bar, case_page, found, said
from ledger.web.console.case_tasks import task_lines
from ledger.web.console.case_words import WORDS
from ledger.web.console.clock_bar import clock_bar
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route

#: What is written goes nowhere, or to the person; by which step.
_GOES = {"note": "case note", "message": "case message"}
#: Where each task is done, behind the address of the case.
_PLACES = {"identify": "/identify", "second": "/second", "answer": "/answer"}

#: The same of what comes next.
_NEXT_AT = {
    "say_late": "/extend", "reply": "/thread", "screen": "/screen", "agent": "/agent", "principal": "/principal",
    "unfit_agent": "/unproven",
    "identity": "/identify", "assign": "/complaint", "second": "/second", "fee": "/fee", "answer": "/answer",
    "conclude": "/complaint", "supplement": "/supplement", "ask_services": "/tasks", "chase_services": "/tasks",
    "await_services": "/tasks", "stop_close": "/stop",
}  # fmt: skip


def overview(console: Console, asked: Asked) -> Response:
    """Show where the case stands and what there is to do. Nothing of it tells who the person is."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        same = alike(case, console.shelf.all(Casebook(desk.connection, desk.vault)))
        size = read_head(desk.connection, LOG_ID).size
        known = console.late.numbers(desk.connection, desk.vault, [case], asked.who.range, size, asked.now)
    officer, holidays = asked.who.officer, closed_days(console.desks.registers(), asked.now)
    target = None if case.ended else next_target(case, asked.now, holidays)
    coming = next_steps(case, asked.now, case.number in known)
    return case_page(
        console, asked, case, "case_overview.html", "cases", tab="", case=case,
        tasks=[(task, place(case, task.code)) for task in tasks(case, officer)], facts=facts_of(case),
        next=[(NEXT[code], _next_at(case, code)) for code in coming],
        target=None if target is None else spoken(target), clock=clock_bar(case, target, asked.now),
        services=task_lines(case, console.desks.registers(), asked.now) if case.task_kind is not None else None,
        same=[bar(one, asked.now) for one in same], late=known.get(case.number),
        answered=minute(case.answered_at) if case.answered_at is not None else None,
    )  # fmt: skip


def thread(console: Console, asked: Asked) -> Response:
    """Show what was asked in the person's own words, how to reach them, and the notes."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        # The look stands before anything is shown.
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, asked.reason or "request",
            "case show", {"case": case.number}, None, asked.now, None, DECISIONS,
        )  # fmt: skip
    return _thread(console, asked, case, {"text": "", "goes": ""}, {})


def noted(console: Console, asked: Asked) -> Response:
    """Add a note that only the staff see, or send the person a message, as the form says."""
    typed = {name: asked.form.get(name, "") for name in ("text", "goes")}
    with console.desks.one() as desk:
        case = found(desk, asked)
        errors: dict[str, Text] = {}
        if typed["goes"] not in _GOES:
            errors["goes"] = WORDS["goes_missing"]
        if not typed["text"] or len(typed["text"]) > LONGEST:
            errors["text"] = WORDS["too_long" if typed["text"] else "note_missing"]
        if errors:
            return _thread(console, asked, case, typed, errors)
        Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", _GOES[typed["goes"]], {"text": typed["text"]},
            asked.now, console.desks.registers(),
        )  # fmt: skip
    return to(asked, f"/cases/{case.number}/thread")


def history(console: Console, asked: Asked) -> Response:
    """Show every step that was taken, newest first: what, who and when."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        steps = taken(desk.connection, case.number)
    return case_page(
        console, asked, case, "case_history.html", "tab_history", tab="/history", steps=[_step(one) for one in steps]
    )


def _next_at(case: Case, coming: str) -> str | None:
    """Return where the next thing is done, behind the language; None where there is nothing to do."""
    if coming == "decision":
        return place(case, "decide")
    return f"/cases/{case.number}{_NEXT_AT[coming]}" if coming in _NEXT_AT else None


def place(case: Case, task: str) -> str:
    """Return where a task is done, behind the language."""
    if task == "agent":
        return f"/cases/{case.number}{_NEXT_AT[of_agent(case) or 'agent']}"
    decided = "/records" if case.kind.code == "records" else "/reply"
    return f"/cases/{case.number}{_PLACES.get(task, decided)}"


def _thread(
    console: Console, asked: Asked, case: Case, typed: Mapping[str, str], errors: Mapping[str, Text]
) -> Response:  # fmt: skip
    written = [
        *((at, officer, WORDS["is_note"], text) for officer, at, text in case.notes),
        *((one.at, one.officer, WORDS["is_from_person" if one.from_person else "is_message"], one.text)
          for one in case.thread),
    ]  # fmt: skip
    written.sort(key=lambda one: one[0], reverse=True)
    return case_page(
        console, asked, case, "case_thread.html", "tab_thread", tab="/thread", typed=typed, errors=errors, case=case,
        written=[
            (said(asked, WORDS["the_person"]) if officer == PERSON else officer, minute(at), words, text)
            for at, officer, words, text in written
        ],
        goes=[(code, said(asked, WORDS[f"goes_{code}"]), "") for code in _GOES],
        agent=KINDS_OF_AGENT[case.agent.kind].words if case.agent is not None else None,
        lacking=case.agent is not None and case.agent.lacking is not None,
    )  # fmt: skip


def _step(one: Taken) -> tuple[Text, Text, Text]:
    """Return what was done, when, and by whom."""
    who = WORDS["the_person"] if one.officer == PERSON else Text(one.officer, one.officer)
    return act_words(one.command), minute(one.made_at), who


ROUTES = (
    Route("GET", "/cases/{number}", DECISIONS, overview, personal=False),
    Route("GET", "/cases/{number}/thread", DECISIONS, thread, personal=True),
    Route("POST", "/cases/{number}/thread", DECISIONS, noted, personal=True),
    Route("GET", "/cases/{number}/history", DECISIONS, history, personal=False),
)
