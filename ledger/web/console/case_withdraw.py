"""The person has withdrawn their request, by paper, telephone or at the counter: the case closes."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.folding import may_be_taken
from ledger.cases.steps import Step
from ledger.cases.texts import Text
from ledger.judging.acts import DECISIONS
from ledger.web.console.case_frame import case_page, found
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route


def may_be_withdrawn(asked: Asked, case: Case) -> bool:
    """Tell whether a request can be withdrawn when it is asked: until its answer or its stop was given."""
    return may_be_taken(case, Step("case withdraw", asked.who.officer, asked.now, {}))


def asking(console: Console, asked: Asked) -> Response:
    """Say what it does before it is done."""
    with console.desks.one() as desk:
        return _page(console, asked, found(desk, asked), {})


def withdrawn(console: Console, asked: Asked) -> Response:
    """Enter it, once the officer says that the person themselves did."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        if not may_be_withdrawn(asked, case):
            return _page(console, asked, case, {})
        if asked.form.get("sure") != "yes":
            return _page(console, asked, case, {"sure": WORDS["withdraw_sure_missing"]})
        Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", "case withdraw", {}, asked.now,
            console.desks.registers(),
        )  # fmt: skip
    return to(asked, f"/cases/{case.number}")


def _page(console: Console, asked: Asked, case: Case, errors: Mapping[str, Text]) -> Response:
    return case_page(
        console, asked, case, "case_withdraw.html", "withdraw_title", errors=errors,
        may=may_be_withdrawn(asked, case),
    )  # fmt: skip


ROUTES = (
    Route("GET", "/cases/{number}/withdraw", DECISIONS, asking, personal=True),
    Route("POST", "/cases/{number}/withdraw", DECISIONS, withdrawn, personal=True),
)
