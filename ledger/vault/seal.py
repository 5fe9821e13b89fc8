"""Sealing: AES-256-GCM with a random nonce, bound to the entry it belongs to."""

from __future__ import annotations

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class SealBroken(Exception):
    """Sealed bytes do not open under their key for this entry: they were changed or moved. Keep the database as it
    is and run the audit."""


def seal(cipher: AESGCM, plaintext: bytes, entry_id: bytes, nonce: bytes | None = None) -> bytes:
    """Return nonce and ciphertext; ``entry_id`` is the associated data. A ``nonce`` of 12 bytes is drawn here unless
    the caller has drawn many at once."""
    nonce = nonce or os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plaintext, entry_id)


def open_sealed(cipher: AESGCM, sealed: bytes, entry_id: bytes) -> bytes:
    """Return the plaintext. Raises SealBroken."""
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], entry_id)
    except (InvalidTag, ValueError) as error:
        raise SealBroken("sealed bytes do not open") from error


def place_of_part(file_id: UUID, part: int) -> bytes:
    """Return the associated data by which one part of a file is bound to its place."""
    return file_id.bytes + part.to_bytes(4, "big")
