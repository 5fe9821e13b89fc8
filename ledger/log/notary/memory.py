"""What the notary signed last, in a file outside the database: whoever rewrites that, finds this unchanged."""

from __future__ import annotations

import fcntl
from pathlib import Path

from ledger.log.checkpoint import Checkpoint
from ledger.log.note import Note, parse_note
from ledger.store.files import write_durably

_LAST, _LOCK = "last-signed", "lock"


class NotaryBusy(Exception):
    """Another notary runs over the same memory. Nothing was signed: one log has one notary at a time."""


class Memory:
    """The memory in ``folder``, claimed by one process. Raises NotaryBusy."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / _LAST
        self._claim = (folder / _LOCK).open("w")
        try:
            fcntl.flock(self._claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotaryBusy(str(folder)) from None
        self._last = Checkpoint.parse(parse_note(self._path.read_bytes()).text) if self._path.exists() else None

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
