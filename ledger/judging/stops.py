"""Stops as they stand at a head size, and how far they have been put into effect."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Cursor

from ledger.law.stops import StopOrder
from ledger.registers.snapshot import Registers
from ledger.store.arrays import Bigints
from ledger.store.connect import Connection

_COLUMNS = "idx, stop, identity, ground, since, ends_at, recipients, items, told_at, key_id, person"
_OF_PEOPLE = f"""
select {_COLUMNS} from unnest(%s) p(wanted)
cross join lateral (select * from stop where log_id = %s and identity = p.wanted and idx < %s offset 0) s
where (select exists (select from stop where log_id = %s))
order by idx
"""
_ALL = f"select distinct on (stop) {_COLUMNS} from stop where log_id = %s and idx < %s order by stop, idx desc"
_ONE = f"select {_COLUMNS} from stop where log_id = %s and stop = %s and idx < %s order by idx desc limit 1"
_ACKNOWLEDGED = """
select stop, source, effective_at from stop_acknowledgement
where log_id = %s and stop = any(%s) and idx < %s and effective_at <= %s
"""


@dataclass(frozen=True, slots=True)
class StopRow:
    """One stop as it stands: ``idx`` is its latest entry, ``since``, ``ends_at`` and ``told_at`` are µs UTC. ``person``
    is (namespace, id), sealed under the key ``key_id``."""

    idx: int
    stop: UUID
    identity: int
    ground: str
    since: int
    ends_at: int | None
    recipients: list[str] | None
    items: list[str] | None
    told_at: int
    key_id: int
    person: bytes

    def order(self) -> StopOrder:
        """Return what the law is asked about."""
        return StopOrder(self.idx, self.ground, self.since, self.ends_at, _set(self.recipients), _set(self.items))


@dataclass(frozen=True, slots=True)
class Effected:
    """How far a stop has been put into effect: by which sources, and which have yet to say so. ``done_at``: from when
    it is in effect everywhere (µs UTC); None while somebody is awaited, and where nobody provides."""

    acknowledged: tuple[str, ...]
    awaited: tuple[str, ...]
    done_at: int | None = None

    @property
    def done(self) -> bool:
        """Tell whether the person may be told that provision has stopped (article 35(7))."""
        return not self.awaited


def ask_stops(connection: Connection, log_id: int, as_of: int, people: Collection[int]) -> Cursor[Any]:
    """Ask for the stops of these identities below ``as_of``; nobody is looked up where there is no stop at all."""
    return connection.execute(_OF_PEOPLE, (Bigints(list(people)), log_id, as_of, log_id), binary=True)


def read_stops(stopping: Cursor[Any]) -> dict[int, tuple[StopOrder, ...]]:
    """Return them by identity."""
    found: dict[int, dict[UUID, StopOrder]] = {}
    for row in _rows(stopping):
        found.setdefault(row.identity, {})[row.stop] = row.order()
    return {identity: tuple(stops.values()) for identity, stops in found.items()}


def stops_of(connection: Connection, log_id: int, as_of: int, people: Collection[int]) -> list[StopRow]:
    """Return every stop of these identities as it stood at the head size."""
    return list({row.stop: row for row in _rows(ask_stops(connection, log_id, as_of, people))}.values())


def stops_below(connection: Connection, log_id: int, as_of: int) -> list[StopRow]:
    """Return every stop as it stood at the head size, in the order in which they were given last."""
    return sorted(_rows(connection.execute(_ALL, (log_id, as_of))), key=lambda row: row.idx)


def stop_below(connection: Connection, log_id: int, as_of: int, stop: UUID) -> StopRow | None:
    """Return one stop as it stood at the head size."""
    return next(_rows(connection.execute(_ONE, (log_id, stop, as_of))), None)


def effected(
    connection: Connection, log_id: int, as_of: int, registers: Registers, stops: Collection[UUID], now: int
) -> dict[UUID, Effected]:
    """Return for each stop who has put it into effect by now, of all sources registered to provide."""
    providers = providing(registers, now)
    told = effective_since(connection, log_id, as_of, stops, now)
    return {stop: _effected(providers, since) for stop, since in told.items()}


def effective_since(
    connection: Connection, log_id: int, as_of: int, stops: Collection[UUID], now: int
) -> dict[UUID, dict[str, int]]:  # fmt: skip
    """Return for each stop by source since when it is in effect there (µs UTC), of those that have said so by now."""
    told: dict[UUID, dict[str, int]] = {stop: {} for stop in stops}
    for stop, source, effective_at in connection.execute(_ACKNOWLEDGED, (log_id, list(stops), as_of, now)):
        told[stop][source] = min(effective_at, told[stop].get(source, effective_at))
    return told


def providing(registers: Registers, at: int) -> tuple[str, ...]:
    """Return the sources that have to acknowledge a stop: all that are registered to provide at the instant."""
    return tuple(sorted(
        row.key
        for row in registers.keys_at("sources", at)
        if any(topic["kind"] == "provisions" for topic in row.body["topics"])
    ))  # fmt: skip


def _effected(providers: Sequence[str], since: Mapping[str, int]) -> Effected:
    acknowledged = tuple(source for source in providers if source in since)
    awaited = tuple(source for source in providers if source not in since)
    done_at = max((since[source] for source in acknowledged), default=None) if not awaited else None
    return Effected(acknowledged, awaited, done_at)


def _rows(found: Iterable[Iterable[Any]]) -> Iterator[StopRow]:
    return (StopRow(*row) for row in found)


def _set(codes: Iterable[str] | None) -> frozenset[str] | None:
    return None if codes is None else frozenset(codes)
