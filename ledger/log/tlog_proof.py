"""Proofs that can be carried (C2SP tlog-proof): an entry's place, its path, and the signed checkpoint it leads to."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass

from ledger.log.checkpoint import Checkpoint
from ledger.log.note import Note, parse_note
from ledger.log.proofs import ProofInvalid, verify_inclusion
from ledger.log.strict_base64 import decode_strictly
from ledger.log.tiles import leaf_hash
from ledger.log.trust_policy import Cosigned, TrustPolicy

_FIRST = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True)
class TlogProof:
    """Where an entry stands and the path to the root of ``note``'s checkpoint. ``extra`` is signed by nobody."""

    index: int
    path: tuple[bytes, ...]
    note: Note
    extra: bytes | None = None

    def __bytes__(self) -> bytes:
        extra = [] if self.extra is None else [f"extra {b64encode(self.extra).decode()}"]
        lines = [_FIRST, *extra, f"index {self.index}", *(b64encode(digest).decode() for digest in self.path)]
        return "".join(f"{line}\n" for line in (*lines, "")).encode() + bytes(self.note)

    def check(self, entry: bytes, policy: TrustPolicy) -> tuple[Checkpoint, Cosigned]:
        """Check that a log of the policy, seen by its witnesses, holds ``entry`` at the index.

        Raises ProofInvalid, NoteInvalid and Untrusted.
        """
        cosigned = policy.check(self.note)
        checkpoint = Checkpoint.parse(cosigned.text)
        verify_inclusion(leaf_hash(entry), self.index, checkpoint.size, self.path, checkpoint.root)
        return checkpoint, cosigned


def parse_proof(data: bytes) -> TlogProof:
    """Read a proof: what stands before its *first* empty line is its own. Raises ProofInvalid and NoteInvalid."""
    head, found, note = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise ProofInvalid("a proof's own lines are ASCII") from None
    if not found or lines[0] != _FIRST:
        raise ProofInvalid(f"a proof begins with {_FIRST}")
    rest = lines[1:]
    extra = _decoded(rest.pop(0)[6:]) if rest and rest[0].startswith("extra ") else None
    index = _INDEX.fullmatch(rest[0]) if rest else None
    if index is None:
        raise ProofInvalid("a proof names its entry's index")
    return TlogProof(int(index[1]), tuple(_decoded(line) for line in rest[1:]), parse_note(note), extra)


def _decoded(text: str) -> bytes:
    try:
        return decode_strictly(text)
    except ValueError as error:
        raise ProofInvalid(str(error)) from None
