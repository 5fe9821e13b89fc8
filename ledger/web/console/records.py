"""The search of provisions: a period, filters, and what was found, the last to come first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import psycopg
from fastapi.responses import Response

from ledger.cases.csv import sheet_of
from ledger.cases.moments import day, minute, short
from ledger.cases.outside import outside
from ledger.cases.texts import Text
from ledger.judging.acts import LOOKS, enter_act
from ledger.judging.ranges import EVERYTHING
from ledger.judging.records import RecordRow, Search, count, ends, search
from ledger.law.catalogue import DUTIES, GROUNDS, VERDICTS, ground
from ledger.law.days import jst_day
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers
from ledger.vault.saved_searches import SavedSearch
from ledger.web.console.console import HEADERS, Console, to
from ledger.web.console.parts import (
    PERIOD_FIELDS,
    coded,
    filled,
    gaps,
    instants,
    joined,
    period,
    period_written,
    reason_words,
    recipient_name,
)  # fmt: skip
from ledger.web.console.records_columns import COLUMNS, columns_said, in_one_word, known, places
from ledger.web.console.records_words import WORDS
from ledger.web.console.routes import Asked, Route
from ledger.web.desks import Desk

#: Rows of a page, and up to how many matches are counted.
PAGE, COUNTED = 50, 10_000
#: Rows of a table for spreadsheets.
EXPORTED = 5_000
#: Days beyond which records are counted before they are shown, and days that the form begins with.
_LONG, _USUAL = 366, 30
#: How long (s) one search may take: what does not end until then is said, and the form is kept.
SECONDS = 5
FILTERS = ("recipient", "item", "purpose", "ground", "verdict", "duty", "source")


@dataclass(frozen=True, slots=True)
class Line:
    """One record as a list shows it: no name, and of the person's pseudonym the last four digits."""

    idx: int
    when: str
    recipient: str
    items: Text
    ground: Text
    person: Text
    verdict: str
    verdict_words: Text


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: ``count`` of all that match, as far as was counted; ``before`` and ``after``: where the
    neighbouring pages begin, None where there is none; ``long``: the period is so long that it was counted only."""

    lines: Sequence[Line]
    count: int
    as_of: int
    before: int | None
    after: int | None
    long: bool

    @property
    def counted(self) -> Text:
        """How many there are, in words."""
        return filled(WORDS["found_more" if self.count >= COUNTED else "found"], self.count)


class TooSlow(Exception):
    """The search did not end in time. Nothing was shown; take a shorter period, or add a filter."""


def searched(console: Console, asked: Asked) -> Response:
    """Show the form, and what was found once a period is said."""
    if asked.who.range.people is not None:
        return search_page(console, asked, None, {}, by_one=True)
    if not any(asked.query.get(name) for name in PERIOD_FIELDS):
        return search_page(console, asked, None, {})
    first, last, errors = period(asked.query)
    if errors or first is None or last is None:
        return search_page(console, asked, None, errors)
    what, about = _asked_for(asked, first, last)
    long = last - first >= _LONG and asked.query.get("anyway") != "1"
    try:
        with console.desks.one() as desk:
            found = look(console, asked, desk, what, about, long)
    except TooSlow:
        return search_page(console, asked, None, {"until": WORDS["too_slow"]})
    return search_page(console, asked, found, {})


def table(console: Console, asked: Asked) -> Response:
    """Give what a search finds as a table for spreadsheets, the last to come first, so many rows at most."""
    first, last, errors = period(asked.query)
    if errors or first is None or last is None or asked.who.range.people is not None:
        return to(asked, "/records")
    what, about = _asked_for(asked, first, last)
    registers = console.desks.registers()
    with console.desks.one() as desk:
        as_of = read_head(desk.connection, LOG_ID).size
        enter_act(
            desk.connection, desk.vault, registers, asked.who.officer, asked.reason or "", "search export",
            {**about, "as_of": as_of, "most": EXPORTED}, None, asked.now, None, LOOKS,
        )  # fmt: skip
        try:
            with desk.connection.transaction():
                desk.connection.execute(f"set local statement_timeout = {SECONDS * 1000}".encode())
                rows = search(desk.connection, what, as_of, limit=EXPORTED)
        except psycopg.errors.QueryCanceled:
            return search_page(console, asked, None, {"until": WORDS["too_slow"]})
        closed = outside(
            desk.connection, desk.vault, registers, asked.who.officer, as_of, asked.now
        ).closed(rows)  # fmt: skip
    columns = ("entry", "col_when", "col_recipient", "col_items", "col_ground", "col_person", "col_verdict")
    shown = (line(registers, row, closed) for row in rows)
    content = sheet_of([WORDS[code].told_in(asked.lang) for code in columns], (
        (str(one.idx), one.when, one.recipient, *(words.told_in(asked.lang) for words in (
            one.items, one.ground, one.person, one.verdict_words))) for one in shown
    ))  # fmt: skip
    named = {"Content-Disposition": 'attachment; filename="provisions.csv"'}
    return Response(content, 200, {**HEADERS, **named}, "text/csv; charset=utf-8")


def look(
    console: Console, asked: Asked, desk: Desk, what: Search, about: Mapping[str, object], long: bool = False
) -> Found:  # fmt: skip
    """Enter the search, then search. ``long``: count only. Raises ActRefused, TooSlow."""
    registers = console.desks.registers()
    as_of = read_head(desk.connection, LOG_ID).size
    identity = what.person.identity if what.person is not None else None
    enter_act(
        desk.connection, desk.vault, registers, asked.who.officer, asked.reason or "", "search",
        {**about, "as_of": as_of}, identity, asked.now, None, LOOKS,
    )  # fmt: skip
    before, after = number(asked, "before"), number(asked, "after")
    try:
        with desk.connection.transaction():
            desk.connection.execute(f"set local statement_timeout = {SECONDS * 1000}".encode())
            total = count(desk.connection, what, as_of, COUNTED)
            rows = [] if long else search(
                desk.connection, what, as_of, limit=PAGE + 1, before=before, after=after
            )  # fmt: skip
    except psycopg.errors.QueryCanceled:
        raise TooSlow from None
    more = len(rows) > PAGE
    # Looked up from below, the one too many is the first; from above it is the last.
    rows = rows[1:] if more and after is not None else rows[:PAGE]
    older = more if after is None else True
    newer = more if after is not None else before is not None
    closed = outside(desk.connection, desk.vault, registers, asked.who.officer, as_of, asked.now).closed(rows)
    return Found(
        [line(registers, row, closed) for row in rows], total, as_of,
        rows[-1].idx if rows and older else None, rows[0].idx if rows and newer else None, long,
    )  # fmt: skip


def line(registers: Registers, row: RecordRow, closed: Collection[int]) -> Line:
    """Return one record as lists show it; ``closed``: records (indexes) whose person is not told."""
    at = row.happened_at
    person = WORDS["nobody"] if row.identity is None else Text(*[f"****{row.identity % 10_000:04}"] * 2)
    return Line(
        row.idx, short(at), recipient_name(registers, row.recipient, at),
        joined([coded(registers, "data_items", code, at) for code in row.items]), Text(*ground(row.ground)),
        WORDS["person_untold"] if row.idx in closed else person,
        row.verdict, Text(*VERDICTS[row.verdict]),
    )  # fmt: skip


def _asked_for(asked: Asked, first: int, last: int) -> tuple[Search, dict[str, object]]:
    """Return what a form looks for, within the officer's range, and how the act says it."""
    begin, end = instants(first, last)
    filters: dict[str, Any] = active(asked)
    what = Search(since=begin, until=end, within=asked.who.range, **filters)
    return what, {"filters": filters, "since": first, "until": last}


