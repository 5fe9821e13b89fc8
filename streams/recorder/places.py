"""Records found by index, part by part, from the place where the last look ended.

A reach is a list of parts, gone through one after the other. A part gives places: what orders its records, the record's
index last; so that the last place worked through says where to go on. Only records below the fact are meant: what was
appended after it was judged with it (rule 2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from ledger.judging.lookup import linked
from ledger.judging.records import records_of_events
from ledger.judging.references import Reference
from ledger.log.head import LOG_ID
from ledger.store.arrays import Bigints, Texts, Uuids
from ledger.store.connect import Connection

#: Orders the records of a part; the last member is a record's index.
Place = tuple[int | None, ...]

#: Rows asked for at once.
_PORTION = 1_000
#: An instant (µs UTC) that is never reached.
EVER = 2**62

_SETS = """
select distinct t.touch from touch t
where t.log_id = %(log)s and t.touch > %(touch)s
  and (%(any)s or (t.register, t.key) in (select * from unnest(%(registers)s::text[], %(keys)s::text[])))
  and exists (
    select from record
    where log_id = %(log)s and touch = t.touch and happened_at >= %(since)s and happened_at < %(until)s)
order by t.touch limit %(portion)s
"""
_OF_SET = """
select happened_at, idx from record
where log_id = %(log)s and touch = %(touch)s and happened_at >= %(since)s and happened_at < %(until)s
  and (happened_at, idx) > (%(since)s, %(idx)s) and idx < %(below)s
order by happened_at, idx limit %(portion)s
"""
_OF_NO_SET = _OF_SET.replace("touch = %(touch)s", "touch is null")
_CORRECTED = """
select c.idx, c.source, c.event_id from (
  select distinct touch from touch
  where log_id = %(log)s and (register, key) in (select * from unnest(%(registers)s::text[], %(keys)s::text[])) offset 0
) t cross join lateral (
  select idx, source, event_id from corrected
  where log_id = %(log)s and touch = t.touch and idx >= %(idx)s and idx < %(below)s order by idx limit %(portion)s
) c order by c.idx limit %(portion)s
"""
#: The records of an event stand one behind the other, the first of them at position 0.
_OF_EVENTS = """
select e.number, r.idx, r.happened_at from unnest(%(numbers)s, %(sources)s, %(events)s) e(number, source, event_id)
cross join lateral (
  select idx, people from record
  where log_id = %(log)s and source = e.source and event_id = e.event_id and position = 0 offset 0
) f
cross join lateral (
  select idx, happened_at from record where log_id = %(log)s and idx >= f.idx and idx < f.idx + f.people offset 0
) r
limit %(limit)s::bigint
"""
#: The first of either kind that is open (the view `open_record`), in the order of the indexes that hold what once was.
#: ``offset 0``: whether it still is follows one by one, or the planner may read every judgement there is for it.
_OPEN = """
(
  select r.happened_at, r.idx from record r
  where r.log_id = %(log)s and r.verdict = 'undetermined' and r.awaits = %(awaits)s
    and r.happened_at >= %(since)s and r.happened_at <= %(upto)s
    and (r.happened_at, r.idx) > (%(since)s, %(idx)s) and r.idx < %(below)s
    and not exists (select from judgement j where j.log_id = r.log_id and j.record_idx = r.idx offset 0)
  order by r.happened_at, r.idx limit %(portion)s
) union all (
  select j.happened_at, j.record_idx from judgement j
  where j.log_id = %(log)s and j.verdict = 'undetermined' and j.awaits = %(awaits)s
    and j.happened_at >= %(since)s and j.happened_at <= %(upto)s
    and (j.happened_at, j.record_idx) > (%(since)s, %(idx)s) and j.record_idx < %(below)s
    and not exists (
      select from judgement l where l.log_id = j.log_id and l.record_idx = j.record_idx and l.idx > j.idx offset 0)
  order by j.happened_at, j.record_idx limit %(portion)s
) order by 1, 2 limit %(portion)s
"""
_OF_PEOPLE = """
select r.idx from unnest(%(people)s) p(identity)
cross join lateral (
  select idx from record
  where log_id = %(log)s and identity = p.identity and idx > %(idx)s and idx < %(below)s
    and happened_at >= %(since)s and happened_at < %(until)s
  order by idx limit %(portion)s
) r order by r.idx limit %(portion)s
"""
#: Which of some people have any record in the span: nearly nobody, where a version holds from now on.
_HAVING = """
select p.identity from unnest(%(people)s) p(identity)
cross join lateral (
  select from record
  where log_id = %(log)s and identity = p.identity and idx < %(below)s
    and happened_at >= %(since)s and happened_at < %(until)s limit 1
) r
"""
_CONSENTING = {
    "terms": """
