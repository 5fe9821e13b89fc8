"""Telling the person that the answer comes later: a new day, and why, by a code that says nothing of any record."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.clock import DELAYS
from ledger.cases.texts import Text
from ledger.cases.written_day import DayUnreadable, written_day
from ledger.judging.acts import DECISIONS
from ledger.law.days import calendar, jst_day
from ledger.web.console.case_frame import case_page, found, said
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route

_FIELDS = ("because", "year", "month", "day")


def empty(console: Console, asked: Asked) -> Response:
    """Show the form."""
    with console.desks.one() as desk:
        return _page(console, asked, found(desk, asked), dict.fromkeys(_FIELDS, ""), {})


def extended(console: Console, asked: Asked) -> Response:
    """Enter the new day, if it lies ahead of today and of what was told before."""
    typed = {name: asked.form.get(name, "") for name in _FIELDS}
    with console.desks.one() as desk:
        case = found(desk, asked)
        errors = {} if typed["because"] in DELAYS else {"because": WORDS["because_missing"]}
        try:
            until = written_day(typed["year"], typed["month"], typed["day"])
        except DayUnreadable:
            until = None
        before = case.clock.extended.until if case.clock.extended is not None else None
        if until is None or until < calendar(jst_day(asked.now)) or (before is not None and until <= before):
            errors["until"] = WORDS["until_missing"]
        if errors or until is None:
            return _page(console, asked, case, typed, errors)
        Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", "case extend",
            {"because": typed["because"], "until": until.isoformat()}, asked.now, console.desks.registers(),
        )  # fmt: skip
    return to(asked, f"/cases/{case.number}/clock")


def _page(
    console: Console, asked: Asked, case: Case, typed: Mapping[str, str], errors: Mapping[str, Text]
) -> Response:  # fmt: skip
    return case_page(
        console, asked, case, "case_extend.html", "extend", typed=typed, errors=errors,
        reasons=[(code, said(asked, words), "") for code, words in DELAYS.items()],
    )  # fmt: skip


ROUTES = (
    Route("GET", "/cases/{number}/extend", DECISIONS, empty, personal=True),
    Route("POST", "/cases/{number}/extend", DECISIONS, extended, personal=True),
)
