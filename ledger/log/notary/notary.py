"""One turn of the notary: read the head, see that it extends what was signed last, sign, have it seen, publish.

Its key and its memory are its own; of the database it may only read the head and the tiles. So whoever rewrites the
log, cuts it, or restores an old copy and goes on, finds that nobody signs what comes of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from ledger.log.checkpoint import Checkpoint
from ledger.log.head import read_head
from ledger.log.notary.asking import Asking
from ledger.log.notary.export import Export
from ledger.log.notary.history import check_extends, tiles_of
from ledger.log.notary.memory import Memory
from ledger.log.note import Note, NoteInvalid, NoteSigner
from ledger.log.proofs import Prover, ReadTile
from ledger.log.tiles import EMPTY_ROOT
from ledger.log.trust_policy import TrustPolicy, Untrusted
from ledger.store.connect import Connection

logger = logging.getLogger(__name__)

_PUBLISH = """
insert into checkpoint (log_id, size, note, published_at) values (%s, %s, %s, %s) returning checkpoint_id
"""
#: The latest time that stands in the log's own rows and in an authority's stamps.
_LAST_TIMES = """
select greatest(
  (select published_at from checkpoint where log_id = %(log)s order by checkpoint_id desc limit 1),
  (select stamped_at from time_stamp where log_id = %(log)s order by checkpoint_id desc limit 1))
