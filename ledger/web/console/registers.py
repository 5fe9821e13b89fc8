"""What the registers say, on any day, and how each version differs from the one before it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from fastapi.responses import Response

from ledger.cases.countries import country_named
from ledger.cases.moments import short, spoken
from ledger.cases.texts import Language, Text
from ledger.cases.written_day import DayUnreadable
from ledger.judging.acts import LOOKS, enter_act
from ledger.judging.ranges import Range
from ledger.judging.records import Search, count
from ledger.law.days import calendar, jst_day, midnight
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import RegisterRow, Registers, told_at
from ledger.web.console.console import Console
from ledger.web.console.kept_counts import Counted
from ledger.web.console.parts import DAY_PARTS, filled, written
from ledger.web.console.records import COUNTED
from ledger.web.console.registers_words import REGISTERS, WORDS
from ledger.web.console.routes import Asked, Route
from ledger.web.desks import Desk

#: Members that name an entry, the first that is there.
_NAMES = ("name", "display_name", "title", "ja", "recipient", "owner_service")
#: By which filter of a search the provisions are found that name a key of a register.
_USED_BY = {"recipients": "recipient", "data_items": "item", "sources": "source"}
_NEVER = 2**62
_TOUCHED = "select sum(looked_at)::bigint, sum(changed)::bigint from cause where log_id = %s and fact_idx = %s"


def listed(console: Console, asked: Asked) -> Response:
    """List the registers."""
    registers = console.desks.registers()
    _enter(console, asked, "register list", {})
    lines = [(name, words, len(registers.keys_at(name, asked.now))) for name, words in REGISTERS.items()]
    return console.render(
        asked, "registers.html", WORDS["registers"].told_in(asked.lang), words=WORDS, lines=lines,
    )  # fmt: skip


def keys(console: Console, asked: Asked) -> Response:
    """List what one register says of each key, on a day."""
    name = asked.params["register"]
    if name not in REGISTERS:
        return console.said(asked.lang, "missing", 404, asked.who)
    registers, errors = console.desks.registers(), dict[str, Text]()
    on = jst_day(asked.now)
    try:
        said = written(asked.query, "on")
        at = asked.now if said is None or said == on else midnight(said)
        on = on if said is None else said
    except DayUnreadable:
        at, errors["on"] = asked.now, WORDS["on_wrong"]
    size = _enter(console, asked, "register list", {"register": name, "valid_at": at})
    rows = sorted(registers.keys_at(name, at), key=lambda row: row.key)
    return console.render(
        asked, "register.html", REGISTERS[name].told_in(asked.lang), words=WORDS, errors=errors, name=name,
        typed={f"on_{part}": asked.query.get(f"on_{part}", "") for part in DAY_PARTS},
        held=filled(WORDS["held_on"], spoken(calendar(on)), len(rows), size),
        lines=[(row.idx, row.key, _named(row.body), *_valid(row), len(registers.told(name, row.key))) for row in rows],
        crumbs=[("/registers", WORDS["registers"].told_in(asked.lang))],
    )  # fmt: skip


def versions(console: Console, asked: Asked) -> Response:
    """Show every version of the key that a version belongs to, the newest first, and what each changed."""
    name, named = asked.params["register"], asked.params["version"]
    registers = console.desks.registers()
    found = _row(registers, name, named)
    if found is None:
        return console.said(asked.lang, "missing", 404, asked.who)
    size = _enter(console, asked, "register history", {"register": name, "key": found.key})
    rows = registers.told(name, found.key)
    with console.desks.one() as desk:
        told = told_at(desk.connection, LOG_ID, size)
        touched = [_touched(desk, row) for row in rows]
    used, now = _used(console, asked, rows), registers.valid_at(name, found.key, asked.now)
    shown = [
        _version(number, row, rows[number - 2] if number > 1 else None, told.get(row.idx), asked.now, row is now,
                 asked.lang, used[number - 1], touched[number - 1])
        for number, row in enumerate(rows, start=1)
    ]  # fmt: skip
    overlaps = {row.idx for place, row in enumerate(rows) if any(_overlap(row, other) for other in rows[place + 1 :])}
    return console.render(
        asked, "register_versions.html", filled(WORDS["versions_of"], REGISTERS[name]).told_in(asked.lang),
        words=WORDS, key=found.key, called=_named(found.body), versions=shown[::-1], overlaps=overlaps,
        crumbs=[("/registers", WORDS["registers"].told_in(asked.lang)),
                (f"/registers/{name}", REGISTERS[name].told_in(asked.lang))],
    )  # fmt: skip


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str | None, str | None]]:
    """Return by member what a body said before and what it says after, None where it said nothing; the order is that of
    the body after, then of what is gone."""
    members = [*after, *(member for member in before if member not in after)]
    return [
        (member, _words(before[member]) if member in before else None,
         _words(after[member]) if member in after else None)
        for member in members
    ]  # fmt: skip


def _version(
    number: int, row: RegisterRow, before: RegisterRow | None, told: int | None, now: int, current: bool,
    lang: Language, used: Text | None, touched: Text | None,
) -> dict[str, Any]:  # fmt: skip
    lines = [_with_country(line, lang) for line in difference(before.body if before is not None else {}, row.body)]
    changed = [line for line in lines if line[1] != line[2]]
    since, until = _valid(row)
    return {
        "idx": row.idx, "number": filled(WORDS["version"], number),
        "state": "current" if current else "future" if row.valid_from > now else "past",
        "held": filled(WORDS["from_to"], since, until) if until else filled(WORDS["from_on"], since),
        "told": filled(WORDS["told"], row.idx, short(told)) if told is not None else None,
        "first": before is None, "changed": changed, "same": [line for line in lines if line[1] == line[2]],
        "used": used, "touched": touched,
    }  # fmt: skip


def _with_country(line: tuple[str, str | None, str | None], lang: Language) -> tuple[str, str | None, str | None]:
    """Return a line of a difference with a country's name beside its code."""
    member, *said = line
    if member != "country":
        return line
    before, after = (code and f"{country_named(code).told_in(lang)} ({code})" for code in said)
    return member, before, after


