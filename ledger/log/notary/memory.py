"""What the notary signed last, in a file outside the database: whoever rewrites that, finds this unchanged."""

from __future__ import annotations

import fcntl
from collections.abc import Sequence
from pathlib import Path

from ledger.log.checkpoint import Checkpoint
from ledger.log.note import Note, NoteInvalid, VerifierKey, parse_note, verified
from ledger.store.files import write_durably

_LAST, _LOCK = "last-signed", "lock"


class NotaryBusy(Exception):
    """Another notary runs over the same memory. Nothing was signed: one log has one notary at a time; stop that one
    first, or leave it running."""


class MemoryUnreadable(Exception):
    """The notary's memory is there and is no signed head: it was cut or changed. Nothing was signed. Put it back from
    the last exported checkpoint (docs/notary.md)."""


class Memory:
    """The memory in ``folder``, claimed by one process. Raises NotaryBusy, MemoryUnreadable."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / _LAST
        self._claim = (folder / _LOCK).open("w")
        try:
            fcntl.flock(self._claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotaryBusy(str(folder)) from None
        try:
            self._note = last_signed(folder)
        except MemoryUnreadable:
            self._claim.close()
            raise

    @property
    def note(self) -> Note | None:
        """The last head that was signed, as it was signed; None when none ever was."""
        return self._note

    @property
    def last(self) -> Checkpoint | None:
        """What that head says."""
        return None if self._note is None else Checkpoint.parse(self._note.text)

    def is_signed_by(self, keys: Sequence[VerifierKey]) -> bool:
        """Tell whether the last head bears a signature of one of ``keys``."""
        try:
            return self._note is not None and bool(verified(self._note, keys).by)
        except NoteInvalid:
            return False

    def remember(self, note: Note) -> None:
        """Keep a signed head, on disk. It must be kept before the signature leaves. Raises OSError."""
        write_durably(self._path, bytes(note))
        self._note = note

    def close(self) -> None:
        """Let another notary have the memory."""
        self._claim.close()


def last_signed(folder: Path) -> Note | None:
    """Return the head that the memory in ``folder`` holds, None where it holds none. Raises MemoryUnreadable."""
    path = folder / _LAST
    if not path.exists():
        return None
    try:
        note = parse_note(path.read_bytes())
        Checkpoint.parse(note.text)
        return note
    except NoteInvalid as invalid:
        raise MemoryUnreadable(f"{path}: {invalid}") from None


def is_claimed(folder: Path) -> bool:
    """Tell whether a notary runs over the memory in ``folder``."""
    if not (folder / _LOCK).exists():
        return False
    with (folder / _LOCK).open() as claim:
        try:
            fcntl.flock(claim, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
