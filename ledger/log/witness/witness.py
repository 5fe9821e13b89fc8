"""A C2SP tlog-witness v1.0.0: what it answers to ``add-checkpoint``, and what it remembers before it answers.

It keeps, for each log it knows, the last head it cosigned, and cosigns the next only where a proof shows that the log
has grown from there. So a log cannot show two people two histories that the same witness has seen.
"""

from __future__ import annotations

import fcntl
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ledger.log.checkpoint import Checkpoint
from ledger.log.note import Cosigner, Note, NoteInvalid, VerifierKey, parse_note, verified
from ledger.log.proofs import ProofInvalid, verify_consistency
from ledger.log.strict_base64 import decode_strictly
from ledger.log.tiles import EMPTY_ROOT
from ledger.store.files import write_durably

_MOST_HASHES = 63
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")
SIZE_TYPE, NOTE_TYPE = "text/x.tlog.size", "text/plain; charset=utf-8"


class WitnessBusy(Exception):
    """Another witness runs over the same folder. Nothing was started: one memory serves one witness; stop that one
    first, or name another folder for another witness."""


class SeenUnreadable(Exception):
    """What this witness remembers of a log is there and is no signed head: the file was cut or changed. Nothing was
    cosigned. Put another copy of the newest head in its place, never take it away (docs/notary.md)."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer: its status, body and content type."""

    status: int
    body: bytes = b""
    content_type: str = NOTE_TYPE


@dataclass(frozen=True, slots=True)
class _Asked:
    old: int
    proof: tuple[bytes, ...]
    note: Note


class Witness:
    """Answers for the logs whose keys it was given, by what lies in ``folder``. May be used by several threads.

    ``clock`` gives seconds since 1970. Raises WitnessBusy, SeenUnreadable.
    """

    def __init__(
        self, cosigner: Cosigner, logs: Sequence[VerifierKey], folder: Path, clock: Callable[[], int]
    ) -> None:
        self._cosigner = cosigner
        self._logs = tuple(logs)
        self._folder = folder
        self._clock = clock
        self._one_at_a_time = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        self._claim = (folder / "lock").open("w")
        try:
            fcntl.flock(self._claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WitnessBusy(str(folder)) from None
        try:
            for key in self._logs:
                self._seen(key.name)
        except SeenUnreadable:
            self._claim.close()
            raise

    def add_checkpoint(self, body: bytes) -> Reply:
        """Answer ``POST /add-checkpoint``. What is cosigned was remembered, on disk, before it is returned.

        Raises OSError where it cannot be remembered and SeenUnreadable: then nothing was cosigned.
        """
        try:
            asked = _read(body)
            origin = asked.note.text.partition("\n")[0]
        except NoteInvalid as invalid:
            return _said(400, str(invalid))
        keys = [key for key in self._logs if key.name == origin]
        if not keys:
            return _said(404, "a log this witness does not know")
        try:
            text = verified(asked.note, keys).text
        except NoteInvalid as invalid:
            return _said(403, str(invalid))
        try:
            checkpoint = Checkpoint.parse(text)
        except NoteInvalid as invalid:
            return _said(400, str(invalid))
        with self._one_at_a_time:
            return self._extend(checkpoint, asked)

    def last(self, origin_digest: str) -> Reply:
        """Answer ``GET /<hex of SHA-256 of the origin>/checkpoint`` with the last head that was cosigned.

        Raises SeenUnreadable.
        """
        origin = next((key.name for key in self._logs if _digest(key.name) == origin_digest), None)
        seen = None if origin is None else self._seen(origin)
        return _said(404, "nothing was cosigned of such a log") if seen is None else Reply(200, bytes(seen))

    def close(self) -> None:
        """Let another witness have the folder."""
        self._claim.close()

    def _extend(self, checkpoint: Checkpoint, asked: _Asked) -> Reply:
        seen = self._seen(checkpoint.origin)
        before = None if seen is None else Checkpoint.parse(seen.text)
        known = before.size if before else 0
        if asked.old > checkpoint.size:
            return _said(400, "the old size is above the new one")
        if asked.old != known:
            return Reply(409, f"{known}\n".encode(), SIZE_TYPE)
        try:
            _check_grown(before, checkpoint, asked.proof)
        except ProofInvalid as invalid:
            return _said(422, str(invalid))
        cosignature = self._cosigner.cosign(asked.note.text, self._clock())
        write_durably(self._kept(checkpoint.origin), bytes(asked.note.with_signatures([cosignature])))
        return Reply(200, f"{cosignature.line()}\n".encode())

    def _seen(self, origin: str) -> Note | None:
        """Return the head of a log that was cosigned last, None where none was. Raises SeenUnreadable."""
        kept = self._kept(origin)
        if not kept.exists():
            return None
        try:
            note = parse_note(kept.read_bytes())
            if Checkpoint.parse(note.text).origin != origin:
                raise NoteInvalid("a head of another log")
            return note
        except NoteInvalid as invalid:
            raise SeenUnreadable(f"{kept}: {invalid}") from None

    def _kept(self, origin: str) -> Path:
        return self._folder / _digest(origin)


def _check_grown(before: Checkpoint | None, after: Checkpoint, proof: Sequence[bytes]) -> None:
    if after.size == 0 and after.root != EMPTY_ROOT:
        raise ProofInvalid("an empty log has another root")
    if before is None or before.size == 0:
        if proof:
            raise ProofInvalid("from nothing there is nothing to prove")
    else:
        verify_consistency(before.size, after.size, before.root, after.root, proof)


def _read(body: bytes) -> _Asked:
    head, found, note = body.partition(b"\n\n")
    lines = head.decode("ascii", errors="replace").split("\n")
    old = _OLD.fullmatch(lines[0])
    if not found or old is None or len(lines) - 1 > _MOST_HASHES:
        raise NoteInvalid("a question is an old size, a proof, an empty line and a checkpoint")
    try:
        proof = tuple(map(decode_strictly, lines[1:]))
    except ValueError:
        raise NoteInvalid("a proof's lines are base64") from None
    return _Asked(int(old[1]), proof, parse_note(note))


def _said(status: int, sentence: str) -> Reply:
    return Reply(status, f"{sentence}\n".encode())


def _digest(origin: str) -> str:
    return sha256(origin.encode()).hexdigest()