def _used(console: Console, asked: Asked, rows: Sequence[RegisterRow]) -> list[Text | None]:
    """Return of each version how many provisions named the key while it held, as far as the officer may see; None where
    no search finds them, or they could not be counted."""
    by = _USED_BY.get(rows[0].register)
    if by is None or asked.who.range.people is not None:
        return [None] * len(rows)
    named = {row.idx: ("used", row.idx, asked.who.range) for row in rows}
    told = console.counts.told(console.desks, {
        named[row.idx]: partial(_counted, _while_it_held(row, by, asked.who.range)) for row in rows
    }, asked.now)  # fmt: skip
    return [_used_words(told[name]) for name in named.values()]


def _while_it_held(row: RegisterRow, by: str, within: Range) -> Search:
    """Return what finds the provisions that named the key of a version meanwhile."""
    narrowed: dict[str, Any] = {by: row.key}
    until = _NEVER if row.valid_to is None else row.valid_to
    return Search(since=row.valid_from, until=until, within=within, **narrowed)


def _counted(what: Search, desk: Desk) -> int:
    return count(desk.connection, what, read_head(desk.connection, LOG_ID).size, COUNTED)


def _used_words(told: Counted[int]) -> Text | None:
    if told.value is None:
        return None if told.away else filled(WORDS["used"], WORDS["used_counting"])
    return filled(WORDS["used"], filled(WORDS["used_more" if told.value >= COUNTED else "used_count"], told.value))


def _touched(desk: Desk, row: RegisterRow) -> Text | None:
    """Return how many records were judged again because of a version, and how many of them otherwise."""
    found = desk.connection.execute(_TOUCHED, (LOG_ID, row.idx)).fetchone()
    return filled(WORDS["touched"], found[0], found[1]) if found and found[0] else None


def _row(registers: Registers, name: str, named: str) -> RegisterRow | None:
    keys_of = [key for register, key in registers.names() if register == name]
    found = (row for key in keys_of for row in registers.told(name, key))
    return next((row for row in found if str(row.idx) == named), None)


def _overlap(row: RegisterRow, other: RegisterRow) -> bool:
    """Tell whether two periods of which both are closed, or both begin together, meet: a version that is open ends
    where the next one begins, which is no overlap."""
    if row.valid_to is None:
        return other.valid_from <= row.valid_from
    return other.valid_from < row.valid_to and (other.valid_to is None or row.valid_from < other.valid_to)


def _valid(row: RegisterRow) -> tuple[str, str]:
    return short(row.valid_from), "" if row.valid_to is None else short(row.valid_to)


def _named(body: Mapping[str, Any]) -> str:
    return next((str(body[member]) for member in _NAMES if body.get(member)), "")


def _words(said: Any) -> str:
    return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)


def _enter(console: Console, asked: Asked, command: str, about: Mapping[str, Any]) -> int:
    """Enter the look, and return the head size."""
    with console.desks.one() as desk:
        size = read_head(desk.connection, LOG_ID).size
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, "inspection", command,
            {**about, "as_of": size}, None, asked.now, None, LOOKS,
        )  # fmt: skip
    return size


ROUTES = (
    Route("GET", "/registers", LOOKS, listed, personal=False, menu=WORDS["registers"]),
    Route("GET", "/registers/{register}", LOOKS, keys, personal=False),
    Route("GET", "/registers/{register}/{version}", LOOKS, versions, personal=False),
)
