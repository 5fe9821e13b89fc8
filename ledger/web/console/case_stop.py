"""How far the stop of a case is, service by service, and what an officer does where it does not take its way by
itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.given import confirmed
from ledger.cases.moments import minute
from ledger.cases.stop_progress import StopProgress, closing_said, progress
from ledger.cases.stopping import ASKED, stop_now, unsaid
from ledger.cases.stops import CLOSED, GROUNDS, StopScope
from ledger.cases.texts import Text
from ledger.judging.acts import DECISIONS, enter_act
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers
from ledger.web.console.case_frame import case_page, filled, found, said
from ledger.web.console.case_identify import ids_faults, methods_of, pairs
from ledger.web.console.case_scope import ScopeUnsaid, scope_fields, scope_typed, ticked
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route
from ledger.web.desks import Desk


def shown(console: Console, asked: Asked) -> Response:
    """Show each stop with the services that have put it into effect. The look is entered first."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        if case.kind.code not in GROUNDS:
            return to(asked, f"/cases/{case.number}")
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, asked.reason or "request",
            "case show", {"case": case.number}, None, asked.now, None, DECISIONS,
        )  # fmt: skip
        return _page(console, asked, desk, case, {}, {})


def scoped(console: Console, asked: Asked) -> Response:
    """Say what the stop covers whose decision did not say it."""
    typed, registers = ticked(asked.form), console.desks.registers()
    with console.desks.one() as desk:
        case = found(desk, asked)
        if not unsaid(case) or case.decision is None:
            return to(asked, f"/cases/{case.number}/stop")
        try:
            step = scope_typed(case, case.decision.outcome, typed, registers, asked.now)
        except ScopeUnsaid as wrong:
            return _page(console, asked, desk, case, typed, {"covers": wrong.words})
        return _taken(console, asked, desk, case, "case stop scope", step)


def also_theirs(console: Console, asked: Asked) -> Response:
    """Confirm another id of the person, for which the stop is given too."""
    typed = {name: asked.form.get(name, "") for name in ("method", "ids")}
    with console.desks.one() as desk:
        case = found(desk, asked)
        errors = ids_faults(case, typed)
        had = {(one.namespace, one.number) for one in case.ids}
        if not errors and had & set(pairs(typed["ids"])):
            errors["ids"] = WORDS["stop_id_had"]
        if errors:
            return _page(console, asked, desk, case, typed, errors)
        as_of = read_head(desk.connection, LOG_ID).size
        ids = confirmed(desk.connection, desk.vault, pairs(typed["ids"]), as_of, asked.now)
        step = {"method": typed["method"], "ids": [one.written() for one in ids]}
        return _taken(console, asked, desk, case, "case stop id", step)


def closed(console: Console, asked: Asked) -> Response:
    """Propose to close what no service will put into effect, or agree to what another officer proposed."""
    typed = {"because": asked.form.get("because", "")}
    with console.desks.one() as desk:
        case = found(desk, asked)
        if typed["because"] not in CLOSED:
            return _page(console, asked, desk, case, typed, {"because": WORDS["stop_because_missing"]})
        step = closing_said(_progress(console, asked, desk, case), typed["because"])
        if not step["stops"]:
            return to(asked, f"/cases/{case.number}/stop")
        return _taken(console, asked, desk, case, "case stop close", step)


def _taken(
    console: Console, asked: Asked, desk: Desk, case: Case, command: str, step: Mapping[str, Any]
) -> Response:  # fmt: skip
    turn = asked.form.get("turn", "")
    if turn == str(case.turn):
        Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", command, step, asked.now,
            console.desks.registers(), case.turn,
        )  # fmt: skip
    return to(asked, f"/cases/{case.number}/stop")


def _progress(console: Console, asked: Asked, desk: Desk, case: Case) -> tuple[StopProgress, ...]:
    return progress(desk.connection, desk.vault, console.desks.registers(), case, asked.now)


def _page(
    console: Console, asked: Asked, desk: Desk, case: Case, typed: Mapping[str, Any], errors: Mapping[str, Text]
) -> Response:  # fmt: skip
    registers, going = console.desks.registers(), _progress(console, asked, desk, case)
    state = stop_now(desk.connection, registers, case, asked.now)
    empty = {"covers": "", "recipient": (), "item": (), "method": case.identified_by or "", "ids": "", "because": ""}
    return case_page(
        console, asked, case, "case_stop.html", "stop_title", tab="/stop", errors=errors,
        typed={**empty, **typed, "turn": str(case.turn)}, stopped=ASKED[case.stops.asked],
        state=None if state.state == "none" else state.words, scope=_scope(case, asked, registers),
        closing=_closing(case, asked),
        stops=[_line(one) for one in going], unsaid=unsaid(case), stuck=any(one.stuck for one in going),
        methods=[(code, words, "") for code, words in methods_of(case, asked)],
        becauses=[(code, said(asked, words), "") for code, words in CLOSED.items()],
        **scope_fields(case, asked, registers),
    )  # fmt: skip


def _closing(case: Case, asked: Asked) -> tuple[Text, Text] | None:
    """Return who proposes to close the stop and who may agree, and the reason; None where nobody does."""
    closing = case.stops.closing
    if closing is None:
        return None
    mine = closing.officer == asked.who.officer
    who = WORDS["stop_closing_mine"] if mine else filled(WORDS["stop_closing"], closing.officer)
    return who, CLOSED[closing.because]


def _line(one: StopProgress) -> Mapping[str, Any]:
    """Return a stop as the page shows it: when services were told, and of each since when it is in effect there."""
    return {
        "id": f"{one.confirmed.namespace} {one.confirmed.number}", "stuck": one.stuck,
        "told": None if one.told_at is None else minute(one.told_at),
        "services": [
            *((source, minute(since)) for source, since in sorted(one.since.items())),
            *((source, None) for source in one.silent),
        ],
        "closed": CLOSED[one.closed] if one.closed else None,
    }  # fmt: skip


def _scope(case: Case, asked: Asked, registers: Registers) -> list[str] | None:
    """Return the names of what the stop covers: empty where it covers everything, None where nobody has said it."""
    scope = case.decision.scope if case.decision is not None else None
    if scope is None:
        return None
    return [] if scope == StopScope() else [
        *(_named(registers, "recipients", code, "name", asked.now) for code in scope.recipients or ()),
        *(_named(registers, "data_items", code, asked.lang, asked.now) for code in scope.items or ()),
    ]  # fmt: skip


def _named(registers: Registers, register: str, code: str, member: str, now: int) -> str:
    row = registers.valid_at(register, code, now)
    return code if row is None else str(row.body[member])


ROUTES = (
    Route("GET", "/cases/{number}/stop", DECISIONS, shown, personal=True),
    Route("POST", "/cases/{number}/stop/scope", DECISIONS, scoped, personal=True),
    Route("POST", "/cases/{number}/stop/id", DECISIONS, also_theirs, personal=True),
    Route("POST", "/cases/{number}/stop/close", DECISIONS, closed, personal=True),
)