select distinct identity from consent
where log_id = %(log)s and scope::jsonb ->> 'terms' = %(code)s and identity >= %(identity)s and idx < %(below)s
order by identity limit %(portion)s
""",
    "notices": """
select distinct identity from consent
where log_id = %(log)s and scope::jsonb ->> 'foreign_information' is not null
  and scope::jsonb ->> 'foreign_information' = %(code)s and identity >= %(identity)s and idx < %(below)s
order by identity limit %(portion)s
""",
}
#: Registers whose texts people are shown when they consent.
SHOWN_AT_CONSENT = frozenset(_CONSENTING)


class Part(Protocol):
    """Some of the records of a reach."""

    def places(self, connection: Connection, after: Place | None) -> Iterator[Place]:
        """Give the places beyond ``after`` in order."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Records whose claim names one of these register entries (None: whatever it names) and that happened from
    ``since`` until before ``until`` (µs UTC). Those of which an earlier release wrote down no names are among them.

    Places are (set of names, instant, index).
    """

    named: frozenset[Reference] | None
    since: int
    until: int
    below: int

    def places(self, connection: Connection, after: Place | None) -> Iterator[Place]:
        if after is None:
            touch: int | None = None
            yield from self._of_set(connection, None, self.since, -1)
        else:
            touch = after[0]
            yield from self._of_set(connection, touch, *after[1:])
        registers, keys = _columns(self.named or frozenset())
        while True:
            sets = connection.execute(_SETS, {
                "log": LOG_ID, "touch": -EVER * 2 if touch is None else touch, "any": self.named is None,
                "registers": registers, "keys": keys, "since": self.since, "until": self.until, "portion": _PORTION,
            }).fetchall()  # fmt: skip
            for (touch,) in sets:
                yield from self._of_set(connection, touch, self.since, -1)
            if len(sets) < _PORTION:
                return

    def _of_set(self, connection: Connection, touch: int | None, *beyond: int | None) -> Iterator[Place]:
        for at, idx in _keyset(
            connection, _OF_NO_SET if touch is None else _OF_SET, beyond,
            {"touch": touch, "until": self.until, "below": self.below},
        ):  # fmt: skip
            yield touch, at, idx


@dataclass(frozen=True, slots=True)
class Corrected:
    """Records that a correction made to name one of these register entries. Places are (correction, index)."""

    named: frozenset[Reference]
    since: int
    until: int
    below: int

    def places(self, connection: Connection, after: Place | None) -> Iterator[Place]:
        beyond: Place = after or (-1, -1)
        idx = beyond[0]
        registers, keys = _columns(self.named)
        while True:
            told = connection.execute(_CORRECTED, {
                "log": LOG_ID, "idx": idx, "below": self.below, "registers": registers, "keys": keys,
                "portion": _PORTION,
            }).fetchall()  # fmt: skip
            events = {correction: OfEvent(source, event_id.bytes) for correction, source, event_id in told}
            for correction, record, happened_at in _of_events(connection, events):
                if self.since <= happened_at < self.until and record < self.below and (correction, record) > beyond:
                    yield correction, record
            if len(told) < _PORTION:
                return
            idx = told[-1][0] + 1


@dataclass(frozen=True, slots=True)
class OfPeople:
    """Records of these people, their other ids included, that happened at ``since`` or later. Places are (index,)."""

    ends: frozenset[int]
    since: int
    below: int

    def places(self, connection: Connection, after: Place | None) -> Iterator[Place]:
        _, links = linked(connection, LOG_ID, self.below + 1, self.ends)
        everyone = {one for end in self.ends for one in links.everyone(end)}
        yield from _records_of(connection, everyone, self.since, EVER, self.below, after[0] if after else -1)


@dataclass(frozen=True, slots=True)
class OfConsenting:
    """Records of people, other ids included, who were shown this text (``register`` terms) or this information on a
    foreign country (``register`` notices) when they consented. Places are (identity, index)."""

    register: str
    code: str
    since: int
    until: int
    below: int

    def places(self, connection: Connection, after: Place | None) -> Iterator[Place]:
        identity, beyond = after or (-EVER * 2, -1)
        while True:
            people = [one for (one,) in connection.execute(_CONSENTING[self.register], {
                "log": LOG_ID, "code": self.code, "identity": identity, "below": self.below, "portion": _PORTION,
            })]  # fmt: skip
            _, links = linked(connection, LOG_ID, self.below, people)
            having = self._having(connection, {other for one in people for other in links.everyone(one)})
            for one in people:
                if having.isdisjoint(links.everyone(one)):
                    continue
                found = _records_of(
                    connection, links.everyone(one), self.since, self.until, self.below,
                    beyond if one == identity else -1,
                )  # fmt: skip
                for (idx,) in found:
                    yield one, idx
            if len(people) < _PORTION:
                return
            # The last one was worked through: nothing of theirs lies beyond this.
            identity, beyond = people[-1], EVER

    def _having(self, connection: Connection, people: set[int]) -> set[int]:
        values = {"log": LOG_ID, "people": Bigints(list(people)), "below": self.below, "since": self.since,
                  "until": self.until}  # fmt: skip
        return {one for (one,) in connection.execute(_HAVING, values)}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Undetermined records that wait for these kinds of fact (a word of the view) and happened after ``after`` and up
    to ``upto`` (µs UTC). Places are (instant, index)."""

    awaits: str
    after: int
    upto: int
    below: int

    def places(self, connection: Connection, after: Place | None) -> Iterator[Place]:
        beyond = after or (self.after + 1, -1)
        yield from _keyset(
            connection, _OPEN, beyond, {"awaits": self.awaits, "upto": self.upto, "below": self.below}
        )


