"""An agent's case: the proof of their right is checked, the person concerned is told or it is found unsafe, and a
parent's interest is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.responses import Response

from ledger.cases.agents import CUSTODY, INTERESTS, KINDS_OF_AGENT, PROOFS, TOLD_BY, UNSAFE
from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.texts import Text
from ledger.cases.written_day import DayUnreadable, written_day
from ledger.judging.acts import DECISIONS
from ledger.web.console.case_frame import case_page, found, said
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route
from ledger.web.desks import Desk

_TOLD = ("told", "objects", "year", "month", "day")
_SCREENED = ("interest", "custody")
_UNDECIDED = ("identity", "decision")


def proof(console: Console, asked: Asked) -> Response:
    """Show which proofs show this agent's right."""
    return _proof(console, asked, _case(console, asked), {})


def proven(console: Console, asked: Asked) -> Response:
    """Enter by which proof the right was shown."""
    shown = asked.form.get("proof", "")
    with console.desks.one() as desk:
        case = found(desk, asked)
        if shown not in _proofs(case):
            return _proof(console, asked, case, {"proof": WORDS["proof_missing"]})
        return _entered(console, asked, desk, case, "case agent", {"proof": shown})


def principal(console: Console, asked: Asked) -> Response:
    """Show how the person concerned may be told."""
    case = _case(console, asked)
    told = case.agent.told if case.agent is not None else None
    return _principal(console, asked, case, {**dict.fromkeys(_TOLD, ""), "told": told or ""}, {})


def informed(console: Console, asked: Asked) -> Response:
    """Enter how the person was told and since when that contact is held, or why it would be unsafe."""
    typed = {name: asked.form.get(name, "") for name in _TOLD}
    with console.desks.one() as desk:
        case = found(desk, asked)
        if case.agent is not None and typed["told"] in UNSAFE:
            return _entered(console, asked, desk, case, "case principal", {"unsafe": typed["told"]})
        errors = {} if typed["told"] in TOLD_BY else {"told": WORDS["told_missing"]}
        try:
            held = written_day(typed["year"], typed["month"], typed["day"])
        except DayUnreadable:
            held = None
        if held is None or held >= case.arrived:
            errors["held"] = WORDS["held_since_missing"]
        if errors or held is None:
            return _principal(console, asked, case, typed, errors)
        told = {"by": typed["told"], "held_since": held.isoformat(), "objects": bool(typed["objects"])}
        return _entered(console, asked, desk, case, "case principal", told)


def screen(console: Console, asked: Asked) -> Response:
    """Show what may be found about a parent."""
    case = _case(console, asked)
    found_ = (case.agent.interest, case.agent.custody) if case.agent is not None else (None, None)
    return _screen(console, asked, case, {name: one or "" for name, one in zip(_SCREENED, found_, strict=True)}, {})


def screened(console: Console, asked: Asked) -> Response:
    """Enter what was found about a parent."""
    typed = {name: asked.form.get(name, "") for name in _SCREENED}
    with console.desks.one() as desk:
        case = found(desk, asked)
        alone = case.agent is not None and case.agent.asks_alone
        errors: dict[str, Text] = {}
        if typed["interest"] not in INTERESTS:
            errors["interest"] = WORDS["interest_missing"]
        if alone and typed["interest"] != "adverse" and typed["custody"] not in CUSTODY:
            errors["custody"] = WORDS["custody_missing"]
        if errors:
            return _screen(console, asked, case, typed, errors)
        told = {"interest": typed["interest"], "custody": typed["custody"] if typed["custody"] in CUSTODY else None}
        return _entered(console, asked, desk, case, "case screen", told)


def _case(console: Console, asked: Asked) -> Case:
    with console.desks.one() as desk:
        return found(desk, asked)


def _entered(
    console: Console, asked: Asked, desk: Desk, case: Case, command: str, told: Mapping[str, Any]
) -> Response:  # fmt: skip
    Casebook(desk.connection, desk.vault).step(
        case.number, asked.who.officer, asked.reason or "request", command, told, asked.now, console.desks.registers()
    )
    return to(asked, f"/cases/{case.number}/asker")


def _proofs(case: Case) -> tuple[str, ...]:
    return KINDS_OF_AGENT[case.agent.kind].proofs if case.agent is not None else ()


def _not_now(case: Case, ends: tuple[str, ...]) -> Text | None:
    """Say why nothing can be entered about an agent where the case stands, None where it can."""
    if case.agent is None:
        return WORDS["no_agent"]
    if case.stage == "closed":
        return WORDS["agent_closed"]
    return None if case.stage in ends else WORDS["agent_over"]


def _proof(console: Console, asked: Asked, case: Case, errors: Mapping[str, Text]) -> Response:
    typed = {"proof": (case.agent.proof if case.agent is not None else None) or ""}
    return case_page(
        console, asked, case, "case_agent.html", "proof_title", errors=errors, typed=typed,
        not_now=_not_now(case, _UNDECIDED), proofs=[(code, said(asked, PROOFS[code]), "") for code in _proofs(case)],
    )  # fmt: skip


def _principal(
    console: Console, asked: Asked, case: Case, typed: Mapping[str, str], errors: Mapping[str, Text]
) -> Response:  # fmt: skip
    unsafe = said(asked, WORDS["unsafe_note"])
    return case_page(
        console, asked, case, "case_principal.html", "principal_title", errors=errors, typed=typed,
        not_now=_not_now(case, (*_UNDECIDED, "second", "answer", "answered")),
        ways=[
            *((code, said(asked, words), "") for code, words in TOLD_BY.items()),
            *((code, said(asked, words), unsafe) for code, words in UNSAFE.items()),
        ],
    )  # fmt: skip


def _screen(
    console: Console, asked: Asked, case: Case, typed: Mapping[str, str], errors: Mapping[str, Text]
) -> Response:  # fmt: skip
    parent = case.agent is not None and case.agent.kind == "parent"
    return case_page(
        console, asked, case, "case_screen.html", "screen_title", errors=errors, typed=typed,
        not_now=_not_now(case, _UNDECIDED) or (None if parent else WORDS["screen_not"]),
        alone=case.agent is not None and case.agent.asks_alone,
        interests=[(code, said(asked, words), "") for code, words in INTERESTS.items()],
        reasons=[(code, said(asked, words), "") for code, words in CUSTODY.items()],
    )  # fmt: skip


ROUTES = (
    Route("GET", "/cases/{number}/agent", DECISIONS, proof, personal=True),
    Route("POST", "/cases/{number}/agent", DECISIONS, proven, personal=True),
    Route("GET", "/cases/{number}/principal", DECISIONS, principal, personal=True),
    Route("POST", "/cases/{number}/principal", DECISIONS, informed, personal=True),
    Route("GET", "/cases/{number}/screen", DECISIONS, screen, personal=True),
    Route("POST", "/cases/{number}/screen", DECISIONS, screened, personal=True),
)
