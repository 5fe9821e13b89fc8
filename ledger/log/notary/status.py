"""How a notary stands: what it remembers, what left, what waits, and what somebody should do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ledger.store.connect import Connection

_LAST = """
select c.size, c.note, c.published_at, (select max(stamped_at) from time_stamp where log_id = c.log_id)
from checkpoint c where c.log_id = %s order by c.checkpoint_id desc limit 1
"""
#: For how long (µs) entries may wait for a published head before that is a fault: a turn takes a second, a witness that
#: restarts some more.
WAITS = 60_000_000


@dataclass(frozen=True, slots=True)
class LastPublished:
    """The head that was published last, and when any was stamped last (µs since 1970 UTC)."""

    size: int
    note: bytes
    at: int
    stamped_at: int | None


def last_published(connection: Connection, log_id: int) -> LastPublished | None:
    """Read which head was published last, None where none was."""
    row = connection.execute(_LAST, (log_id,)).fetchone()
    return LastPublished(row[0], bytes(row[1]), row[2], row[3]) if row else None


@dataclass(frozen=True, slots=True)
class Status:
    """Sizes are numbers of entries, times µs since 1970 UTC; None: there is none.

    ``signed``: the memory's head. ``published_at`` and ``cosigned`` (names of witnesses) are of the last published
    head; ``trusted``: whether the policy is content with it. ``heartbeat`` (µs): how old a head may grow without news.
    """

    running: bool
    log: int
    signed: int | None
    published: int | None
    published_at: int | None
    cosigned: tuple[str, ...]
    trusted: bool
    exported: int | None
    stamped_at: int | None
    heartbeat: int

    def faults(self, now: int) -> Iterator[str]:
        """Yield what is wrong at an instant and what to do, one sentence each."""
        if not self.running:
            yield "No notary runs over this memory: start it."
        if self.signed is None:
            yield "The memory holds no signed head: see docs/notary.md before anything else."
        elif self.signed > self.log:
            yield "The log is shorter than what was signed: entries were removed, or an old copy took its place."
        if self.published is not None and not self.trusted:
            yield "The last published head does not satisfy the policy: it was changed, or the policy was."
        if self.exported is not None and self.exported < (self.published or 0):
            yield "The exported head is older than the published one: the folder could not be written, or was put back."
        yield from self._late(now)

    def _late(self, now: int) -> Iterator[str]:
        age = None if self.published_at is None else now - self.published_at
        if self.published != self.log and (age is None or age > WAITS):
            yield "Entries wait for a published head: the notary's own log names the witness or the reason."
        elif age is not None and age > 2 * self.heartbeat:
            yield "The last head has not been signed anew for two heartbeats: the notary's own log says why."