@dataclass(frozen=True, slots=True)
class OfEvent:
    """Every record of one provision. Places are (index,)."""

    source: str
    event_id: bytes

    def places(self, connection: Connection, after: Place | None) -> Iterator[Place]:
        beyond = after or (-1,)
        for row in records_of_events(connection, self.source, self.event_id, EVER):
            if (row.idx,) > beyond:
                yield (row.idx,)


Reach = Sequence[Part]


@dataclass(frozen=True, slots=True)
class Page:
    """Records of a reach in the order of their places; ``reached`` is where to go on (None: there are no more)."""

    records: tuple[int, ...]
    reached: tuple[int, Place] | None


def page_of(connection: Connection, reach: Reach, after: tuple[int, Place] | None, limit: int) -> Page:
    """Return the next records beyond ``after`` (number of the part, place), at most ``limit``."""
    number, place = after or (0, None)
    found = list(islice(_places(connection, reach, number, place), limit + 1))
    reached = found[limit - 1] if len(found) > limit else None
    records = (place[-1] for _, place in found[:limit])
    return Page(tuple(dict.fromkeys(idx for idx in records if idx is not None)), reached)


def _places(
    connection: Connection, reach: Reach, number: int, after: Place | None
) -> Iterator[tuple[int, Place]]:  # fmt: skip
    for at, part in enumerate(reach[number:], start=number):
        for place in part.places(connection, after if at == number else None):
            yield at, place


