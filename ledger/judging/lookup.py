"""Look-ups as of a head size: one snapshot, one query for each kind of fact, whatever the number of records.

``offset 0`` keeps the planner from turning some thousand look-ups by key into a reading of the whole table, which it
prefers while a table is small or not yet analysed, and which costs more with every row the table grows by.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from psycopg import Cursor

from ledger.judging.acceptances import accepted_below
from ledger.judging.corrections import Correction, look_up_corrections
from ledger.judging.refusals import Answered, look_up_answers
from ledger.judging.stops import ask_stops, read_stops
from ledger.law.stops import StopOrder
from ledger.law.types import ConsentChange, ConsentScope
from ledger.registers.snapshot import Registers
from ledger.store.arrays import Bigints
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

#: Kinds of fact whose absence leaves a judgement open until their watermark has passed.
FACT_KINDS = ("consent", "link", "register")

_REACHED = """
select kind, (
  select reached from watermark_entry w where w.log_id = %(log)s and w.kind = k.kind and w.idx < %(as_of)s
  order by idx desc limit 1
) from unnest(%(kinds)s::text[]) k(kind)
"""
_CONSENTS = """
select c.identity, c.idx, c.consent, c.change, c.happened_at, c.late, c.scope
from unnest(%s) p(identity)
cross join lateral (select * from consent where log_id = %s and identity = p.identity and idx < %s offset 0) c
order by c.idx
"""
_LINKS = """
select idx, change, identity, other, since, late from link
where log_id = %(log)s and identity = any(%(people)s) and idx < %(as_of)s
union
select idx, change, identity, other, since, late from link
where log_id = %(log)s and other = any(%(people)s) and idx < %(as_of)s
"""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One statement that two identities are, or are no longer, one person, from an instant on."""

    idx: int
    same: bool
    identity: int
    other: int
    since: int
    late: bool


class Links:
    """Which identities are one person at an instant."""

    def __init__(self, rows: Iterable[LinkRow]) -> None:
        self._neighbours: dict[int, dict[int, list[LinkRow]]] = {}
        for row in sorted(rows, key=lambda row: (row.since, row.idx)):
            self._neighbours.setdefault(row.identity, {}).setdefault(row.other, []).append(row)
            self._neighbours.setdefault(row.other, {}).setdefault(row.identity, []).append(row)

    def together(self, identity: int, at: int) -> Mapping[int, bool]:
        """Return every identity that is the same person at the instant, itself included.

        The value tells whether a link on the way came later than its source's declared lag (rule 11).
        """
        if identity not in self._neighbours:
            return {identity: False}
        reached = {identity: False}
        open_ends = [identity]
        while open_ends:
            here = open_ends.pop()
            for other, rows in self._neighbours.get(here, {}).items():
                holds = [row for row in rows if row.since <= at]
                if not holds or not holds[-1].same:
                    continue
                late = reached[here] or holds[-1].late
                if other not in reached or (reached[other] and not late):
                    reached[other] = late
                    open_ends.append(other)
        return reached

    def everyone(self, identity: int) -> set[int]:
        """Return every identity that was ever told to be the same person, whatever the time."""
        reached, open_ends = {identity}, [identity]
        while open_ends:
            for other in self._neighbours.get(open_ends.pop(), {}):
                if other not in reached:
                    reached.add(other)
                    open_ends.append(other)
        return reached


@dataclass(frozen=True, slots=True)
class Looked:
    """What the ledger knew of some people below ``as_of``."""

    as_of: int
    registers: Registers
    reached: Mapping[str, int]
    links: Links
    consents: Mapping[int, tuple[ConsentChange, ...]]
    corrections: Mapping[tuple[str, bytes], tuple[Correction, ...]]
    stops: Mapping[int, tuple[StopOrder, ...]] = field(default_factory=dict)
    answers: Mapping[int, tuple[Answered, ...]] = field(default_factory=dict)

    def answers_about(self, identity: int | None, at: int) -> tuple[Answered, ...]:
        """Return the pre-flight answers about the person, oldest first, those about the person's other ids included."""
        if identity is None or not self.answers:
            return ()
        together = self.links.together(identity, at)
        found = [answer for other in together for answer in self.answers.get(other, ())]
        return tuple(sorted(found, key=lambda answer: answer.at))

    def stops_of(self, identity: int | None, at: int) -> tuple[StopOrder, ...]:
        """Return every stop of the person at the instant, those told under the person's other ids included."""
        if identity is None or not self.stops:
            return ()
        together = self.links.together(identity, at)
        return tuple(stop for other in sorted(together) for stop in self.stops.get(other, ()))

    def consents_of(self, identity: int | None, at: int) -> tuple[ConsentChange, ...]:
        """Return every consent change of the person at the instant, the person's other ids included."""
        if identity is None:
            return ()
        together = self.links.together(identity, at)
        if len(together) == 1:
            return self.consents.get(identity, ())
        found: list[ConsentChange] = []
        for other, late in together.items():
            for change in self.consents.get(other, ()):
                found.append(change._replace(late=True) if late else change)
        return tuple(sorted(found, key=lambda change: change.idx))


