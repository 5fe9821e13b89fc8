"""One transaction: under the head lock, everything a group of partitions brought becomes entries and views.

What is here runs while nobody else can append, so it does as little as it can: it compares what was appended since
the look-up with what the drafts rest on, numbers the entries, and writes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from psycopg import sql

from ledger.log.append import Ready, append, ready_in_clear
from ledger.log.entry import clear_entry, runs
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection
from ledger.store.copy import copy_rows
from streams.ports import Fenced
from streams.recorder.provisions import RECORD_COLUMNS
from streams.recorder.taken import FACT_KIND, TakenEvent, TakenHeartbeat, TakenPartition

#: How far before the broker's own time an event may claim to be and still move a watermark (µs).
_AHEAD = 5_000_000

_MOVE = """
update position set next_offset = %s where log_id = %s and topic_id = %s and partition = %s and next_offset = %s
"""
_START = """
insert into position (log_id, topic_id, partition, topic, next_offset) values (%s, %s, %s, %s, %s)
on conflict do nothing
"""
_WATERMARK = """
insert into watermark (log_id, source, kind, topic_id, partition, reached) values (%s, %s, %s, %s, %s, %s)
on conflict (log_id, source, topic_id, partition) do update set reached = greatest(watermark.reached, excluded.reached)
"""
_HEARD = """
insert into heard (log_id, source, topic, partition, heard_until) values (%s, %s, %s, %s, %s)
on conflict (log_id, source, topic, partition) do update set
  heard_until = greatest(heard.heard_until, excluded.heard_until), missed_at = null
"""
_INSTANCE = """
insert into instance (log_id, source, instance, last_number, last_heard, final) values (%s, %s, %s, %s, %s, %s)
on conflict (log_id, source, instance) do update set
  last_number = greatest(instance.last_number, excluded.last_number),
  last_heard = greatest(instance.last_heard, excluded.last_heard),
  final = instance.final or excluded.final
"""


@dataclass(slots=True)
class Outcome:
    """What became of one offset: the disposition, the number of entries it made, and its detail."""

    disposition: str
    entries: int = 0
    index: int | None = None
    detail: Any = None


@dataclass(slots=True)
class Rows:
    """Rows of views and of taking in, by table, to be written in one go."""

    records: list[bytes] = field(default_factory=list)
    plain: dict[tuple[str, Sequence[str]], list[tuple[Any, ...]]] = field(default_factory=dict)
    updates: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)

    def add(self, table: str, columns: Sequence[str], row: tuple[Any, ...]) -> None:
        self.plain.setdefault((table, columns), []).append(row)

    def later(self, statement: str, values: tuple[Any, ...]) -> None:
        """Add a statement to be executed once the rows are written."""
        self.updates.setdefault(statement, []).append(values)

    def write(self, connection: Connection) -> None:
        """Write every row. Raises UniqueViolation when an event is already known."""
        if self.records:
            copy_rows(connection, "record", RECORD_COLUMNS, self.records)
        for (table, columns), rows in self.plain.items():
            statement = sql.SQL("insert into {} ({}) values ({})").format(
                sql.Identifier(table),
                sql.SQL(", ").join(map(sql.Identifier, columns)),
                sql.SQL(", ").join(sql.Placeholder() * len(columns)),
            )
            with connection.cursor() as cursor:
                cursor.executemany(statement, rows)
        for update, values in self.updates.items():
            with connection.cursor() as cursor:
                cursor.executemany(update.encode(), values)


#: Says in the log what became of a group: adds rows and returns the entries that follow the group's own.
Close = Callable[[Connection, Rows, Sequence[TakenPartition], Sequence[Sequence[Outcome]], int], list[Ready]]


def close_partitions(
    connection: Connection, rows: Rows, partitions: Sequence[TakenPartition], outcomes: Sequence[Sequence[Outcome]],
    next_index: int,
) -> list[Ready]:  # fmt: skip
    """Move every partition's position and return a batch entry for each.

    Raises Fenced when another worker owns one of the positions.
    """
    return [
        _close_partition(rows, partition, outcome, _move_position(connection, partition), next_index + number)
        for number, (partition, outcome) in enumerate(zip(partitions, outcomes, strict=True))
    ]


def _move_position(connection: Connection, partition: TakenPartition) -> int:
    """Move the position from what the batch continues to what it reaches; return the former. Of a partition that nobody
    read before it is 0, whatever the broker still has of it: what it removed by then is a hole.

    The compare-and-set fences a worker that lost the partition and does not know it yet.
    """
    batch = partition.batch
    key = (LOG_ID, UUID(batch.topic_id), batch.partition)
    row = connection.execute(
        "select next_offset from position where log_id = %s and topic_id = %s and partition = %s", key
    ).fetchone()
    if row is None:
        connection.execute(_START, (*key, batch.topic, 0))
    expected: int = row[0] if row else 0
    if batch.first_offset < expected:
        raise Fenced(batch.topic, batch.partition)
    if connection.execute(_MOVE, (batch.next_offset, *key, expected)).rowcount != 1:
        raise Fenced(batch.topic, batch.partition)
    return expected


def _close_partition(
    rows: Rows, partition: TakenPartition, outcomes: Sequence[Outcome], continued: int, batch_index: int
) -> Ready:
    """Return the batch entry of one partition and add its trace; move watermark and instances."""
    batch = partition.batch
    dispositions: list[tuple[int, str, int | None, Any]] = []
    expected = continued
    for taken, outcome in zip(partition.taken, outcomes, strict=True):
        if taken.offset > expected:
            dispositions.append((expected, "hole", None, taken.offset))
        detail = outcome.entries if outcome.disposition == "entries" else outcome.detail
        dispositions.append((taken.offset, outcome.disposition, outcome.index, detail))
        expected = taken.offset + 1
    if batch.next_offset > expected:
        dispositions.append((expected, "hole", None, batch.next_offset))
    folded = list(runs(dispositions))
    entry = clear_entry(
        "batch",
        {
            "topic": batch.topic,
            "topic_id": batch.topic_id,
            "partition": batch.partition,
            "first": continued,
            "next": batch.next_offset,
            "log_start": batch.log_start,
            "runs": folded,
        },
    )
    add_traces(rows, batch.topic_id, batch.partition, folded, batch_index)
    _hear(rows, partition, batch_index)
    return ready_in_clear(entry)


TRACE_COLUMNS = (
    "log_id", "topic_id", "partition", "first_offset", "next_offset", "disposition", "first_index", "batch_index",
)  # fmt: skip


def add_traces(
    rows: Rows, topic_id: str, partition: int, folded: Sequence[Mapping[str, Any]], batch_index: int
) -> None:
    """Add the trace rows of a batch entry's runs."""
    for run in folded:
        rows.add(
            "trace",
            TRACE_COLUMNS,
            (LOG_ID, UUID(topic_id), partition, run["first"], run["next"], run["is"], run.get("from"), batch_index),
        )


