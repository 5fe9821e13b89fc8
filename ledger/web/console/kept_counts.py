"""Counts that may take longer than a page: a thread beside the requests makes them, one at a time, and a page tells the
last one, with the instant it is of.

A page waits a moment for a count that is due, so one that is quick is of that page. What took longer rests fifty times
as long as it took: however large the ledger, a count takes a fiftieth of one connection's time at most.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import psycopg

from ledger.store.connect import speakable
from ledger.web.desks import Desk, Desks

logger = logging.getLogger(__name__)

#: For how long (µs) a number that stands on many pages is told again.
LASTS = 30_000_000
#: How long (s) a page waits for a count: where an earlier one can be told, and where there is none yet.
_MOMENT, _FIRST = 0.05, 1.0
#: A count that took longer than this (s) is told again for so many times as long as it took.
_QUICK, _RESTS = 0.01, 50
#: How long one count may take; and it takes one processor, not all that there are.
_ALONE = "set local statement_timeout = '60s'; set local max_parallel_workers_per_gather = 0"

Name = TypeVar("Name", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Counted(Generic[Value]):
    """``value``: as last counted, None where it never was; ``at``: the instant it is of (µs UTC), None likewise;
    ``away``: it was tried since, in vain."""

    value: Value | None
    at: int | None
    away: bool


@dataclass(slots=True)
class _Kept:
    """``due``: asked for, and not answered yet; ``old``: it was changed here since; ``took`` (s) and ``ended``
    (monotonic) are of the last try."""

    counted: Counted[Any] = field(default_factory=lambda: Counted(None, None, False))
    due: bool = False
    old: bool = False
    took: float = 0.0
    ended: float = 0.0

    def rests(self, now: int, lasts: int) -> bool:
        """Tell whether it is not counted anew yet."""
        at = self.counted.at
        if at is not None and not (self.counted.away or self.old) and 0 <= now - at < lasts:
            return True
        return self.took > _QUICK and time.monotonic() < self.ended + _RESTS * self.took


class KeptCounts:
    """The counts of one process. May be used by several threads."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, _Kept] = {}
        self._due: deque[tuple[_Kept, Callable[[], object], int]] = deque()
        self._running = False
        self._changed = threading.Condition()

    def told(
        self, desks: Desks, wanted: Mapping[Name, Callable[[Desk], Value]], now: int, lasts: int = 0
    ) -> dict[Name, Counted[Value]]:
        """Return the counts by name: those that are of ``lasts`` (µs) before the instant (µs UTC) at most; of the
        instant, where that can be had in a moment; else the last ones. What counts under one name is always the same.
        """
        with self._changed:
            kept = {name: self._kept.setdefault(name, _Kept()) for name in wanted}
            # What was quick the last time comes first: it can be had still, while another takes long.
            for name, one in sorted(kept.items(), key=lambda each: each[1].took):
                if not one.due and not one.rests(now, lasts):
                    one.due = True
                    self._due.append((one, _at_a_desk(desks, wanted[name]), now))
            if self._due and not self._running:
                self._running = True
                threading.Thread(target=self._count, name="counting", daemon=True).start()
            self._changed.wait_for(lambda: not any(one.due for one in kept.values()), _MOMENT)
            unknown = [one for one in kept.values() if one.counted.at is None]
            self._changed.wait_for(lambda: not any(one.due for one in unknown), _FIRST - _MOMENT)
            return {name: one.counted for name, one in kept.items()}

    def changed(self, name: Hashable) -> None:
        """Have the next page counted for that is told this: it was just changed here."""
        with self._changed:
            if name in self._kept:
                self._kept[name].old = True

    def _count(self) -> None:
        """Count what is due, until nothing is."""
        while True:
            with self._changed:
                if not self._due:
                    self._running = False
                    return
                one, count, now = self._due.popleft()
                one.old = False
            begun = time.monotonic()
            counted = _tried(count, now, one.counted)
            with self._changed:
                one.counted, one.due, one.ended = counted, False, time.monotonic()
                one.took = one.ended - begun
                self._changed.notify_all()


def _at_a_desk(desks: Desks, count: Callable[[Desk], object]) -> Callable[[], object]:
    def counted() -> object:
        with desks.one() as desk, desk.connection.transaction():
            desk.connection.execute(_ALONE)
            return count(desk)

    return counted


def _tried(count: Callable[[], object], now: int, before: Counted[Any]) -> Counted[Any]:
    try:
        return Counted(count(), now, False)
    except Exception as error:  # noqa: BLE001 - one count's fault must not leave the others uncounted
        said = speakable(error) if isinstance(error, psycopg.Error) else type(error).__name__
        logger.error("something could not be counted (%s); the last count is told on", said)
        return Counted(before.value, before.at, True)