def active(asked: Asked) -> dict[str, str]:
    """Return the filters in use, by name."""
    return {name: asked.query[name] for name in FILTERS if asked.query.get(name)}


def number(asked: Asked, name: str) -> int | None:
    """Return a number of the address, None where it has none."""
    said = asked.query.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 19 else None


def asked_again(asked: Asked) -> str:
    """Return the address of the search that an address names, with the columns it names."""
    said = {name: asked.query[name] for name in (*PERIOD_FIELDS, *FILTERS) if asked.query.get(name)}
    return _address({**said, **_kept(asked)})


def search_page(
    console: Console, asked: Asked, found: Found | None, errors: Mapping[str, Text], by_one: bool = False
) -> Response:  # fmt: skip
    """Show the form, and what was found, if anything was looked for."""
    registers = console.desks.registers()
    with console.desks.one() as desk:
        missing = gaps(console, desk, registers, asked.now)
        between = ends(desk.connection, found.as_of) if found and not found.count else None
    options, typed = _options(registers, asked), _typed(asked)
    kept = console.searches.columns(asked.who.officer)
    columns = _columns(asked, kept)
    base = {name: value for name, value in {**typed, **_kept(asked)}.items() if value}
    names = {name: dict(options[name]) for name in FILTERS}
    chosen = [
        (WORDS[name], names[name].get(value, Text(value, value)),
         _address({key: one for key, one in base.items() if key != name}))
        for name, value in active(asked).items()
    ]  # fmt: skip
    first, last, _ = period(asked.query)
    whole = None if first is None or last is None else instants(first, last)
    return console.render(
        asked, "records.html", WORDS["records_title"].told_in(asked.lang), words=WORDS, errors=errors,
        typed={**typed, **places(columns), "name": asked.form.get("name", "")}, columns=columns, all_columns=COLUMNS,
        path=asked_again(asked) if asked.form else None, asked_for=_asked_in(base),
        saved=[_saved(one, asked.now) for one in console.searches.all(asked.who.officer)],
        found=found, options=options, chosen=chosen, gaps=missing, by_one=by_one, reason=reason_words(asked.reason),
        clear=_address({name: typed[name] for name in PERIOD_FIELDS}), now=minute(asked.now),
        anyway=_address({**base, "anyway": "1"}), table=f"/records/table?{urlencode(base)}",
        exported=EXPORTED, ranged=asked.who.range != EVERYTHING, page=PAGE,
        span=None if whole is None else filled(WORDS["period"], day(whole[0]), day(whole[1] - 1)),
        ends=None if between is None else (day(between[0]), day(between[1])),
        before=_address({**base, **_anyway(asked), "before": str(found.before)}) if found and found.before else None,
        after=_address({**base, **_anyway(asked), "after": str(found.after)}) if found and found.after else None,
    )  # fmt: skip


