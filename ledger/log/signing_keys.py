"""Private keys that sign notes, in files: one line, as Go's sumdb/note writes it, that only its owner reads."""

from __future__ import annotations

import binascii
import os
from base64 import b64decode, b64encode
from pathlib import Path
from typing import TypeVar

from ledger.log.note import Cosigner, NoteSigner

_FIRST = "PRIVATE+KEY"
_SEED_BYTES = 32
Signer = TypeVar("Signer", NoteSigner, Cosigner)


class SigningKeyUnusable(Exception):
    """The file holds no signing key of the kind that is needed, or others can read it. Nothing was signed; name the
    right file, or run chmod 600 on it."""


def create_signing_key(path: Path, name: str, kind: type[Signer]) -> Signer:
    """Write a new random key to a file that only its owner reads. Raises FileExistsError, and ValueError for a name
    that no key may have."""
    seed = os.urandom(_SEED_BYTES)
    signer = kind(name, seed)
    secret = b64encode(bytes((signer.key.kind,)) + seed).decode()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{_FIRST}+{name}+{signer.key.key_id.hex()}+{secret}\n")
        file.flush()
        os.fsync(file.fileno())
    return signer


def read_signing_key(path: Path, kind: type[Signer]) -> Signer:
    """Read a key from its file. Raises SigningKeyUnusable."""
    try:
        if path.stat().st_mode & 0o077:
            raise SigningKeyUnusable(f"{path.name} can be read by others")
        first, found, rest = path.read_text().strip().partition("KEY+")
        name, told, secret = rest.split("+", 2)
        key = b64decode(secret, validate=True)
        signer = kind(name, key[1:])
    except (OSError, ValueError, binascii.Error) as error:
        raise SigningKeyUnusable(f"{path.name}: {type(error).__name__}") from error
    if first + found != f"{_FIRST}+" or told != signer.key.key_id.hex() or key[0] != signer.key.kind:
        raise SigningKeyUnusable(f"{path.name} is a key of another kind")
    return signer
