"""The registers as they stood at one head size: recipients, data items, purposes, sources, officers and the rest.

Two times meet here. ``as_of`` (a head size) says what the ledger knew; ``valid_at`` (an instant) says when it held
in the world. Between two neighbouring instants at which any row begins or ends, a day that a row names passes, or a
rule set comes into force, nothing changes, so a snapshot numbers those stretches (``era``) and answers are kept by era.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ledger.law.days import after_months, day_number, midnight
from ledger.law.foreign import EQUIVALENT_SINCE
from ledger.law.periods import CHECK_MONTHS, DAYS_TO_ASK
from ledger.law.rulesets import BOUNDARIES
from ledger.store.connect import Connection

_SELECT = """
select idx, register, key, valid_from, valid_to, body from register
where log_id = %s and idx < %s order by idx
"""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TOLD_AT = "select idx, appended_at from fact where log_id = %s and kind = 'register' and idx < %s"
_VERSION = "select coalesce(max(idx), -1) from register where log_id = %s and idx < %s"


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One version of one key: ``body`` holds from ``valid_from`` until before ``valid_to`` (µs UTC, None: open)."""

    idx: int
    register: str
    key: str
    valid_from: int
    valid_to: int | None
    body: Mapping[str, Any]


class Registers:
    """Every version of every register known below one head size."""

    def __init__(self, version: int, rows: Iterable[RegisterRow]) -> None:
        self.version = version
        self._rows: dict[tuple[str, str], list[RegisterRow]] = {}
        instants = {midnight(day) for day in (*BOUNDARIES, EQUIVALENT_SINCE)}
        for row in rows:
            self._rows.setdefault((row.register, row.key), []).append(row)
            instants.add(row.valid_from)
            if row.valid_to is not None:
                instants.add(row.valid_to)
            instants |= {midnight(day) for day in days_that_matter(row.body)}
        self._instants = sorted(instants)

    def with_rows(self, told: Iterable[RegisterRow]) -> Registers:
        """Return the registers as they would be if these versions were told too; their indexes come after all here."""
        known = sorted((row for rows in self._rows.values() for row in rows), key=lambda row: row.idx)
        rows = [*known, *told]
        return Registers(rows[-1].idx if rows else -1, rows)

    def era(self, at: int) -> int:
        """Return the number of the stretch of time around ``at`` in which no register changes."""
        return bisect_right(self._instants, at)

    def valid_at(self, register: str, key: str, at: int) -> RegisterRow | None:
        """Return what the register said of ``key`` at the instant: among versions that hold, the last one told."""
        for row in reversed(self._rows.get((register, key), ())):
            if row.valid_from <= at and (row.valid_to is None or at < row.valid_to):
                return row
        return None

    def versions(self, register: str, key: str) -> list[RegisterRow]:
        """Return every version of a key, in the order of the time from which it holds; of those that begin together the
        last told."""
        by_begin = {row.valid_from: row for row in self._rows.get((register, key), ())}
        return [by_begin[begin] for begin in sorted(by_begin)]

    def told(self, register: str, key: str) -> list[RegisterRow]:
        """Return every version of a key, those that others took the place of included, in the order told."""
        return list(self._rows.get((register, key), ()))

    def shown(self, register: str, key: str, when: int, by: int) -> RegisterRow | None:
        """Return the version of a text that was shown at an instant, of those that begin up to another: the one that
        held; else the last that held before; else, where the register begins later than the text did, the first."""
        held = self.valid_at(register, key, when)
        if held is not None:
            return held
        begun = [row for row in self.versions(register, key) if row.valid_from <= by]
        before = [row for row in begun if row.valid_from <= when]
        return before[-1] if before else next(iter(begun), None)

    def begun(self, register: str, at: int) -> list[RegisterRow]:
        """Return every version of every key of the register that had begun by the instant, those that others took the
        place of included, in the order told."""
        rows = (row for (name, _), told in self._rows.items() if name == register for row in told)
        return sorted((row for row in rows if row.valid_from <= at), key=lambda row: row.idx)

    def keys(self, register: str) -> frozenset[str]:
        """Return every key there ever was of the register."""
        return frozenset(key for name, key in self._rows if name == register)

    def names(self) -> list[tuple[str, str]]:
        """Return every (register, key) there ever was, sorted."""
        return sorted(self._rows)

    def keys_at(self, register: str, at: int) -> list[RegisterRow]:
        """Return every key of the register that holds at the instant."""
        keys = [key for name, key in self._rows if name == register]
        found = (self.valid_at(register, key, at) for key in keys)
        return [row for row in found if row is not None]

    def keys_begun(self, register: str, at: int) -> list[RegisterRow]:
        """Return every key of the register that holds at the instant, or as it last held where it has ended."""
        found = []
        for name, key in self._rows:
            begun = [row for row in self.versions(register, key) if row.valid_from <= at] if name == register else []
            found += [self.valid_at(register, key, at) or begun[-1]] if begun else []
        return found


def days_that_matter(body: Mapping[str, Any]) -> set[int]:
    """Return the days (since 1970) on which an answer that rests on this body may change: each day it names and the day
    after, the day after a check lapses, and the day from which there was time to ask for a stop."""
    days = set(_named(body))
    for checked in ("checked_on", "surveyed_on", "in_place_from"):
        if body.get(checked):
            days.add(after_months(day_number(body[checked]), body.get("check_months", CHECK_MONTHS)))
    if body.get("noticed_on"):
        days.add(day_number(body["noticed_on"]) + body.get("days_to_ask", DAYS_TO_ASK))
    return days | {day + 1 for day in days}


def _named(value: Any) -> Iterator[int]:
    if isinstance(value, str):
        if _DAY.fullmatch(value):
            yield day_number(value)
    elif isinstance(value, Mapping):
        for name, member in value.items():
            if name.endswith(("_on", "_from", "_until", "since", "until")):
                yield from _named(member)


def register_version(connection: Connection, log_id: int, as_of: int) -> int:
    """Return the index of the last register entry below ``as_of``, or -1."""
    row = connection.execute(_VERSION, (log_id, as_of)).fetchone()
    assert row is not None
    version: int = row[0]
    return version


def load_registers(connection: Connection, log_id: int, as_of: int) -> Registers:
    """Read every register row below ``as_of``."""
    rows = [
        RegisterRow(idx, register, key, valid_from, valid_to, json.loads(body))
        for idx, register, key, valid_from, valid_to, body in connection.execute(_SELECT, (log_id, as_of))
    ]
    return Registers(rows[-1].idx if rows else -1, rows)


def told_at(connection: Connection, log_id: int, as_of: int) -> dict[int, int]:
    """Return when the broker took each version below ``as_of`` (µs UTC), by the index of its entry."""
    return dict(connection.execute(_TOLD_AT, (log_id, as_of)).fetchall())
