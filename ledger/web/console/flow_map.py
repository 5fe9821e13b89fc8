"""The flow map: who is given what and why, as a matrix, as ribbons and as a list, or as a table to take away. Every
number leads to its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import psycopg
from fastapi.responses import Response

from ledger.cases.csv import sheet_of
from ledger.cases.moments import day, minute, spoken
from ledger.cases.texts import Text
from ledger.judging.acts import EXISTENCE, LOOKS, enter_act
from ledger.judging.flows import MOST, Flows, flows
from ledger.judging.ranges import Range
from ledger.judging.records import ends, taken_at
from ledger.judging.standing import groups
from ledger.law.days import calendar, jst_day
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers
from ledger.web.console.console import HEADERS, Console, to
from ledger.web.console.flow_compare import COMPARED, Compared, compared_period
from ledger.web.console.flow_matrix import FlowMap, country_code
from ledger.web.console.flow_words import WORDS
from ledger.web.console.parts import (
    PERIOD_FIELDS,
    coded,
    country_of,
    filled,
    gaps,
    instants,
    period,
    period_written,
)
from ledger.web.console.records import SECONDS
from ledger.web.console.ribbons import WIDTH
from ledger.web.console.routes import Asked, Route
from ledger.web.desks import Desk

#: Days of the first period.
_YEAR = 364
_FILTERS = ("country", "purpose", "compare")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for: first and last day (since 1970), and what narrows and compares it, empty where nothing."""

    first: int
    last: int
    country: str
    purpose: str
    compare: Compared | None

    @property
    def query(self) -> dict[str, str]:
        """Return it as an address says it."""
        said = {"country": self.country, "purpose": self.purpose, "compare": self.compare or ""}
        return {**period_written(self.first, self.last), **{name: value for name, value in said.items() if value}}

    @property
    def act(self) -> dict[str, object]:
        """Return it as the act says it."""
        return {"since": self.first, "until": self.last, "filters": {
            name: self.query[name] for name in _FILTERS if name in self.query
        }}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Counted:
    """``before``: of the period that is compared with; ``unlawful``: recipients that hold violations; ``began``: when
    the first provision of all happened, where none was found; ``taken``: when the last entry counted was taken in."""

    now: Flows
    before: Flows | None
    unlawful: frozenset[str]
    began: int | None
    taken: int | None


def shown(console: Console, asked: Asked) -> Response:
    """Show the map of a period; at first of the last year."""
    what, fields, errors = _asked_for(asked)
    if what is None:
        return _page(console, asked, fields, errors)
    if asked.who.range.people is not None:
        return _page(console, asked, fields, {}, by_range=True)
    registers = console.desks.registers()
    try:
        with console.desks.one() as desk:
            counted = _count(desk, registers, asked, what, "console flows")
            missing = gaps(desk, registers, asked.now)
    except psycopg.errors.QueryCanceled:
        return _page(console, asked, fields, {"until": WORDS["too_slow"]})
    floor = counted.now.floor
    made = FlowMap(
        registers, asked.now, counted.now, counted.before, what.query, counted.unlawful, asked.query.get("pick", "")
    )
    compared = compared_period(what.first, what.last, what.compare) if what.compare is not None else None
    return _page(
        console, asked, fields, {}, counted=counted.now, map=made, gaps=missing,
        stopped=filled(WORDS["stopped"], MOST, floor) if floor else None,
        period=filled(WORDS["counted"], *_spoken(what.first, what.last), floor, counted.now.as_of),
        taken=filled(WORDS["taken"], minute(counted.taken)) if counted.taken is not None else None,
        compared=filled(WORDS["compared"], *_spoken(*compared)) if compared is not None else None,
        began=filled(WORDS["began"], day(counted.began)) if counted.began is not None else None,
        table=f"/flows/table?{urlencode(what.query)}",
    )  # fmt: skip


def table(console: Console, asked: Asked) -> Response:
    """Give the map's numbers as a table for spreadsheets: a row for each recipient, data item and purpose."""
    what, *_ = _asked_for(asked)
    if what is None or asked.who.range.people is not None:
        return to(asked, "/flows")
    registers, now = console.desks.registers(), asked.now
    try:
        with console.desks.one() as desk:
            counted = _count(desk, registers, asked, what, "flows export")
    except psycopg.errors.QueryCanceled:
        return _page(console, asked, what.query, {"until": WORDS["too_slow"]})
    before = None if counted.before is None else {
        (one.recipient, one.item, one.purpose): one.records for one in counted.before.flows
    }  # fmt: skip
    here = {(one.recipient, one.item, one.purpose): one.records for one in counted.now.flows}
    lines = {**here, **{key: 0 for key in (before or {}) if key not in here}}
    columns = ("col_code", "col_recipient", "col_country", "col_item", "col_purpose", "col_records")
    made = FlowMap(registers, now, counted.now, counted.before, what.query, counted.unlawful, "")
    content = sheet_of(
        [WORDS[code].told_in(asked.lang) for code in (*columns, *(("col_before",) if before is not None else ()))],
        (
            (recipient, made.name(recipient), *(words.told_in(asked.lang) for words in (
                made.country(recipient), made.item(item), coded(registers, "purposes", purpose, now),
            )), str(records), *((str(before.get((recipient, item, purpose), 0)),) if before is not None else ()))
            for (recipient, item, purpose), records in lines.items()
        ),
    )  # fmt: skip
    named = {"Content-Disposition": 'attachment; filename="flows.csv"'}
    return Response(content, 200, {**HEADERS, **named}, "text/csv; charset=utf-8")


