"""What would be destroyed now because its period has ended, counted by why the rest is kept, and what was destroyed
last. The console destroys no key: the daily run of the command does."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi.responses import Response

from ledger.cases.casebook import Casebook
from ledger.cases.keeping import Standing as CaseStanding
from ledger.cases.keeping import counted, due_within, keeping_at, standings
from ledger.cases.moments import minute, short
from ledger.cases.retention_words import CASES, RECORDS
from ledger.cases.texts import Text
from ledger.judging.acts import OPERATIONS, enter_act
from ledger.judging.due import SOON, Plan, Standing, added, plan_months
from ledger.law.catalogue import DUTIES
from ledger.law.days import jst_date
from ledger.log.head import LOG_ID, read_head
from ledger.vault.catalogue import Order
from ledger.web.console.console import Console
from ledger.web.console.parts import filled
from ledger.web.console.retention_words import WORDS
from ledger.web.console.routes import Asked, Route
from ledger.web.desks import Desk

_DAY = 86_400_000_000
#: For how long (s) a page counts; what was not looked at by then is said to be missing.
_PATIENCE = 5.0
#: µs after which a daily run is overdue.
_LATE = 2 * _DAY
_RUNS = 10


@dataclass(frozen=True, slots=True)
class _Counted:
    """What would go, how everything stands, and what more would go soon: days, records by duty, and cases by why they
    are kept still. ``whole``: nothing is missing in it."""

    months: int
    days: int
    records: Mapping[Standing, int]
    cases: Mapping[CaseStanding, int]
    days_soon: int
    records_soon: Mapping[str, int]
    cases_soon: Mapping[CaseStanding, int]
    whole: bool


def shown(console: Console, asked: Asked) -> Response:
    """Show what was destroyed last, and offer to count what would go now."""
    return _page(console, asked, None)


def planned(console: Console, asked: Asked) -> Response:
    """Count what would go now. Nothing is destroyed."""
    with console.desks.one() as desk:
        size = read_head(desk.connection, LOG_ID).size
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, "operation", "retention plan",
            {"as_of": size}, None, asked.now, None, OPERATIONS,
        )  # fmt: skip
        found = _counted(console, desk, size, asked.now)
    return _page(console, asked, found)


def _counted(console: Console, desk: Desk, size: int, now: int) -> _Counted:
    registers, periods, catalogue = console.desks.registers(), console.desks.periods, desk.vault.catalogue
    plans: list[Plan] = []
    whole, started = True, time.monotonic()
    for part, _ in plan_months(desk.connection, catalogue, registers, size, now):
        plans.append(part)
        if time.monotonic() - started > _PATIENCE:
            whole = False
            break
    of_months = added(plans)
    cases = console.shelf.all(Casebook(desk.connection, desk.vault))
    kept = keeping_at(registers, now, periods.case_days)
    days, days_soon = (len(catalogue.days_before(jst_date(at - periods.day_key_days * _DAY)))
                       for at in (now, now + SOON * _DAY))  # fmt: skip
    return _Counted(
        len(of_months.keys), days, of_months.records, counted(standings(cases, catalogue, kept)), days_soon - days,
        of_months.soon, due_within(cases, catalogue, kept, SOON), whole,
    )  # fmt: skip


def _page(console: Console, asked: Asked, found: _Counted | None) -> Response:
    with console.desks.one() as desk:
        orders = [one for one in desk.vault.catalogue.orders() if one.ground == "retention"]
    newest = orders[-1] if orders else None
    return console.render(
        asked, "retention.html", WORDS["retention"].told_in(asked.lang), words=WORDS, found=found, path="/retention",
        records=[] if found is None else [(words, found.records.get(code, 0)) for code, words in RECORDS.items()],
        cases=[] if found is None else [(words, found.cases.get(code, 0)) for code, words in CASES.items()],
        records_soon=[] if found is None else _soon(DUTIES, found.records_soon),
        cases_soon=[] if found is None else _soon(CASES, found.cases_soon), soon=filled(WORDS["soon_title"], SOON),
        days_soon=None if found is None else filled(WORDS["soon_days"], SOON, found.days_soon),
        goes=None if found is None else _goes(found), at=minute(asked.now),
        periods=filled(WORDS["periods"], console.desks.periods.case_days, console.desks.periods.day_key_days),
        last=_last(newest, asked.now), runs=[_run(one) for one in reversed(orders[-_RUNS:])],
    )  # fmt: skip


def _soon(named: Mapping[Any, tuple[str, str]], counts: Mapping[Any, int]) -> list[tuple[Text, int]]:
    """Return in words of what something falls due soon, with how much."""
    return [(Text(*words), counts[code]) for code, words in named.items() if counts.get(code)]


def _goes(found: _Counted) -> Text:
    due = found.cases.get("due", 0)
    if not (found.months or found.days or due):
        return WORDS["goes_nothing"]
    return filled(WORDS["goes"], found.months, found.days, due)


def _last(newest: Order | None, now: int) -> Text:
    if newest is None:
        return WORDS["run_never"]
    if newest.done_at is None:
        return WORDS["run_unfinished"]
    return filled(WORDS["run_late" if now - newest.ordered_at > _LATE else "run_well"], minute(newest.ordered_at))


def _run(one: Order) -> tuple[str, str, str, Text]:
    state = ("lawful", WORDS["run_done"]) if one.done_at is not None else ("soon", WORDS["run_open"])
    return short(one.ordered_at), one.officer, *state


ROUTES = (
    Route("GET", "/retention", OPERATIONS, shown, personal=False, menu=WORDS["retention"]),
    Route("POST", "/retention", OPERATIONS, planned, personal=False),
)
