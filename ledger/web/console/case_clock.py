"""The clock of a case: what has moved it, letting our own targets stand still, and letting them run on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.clock import DELAYS, PAUSES
from ledger.cases.clock_entries import ClockEntry, clock_entries
from ledger.cases.moments import minute, spoken
from ledger.cases.steps import PERSON
from ledger.cases.taken import taken
from ledger.cases.targets import next_target
from ledger.cases.texts import Text
from ledger.judging.acts import DECISIONS
from ledger.judging.closed_days import closed_days
from ledger.web.console.case_frame import case_page, found, said
from ledger.web.console.case_words import WORDS
from ledger.web.console.clock_bar import clock_bar
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route
from ledger.web.desks import Desk


def shown(console: Console, asked: Asked) -> Response:
    """Show the clock, and what may be done to it."""
    with console.desks.one() as desk:
        return _page(console, asked, desk, found(desk, asked), {})


def moved(console: Console, asked: Asked) -> Response:
    """Let the targets stand still for what is waited for, or run on."""
    resumes = asked.form.get("does") == "resume"
    with console.desks.one() as desk:
        case = found(desk, asked)
        cause = asked.form.get("cause", "")
        if not resumes and cause not in case.waits_for:
            return _page(console, asked, desk, case, {"cause": WORDS["cause_missing"]})
        Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", "case resume" if resumes else "case pause",
            {} if resumes else {"cause": cause}, asked.now, console.desks.registers(),
        )  # fmt: skip
    return to(asked, f"/cases/{case.number}/clock")


def _page(
    console: Console, asked: Asked, desk: Desk, case: Case, errors: Mapping[str, Text]
) -> Response:  # fmt: skip
    holidays = closed_days(console.desks.registers(), asked.now)
    target = None if case.ended else next_target(case, asked.now, holidays)
    allowed = [cause for cause in PAUSES if cause in case.waits_for]
    return case_page(
        console, asked, case, "case_clock.html", "clock_title", tab="/clock", errors=errors, typed={"cause": ""},
        case=case, clock=clock_bar(case, target, asked.now), target=None if target is None else spoken(target),
        entries=[_line(one) for one in clock_entries(case, taken(desk.connection, case.number))],
        causes=[(cause, said(asked, PAUSES[cause]), "") for cause in allowed],
        no_causes=[WORDS[f"cause_{cause}_not"] for cause in PAUSES if cause not in allowed],
    )  # fmt: skip


def _line(entry: ClockEntry) -> tuple[Text, Text, Text, Text, Text]:
    """Return what happened, from when, until when, why, and who did it."""
    cause = {
        "arrived": lambda: WORDS[f"channel_{entry.cause}"], "paused": lambda: PAUSES[entry.cause],
        "extended": lambda: DELAYS[entry.cause],
    }[entry.what]()  # fmt: skip
    lasts = WORDS["still_paused"] if entry.what == "paused" else Text("–", "–")
    who = WORDS["the_person"] if entry.officer == PERSON else Text(entry.officer, entry.officer)
    until = lasts if entry.until is None else _when(entry.until)
    return WORDS[f"clock_{entry.what}"], _when(entry.since), until, cause, who


def _when(at: int | date) -> Text:
    return minute(at) if isinstance(at, int) else spoken(at)


ROUTES = (
    Route("GET", "/cases/{number}/clock", DECISIONS, shown, personal=True),
    Route("POST", "/cases/{number}/clock", DECISIONS, moved, personal=True),
)
