"""How a complaint or a consultation is worked: what about, who answers for it, what came of it, what was learned."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.complaints import CATEGORIES, LONGEST, OUTCOMES
from ledger.cases.texts import Text
from ledger.judging.acts import DECISIONS
from ledger.web.console.case_frame import case_page, filled, found, said, word
from ledger.web.console.case_refer import led_words
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route

#: As an outcome: it is not over yet.
_OPEN = "open"


def shown(console: Console, asked: Asked) -> Response:
    """Show how far the complaint has come."""
    with console.desks.one() as desk:
        case = found(desk, asked)
    if case.kind.personal:
        return to(asked, f"/cases/{case.number}")
    told = case.complaint
    typed = {"category": told.category or "", "outcome": told.outcome or _OPEN, "lessons": told.lessons}
    return _page(console, asked, case, typed, {})


def entered(console: Console, asked: Asked) -> Response:
    """Enter what it is about, with this officer as who answers for it where nobody does yet; then what came of it."""
    typed = {name: asked.form.get(name, "") for name in ("category", "outcome", "lessons")}
    errors = _faults(typed)
    with console.desks.one() as desk:
        case = found(desk, asked)
        if errors:
            return _page(console, asked, case, typed, errors)
        officer, registers = asked.who.officer, console.desks.registers()
        steps = [("case assign", {
            "category": typed["category"], "responsible": case.complaint.responsible or officer,
        })]  # fmt: skip
        if typed["outcome"] != _OPEN:
            steps.append(("case conclude", {"outcome": typed["outcome"], "lessons": typed["lessons"]}))
        for command, told in steps:
            Casebook(desk.connection, desk.vault).step(
                case.number, officer, asked.reason or "complaint", command, told, asked.now, registers
            )
    return to(asked, f"/cases/{case.number}/complaint")


def _page(
    console: Console, asked: Asked, case: Case, typed: Mapping[str, str], errors: Mapping[str, Text]
) -> Response:  # fmt: skip
    return case_page(
        console, asked, case, "case_complaint.html", "complaint", tab="/complaint", typed=typed, errors=errors,
        responsible=case.complaint.responsible, led=[led_words(one) for one in case.complaint.led],
        categories=[(code, said(asked, words), "") for code, words in CATEGORIES.items()],
        outcomes=[
            (_OPEN, word(asked, "conclusion_open"), ""),
            *((code, said(asked, words), "") for code, words in OUTCOMES.items()),
        ],
    )  # fmt: skip


def _faults(typed: Mapping[str, str]) -> dict[str, Text]:
    errors: dict[str, Text] = {}
    if typed["category"] not in CATEGORIES:
        errors["category"] = WORDS["category_missing"]
    if typed["outcome"] not in (_OPEN, *OUTCOMES):
        errors["outcome"] = WORDS["conclusion_missing"]
    if len(typed["lessons"]) > LONGEST:
        errors["lessons"] = filled(WORDS["too_long_by"], LONGEST)
    return errors


ROUTES = (
    Route("GET", "/cases/{number}/complaint", DECISIONS, shown, personal=True),
    Route("POST", "/cases/{number}/complaint", DECISIONS, entered, personal=True),
)
