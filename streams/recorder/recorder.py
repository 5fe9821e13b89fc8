"""The recorder: what a worker does with batches, and what it does between them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar
from uuid import UUID

import psycopg

from ledger.log.entry import EntryTooLarge
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection, speakable
from ledger.vault.vault import Vault
from streams.batches import PartitionBatch
from streams.recorder.due import (
    escalate,
    raise_clock_back,
    raise_lapsed,
    raise_missing,
    raise_overdue,
    raise_overdue_tasks,
    raise_recreated,
    raise_silences,
    raise_unacknowledged_stops,
    raise_undelivered,
    raise_unpublished,
)  # fmt: skip
from streams.recorder.granted import Granter
from streams.recorder.ingest import Ingest, KeysMoved, Prepared
from streams.recorder.intake import Mover
from streams.recorder.points import OnPoint, pass_by
from streams.recorder.quarantine import replay_known_fingerprints, reread_asked
from streams.recorder.rejudge import rejudge
from streams.recorder.rules import tell_rules
from streams.recorder.taken import FACT_KIND, TOPIC_KINDS, TakenPartition, take, topic_of
from streams.recorder.tasks import Taker
from streams.recorder.watermarks import Watermarks

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

_POSITIONS = "select topic_id, partition, next_offset from position where log_id = %s and topic_id = any(%s::uuid[])"
_KNOW_PARTITION = """
insert into watermark (log_id, source, kind, topic_id, partition, reached) values (%s, %s, %s, %s, %s, -1)
on conflict do nothing
"""
_KNOW_HEARD = """
insert into heard (log_id, source, topic, partition, heard_until, known_at) values (%s, %s, %s, %s, -1, %s)
on conflict do nothing
"""
_FIRST_WAIT, _LONGEST_WAIT = 0.1, 5.0
#: How often (µs) what is due by the clock is looked for; what waits for days, among all that ever waited, by the hour,
#: and by the minute as long as there is any, since so much is told at a time.
_MINUTE, _HOUR = 60_000_000, 3_600_000_000
#: Passes of judging again in one turn: those that look at records, and all.
_PASSES_A_TURN, _PASSES_AT_ALL = 5, 50
_MOST_RACES = 20
#: Another worker came in between; doing the same again ends well.
_RACES = (psycopg.errors.UniqueViolation, psycopg.errors.DeadlockDetected, KeysMoved)
_ORDER = {kind: place for place, kind in enumerate(TOPIC_KINDS)}


class Stopping(Exception):
    """The worker is stopping while PostgreSQL is away. Nothing of the batch was recorded; it will be read again."""


@dataclass(frozen=True, slots=True)
class Work:
    """Batches on their way: the first group prepared, the groups that have to wait for it as they were taken."""

    taken: Sequence[TakenPartition]
    prepared: Prepared
    later: Sequence[Sequence[TakenPartition]]


class Recorder:
    """Implements the stream's recorder port over PostgreSQL.

    ``connect`` opens a connection that plays pl_worker, ``open_vault`` a vault; ``clock`` gives microseconds since
    1970 UTC; ``overdue_after`` is how long (µs) a record may stay undetermined before an alert is raised.
    """

    def __init__(
        self,
        connect: Callable[[], Connection],
        open_vault: Callable[[], Vault],
        engine: str,
        overdue_after: int,
        clock: Callable[[], int] = lambda: time.time_ns() // 1000,
        on_point: OnPoint = pass_by,
    ) -> None:
        self._vault, self._other_vault = open_vault(), open_vault()
        self._engine = engine
        self._overdue_after = overdue_after
        self._on_point = on_point
        self._rules_told = False
        self._clock = clock
        self._mover = Mover(self._vault)
        self._granter = Granter(self._vault)
        self._taker = Taker(self._vault)
        self._watermarks = Watermarks()
        self._stopping = threading.Event()
        self._due_next = self._waiting_next = 0
        #: Since when alerts may still have to be escalated: everything, after a start.
        self._escalated_since = 0
        # Two sides, each with its own connection and caches: one prepares while the other appends.
        self._front = _Side(connect, Ingest(self._vault, engine, on_point))
        self._back = _Side(connect, Ingest(self._other_vault, engine, on_point))

    def stop(self) -> None:
        """Stop waiting for PostgreSQL: what is under way ends, what waits raises Stopping."""
        self._stopping.set()

    def close(self) -> None:
        """Close every connection. What is asked for afterwards opens them again."""
        for opened in (self._front, self._back, self._vault, self._other_vault):
            opened.close()

    def positions(self, partitions: Sequence[tuple[str, str, int]]) -> dict[tuple[str, str, int], int]:
        """Return the next offset of each (topic, topic id, partition) the ledger knows."""

        def ask(connection: Connection) -> dict[tuple[str, int], int]:
            for topic, topic_id, partition in partitions:
                kind, source = topic_of(topic)
                # A partition that never spoke holds back how far its source was heard, and the watermark: it has to be
                # known to exist.
                connection.execute(_KNOW_HEARD, (LOG_ID, source, topic, partition, self._clock()))
                if kind in FACT_KIND:
                    connection.execute(_KNOW_PARTITION, (LOG_ID, source, FACT_KIND[kind], UUID(topic_id), partition))
            rows = connection.execute(_POSITIONS, (LOG_ID, [topic_id for _, topic_id, _ in partitions]))
            return {(found.hex, partition): offset for found, partition, offset in rows}

        known = self._patiently(self._front, ask)
        return {
            (topic, topic_id, partition): known[UUID(topic_id).hex, partition]
            for topic, topic_id, partition in partitions
            if (UUID(topic_id).hex, partition) in known
        }

    def prepare(self, batches: Sequence[PartitionBatch]) -> Work:
        """Read, look up, judge and seal batches. Appends nothing."""
        partitions = sorted(map(take, batches), key=lambda taken: (_ORDER[taken.kind], taken.batch.topic))
        first, *later = [list(group) for _, group in groupby(partitions, key=lambda partition: partition.kind)]
        side = self._front
        prepared = self._patiently(side, lambda connection: side.ingest.prepare(connection, first, self._clock()))
        return Work(first, prepared, later)

    def commit(self, work: Work) -> None:
        """Append prepared batches, one transaction for each kind of topic, facts first. Durable when it returns.

        Raises Fenced when another worker owns one of the positions, Stopping when told to stop while waiting.
        """
        prepared = [work.prepared]

        def append(connection: Connection) -> None:
            # What was prepared serves once: after a race it is prepared anew.
            if prepared:
                self._back.ingest.append(connection, prepared.pop())
            else:
                self._back.ingest.ingest(connection, work.taken, self._clock())

        self._halving(append, work.taken)
        for group in work.later:
            self._record_group(group)

    def record(self, batches: Sequence[PartitionBatch]) -> None:
        """Prepare and commit."""
        self.commit(self.prepare(batches))

    def housekeeping(self) -> None:
        """Do what is due between batches: consequences of facts, watermarks, acts of people, and by the clock."""

        def tidy(connection: Connection) -> None:
            now = self._clock()
            head = connection.execute("select size from head where log_id = %s", (LOG_ID,)).fetchone()
            registers = self._front.ingest.refresh_registers(connection, head[0] if head else 0)
            if not self._rules_told:
                tell_rules(connection, self._vault, self._engine, now)
                self._rules_told = True
            self._rejudge(connection, now)
            if self._watermarks.advance(connection, registers, now):
                self._rejudge(connection, now)
            self._granter.give(connection, now)
            self._taker.take(connection, now)
            self._mover.move(connection)
            replay_known_fingerprints(connection, self._front.ingest, self._vault, now)
            reread_asked(connection, self._front.ingest, self._vault, now)
            if now >= self._waiting_next:
                raised = raise_overdue(connection, self._vault, self._overdue_after, now)
                raised += raise_unacknowledged_stops(connection, self._vault, registers, now)
                raised += raise_overdue_tasks(connection, self._vault, now)
                self._waiting_next = now + (_MINUTE if raised else _HOUR)
            if now >= self._due_next:
                self._escalated_since = escalate(connection, self._vault, self._escalated_since, now)
                raise_lapsed(connection, self._vault, now)
                raise_silences(connection, self._vault, registers, now)
                raise_missing(connection, self._vault, registers, now)
                raise_recreated(connection, self._vault, now)
                raise_unpublished(connection, self._vault, now)
                raise_clock_back(connection, self._vault, now)
                raise_undelivered(connection, self._vault, now)
                self._due_next = now + _MINUTE

        self._patiently(self._front, tidy)

    def topics(self) -> frozenset[str]:
        """Return the topics of every source in the register, as the ledger stands."""

        def ask(connection: Connection) -> frozenset[str]:
            head = connection.execute("select size from head where log_id = %s", (LOG_ID,)).fetchone()
            registers = self._front.ingest.refresh_registers(connection, head[0] if head else 0)
            return frozenset(
                topic["topic"] for row in registers.keys_at("sources", self._clock()) for topic in row.body["topics"]
            )

        return self._patiently(self._front, ask)

    def _rejudge(self, connection: Connection, now: int) -> None:
        judging = 0
        for _ in range(_PASSES_AT_ALL):
            try:
                done = rejudge(connection, self._vault, self._front.ingest, self._engine, now, self._on_point)
            except KeysMoved:
                continue
            judging += done.looked_at > 0
            if not done.more or judging >= _PASSES_A_TURN:
                return

    def _record_group(self, group: Sequence[TakenPartition]) -> None:
        self._halving(lambda connection: self._back.ingest.ingest(connection, group, self._clock()), group)

    def _halving(self, work: Callable[[Connection], object], group: Sequence[TakenPartition]) -> None:
        """Do the work for a group, or ingest its halves when too many different things happened for one batch entry
        to name."""
        try:
            self._patiently(self._back, work)
        except EntryTooLarge:
            for half in _halves(group):
                self._record_group(half)

    def _patiently(self, side: _Side, work: Callable[[Connection], Answer]) -> Answer:
        """Do the work, waiting with growing pauses while PostgreSQL is away; again at once when another worker came
        between look-up and append."""
        pause, races = _FIRST_WAIT, 0
        while True:
            try:
                return work(side.connection())
            except _RACES:
                races += 1
                if races > _MOST_RACES:
                    raise
            except psycopg.OperationalError as error:
                side.close()
                logger.warning(
                    "PostgreSQL is away (%s); nothing is lost, trying again in %.1f s", speakable(error), pause
                )
                if self._stopping.wait(pause):
                    raise Stopping from None  # why it waited is said already, and nothing failed
                pause = min(pause * 2, _LONGEST_WAIT)


class _Side:
    """One thread's connection, opened when it is needed, and its ingest."""

    def __init__(self, connect: Callable[[], Connection], ingest: Ingest) -> None:
        self._connect = connect
        self._connection: Connection | None = None
        self.ingest = ingest

    def connection(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = self._connect()
        return self._connection

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _halves(group: Sequence[TakenPartition]) -> list[list[TakenPartition]]:
    if len(group) > 1:
        middle = len(group) // 2
        return [list(group[:middle]), list(group[middle:])]
    return [[half] for half in group[0].halves()]
