"""Checkpoints (C2SP tlog-checkpoint v1.0.0): which log, how many entries, which root. Signed as notes."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass

from ledger.log.note import NoteInvalid
from ledger.log.strict_base64 import decode_strictly
from ledger.log.tiles import HASH_BYTES

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
#: Other readers take sizes for signed 64-bit numbers.
_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One head of one log. ``origin`` equals the name of the log's key."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read a checkpoint's text. Lines of extension are refused: nothing here writes any, and a witness may not
        have seen them. Raises NoteInvalid."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or not lines[0] or not _SIZE.fullmatch(lines[1]):
            raise NoteInvalid("a checkpoint is three lines: origin, size, root")
        try:
            root = decode_strictly(lines[2])
        except ValueError:
            raise NoteInvalid("a checkpoint's root is base64") from None
        found = cls(lines[0], int(lines[1]), root)
        if found.size > _MOST:
            raise NoteInvalid("a checkpoint's size is beyond 2^63")
        if len(root) != HASH_BYTES or found.text() != text:
            raise NoteInvalid("a checkpoint's root is 32 bytes in base64")
        return found
