"""Refusing who could not be shown to be the person, or to be allowed to ask for them. The answer has one wording,
whatever stood in the way, so nothing is written by hand; another officer agrees to it."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.grounds import UNPROVEN
from ledger.cases.meant import Meant, decide_step
from ledger.cases.texts import Text
from ledger.judging.acts import DECISIONS
from ledger.log.head import LOG_ID, read_head
from ledger.web.console.case_frame import case_page, found, said
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route


def form(console: Console, asked: Asked) -> Response:
    """Show what the person or agent would read, before it is decided."""
    with console.desks.one() as desk:
        case = found(desk, asked)
    return _page(console, asked, case, {})


def refused(console: Console, asked: Asked) -> Response:
    """Refuse the request as a whole on the ground that was chosen."""
    ground = asked.form.get("ground", "")
    with console.desks.one() as desk:
        case = found(desk, asked)
        if asked.form.get("turn") != str(case.turn) or not grounds_of_who_asks(case):
            return to(asked, f"/cases/{case.number}/unproven")
        if ground not in grounds_of_who_asks(case):
            return _page(console, asked, case, {"ground": WORDS["ground_missing"]})
        meant = Meant(outcome="refused", grounds=[ground])
        Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", "case decide",
            decide_step(case, meant, read_head(desk.connection, LOG_ID).size, asked.who.range), asked.now,
            console.desks.registers(), case.turn,
        )  # fmt: skip
    return to(asked, f"/cases/{case.number}")


def grounds_of_who_asks(case: Case) -> list[str]:
    """Return on which of these grounds a case may be refused as it stands: of identity until that is confirmed, of the
    agent where one asks."""
    if not case.kind.personal or case.stage not in ("identity", "decision"):
        return []
    there = {"identity": case.stage == "identity", "agent": case.agent is not None}
    return [ground for ground in UNPROVEN if there[ground]]


def _page(console: Console, asked: Asked, case: Case, errors: Mapping[str, Text]) -> Response:
    return case_page(
        console, asked, case, "case_unproven.html", "unproven_title", errors=errors,
        typed={"ground": "", "turn": str(case.turn)},
        grounds=[(one, said(asked, UNPROVEN[one].words), "") for one in grounds_of_who_asks(case)],
    )  # fmt: skip


ROUTES = (
    Route("GET", "/cases/{number}/unproven", DECISIONS, form, personal=True),
    Route("POST", "/cases/{number}/unproven", DECISIONS, refused, personal=True),
)
