"""One officer: which roles they had from when until when, how they stand with the console, and how often they acted and
why. The address names their row of the register, since a code may tell who somebody is."""

from __future__ import annotations

from typing import NamedTuple

from fastapi.responses import Response

from ledger.cases.moments import minute, short, spoken
from ledger.cases.texts import Text
from ledger.judging.acts import OPERATIONS, enter_act
from ledger.judging.looks import looks_by_reason
from ledger.judging.officers import Officer, officer_in
from ledger.judging.ranges import EVERYTHING
from ledger.law.days import calendar
from ledger.registers.snapshot import RegisterRow, Registers
from ledger.web.console.console import Console
from ledger.web.console.officer_words import WORDS
from ledger.web.console.parts import joined, reason_words
from ledger.web.console.people import COUNTED, stands
from ledger.web.console.routes import Asked, Route
from ledger.web.console.words import ROLE_WORDS
from ledger.web.console.words import WORDS as CONSOLE

_NOTHING = Text("–", "–")


class Held(NamedTuple):
    """What an officer might do in a period, and until when pledge and training held."""

    since: str
    until: Text
    roles: Text
    range: Text
    pledged: Text
    trained: Text
    now: bool


def shown(console: Console, asked: Asked) -> Response:
    """Show an officer. The look is entered before."""
    registers = console.desks.registers()
    row = _row(registers, asked.params["version"])
    if row is None:
        return console.said(asked.lang, "missing", 404, asked.who)
    with console.desks.one() as desk:
        enter_act(
            desk.connection, desk.vault, registers, asked.who.officer, "inspection", "console people",
            {"officer": row.key}, None, asked.now, None, OPERATIONS,
        )  # fmt: skip
        acts = looks_by_reason(desk.connection, asked.now - COUNTED).get(row.key, {})
    account = next((one for one in console.accounts.all() if one.officer == row.key), None)
    officer, current = officer_in(row), registers.valid_at("officers", row.key, asked.now)
    closed = officer.closed(asked.now) if current is not None else None
    return console.render(
        asked, "officer.html", WORDS["officer_title"].told_in(asked.lang), words=WORDS, officer=officer,
        stands=stands(account, asked.now), closed=CONSOLE[f"{closed}_title"] if closed else None,
        enrolled=_when(account.enrolled_at if account is not None else None),
        signed_in=_when(account.signed_in_at if account is not None else None),
        held=[_held(one, one is current) for one in reversed(registers.told("officers", row.key))],
        acts=[(reason_words(reason), count) for reason, count in sorted(acts.items())],
        both=current is not None and {"auditor", "privacy_officer"} <= officer_in(current).roles,
        crumbs=[("/people", CONSOLE["people_title"].told_in(asked.lang))],
    )  # fmt: skip


def _row(registers: Registers, named: str) -> RegisterRow | None:
    """Return the row of the register of officers at an index, None where there is none."""
    idx = int(named) if named[:18].isdecimal() and len(named) <= 18 else -1
    keys = {key for register, key in registers.names() if register == "officers"}
    return next((row for key in sorted(keys) for row in registers.told("officers", key) if row.idx == idx), None)


def _held(row: RegisterRow, now: bool) -> Held:
    officer = officer_in(row)
    roles = joined([ROLE_WORDS[role] for role in sorted(officer.roles)])
    return Held(
        short(row.valid_from), _when(row.valid_to), roles,
        WORDS["range_all" if officer.range == EVERYTHING else "range_some"], *_days(officer), now,
    )  # fmt: skip


def _days(officer: Officer) -> tuple[Text, Text]:
    pledged, trained = (
        _NOTHING if day is None else spoken(calendar(day)) for day in (officer.pledged_until, officer.trained_until)
    )
    return pledged, trained


def _when(at: int | None) -> Text:
    return _NOTHING if at is None else minute(at)


ROUTES = (Route("GET", "/people/{version}", OPERATIONS, shown, personal=False),)