def _count(desk: Desk, registers: Registers, asked: Asked, what: _Asked, command: str) -> _Counted:
    """Enter the act, then count. Raises ActRefused, and QueryCanceled where it takes too long."""
    as_of = read_head(desk.connection, LOG_ID).size
    enter_act(
        desk.connection, desk.vault, registers, asked.who.officer, asked.reason or "", command,
        {**what.act, "as_of": as_of}, None, asked.now, None, LOOKS,
    )  # fmt: skip
    within = _within(registers, asked, what.country)
    purpose = what.purpose or None
    with desk.connection.transaction():
        desk.connection.execute(f"set local statement_timeout = {SECONDS * 1000}".encode())
        counted = flows(desk.connection, *instants(what.first, what.last), as_of, within, purpose)
        before = None
        if what.compare is not None:
            compared = compared_period(what.first, what.last, what.compare)
            before = flows(desk.connection, *instants(*compared), as_of, within, purpose)
        unlawful = groups(desk.connection, "violation", as_of, within, 1_000)
        between = None if counted.totals else ends(desk.connection, as_of)
        taken = taken_at(desk.connection, as_of)
    return _Counted(
        counted, before, frozenset(one.recipient for one in unlawful), None if between is None else between[0], taken
    )


def _within(registers: Registers, asked: Asked, country: str) -> Range:
    """Return the officer's range, narrowed to the recipients of a country where one is asked for."""
    within = asked.who.range
    if not country:
        return within
    there = frozenset(
        row.key for row in registers.keys_begun("recipients", asked.now)
        if country_code(registers, row.key, asked.now) == country
    )  # fmt: skip
    return replace(within, recipients=there if within.recipients is None else there & within.recipients)


def _asked_for(asked: Asked) -> tuple[_Asked | None, dict[str, str], Mapping[str, Text]]:
    """Return what is asked for, None where the period cannot be read, with the fields of the form and what is wrong."""
    today = jst_day(asked.now)
    said = {name: asked.query.get(name, "") for name in (*PERIOD_FIELDS, *_FILTERS)}
    first, last, errors = period(asked.query) if any(said[name] for name in PERIOD_FIELDS) else (
        today - _YEAR, today, {})  # fmt: skip
    if errors or first is None or last is None:
        return None, said, errors
    compare = next((one for one in COMPARED if one == said["compare"]), None)
    what = _Asked(first, last, said["country"], said["purpose"], compare)
    return what, {**said, **period_written(first, last)}, {}


def _page(
    console: Console, asked: Asked, typed: Mapping[str, str], errors: Mapping[str, Text], *, by_range: bool = False,
    counted: Flows | None = None, **more: Any,
) -> Response:  # fmt: skip
    registers, now = console.desks.registers(), asked.now
    countries = {country_code(registers, row.key, now) for row in registers.keys_begun("recipients", now)} - {""}
    return console.render(
        asked, "flows.html", WORDS["flows"].told_in(asked.lang), words=WORDS, errors=errors,
        typed={**dict.fromkeys(_FILTERS, ""), **typed}, path="/flows" if asked.path != "/flows" else None,
        # How many people two records make tells whether they are one person's (docs/decisions/0023).
        by_range=by_range, counted=counted, width=WIDTH, by_people=bool(EXISTENCE & asked.who.roles),
        options={
            "country": sorted((code, country_of(registers, code, now)) for code in countries),
            "purpose": sorted(
                (row.key, coded(registers, "purposes", row.key, now)) for row in registers.keys_begun("purposes", now)
            ),
            "compare": [(one, WORDS[f"compare_{one}"]) for one in COMPARED],
        },
        **more,
    )  # fmt: skip


def _spoken(first: int, last: int) -> tuple[Text, Text]:
    return spoken(calendar(first)), spoken(calendar(last))


ROUTES = (
    Route("GET", "/flows", LOOKS, shown, personal=True, menu=WORDS["flows_menu"]),
    Route("GET", "/flows/table", LOOKS, table, personal=True),
)