"""
_PUBLISHED = "select exists (select from checkpoint where log_id = %s and size > 0)"

#: How far (µs) the clock may read before a time that was written down: what NTP steps and authorities differ by.
CLOCK_TOLERANCE = 5_000_000

Outcome = Literal["no news", "published", "no quorum"]


class MemoryLost(Exception):
    """The notary's memory holds no head that this log's key signed, or that of an empty log although heads of this one
    were published. Nothing was signed. Put its memory back from the last exported checkpoint (docs/notary.md); only for
    a log that never had a notary, run `provision-ledger notary begin`."""


class AlreadyBegun(Exception):
    """A head of this log was signed before. Nothing was changed; start the notary, or put back a memory that was lost
    (docs/notary.md)."""


@dataclass(frozen=True, slots=True)
class Published:
    """A head that left: its number among the published ones, and its signed text."""

    checkpoint_id: int
    note: Note


@dataclass(frozen=True, slots=True)
class _Left:
    """Size of the head that was published last, and when by either clock (µs)."""

    size: int
    at: int
    ticks: int


class Notary:
    """Signs for one log. ``signers`` have its name: one, or the old and the new while the key is changed over.

    ``clock`` gives µs since 1970 UTC; ``ticks`` µs since any instant, by a clock that nobody sets. ``heartbeat`` (µs):
    how old a published head gets before it is signed anew although nothing was appended. ``on_published`` is told of
    each head that left.
    """

    def __init__(
        self, log_id: int, signers: Sequence[NoteSigner], memory: Memory, policy: TrustPolicy, export: Export | None,
        clock: Callable[[], int], ticks: Callable[[], int], heartbeat: int, on_published: Callable[[Published], None],
    ) -> None:  # fmt: skip
        self._log_id = log_id
        self._signers = tuple(signers)
        self._origin = self._signers[0].key.name
        #: Under any of these a head is this log's: those it signs with, and those that readers know.
        self._keys = tuple({
            *(signer.key for signer in signers), *(log.key for log in policy.logs if log.key.name == self._origin),
        })  # fmt: skip
        self._memory = memory
        self._policy = policy
        self._asking = Asking(policy.witnesses)
        self._export = export
        self._clock = clock
        self._ticks = ticks
        self._heartbeat = heartbeat
        self._on_published = on_published
        self._published: _Left | None = None
        self._clock_behind = False

    def turn(self, connection: Connection) -> Outcome:
        """Sign and publish the head if there is news, or the last one has grown old.

        Raises HistoryChanged, MemoryLost, WitnessKnowsMore, ExportDiffers, psycopg errors and OSError; in each case
        nothing new was published.
        """
        with connection.transaction():
            connection.execute("set transaction isolation level repeatable read, read only")
            head = read_head(connection, self._log_id)
            checkpoint = Checkpoint(self._origin, head.size, head.root)
            tiles = tiles_of(connection, self._log_id)
            self._check(connection, checkpoint, tiles)
            if not self._due(checkpoint):
                return "no news"
            if not self._is_newest_known():
                return "no quorum"
            prover = Prover(checkpoint.size, tiles)
            text = checkpoint.text()
            note = Note(text, tuple(signer.sign(text) for signer in self._signers))
            # Whoever has the signature could show it to somebody: it is remembered before anybody has.
            self._memory.remember(note)
            seen = note.with_signatures(self._asking.cosignatures(note, checkpoint.size, prover.consistency))
            try:
                self._policy.check(seen)
            except (Untrusted, NoteInvalid) as lacking:
                logger.error("the head of size %s is not published: %s", checkpoint.size, lacking)
                return "no quorum"
            if self._export is not None:
                self._export.write(seen, checkpoint, tiles)
        self._publish(connection, checkpoint, seen)
        return "published"

    def _check(self, connection: Connection, checkpoint: Checkpoint, tiles: ReadTile) -> None:
        """See that the head is that of its tiles, and extends what was signed last."""
        last = self._memory.last
        if last is None or (last.size == 0 and _was_published(connection, self._log_id)):
            raise MemoryLost(self._origin)
        if not self._memory.is_signed_by(self._keys):
            raise MemoryLost(f"{self._origin}: no signature of this log's key")
        check_extends(last, checkpoint, tiles)

    def _is_newest_known(self) -> bool:
        """Tell whether witnesses enough for the quorum know of no head beyond the one signed last: by the memory's word
        alone, whoever puts back an old memory or begins a new one would be signed to.

        Raises WitnessKnowsMore.
        """
        assert self._memory.note is not None
        if self._policy.is_quorum(self._asking.know_no_more(self._memory.note, self._keys)):
            return True
        logger.error("no head is signed: too few witnesses have said that they know none beyond the one signed last")
        return False

    def _due(self, checkpoint: Checkpoint) -> bool:
        if self._published is None:
            return True
        last = self._published
        grown_old = self._ticks() - last.ticks >= self._heartbeat
        # A clock set back is written down at once: the row dated before the last one is what raises the alert.
        return checkpoint.size != last.size or grown_old or self._clock() < last.at - CLOCK_TOLERANCE

    def _publish(self, connection: Connection, checkpoint: Checkpoint, note: Note) -> None:
        now = self._clock()
        self._compare_clock(connection, now)
        row = connection.execute(_PUBLISH, (self._log_id, checkpoint.size, bytes(note), now)).fetchone()
        assert row is not None
        self._published = _Left(checkpoint.size, now, self._ticks())
        self._on_published(Published(row[0], note))

    def _compare_clock(self, connection: Connection, now: int) -> None:
        """Say, once, that the clock reads before what was written down by it or by an authority."""
        row = connection.execute(_LAST_TIMES, {"log": self._log_id}).fetchone()
        behind = 0 if row is None or row[0] is None else row[0] - now
        if behind > CLOCK_TOLERANCE and not self._clock_behind:
            logger.error(
                "the clock reads %s s before the last published head or its time stamp: it was set back, or forward"
                " before. Heads go on being published; set it right (NTP)", behind // 1_000_000,
            )  # fmt: skip
        self._clock_behind = behind > CLOCK_TOLERANCE


def begin(memory: Memory, signers: Sequence[NoteSigner]) -> None:
    """Have a memory begin with the signed head of the empty log: from then on a memory without a head was lost,
    whatever the database and the exported files say. One that these signers have begun stays as it is. Raises
    AlreadyBegun, OSError."""
    if memory.last is not None and memory.last.size == 0 and memory.is_signed_by([one.key for one in signers]):
        return
    if memory.last is not None:
        raise AlreadyBegun(memory.last.origin)
    text = Checkpoint(signers[0].key.name, 0, EMPTY_ROOT).text()
    memory.remember(Note(text, tuple(signer.sign(text) for signer in signers)))


def _was_published(connection: Connection, log_id: int) -> bool:
    row = connection.execute(_PUBLISHED, (log_id,)).fetchone()
    return row is None or bool(row[0])
