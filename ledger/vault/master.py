"""The master key: wraps every other key, and never leaves its file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_KEY_BYTES = 32
_NONCE_BYTES = 12


class MasterKeyUnusable(Exception):
    """The master key cannot be read: it must be 64 hex digits in a file that others cannot read. Nothing was opened."""


class WrongMasterKey(Exception):
    """The master key does not open this key store. Nothing was changed; use the key the store was made with."""


class MasterKey:
    """Wraps keys with AES-256-GCM. ``context`` binds a wrapped key to its row: swapped rows do not open."""

    def __init__(self, key: bytes) -> None:
        if len(key) != _KEY_BYTES:
            raise MasterKeyUnusable("the key is not 32 bytes")
        self._cipher = AESGCM(key)

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
        encrypt, drawn = self._cipher.encrypt, os.urandom(_NONCE_BYTES * len(keys))
        nonces = [drawn[at : at + _NONCE_BYTES] for at in range(0, len(drawn), _NONCE_BYTES)]
        return [
            _VERSION + nonce + encrypt(nonce, key, context) for nonce, (key, context) in zip(nonces, keys, strict=True)
        ]

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Return the key. Raises WrongMasterKey."""
        if wrapped[:1] != _VERSION:
            raise WrongMasterKey("the key was wrapped by another version")
        nonce, content = wrapped[1 : 1 + _NONCE_BYTES], wrapped[1 + _NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, content, context)
        except (InvalidTag, ValueError) as error:
            raise WrongMasterKey("a wrapped key does not open") from error


def create_master_key(path: Path) -> None:
    """Write a new random master key to a file only its owner reads. Raises FileExistsError when there is one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(os.urandom(_KEY_BYTES).hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
