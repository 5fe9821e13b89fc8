"""How a notary stands: what it remembers, what left, what waits, and what somebody should do about it.

Read without its private key: by the policy, its memory, the exported files and what its role may read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ledger.log.checkpoint import Checkpoint
from ledger.log.head import read_head
from ledger.log.notary.export import CHECKPOINT
from ledger.log.notary.history import HistoryChanged, check_extends, tiles_of
from ledger.log.notary.memory import MemoryUnreadable, is_claimed, last_signed
from ledger.log.note import Note, NoteInvalid, VerifierKey, parse_note, verified
from ledger.log.trust_policy import TrustPolicy, Untrusted
from ledger.store.connect import Connection

_LAST = """
select c.note, c.published_at, (select max(stamped_at) from time_stamp where log_id = c.log_id),
  (select published_at from checkpoint f where f.log_id = c.log_id order by checkpoint_id limit 1)
from checkpoint c where c.log_id = %s order by c.checkpoint_id desc limit 1
"""
#: For how long (µs) entries may wait for a published head before that is a fault: a turn takes a second, a witness that
#: restarts some more.
WAITS = 60_000_000

#: A place against the log: ``behind`` may be news of the last second; ``ahead`` and ``differs`` are other histories.
Standing = Literal["nothing", "unreadable", "agrees", "behind", "ahead", "differs"]


@dataclass(frozen=True, slots=True)
class Place:
    """What one place holds of the log: a head of ``size`` entries (None: of none), and how that stands to the log."""

    size: int | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Left:
    """The head that was published last: when (µs), under which keys of the log, seen by which witnesses of the policy
    and not by which, and whether the policy is content."""

    at: int
    keys: tuple[str, ...]
    cosigned: tuple[str, ...]
    lacking: tuple[str, ...]
    trusted: bool


@dataclass(frozen=True, slots=True)
class Status:
    """Sizes are numbers of entries, times µs since 1970 UTC; None: there is none.

    ``keys``: the log's keys that the policy names, by name and id; they are valid for as long as it does.
    ``stamped_at``: the authority's last answer; ``stamps_since``: from when on there should have been one, None where
    no authority is asked. ``heartbeat`` and ``interval`` (µs): how old a head may grow without news, and a stamp.
    """

    running: bool
    log: int
    signed: Place
    published: Place
    exported: Place | None
    left: Left | None
    keys: tuple[str, ...]
    quorum: str | None
    stamped_at: int | None
    stamps_since: int | None
    heartbeat: int
    interval: int

    def faults(self, now: int) -> Iterator[str]:
        """Yield what is wrong at an instant and what to do, one sentence each."""
        if not self.running:
            yield "No notary runs over this memory: start it."
        yield from self._signed()
        if self.published.standing in ("ahead", "differs", "unreadable"):
            yield "The log does not lead to the last published head: entries or that head were changed. Run the audit."
        if self.left is not None and not self.left.trusted:
            yield "The last published head does not satisfy the policy: it was changed, or the policy was."
        if self.exported is not None:
            yield from self._exported(self.exported)
        yield from self._late(now)

    def _signed(self) -> Iterator[str]:
        match self.signed.standing:
            case "nothing":
                yield "The memory holds no signed head: see docs/notary.md before anything else."
            case "unreadable":
                yield "The memory is no signed head: it was cut or changed. Put it back (docs/notary.md)."
            case "ahead":
                yield "The log is shorter than what was signed: entries were removed, or an old copy took its place."
            case "differs":
                yield "The log does not lead to what was signed: entries were changed. Stop the workers, run the audit."

    def _exported(self, exported: Place) -> Iterator[str]:
        if exported.standing == "unreadable":
            yield "The exported head is no signed head: it was cut or changed (docs/notary.md)."
        elif exported.standing in ("ahead", "differs"):
            yield "The log does not lead to the exported head: keep both and run the audit."
        elif (exported.size or 0) < (self.published.size or 0):
            yield "The exported head is older than the published one: the folder could not be written, or was put back."

    def _late(self, now: int) -> Iterator[str]:
        age = None if self.left is None else now - self.left.at
        if self.published.standing in ("nothing", "behind") and (age is None or age > WAITS):
            yield "Entries wait for a published head: the notary's own log names the witness or the reason."
        elif age is not None and age > 2 * self.heartbeat:
            yield "The last head has not been signed anew for two heartbeats: the notary's own log says why."
        since = max(self.stamped_at or 0, self.stamps_since or 0)
        if self.stamps_since is not None and now - since > 2 * max(self.interval, self.heartbeat):
            yield "The time stamp authority has not answered for long: ask it. Heads go on without a stamp meanwhile."


def read_status(
    connection: Connection, log_id: int, memory: Path, policy: TrustPolicy, export: Path | None, heartbeat: int,
    interval: int | None,
) -> Status:  # fmt: skip
    """Read how the notary of a log stands. ``interval`` (µs): the shortest time between two stamps, None where no
    authority is asked. Raises psycopg errors and OSError."""
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        head = read_head(connection, log_id)
        tiles = tiles_of(connection, log_id)
        row = connection.execute(_LAST, (log_id,)).fetchone()

        def place(read: Callable[[], Note | None]) -> Place:
            try:
                note = read()
                last = Checkpoint.parse(note.text) if note else None
            except (NoteInvalid, MemoryUnreadable):
                return Place(None, "unreadable")
            if last is None:
                return Place(None, "nothing")
            try:
                check_extends(last, Checkpoint(last.origin, head.size, head.root), tiles)
            except HistoryChanged:
                return Place(last.size, "ahead" if last.size > head.size else "differs")
            return Place(last.size, "agrees" if last.size == head.size else "behind")

        return Status(
            running=is_claimed(memory),
            log=head.size,
            signed=place(lambda: last_signed(memory)),
            published=place(lambda: parse_note(bytes(row[0])) if row else None),
            exported=None if export is None else place(lambda: _exported(export / CHECKPOINT)),
            left=None if row is None else _left(bytes(row[0]), row[1], policy),
            keys=tuple(_named(log.key) for log in policy.logs),
            quorum=policy.quorum,
            stamped_at=row[2] if row else None,
            stamps_since=row[3] if row and interval is not None else None,
            heartbeat=heartbeat,
            interval=interval or 0,
        )


def _exported(path: Path) -> Note | None:
    return parse_note(path.read_bytes()) if path.exists() else None


def _left(note: bytes, at: int, policy: TrustPolicy) -> Left:
    by: set[VerifierKey] = set()
    trusted = False
    with suppress(Untrusted, NoteInvalid):
        read = parse_note(note)
        keys = [*(log.key for log in policy.logs), *(witness.key for witness in policy.witnesses)]
        by = {key for key, _ in verified(read, keys).by}
        policy.check(read)
        trusted = True
    return Left(
        at,
        tuple(_named(log.key) for log in policy.logs if log.key in by),
        tuple(witness.name for witness in policy.witnesses if witness.key in by),
        tuple(witness.name for witness in policy.witnesses if witness.key not in by),
        trusted,
    )


def _named(key: VerifierKey) -> str:
    return f"{key.name}+{key.key_id.hex()}"
