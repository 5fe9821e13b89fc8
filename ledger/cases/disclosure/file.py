"""The file of a disclosure: its members, their types, and the canonical bytes they have together."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from ledger.cases.disclosure.strict import Malformed, exactly, from_base64, texts, to_base64url
from ledger.log.canonical import canonical
from ledger.log.entry import MAX_ENTRY_BYTES
from ledger.log.tiles import HASH_BYTES

DOCUMENT, VERSION = "provision-ledger/person-disclosure", 1
FILE_NAME = "person.disclosure.json"


@dataclass(frozen=True, slots=True)
class Proven:
    """An entry of the log, its index, and its inclusion path in the checkpoint's tree."""

    entry: bytes
    index: int
    proof: tuple[bytes, ...]

    def as_json(self) -> dict[str, Any]:
        """Return its members."""
        return {
            "entry": self.entry.decode(),
            "index": self.index,
            "proof": [b64encode(each).decode() for each in self.proof],
        }


@dataclass(frozen=True, slots=True)
class Anchor:
    """The key entry of the issuer, and the disclosure that opens it."""

    proven: Proven
    opening: str

    def as_json(self) -> dict[str, Any]:
        """Return its members."""
        return {**self.proven.as_json(), "opening": self.opening}


@dataclass(frozen=True, slots=True)
class DisclosureFile:
    """Everything in the file. ``time_stamps`` are tokens in DER, ``checkpoint`` is the signed note."""

    sd_jwt: str
    issuer_key: Anchor
    records: tuple[Proven, ...]
    checkpoint: str
    time_stamps: tuple[bytes, ...]

    def beside(self) -> str:
        """Return the digest of everything but the SD-JWT, which the issuer signs into it."""
        members = self._members()
        del members["sd_jwt"]
        return to_base64url(sha256(canonical(members)).digest())

    def as_bytes(self) -> bytes:
        """Return the file."""
        return canonical(self._members())

    def _members(self) -> dict[str, Any]:
        return {
            "checkpoint": self.checkpoint,
            "document": DOCUMENT,
            "issuer_key": self.issuer_key.as_json(),
            "records": [record.as_json() for record in self.records],
            "sd_jwt": self.sd_jwt,
            "time_stamps": [b64encode(token).decode() for token in self.time_stamps],
            "version": VERSION,
        }


_PROVEN: Mapping[str, type] = {"entry": str, "index": int, "proof": list}


def read_members(value: Any) -> tuple[DisclosureFile, tuple[str, int]]:
    """Return the file that a JSON value is, and which document of which version it says to be. Raises Malformed."""
    said = exactly(
        value,
        {
            "checkpoint": str, "document": str, "issuer_key": dict, "records": list, "sd_jwt": str,
            "time_stamps": list, "version": int,
        },
    )  # fmt: skip
    key = exactly(said["issuer_key"], {**_PROVEN, "opening": str})
    file = DisclosureFile(
        said["sd_jwt"],
        Anchor(_proven(key), key["opening"]),
        tuple(_proven(exactly(each, _PROVEN)) for each in said["records"]),
        said["checkpoint"],
        tuple(from_base64(each) for each in texts(said["time_stamps"])),
    )
    return file, (said["document"], said["version"])


def _proven(said: Mapping[str, Any]) -> Proven:
    entry = said["entry"].encode()
    if len(entry) > MAX_ENTRY_BYTES:
        raise Malformed("an entry is longer than any entry")
    return Proven(entry, said["index"], tuple(from_base64(each, HASH_BYTES) for each in texts(said["proof"])))