def _kept(asked: Asked) -> dict[str, str]:
    """Return what links keep of the columns that an address names."""
    columns = columns_said(asked.query)
    return {} if columns is None else {"columns": in_one_word(columns)}


def _columns(asked: Asked, kept: Sequence[str] | None) -> tuple[str, ...]:
    """Return the columns to show: those that the address names, those that the officer keeps, or all."""
    said = columns_said(asked.query)
    return said if said is not None else COLUMNS if kept is None else known(kept)


def _asked_in(base: Mapping[str, str]) -> str:
    """Return a search as the query of a form's address."""
    return f"?{urlencode(base)}"


def _saved(one: SavedSearch, now: int) -> tuple[str, str, str]:
    """Return a search that was saved: its id, its name, and where it opens, as of today."""
    today = jst_day(now)
    return str(one.search_id), one.name, _address({**period_written(today - one.days, today), **one.filters})


def _anyway(asked: Asked) -> dict[str, str]:
    return {"anyway": "1"} if asked.query.get("anyway") == "1" else {}


def _address(query: Mapping[str, str]) -> str:
    return f"/records?{urlencode(query)}"


def _typed(asked: Asked) -> dict[str, str]:
    """Return what stands in the form: what was sent, or at first the last thirty days."""
    said = {name: asked.query.get(name, "") for name in (*PERIOD_FIELDS, *FILTERS)}
    if any(said[name] for name in PERIOD_FIELDS):
        return said
    today = jst_day(asked.now)
    return {**said, **period_written(today - _USUAL, today)}


def _options(registers: Registers, asked: Asked) -> dict[str, list[tuple[str, Text]]]:
    """Return what each filter may be, by code: what the officer's range leaves out is not offered."""
    now, within = asked.now, asked.who.range
    recipients = {row.key for row in registers.keys_begun("recipients", now)}
    items = {row.key for row in registers.keys_begun("data_items", now)}
    return {
        "recipient": sorted(
            (code, Text(*[recipient_name(registers, code, now)] * 2))
            for code in (recipients if within.recipients is None else recipients & within.recipients)
        ),
        "item": sorted(
            (code, coded(registers, "data_items", code, now))
            for code in (items if within.items is None else items & within.items)
        ),
        "purpose": sorted(
            (row.key, coded(registers, "purposes", row.key, now)) for row in registers.keys_begun("purposes", now)
        ),
        "ground": [(code, Text(*words)) for code, words in GROUNDS.items()],
        "verdict": [(code, Text(*words)) for code, words in VERDICTS.items()],
        "duty": [(code, Text(*words)) for code, words in DUTIES.items()],
        "source": sorted((row.key, Text(row.key, row.key)) for row in registers.keys_begun("sources", now)),
    }  # fmt: skip


ROUTES = (
    Route("GET", "/records", LOOKS, searched, personal=True, menu=WORDS["records_menu"]),
    Route("GET", "/records/table", LOOKS, table, personal=True),
)
