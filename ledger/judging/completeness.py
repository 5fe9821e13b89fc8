"""What never reached the ledger: offsets that were not delivered, running numbers that are missing, sources that are
silent, on all their partitions or on one, topics that were made anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Generic, TypeVar

from ledger.log.head import LOG_ID
from ledger.registers.snapshot import RegisterRow, Registers
from ledger.store.connect import Connection

#: A source is silent once it was not heard for this many of its heartbeats.
_BEATS = 3
#: Gaps that are listed of one source or topic; that there are more is said, how many is not looked for.
LISTED = 100
#: Numbers that one row of `seen` spans at most.
_SPAN = 65_536
_INSTANCES = """
select source, instance, last_number, last_heard, final from instance where log_id = %s order by source, instance
"""
_HEARD = """
select source, topic, partition, nullif(heard_until, -1), known_at, missed_at from heard where log_id = %s
order by source, topic, partition
"""
_SEEN = """
select first_number, bits from seen
where log_id = %s and source = %s and instance = %s and first_number > %s and first_number <= %s
order by first_number
"""
_HOLES = """
select p.topic, p.partition, t.first_offset, t.next_offset from position p
cross join lateral (
  select first_offset, next_offset from trace
  where log_id = p.log_id and topic_id = p.topic_id and partition = p.partition
    and disposition = 'hole' and batch_index < %s
  order by first_offset limit %s
) t
where p.log_id = %s order by p.topic, p.topic_id, p.partition, t.first_offset
"""
_TOPICS = """
select topic, array_agg(distinct topic_id order by topic_id) from position where log_id = %s group by topic
"""
_QUARANTINED = """
select distinct p.topic from position p where p.log_id = %s and exists (
  select from quarantine q where q.log_id = p.log_id and q.topic_id = p.topic_id and q.partition = p.partition)
