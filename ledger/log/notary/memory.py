"""What the notary signed last, in a file outside the database: whoever rewrites that, finds this unchanged."""

from __future__ import annotations

import fcntl
from pathlib import Path

from ledger.log.checkpoint import Checkpoint
from ledger.log.note import Note, NoteInvalid, parse_note
from ledger.store.files import write_durably

_LAST, _LOCK = "last-signed", "lock"


class NotaryBusy(Exception):
    """Another notary runs over the same memory. Nothing was signed: one log has one notary at a time."""


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
            self._last = last_signed(folder)
        except MemoryUnreadable:
            self._claim.close()
            raise

    @property
    def last(self) -> Checkpoint | None:
        """The last head that was signed, or None when none ever was."""
        return self._last

    def remember(self, note: Note) -> None:
        """Keep a signed head, on disk. It must be kept before the signature leaves. Raises OSError."""
        write_durably(self._path, bytes(note))
        self._last = Checkpoint.parse(note.text)

    def close(self) -> None:
        """Let another notary have the memory."""
        self._claim.close()


def last_signed(folder: Path) -> Checkpoint | None:
    """Return the head that the memory in ``folder`` holds, None where it holds none. Raises MemoryUnreadable."""
    path = folder / _LAST
    if not path.exists():
        return None
    try:
        return Checkpoint.parse(parse_note(path.read_bytes()).text)
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
