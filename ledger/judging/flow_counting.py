"""Who was given what and why, counted on in memory as the ledger grows, batch by batch (docs/decisions/0026).

At first nothing is counted. Each step counts a batch of what came since and one of what came before, so that the newest
is there first; how far it reaches is told with every number. A step reads the log as one snapshot: what an erasure took
from the views is taken from the numbers by the same entry. Who loses the connection counts anew, since the ledger that
answers next may be another, restored from before.
"""

from __future__ import annotations

import sys
import threading
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from ledger.judging.flow_sums import FlowSums, Part, Portion, Reach
from ledger.log.head import LOG_ID, read_head
from ledger.store.connect import Connection

#: Entries that a step counts at most in each direction, and how many a page counts itself that wait.
BATCH, AT_ONCE = 20_000, 2_000
#: For how long (s) a page waits for a step that is under way, and for the first.
_PATIENCE, _FIRST = 0.05, -1
#: Of a ledger of how many entries a page counts people itself, and how many such answers are remembered or waited for.
_QUICK, _REMEMBERED = 50_000, 32
# The aggregates of a group take its rows in one order, so their parts belong together.
_RECORDS = """
select recipient, items, purpose, day >> 8, string_agg(int8send(idx), ''), string_agg(int8send(identity), ''),
       string_agg(int2send((day & 255)::int2), '')
from (
  select recipient, items, purpose, idx, coalesce(identity, 0) identity,
         (happened_at + 32400000000) / 86400000000 "day"
  from record where log_id = %s and idx >= %s and idx < %s) r
group by 1, 2, 3, 4
"""
_ERASED = "select first_index, next_index from erased where log_id = %s and idx >= %s and idx < %s"


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted: the entries from ``floor`` on, until before ``as_of``. For no longer than it was lent."""

    sums: FlowSums
    floor: int
    as_of: int


@dataclass(frozen=True, slots=True)
class People:
    """How many people something was given of, by recipient, until before the entry ``as_of``."""

    by_recipient: Mapping[str, int]
    as_of: int


@dataclass(frozen=True, slots=True)
class _Asked:
    """People who are to be counted: of a part, or of what of it stands below an index, that by data items."""

    part: Part
    before: int | None


class FlowCounting:
    """Counts on, and lends what was counted. ``connect`` opens a connection in autocommit that may read the ledger.
    May be used by several threads."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._connection: Connection | None = None
        #: One step at a time; and who counts or reads the sums, the one within the other.
        self._stepping, self._lock = threading.Lock(), threading.Lock()
        self._start_anew()

    def step(self) -> bool:
        """Count a batch in each direction; tell whether there is more. Raises psycopg errors."""
        with self._stepping:
            return self._step(None)

    def catch_up(self) -> None:
        """Count what is not counted yet, where that is little and no other step takes long. Raises psycopg errors."""
        # Before the first look nothing can be told, not even that nothing was counted.
        if self._stepping.acquire(timeout=_FIRST if self._looked is None else _PATIENCE):
            try:
                self._step(AT_ONCE)
            finally:
                self._stepping.release()

    @contextmanager
    def counted(self) -> Iterator[Counted]:
        """Lend what was counted; nothing is counted on in the meantime. Raises psycopg.OperationalError where all was
        lost with the connection and nobody has looked since, for then it is not known that there is more."""
        with self._lock:
            if self._looked is None:
                raise psycopg.OperationalError("what was counted was lost with the connection")
            yield Counted(self._sums, self._floor, self._as_of)

    def people(self, part: Part) -> People | None:
        """Return of how many people something was given, as last counted; None where nobody has counted that yet. What
        is not of now ``work_off`` counts."""
        found = self._found(_Asked(part, None))
        return found if isinstance(found, People) else None

    def reach(self, part: Part, before: int) -> Sequence[Reach] | None:
        """Return of how many people something was given by entries below an index, by recipient and item; None where
        nobody has counted that yet: ``work_off`` counts it."""
        found = self._found(_Asked(part, before))
        return None if isinstance(found, People) else found

    def work_off(self) -> bool:
        """Count people of whom somebody asked and was not told; tell whether others wait."""
        # Nothing is added to the sums in the meantime, and who only reads them need not wait.
        with self._stepping:
            with self._lock:
                asked = next(iter(self._waiting), None)
                if asked is None:
                    return False
                del self._waiting[asked]
            found = self._count(asked)
            with self._lock:
                self._remember(asked, found)
                return bool(self._waiting)

    def close(self) -> None:
        """Close the connection; a step opens another and counts anew."""
        with self._stepping:
            self._lose()

    def _found(self, asked: _Asked) -> People | Sequence[Reach] | None:
        with self._lock:
            if self._floor or self._as_of < (asked.before or 0):
                return None
            known = self._known.get(asked)
            if known is None or (isinstance(known, People) and known.as_of < self._as_of):
                if self._as_of > _QUICK:
                    if len(self._waiting) < _REMEMBERED:
                        self._waiting[asked] = None
                else:
                    known = self._count(asked)
                    self._remember(asked, known)
            return known

    def _count(self, asked: _Asked) -> People | Sequence[Reach]:
        if asked.before is None:
            return People(self._sums.people(asked.part), self._as_of)
        return self._sums.reach(asked.part, asked.before)

    def _remember(self, asked: _Asked, found: People | Sequence[Reach]) -> None:
        self._known.pop(asked, None)
        while len(self._known) >= _REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[asked] = found

    def _start_anew(self) -> None:
        with self._lock:
            self._sums, self._floor, self._as_of = FlowSums(), 0, 0
            #: Up to which entry erasures were looked at, None before the first look.
            self._looked: int | None = None
            self._known: dict[_Asked, People | Sequence[Reach]] = {}
            #: What was asked and is not counted, in order.
            self._waiting: dict[_Asked, None] = {}

    def _lose(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._start_anew()

    def _step(self, most: int | None) -> bool:
        """Count on, unless more entries wait than ``most``."""
        try:
            if self._connection is None:
                self._connection = self._connect()
            return self._counted_on(self._connection, most)
        except psycopg.Error:
            if self._connection is not None and self._connection.closed:
                self._lose()
            raise

    def _counted_on(self, connection: Connection, most: int | None) -> bool:
        size = read_head(connection, LOG_ID).size
        if self._looked is None:
            with self._lock:
                self._floor = self._as_of = self._looked = size
        waiting = size - self._as_of + self._floor
        if size == self._looked and not waiting:
            return False
        if most is not None and waiting > most:
            return True
        with connection.transaction():
            connection.execute("set transaction isolation level repeatable read, read only")
            size = read_head(connection, LOG_ID).size
            end, first = min(size, self._as_of + BATCH), max(0, self._floor - BATCH)
            erased = connection.execute(_ERASED, (LOG_ID, self._looked, size)).fetchall() if size > self._looked else []
            portions = [*_portions(connection, self._as_of, end), *_portions(connection, first, self._floor)]
        with self._lock:
            if erased:
                self._sums.forget(erased)
                self._known.clear()
            self._sums.add(portions)
            self._floor, self._as_of, self._looked = first, end, size
        return end < size or first > 0


def _portions(connection: Connection, first: int, end: int) -> Sequence[Portion]:
    """Read the records at the indexes from one until before another."""
    if first == end:
        return ()
    return [
        Portion(recipient, tuple(items), purpose, span, _bigints(indexes), _bigints(identities), bytes(days[1::2]))
        for recipient, items, purpose, span, indexes, identities, days in connection.execute(
            _RECORDS, (LOG_ID, first, end), binary=True)
    ]  # fmt: skip


def _bigints(sent: bytes) -> array[int]:
    """Return the numbers that PostgreSQL sent one after the other."""
    found = array("q")
    found.frombytes(sent)
    if sys.byteorder == "little":
        found.byteswap()
    return found
