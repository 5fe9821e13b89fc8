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
from ledger.cases.moments import minute, spoken
from ledger.cases.texts import Text
from ledger.judging.acts import EXISTENCE, LOOKS, enter_act
from ledger.judging.flow_counting import People
from ledger.judging.flow_sums import Flows, Part
from ledger.judging.ranges import Range
from ledger.judging.records import taken_at
from ledger.judging.standing import groups
from ledger.law.days import calendar, jst_day
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
    """``before``: of the period that is compared with; ``people``: None for who is not told, and where nobody has
    counted them yet; ``floor`` and ``as_of``: from which entry on, until before which was counted; ``first_day``: of
    the first provision counted; ``unlawful``: recipients that hold violations; ``taken``: when the last entry counted
    was taken in."""

    now: Flows
    before: Flows | None
    people: People | None
    floor: int
    as_of: int
    first_day: int | None
    unlawful: frozenset[str]
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
            counted = _count(console, desk, registers, asked, what, "console flows")
            missing = gaps(console, desk, registers, asked.now)
    except psycopg.errors.QueryCanceled:
        return _page(console, asked, fields, {"until": WORDS["too_slow"]})
    floor = counted.floor
    made = FlowMap(
        registers, asked.now, counted.now, counted.before,
        None if counted.people is None else counted.people.by_recipient, not floor, what.query, counted.unlawful,
        asked.query.get("pick", ""),
    )  # fmt: skip
    compared = compared_period(what.first, what.last, what.compare) if what.compare is not None else None
    return _page(
        console, asked, fields, {}, counted=counted.now, map=made, gaps=missing, floor=floor,
        stopped=filled(WORDS["stopped"], floor) if floor else None,
        period=filled(WORDS["counted"], *_spoken(what.first, what.last), floor, counted.as_of),
        people_counted=_people_counted(counted) if EXISTENCE & asked.who.roles else None,
        taken=filled(WORDS["taken"], minute(counted.taken)) if counted.taken is not None else None,
        compared=filled(WORDS["compared"], *_spoken(*compared)) if compared is not None else None,
        began=filled(WORDS["began"], spoken(calendar(counted.first_day))) if counted.first_day is not None else None,
        table=f"/flows/table?{urlencode(what.query)}",
    )  # fmt: skip


def table(console: Console, asked: Asked) -> Response:
    """Give the map's numbers as a table for spreadsheets: a row for each recipient, data item and purpose. A table
    does not say what it lacks, so there is none while the ledger is being counted; the map says that."""
    what, *_ = _asked_for(asked)
    if what is None or asked.who.range.people is not None:
        return to(asked, "/flows")
    if not _all_counted(console):
        return to(asked, f"/flows?{urlencode(what.query)}")
    registers, now = console.desks.registers(), asked.now
    try:
        with console.desks.one() as desk:
            counted = _count(console, desk, registers, asked, what, "flows export")
    except psycopg.errors.QueryCanceled:
        return _page(console, asked, what.query, {"until": WORDS["too_slow"]})
    before = None if counted.before is None else {
        (one.recipient, one.item, one.purpose): one.records for one in counted.before.flows
    }  # fmt: skip
    here = {(one.recipient, one.item, one.purpose): one.records for one in counted.now.flows}
    lines = {**here, **{key: 0 for key in (before or {}) if key not in here}}
    columns = ("col_code", "col_recipient", "col_country", "col_item", "col_purpose", "col_records")
    made = FlowMap(registers, now, counted.now, counted.before, None, True, what.query, counted.unlawful, "")
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


def _all_counted(console: Console) -> bool:
    console.counting.catch_up()
    with console.counting.counted() as counted:
        return counted.floor == 0


def _count(
    console: Console, desk: Desk, registers: Registers, asked: Asked, what: _Asked, command: str
) -> _Counted:  # fmt: skip
    """Count, and enter the act with how far was counted. Raises ActRefused, and QueryCanceled where it takes too
    long."""
    within = _within(registers, asked, what.country)
    part = Part(what.first, what.last, within, what.purpose or None)
    console.counting.catch_up()
    # How many people two records make tells whether they are one person's (docs/decisions/0023).
    people = console.counting.people(part) if EXISTENCE & asked.who.roles else None
    with console.counting.counted() as counted:
        floor, as_of, first_day = counted.floor, counted.as_of, counted.sums.first_day
        now, before = counted.sums.flows(part), None
        if what.compare is not None:
            first, last = compared_period(what.first, what.last, what.compare)
            before = counted.sums.flows(replace(part, first=first, last=last))
    enter_act(
        desk.connection, desk.vault, registers, asked.who.officer, asked.reason or "", command,
        {**what.act, "as_of": as_of}, None, asked.now, None, LOOKS,
    )  # fmt: skip
    with desk.connection.transaction():
        desk.connection.execute(f"set local statement_timeout = {SECONDS * 1000}".encode())
        unlawful = groups(desk.connection, "violation", as_of, within, 1_000)
        taken = taken_at(desk.connection, as_of)
    recipients = frozenset(one.recipient for one in unlawful)
    return _Counted(now, before, people, floor, as_of, first_day, recipients, taken)


def _people_counted(counted: _Counted) -> Text | None:
    """Return what is to be said of how far people were counted, None where it is as far as records."""
    if counted.people is None:
        return WORDS["people_counting"]
    if counted.people.as_of < counted.as_of:
        return filled(WORDS["people_counted"], counted.people.as_of)
    return None


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
        by_range=by_range, counted=counted, width=WIDTH,
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