SEEN_COLUMNS = ("log_id", "source", "instance", "idx", "first_number", "bits")


def _hear(rows: Rows, partition: TakenPartition, batch_index: int) -> None:
    """Note which running numbers came, how far the partition was heard, and how far its facts reach."""
    numbers: dict[str, list[int]] = defaultdict(list)
    heard: dict[str, tuple[int, int, bool]] = {}
    reached, batch = -1, partition.batch
    for taken in partition.taken:
        if not isinstance(taken, TakenEvent | TakenHeartbeat):
            continue
        event = taken.event
        instance = event["instance"]
        if isinstance(taken, TakenEvent):
            number, final = event["number"], False
            numbers[instance].append(number)
        else:
            number, final = event["last_number"], event["final"]
        before = heard.get(instance, (0, 0, False))
        heard[instance] = (max(before[0], number), max(before[1], taken.appended_at), before[2] or final)
        # A time the broker has not reached yet proves nothing about what else has arrived: it moves no watermark.
        if event["happened_at"] <= taken.appended_at + _AHEAD:
            reached = max(reached, event["happened_at"])
    for instance, (number, at, final) in heard.items():
        rows.later(_INSTANCE, (LOG_ID, partition.source, instance, number, at, final))
    if heard:
        until = max(at for _, at, _ in heard.values())
        rows.later(_HEARD, (LOG_ID, partition.source, batch.topic, batch.partition, until))
    for instance, came in numbers.items():
        for first, bits in number_bits(came):
            rows.add("seen", SEEN_COLUMNS, (LOG_ID, partition.source, instance, batch_index, first, bits))
    if reached >= 0 and partition.kind in FACT_KIND:
        kind = FACT_KIND[partition.kind]
        rows.later(_WATERMARK, (LOG_ID, partition.source, kind, UUID(batch.topic_id), batch.partition, reached))


def number_bits(numbers: Sequence[int], span: int = 65_536) -> list[tuple[int, bytes]]:
    """Pack running numbers as bit strings, each over at most ``span`` numbers, so that a wild one costs little."""
    packed = []
    bits, first = 0, -1
    for number in sorted(numbers):
        if first < 0 or number - first >= span:
            if bits:
                packed.append((first, _bytes(bits)))
            bits, first = 0, number
        bits |= 1 << (number - first)
    if bits:
        packed.append((first, _bytes(bits)))
    return packed


def _bytes(bits: int) -> bytes:
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def append_all(
    connection: Connection, size: int, root: bytes, entries: Sequence[Ready], rows: Rows,
    on_copied: Callable[[], None],
) -> tuple[int, bytes]:  # fmt: skip
    """Append the entries and write the rows of the same transaction."""
    moved = append(connection, LOG_ID, size, root, entries)
    rows.write(connection)
    on_copied()
    return moved