"""


@dataclass(frozen=True, slots=True)
class HeardPartition:
    """How far a source was heard on one partition. ``heard_until``: None where it never spoke there; ``known_at``: when
    the ledger first knew the partition; ``missed_at``: since when nothing comes of it while its source is heard
    elsewhere, None where it is not missed. Times are µs UTC."""

    source: str
    topic: str
    partition: int
    heard_until: int | None
    known_at: int
    missed_at: int | None

    @property
    def name(self) -> str:
        """Return it as it is told: topic and number."""
        return f"{self.topic}/{self.partition}"


@dataclass(frozen=True, slots=True)
class Heard:
    """How far a registered source was heard. ``heard_until``: the instant (µs UTC) up to which it was heard on every
    partition of its topics, None where one of them never spoke; ``last_heard``: when it was last heard on any, None:
    never; ``interval``: how often it says that it lives (µs); ``lag``: how late it may be (µs); ``final``: whether all
    its instances are done; ``valid_from``: since when the register's entry holds; ``unknown``: its topics of which no
    partition is known."""

    source: str
    heard_until: int | None
    last_heard: int | None
    interval: int
    lag: int
    final: bool
    valid_from: int
    partitions: Sequence[HeardPartition]
    unknown: Sequence[str]

    def silent(self, now: int) -> bool:
        """Tell whether it should have been heard since, or at all."""
        return not self.final and (self.last_heard is None or now - self.last_heard > _BEATS * self.interval)

    def silence_due(self, now: int) -> bool:
        """Tell whether it is silent and had its time: one that never spoke has it from when it was registered and the
        ledger knew of it, and its declared lag besides."""
        if self.last_heard is not None:
            return self.silent(now)
        known_at = min((partition.known_at for partition in self.partitions), default=now)
        return now - max(known_at, self.valid_from) > _BEATS * self.interval + self.lag

    def behind(self, now: int) -> list[HeardPartition]:
        """Return the partitions on which it was not heard for longer than one of its heartbeats before it was last
        heard on another. Of a source that is silent, or done, there is none: its partitions miss nothing alone."""
        if self.last_heard is None or self.final or self.silent(now):
            return []
        return [
            partition
            for partition in self.partitions
            if partition.heard_until is None or self.last_heard - partition.heard_until > self.interval
        ]

    def stuck(self, now: int) -> list[HeardPartition]:
        """Return the partitions that have been missed for as long as makes a source silent, while it was heard on
        others."""
        return [
            partition
            for partition in self.behind(now)
            if partition.missed_at is not None and now - partition.missed_at > _BEATS * self.interval
        ]


@dataclass(frozen=True, slots=True)
class MissingNumbers:
    """Running numbers of one instance that no event carried: from ``first`` to ``last``, both included."""

    source: str
    instance: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Hole:
    """Offsets of a partition that Kafka never delivered, from ``first`` until before ``end``."""

    topic: str
    partition: int
    first: int
    end: int


Gap = TypeVar("Gap")


@dataclass(frozen=True, slots=True)
class Listed(Generic[Gap]):
    """The first gaps of each source or topic, and of which of them there are more."""

    shown: tuple[Gap, ...]
    more: tuple[str, ...]


def heard_sources(connection: Connection, registers: Registers, now: int) -> list[Heard]:
    """Return every source that is registered at the instant (µs UTC), heard or not."""
    last: dict[str, tuple[int, bool]] = {}
    for source, _, _, heard_at, final in connection.execute(_INSTANCES, (LOG_ID,)):
        before = last.get(source, (0, True))
        last[source] = (max(before[0], heard_at), before[1] and final)
    known: dict[tuple[str, str], list[HeardPartition]] = defaultdict(list)
    for found in connection.execute(_HEARD, (LOG_ID,)):
        known[found[0], found[1]].append(HeardPartition(*found))
    return [_heard(row, known, *last.get(row.key, (None, False))) for row in registers.keys_at("sources", now)]


def _heard(
    source: RegisterRow, known: Mapping[tuple[str, str], Sequence[HeardPartition]], last_heard: int | None, final: bool
) -> Heard:
    topics = list(dict.fromkeys(topic["topic"] for topic in source.body["topics"]))
    unknown = [topic for topic in topics if (source.key, topic) not in known]
    partitions = [partition for topic in topics for partition in known.get((source.key, topic), ())]
    return Heard(
        source.key, None if unknown else _until(partitions), last_heard, source.body["heartbeat_seconds"] * 1_000_000,
        source.body["lag_seconds"] * 1_000_000, final, source.valid_from, partitions, unknown,
    )  # fmt: skip


def _until(partitions: Iterable[HeardPartition]) -> int | None:
    """Return the least over all partitions: what one of them holds back may be older than what the others brought."""
    least = min((-1 if one.heard_until is None else one.heard_until for one in partitions), default=-1)
    return None if least < 0 else least


def missing_numbers(connection: Connection) -> Listed[MissingNumbers]:
    """Return which running numbers below the last one heard of never came (contract 8: from 1, without gaps).

    A message that nobody could read has no number here: its gap is explained by the quarantine, not closed by it.
    """
    instances = connection.execute(_INSTANCES, (LOG_ID,)).fetchall()
    return _listed(
        (source, (
            gap for _, instance, last, *_ in of_source for gap in missing_of(connection, source, instance, 0, last)
        ))
        for source, of_source in groupby(instances, key=lambda row: row[0])
    )  # fmt: skip


def missing_of(
    connection: Connection, source: str, instance: str, after: int, upto: int
) -> Iterator[MissingNumbers]:  # fmt: skip
    """Yield which running numbers of one instance above ``after`` and up to ``upto`` never came, ascending.

    What it costs follows from the numbers that came, however great one of them is.
    """
    following = after + 1
    for begin, end in _came(connection.execute(_SEEN, (LOG_ID, source, instance, after - _SPAN, upto))):
        if begin > upto:
            break
        if begin > following:
            yield MissingNumbers(source, instance, following, begin - 1)
        following = max(following, end)
    if following <= upto:
        yield MissingNumbers(source, instance, following, upto)


def _came(rows: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, int]]:
    """Yield runs of numbers that came, ascending, each from its first until before its end."""
    base = window = 0
    for first, bits in rows:
        # Rows overlap where partitions take turns; what lies before the next row is settled.
        settled = window & ((1 << min(first - base, window.bit_length())) - 1)
        yield from _runs(base, settled)
        window = window >> (first - base) | int.from_bytes(bits, "little")
        base = first
    yield from _runs(base, window)


def _runs(base: int, bits: int) -> Iterator[tuple[int, int]]:
    while bits:
        skipped = (bits & -bits).bit_length() - 1
        bits >>= skipped
        length = (~bits & (bits + 1)).bit_length() - 1
        bits >>= length
        base += skipped + length
        yield base - length, base


def quarantined_sources(connection: Connection) -> frozenset[str]:
    """Return the sources on whose topics something came that nobody could read: it may be what a missing number is.
    Which one it is cannot be known, since the number stands in what could not be read."""
    return frozenset(topic.partition(".")[2] for (topic,) in connection.execute(_QUARANTINED, (LOG_ID,)))


def holes(connection: Connection, as_of: int) -> Listed[Hole]:
    """Return the ranges of offsets that were never delivered."""
    rows = connection.execute(_HOLES, (as_of, LISTED + 1, LOG_ID)).fetchall()
    return _listed(
        (topic, (Hole(*row) for row in of_topic)) for topic, of_topic in groupby(rows, key=lambda row: str(row[0]))
    )


def recreated_topics(connection: Connection) -> dict[str, int]:
    """Return by topic how often it was made anew."""
    return {
        topic: len(ids) - 1 for topic, ids in connection.execute(_TOPICS, (LOG_ID,)) if len(ids) > 1
    }  # fmt: skip


def _listed(groups: Iterable[tuple[str, Iterator[Gap]]]) -> Listed[Gap]:
    shown: list[Gap] = []
    more: list[str] = []
    for name, gaps in groups:
        shown += islice(gaps, LISTED)
        if next(gaps, None) is not None:
            more.append(name)
    return Listed(tuple(shown), tuple(more))