def records_of_many(
    connection: Connection, parts: Mapping[int, OfPeople], limit: int
) -> dict[int, tuple[int, ...]] | None:  # fmt: skip
    """Return by fact the records that parts about people give, all found together; None where they are more than
    ``limit``."""
    ends = {end for part in parts.values() for end in part.ends}
    below = max(part.below for part in parts.values())
    _, links = linked(connection, LOG_ID, below + 1, ends)
    told: dict[int, list[tuple[int, OfPeople]]] = {}
    for fact, part in parts.items():
        for one in {one for end in part.ends for one in links.everyone(end)}:
            told.setdefault(one, []).append((fact, part))
    rows = connection.execute(_OF_MANY, {
        "log": LOG_ID, "people": Bigints(list(told)), "below": below, "limit": limit + 1,
    }, binary=True).fetchall()  # fmt: skip
    if len(rows) > limit:
        return None
    found: dict[int, list[int]] = {fact: [] for fact in parts}
    for idx, identity, happened_at in sorted(rows):
        for fact, part in told[identity]:
            if happened_at >= part.since and idx < part.below:
                found[fact].append(idx)
    return {fact: tuple(records) for fact, records in found.items()}


_OF_MANY = """
select r.idx, r.identity, r.happened_at
from unnest(%(people)s) p(identity)
cross join lateral (
  select idx, identity, happened_at from record
  where log_id = %(log)s and identity = p.identity and idx < %(below)s order by idx limit %(limit)s::bigint
) r limit %(limit)s::bigint
"""


def records_of_corrected(
    connection: Connection, parts: Mapping[int, OfEvent], limit: int
) -> dict[int, tuple[int, ...]] | None:
    """Return by fact the records that parts about provisions give, all found together; None where they are more than
    ``limit``."""
    rows = _of_events(connection, parts, limit + 1)
    if len(rows) > limit:
        return None
    found: dict[int, list[int]] = {fact: [] for fact in parts}
    for fact, idx, _ in rows:
        found[fact].append(idx)
    return {fact: tuple(records) for fact, records in found.items()}


def _of_events(
    connection: Connection, events: Mapping[int, OfEvent], limit: int | None = None
) -> list[tuple[int, int, int]]:
    """Return number, index and instant of the records of provisions, each by its number, in order; ``limit`` of them
    at most, where there is one."""
    return sorted(connection.execute(_OF_EVENTS, {
        "log": LOG_ID, "numbers": Bigints(list(events)), "sources": Texts([one.source for one in events.values()]),
        "events": Uuids([one.event_id for one in events.values()]), "limit": limit,
    }, binary=True).fetchall())  # fmt: skip


def _records_of(
    connection: Connection, people: set[int], since: int, until: int, below: int, beyond: int | None
) -> Iterator[Place]:
    while True:
        rows = connection.execute(_OF_PEOPLE, {
            "log": LOG_ID, "people": Bigints(list(people)), "idx": beyond, "below": below, "since": since,
            "until": until, "portion": _PORTION,
        }).fetchall()  # fmt: skip
        yield from rows
        if len(rows) < _PORTION:
            return
        beyond = rows[-1][0]


def _keyset(
    connection: Connection, statement: str, beyond: tuple[int | None, ...], values: Mapping[str, Any]
) -> Iterator[tuple[int, int]]:
    """Give (instant, index) beyond a place, portion by portion."""
    since, idx = beyond
    while True:
        rows = connection.execute(
            statement.encode(), {**values, "log": LOG_ID, "since": since, "idx": idx, "portion": _PORTION}
        ).fetchall()
        yield from rows
        if len(rows) < _PORTION:
            return
        since, idx = rows[-1]


def _columns(named: frozenset[Reference]) -> tuple[list[str], list[str]]:
    return [register for register, _ in sorted(named)], [key for _, key in sorted(named)]
