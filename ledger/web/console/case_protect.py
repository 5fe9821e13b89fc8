"""The person of a case: protection from who might ask, and their death. Neither shows on any page of who asks."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.protection import PROTECTED_BECAUSE
from ledger.cases.texts import Text
from ledger.judging.acts import DECISIONS
from ledger.web.console.case_frame import case_page, found, said
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route

#: Why the flag ends; every other reason sets it.
_ENDS = ("over",)


def protection(console: Console, asked: Asked) -> Response:
    """Show whether the person is protected, and the form that changes it."""
    with console.desks.one() as desk:
        return _protection(console, asked, found(desk, asked), {})


def protected(console: Console, asked: Asked) -> Response:
    """Set the flag, or end it: whichever the form was for."""
    because = asked.form.get("because", "")
    with console.desks.one() as desk:
        case = found(desk, asked)
        if because not in _reasons(case):
            return _protection(console, asked, case, {"because": WORDS["protect_because_missing"]})
        Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", "case protect",
            {"because": because, "on": because not in _ENDS}, asked.now, console.desks.registers(),
        )  # fmt: skip
    return to(asked, f"/cases/{case.number}/asker")


def death(console: Console, asked: Asked) -> Response:
    """Say what it does before it is done."""
    with console.desks.one() as desk:
        return _death(console, asked, found(desk, asked), {})


def died(console: Console, asked: Asked) -> Response:
    """Enter the death: the case closes."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        if asked.form.get("sure") != "yes":
            return _death(console, asked, case, {"sure": WORDS["death_sure_missing"]})
        Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", "case death", {}, asked.now,
            console.desks.registers(),
        )  # fmt: skip
    return to(asked, f"/cases/{case.number}")


def _reasons(case: Case) -> tuple[str, ...]:
    return tuple(code for code in PROTECTED_BECAUSE if (code in _ENDS) == case.protected)


def _protection(console: Console, asked: Asked, case: Case, errors: Mapping[str, Text]) -> Response:
    return case_page(
        console, asked, case, "case_protect.html", "protect_title", errors=errors, typed={"because": ""}, case=case,
        reasons=[(code, said(asked, PROTECTED_BECAUSE[code]), "") for code in _reasons(case)],
    )  # fmt: skip


def _death(console: Console, asked: Asked, case: Case, errors: Mapping[str, Text]) -> Response:
    return case_page(console, asked, case, "case_death.html", "death_title", errors=errors, case=case)


ROUTES = (
    Route("GET", "/cases/{number}/protect", DECISIONS, protection, personal=True),
    Route("POST", "/cases/{number}/protect", DECISIONS, protected, personal=True),
    Route("GET", "/cases/{number}/death", DECISIONS, death, personal=True),
    Route("POST", "/cases/{number}/death", DECISIONS, died, personal=True),
)
