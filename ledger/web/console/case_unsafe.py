"""Contacts that the person asks us not to use, said after the request: added to those that stand in the case."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.texts import Text
from ledger.cases.unsafe import LONGEST
from ledger.judging.acts import DECISIONS
from ledger.web.console.case_frame import case_page, filled, found
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route


def shown(console: Console, asked: Asked) -> Response:
    """Show which contacts are not to be used, and the form that adds to them."""
    with console.desks.one() as desk:
        return _page(console, asked, found(desk, asked), {})


def added(console: Console, asked: Asked) -> Response:
    """Enter what the person says, in their words."""
    contacts = asked.form.get("contacts", "")
    with console.desks.one() as desk:
        case = found(desk, asked)
        if not contacts:
            return _page(console, asked, case, {"contacts": WORDS["unsafe_missing"]})
        if len(contacts) > LONGEST:
            return _page(console, asked, case, {"contacts": filled(WORDS["unsafe_long"], LONGEST)})
        Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", "case unsafe", {"contacts": contacts},
            asked.now, console.desks.registers(),
        )  # fmt: skip
    return to(asked, f"/cases/{case.number}/asker")


def _page(console: Console, asked: Asked, case: Case, errors: Mapping[str, Text]) -> Response:
    return case_page(
        console, asked, case, "case_unsafe.html", "unsafe_title", errors=errors,
        typed={"contacts": asked.form.get("contacts", "")}, may=case.stage != "closed" and case.agent is None,
    )  # fmt: skip


ROUTES = (
    Route("GET", "/cases/{number}/unsafe", DECISIONS, shown, personal=True),
    Route("POST", "/cases/{number}/unsafe", DECISIONS, added, personal=True),
)