def look_up(
    connection: Connection,
    vault: Vault,
    log_id: int,
    as_of: int,
    registers: Registers,
    identities: Collection[int],
    events: Collection[bytes],
) -> Looked:
    """Look up what judging these people and events needs. Runs in the caller's snapshot.

    Everything is asked before anything is read: in a pipeline that is one round trip, unless people are linked.
    """
    asked = set(identities)
    watermarks = connection.execute(_REACHED, {"log": log_id, "as_of": as_of, "kinds": list(FACT_KINDS)})
    linking = _ask_links(connection, log_id, as_of, asked)
    told = ask_consents(connection, log_id, as_of, asked)
    stopping = ask_stops(connection, log_id, as_of, asked)
    reached = {kind: value for kind, value in watermarks if value is not None}
    people, links = _follow(connection, log_id, as_of, asked, linking)
    consents, stops = _read_consents(told), read_stops(stopping)
    if people != asked:
        consents |= _read_consents(ask_consents(connection, log_id, as_of, people - asked))
        stops |= read_stops(ask_stops(connection, log_id, as_of, people - asked))
    _count_accepted(connection, log_id, as_of, consents)
    corrections = look_up_corrections(connection, vault, log_id, as_of, events) if events else {}
    # Only what has happened can have ignored an answer: whoever merely asks names no event.
    answers = look_up_answers(connection, log_id, as_of, people) if events and people else {}
    told_of = {identity: tuple(changes) for identity, changes in consents.items()}
    return Looked(as_of, registers, reached, links, told_of, corrections, stops, answers)


def looked_alone(
    connection: Connection, log_id: int, as_of: int, registers: Registers, reached: Mapping[str, int],
    told: Cursor[Any],
) -> Looked:  # fmt: skip
    """Return what ``look_up`` does of people who were never linked nor stopped, when no event is asked about: ``told``
    are their consents."""
    consents = _read_consents(told)
    _count_accepted(connection, log_id, as_of, consents)
    told_of = {identity: tuple(changes) for identity, changes in consents.items()}
    return Looked(as_of, registers, reached, Links(()), told_of, {})


def _count_accepted(
    connection: Connection, log_id: int, as_of: int, consents: dict[int, list[ConsentChange]]
) -> None:
    """Let what came late and was accepted count as if it had come in time."""
    late = [change.idx for changes in consents.values() for change in changes if change.late]
    accepted = accepted_below(connection, log_id, as_of, late)
    if accepted:
        for identity, changes in consents.items():
            consents[identity] = [
                change._replace(late=False) if change.idx in accepted else change for change in changes
            ]


def linked(connection: Connection, log_id: int, as_of: int, identities: Collection[int]) -> tuple[set[int], Links]:
    """Return everyone who was ever told to be the same person as one of these, and by which links."""
    return _follow(connection, log_id, as_of, identities, _ask_links(connection, log_id, as_of, identities))


def _follow(
    connection: Connection, log_id: int, as_of: int, identities: Collection[int], linking: Cursor[Any]
) -> tuple[set[int], Links]:
    people = set(identities)
    rows: dict[int, LinkRow] = {}
    while True:
        for idx, change, identity, other, since, late in linking.fetchall():
            rows[idx] = LinkRow(idx, change == "same", identity, other, since, late)
        frontier = {end for row in rows.values() for end in (row.identity, row.other)} - people
        if not frontier:
            break
        people |= frontier
        linking = _ask_links(connection, log_id, as_of, frontier)
    for idx in accepted_below(connection, log_id, as_of, [row.idx for row in rows.values() if row.late]):
        rows[idx] = replace(rows[idx], late=False)
    return people, Links(rows.values())


def _ask_links(connection: Connection, log_id: int, as_of: int, people: Collection[int]) -> Cursor[Any]:
    return connection.execute(_LINKS, {"log": log_id, "people": Bigints(list(people)), "as_of": as_of})


def ask_consents(connection: Connection, log_id: int, as_of: int, people: Collection[int]) -> Cursor[Any]:
    """Ask for every change of consent of these identities below ``as_of``."""
    return connection.execute(_CONSENTS, (Bigints(list(people)), log_id, as_of), binary=True)


def _read_consents(told: Cursor[Any]) -> dict[int, list[ConsentChange]]:
    found: dict[int, list[ConsentChange]] = {}
    for identity, idx, consent, change, at, late, scope in told:
        found.setdefault(identity, []).append(ConsentChange(idx, consent.hex, change, at, late, scope_of(scope)))
    return found


@lru_cache(maxsize=4096)
def scope_of(text: str) -> ConsentScope:
    """Read a consent's scope as the view keeps it."""
    read: dict[str, Any] = json.loads(text)
    said: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in read.items()}
    return ConsentScope(**said)
