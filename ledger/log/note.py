"""Signed notes (C2SP signed-note v1.0.0): a text, an empty line, and lines of signatures by name and key id.

Signatures by keys one does not know are ignored; a known key whose signature fails makes the whole note worthless.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.log.edwards import POINT_BYTES, is_weak
from ledger.log.strict_base64 import decode_strictly

#: Kinds of keys, the byte before the public key in a verifier key.
ED25519, COSIGNATURE = 0x01, 0x04
#: No note of ours or of anybody we read carries more (Go refuses more as well).
MOST_SIGNATURES = 100
_KEY_ID_BYTES, _PUBLIC_BYTES, _SIGNATURE_BYTES, _TIME_BYTES = 4, 32, 64, 8
#: As C2SP limits it: what reads a time as a signed number must not find another one.
_LAST_TIME = 2**63 - 1
_LINE = re.compile(r"\u2014 (?P<name>\S+) (?P<signed>\S+)")
_COSIGNED = "cosignature/v1\ntime {}\n{}"


class NoteInvalid(Exception):
    """The note is not signed as it should be, or is not a note at all. What it says proves nothing."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note: who, and the bytes after the key's id."""

    name: str
    key_id: bytes
    blob: bytes

    def line(self) -> str:
        """Return the line without its line feed."""
        return f"\u2014 {self.name} {b64encode(self.key_id + self.blob).decode()}"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, which ends with a line feed, and its signatures."""

    text: str
    signatures: tuple[Signature, ...]

    def __bytes__(self) -> bytes:
        return (self.text + "\n" + "".join(f"{signature.line()}\n" for signature in self.signatures)).encode()

    def with_signatures(self, signatures: Iterable[Signature]) -> Note:
        """Return the note with more signatures under it."""
        return Note(self.text, (*self.signatures, *signatures))


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name it signs by. ``kind`` is ED25519 or COSIGNATURE."""

    name: str
    kind: int
    public: bytes

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read a verifier key, ``name+id+key``. Raises NoteInvalid where it is none, or of a kind unknown here."""
        name, _, rest = text.partition("+")
        told, _, encoded = rest.partition("+")
        key = _decoded(encoded)
        if not is_name(name) or len(key) != 1 + _PUBLIC_BYTES or key[0] not in (ED25519, COSIGNATURE):
            raise NoteInvalid("not a verifier key of a kind known here")
        found = cls(name, key[0], key[1:])
        if told != found.key_id.hex():
            raise NoteInvalid("a verifier key whose id is not its own")
        if is_weak(found.public):
            raise NoteInvalid("a verifier key under which more than one text has the same signature")
        return found

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256 over name, line feed, kind and key."""
        return sha256(self.name.encode() + b"\n" + bytes((self.kind,)) + self.public).digest()[:_KEY_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(bytes((self.kind,)) + self.public).decode()}"

    def check(self, text: str, signature: Signature) -> int | None:
        """Check a signature of this key under ``text``, and return the time (s since 1970) a cosignature carries.

        Raises NoteInvalid.
        """
        timed = _TIME_BYTES if self.kind == COSIGNATURE else 0
        if len(signature.blob) != timed + _SIGNATURE_BYTES:
            raise NoteInvalid(f"the signature of {self.name} has another length")
        at = int.from_bytes(signature.blob[:timed], "big") if timed else None
        if at is not None and at > _LAST_TIME:
            raise NoteInvalid(f"the cosignature of {self.name} is of no time")
        signed = text if at is None else _COSIGNED.format(at, text)
        if is_weak(signature.blob[timed : timed + POINT_BYTES]):
            raise NoteInvalid(f"the signature of {self.name} begins with a point of small order")
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature.blob[timed:], signed.encode())
        except InvalidSignature:
            raise NoteInvalid(f"the signature of {self.name} does not fit what it signs") from None
        return at


@dataclass(frozen=True, slots=True)
class Verified:
    """A note's text, and by which of the keys it is signed: each with the time its cosignature carries, or None."""

    text: str
    by: tuple[tuple[VerifierKey, int | None], ...]


class NoteSigner:
    """Signs notes with Ed25519. ``seed``: the private key's 32 bytes."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = VerifierKey(_checked(name), ED25519, self._private.public_key().public_bytes_raw())

    def sign(self, text: str) -> Signature:
        """Return the signature to put under ``text``."""
        return Signature(self.key.name, self.key.key_id, self._private.sign(text.encode()))


class Cosigner:
    """Cosigns checkpoints with a time (C2SP tlog-cosignature v1.0.1, cosignature/v1).

    Neither the name nor the kind is signed: the same seed must serve nobody else.
    """

    def __init__(self, name: str, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = VerifierKey(_checked(name), COSIGNATURE, self._private.public_key().public_bytes_raw())

    def cosign(self, text: str, at: int) -> Signature:
        """Return the cosignature of a checkpoint's ``text`` at a time (s since 1970)."""
        signed = self._private.sign(_COSIGNED.format(at, text).encode())
        return Signature(self.key.name, self.key.key_id, at.to_bytes(_TIME_BYTES, "big") + signed)


def parse_note(data: bytes) -> Note:
    """Read a note: what stands before the *last* empty line is its text. Raises NoteInvalid."""
    try:
        whole = data.decode()
    except UnicodeDecodeError:
        raise NoteInvalid("a note is UTF-8") from None
    if any(character < " " and character != "\n" for character in whole):
        raise NoteInvalid("a note has no control characters")
    text, found, signatures = whole.rpartition("\n\n")
    if not found or not signatures.endswith("\n"):
        raise NoteInvalid("a note ends with an empty line and signatures")
    lines = signatures[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteInvalid("a note with too many signatures")
    return Note(text + "\n", tuple(_signature(line) for line in lines))


def verify_note(data: bytes, keys: Sequence[VerifierKey]) -> Verified:
    """Check every signature under a note by one of ``keys``. Raises NoteInvalid where none is, or one of them fails."""
    return verified(parse_note(data), keys)


def verified(note: Note, keys: Sequence[VerifierKey]) -> Verified:
    """Check a note that was read already, as ``verify_note`` does. Raises NoteInvalid."""
    known = {(key.name, key.key_id): key for key in keys}
    by: dict[VerifierKey, int | None] = {}
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is not None:
            # A second line of one key is checked as well: no line of a known key passes unseen.
            by.setdefault(key, key.check(note.text, signature))
    if not by:
        raise NoteInvalid("no known key signed the note")
    return Verified(note.text, tuple(by.items()))


def is_name(name: str) -> bool:
    """Tell whether a key may have this name: not empty, without spaces and plus signs."""
    return bool(name) and "+" not in name and not any(character.isspace() or character < " " for character in name)


def _checked(name: str) -> str:
    if not is_name(name):
        raise ValueError("a key's name is not empty and has neither spaces nor plus signs")
    return name


def _signature(line: str) -> Signature:
    found = _LINE.fullmatch(line)
    if found is None or not is_name(found["name"]):
        raise NoteInvalid("a line under the note is no signature")
    signed = _decoded(found["signed"])
    if len(signed) <= _KEY_ID_BYTES:
        raise NoteInvalid("a signature is too short")
    return Signature(found["name"], signed[:_KEY_ID_BYTES], signed[_KEY_ID_BYTES:])


def _decoded(text: str) -> bytes:
    try:
        return decode_strictly(text)
    except ValueError as error:
        raise NoteInvalid(str(error)) from None
