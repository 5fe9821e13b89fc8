"""Master keys: they wrap every other key, and never leave the file or secret they came in.

What wraps is behind a port, ``KeyService``, so that a service outside this process may take a master key's place. A
wrapped key says by the number of a master key which one wrapped it; while keys change over, two are at hand.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

#: Before a wrapped key: an earlier release wrote no number of the master key behind it.
_UNNUMBERED, _NUMBERED = b"\x01", b"\x02"
_NUMBER_BYTES = 4
_KEY_BYTES = 32
_NONCE_BYTES = 12


class MasterKeyUnusable(Exception):
    """The master key cannot be read: it must be 64 hex digits in a file that others cannot read. Nothing was opened;
    name the right file (`master_key_file`), or run chmod 600 on it."""


class WrongMasterKey(Exception):
    """The master key does not open this key store. Nothing was changed; use the key the store was made with."""


class KeyService(Protocol):
    """Wraps and unwraps keys. ``context`` binds a wrapped key to its row: swapped rows do not open.

    May be slow, so that callers keep what they unwrapped; never returns or logs what it wraps by.
    """

    @property
    def number(self) -> bytes:
        """Four bytes that name the master key that wraps from now on."""

    def wrap_all(self, keys: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        """Return each (key, context) wrapped, in order."""

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Return the key. Raises WrongMasterKey."""


def number_of(wrapped: bytes) -> bytes | None:
    """Return which master key wrapped a key; None where an earlier release did not say."""
    return wrapped[1 : 1 + _NUMBER_BYTES] if wrapped[:1] == _NUMBERED else None


class MasterKey:
    """A master key in this process's memory: wraps with AES-256-GCM."""

    def __init__(self, key: bytes) -> None:
        if len(key) != _KEY_BYTES:
            raise MasterKeyUnusable("the key is not 32 bytes")
        self._cipher = AESGCM(key)
        # Of a random key nothing can be learnt from its hash, and a key store tells by it which one it was made with.
        self.number = sha256(b"provision-ledger master key\n" + key).digest()[:_NUMBER_BYTES]

    @classmethod
    def from_text(cls, text: str) -> MasterKey:
        """Read the key from 64 hex digits, such as an environment secret holds. Raises MasterKeyUnusable."""
        try:
            return cls(bytes.fromhex(text.strip()))
        except ValueError as error:
            raise MasterKeyUnusable("the secret is not hex") from error

    @classmethod
    def from_file(cls, path: Path) -> MasterKey:
        """Read the key from its file. Raises MasterKeyUnusable."""
        try:
            if path.stat().st_mode & 0o007:
                raise MasterKeyUnusable(f"{path.name} can be read by everybody; run chmod o= on it")
            return cls(bytes.fromhex(path.read_text().strip()))
        except (OSError, ValueError) as error:
            raise MasterKeyUnusable(f"{path.name}: {type(error).__name__}") from error

    def wrap(self, key: bytes, context: bytes) -> bytes:
        """Return the wrapped key."""
        return self.wrap_all([(key, context)])[0]

    def wrap_all(self, keys: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        """Return each (key, context) wrapped, in order."""
        head = _NUMBERED + self.number
        encrypt, drawn = self._cipher.encrypt, os.urandom(_NONCE_BYTES * len(keys))
        nonces = [drawn[at : at + _NONCE_BYTES] for at in range(0, len(drawn), _NONCE_BYTES)]
        return [
            head + nonce + encrypt(nonce, key, context) for nonce, (key, context) in zip(nonces, keys, strict=True)
        ]

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Return the key. Raises WrongMasterKey."""
        if wrapped[:1] not in (_UNNUMBERED, _NUMBERED):
            raise WrongMasterKey("the key was wrapped by another version")
        if number_of(wrapped) not in (None, self.number):
            raise WrongMasterKey("the key was wrapped by another master key")
        at = 1 + (_NUMBER_BYTES if wrapped[:1] == _NUMBERED else 0)
        nonce, content = wrapped[at : at + _NONCE_BYTES], wrapped[at + _NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, content, context)
        except (InvalidTag, ValueError) as error:
            raise WrongMasterKey("a wrapped key does not open") from error


class MasterKeys:
    """The master key that wraps, and others that still open what they wrapped: two while keys change over."""

    def __init__(self, current: MasterKey, others: Sequence[MasterKey] = ()) -> None:
        self._current = current
        self._all = {key.number: key for key in (current, *others)}
        self.number = current.number

    def wrap_all(self, keys: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        """Return each (key, context) wrapped by the current master key."""
        return self._current.wrap_all(keys)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Return the key, whichever master key wrapped it. Raises WrongMasterKey."""
        number = number_of(wrapped)
        if number is not None:
            if number not in self._all:
                raise WrongMasterKey("the key was wrapped by a master key that is not at hand")
            return self._all[number].unwrap(wrapped, context)
        for key in self._all.values():
            try:
                return key.unwrap(wrapped, context)
            except WrongMasterKey:
                continue
        raise WrongMasterKey("a wrapped key does not open")


def create_master_key(path: Path, key: bytes | None = None) -> None:
    """Write a new random master key, or a restored one, to a file only its owner reads. Raises FileExistsError when
    there is one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write((key or os.urandom(_KEY_BYTES)).hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
