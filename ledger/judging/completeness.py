"""What never reached the ledger: offsets that were not delivered, running numbers that are missing, sources that fell
silent, topics that were made anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection

#: A source is silent once it was not heard for this many of its heartbeats.
_BEATS = 3
_INSTANCES = """
select source, instance, last_number, last_heard, final from instance where log_id = %s order by source, instance
"""
_SEEN = "select first_number, bits from seen where log_id = %s and source = %s and instance = %s"
_HOLES = """
select topic_id, partition, first_offset, next_offset from trace
where log_id = %s and disposition = 'hole' and batch_index < %s order by topic_id, partition, first_offset
"""
_TOPICS = """
select topic, array_agg(distinct topic_id order by topic_id) from position where log_id = %s group by topic
"""


@dataclass(frozen=True, slots=True)
class Heard:
    """When a source was last heard (µs UTC), how often it says that it lives (µs), and whether all of it is done."""

    source: str
    last_heard: int
    interval: int
    final: bool

    def silent(self, now: int) -> bool:
        """Tell whether it should have been heard since."""
        return not self.final and now - self.last_heard > _BEATS * self.interval


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


def heard_sources(connection: Connection, registers: Registers, now: int) -> list[Heard]:
    """Return every registered source that was heard once."""
    last: dict[str, tuple[int, bool]] = {}
    for source, _, _, heard_at, final in connection.execute(_INSTANCES, (LOG_ID,)):
        before = last.get(source, (0, True))
        last[source] = (max(before[0], heard_at), before[1] and final)
    return [
        Heard(row.key, last[row.key][0], row.body["heartbeat_seconds"] * 1_000_000, last[row.key][1])
        for row in registers.keys_at("sources", now)
        if row.key in last
    ]


def missing_numbers(connection: Connection) -> Iterator[MissingNumbers]:
    """Yield which running numbers below the last one heard of never came (contract 8: from 1, without gaps).

    A message that nobody could read has no number here: its gap is explained by the quarantine, not closed by it.
    """
    for source, instance, last, _, _ in connection.execute(_INSTANCES, (LOG_ID,)).fetchall():
        came = 0
        for first, bits in connection.execute(_SEEN, (LOG_ID, source, instance)):
            came |= int.from_bytes(bits, "little") << first
        missing = ~came & ((1 << (last + 1)) - 2)
        while missing:
            first = (missing & -missing).bit_length() - 1
            run = missing >> first
            length = (~run & (run + 1)).bit_length() - 1
            yield MissingNumbers(source, instance, first, first + length - 1)
            missing &= ~(((1 << length) - 1) << first)


def holes(connection: Connection, as_of: int) -> list[Hole]:
    """Return every range of offsets that was never delivered."""
    names = {topic_id: topic for topic, ids in connection.execute(_TOPICS, (LOG_ID,)) for topic_id in ids}
    return [
        Hole(names[topic_id], partition, first, end)
        for topic_id, partition, first, end in connection.execute(_HOLES, (LOG_ID, as_of))
    ]


def recreated_topics(connection: Connection) -> dict[str, int]:
    """Return by topic how often it was made anew."""
    return {
        topic: len(ids) - 1 for topic, ids in connection.execute(_TOPICS, (LOG_ID,)) if len(ids) > 1
    }  # fmt: skip
