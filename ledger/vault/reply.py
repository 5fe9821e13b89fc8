"""A key for one reply: who has its public half can seal an answer that only the private half opens.

HPKE in its base mode (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. What is sealed begins with the
encapsulated key (32 bytes). Who sealed it is not proven by it: that is for the topic it comes on.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from ledger.vault.seal import SealBroken

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_INFO = b"provision_ledger task answer 1\n"


@dataclass(frozen=True, slots=True)
class ReplyKey:
    """Both halves of a key, 32 bytes each."""

    private: bytes
    public: bytes


def new_reply_key() -> ReplyKey:
    """Draw a key."""
    private = X25519PrivateKey.generate()
    return ReplyKey(private.private_bytes_raw(), private.public_key().public_bytes_raw())


def seal_reply(public: bytes, plaintext: bytes, about: bytes) -> bytes:
    """Seal a reply about something (its id). Raises ValueError for what is no public key."""
    return _SUITE.encrypt(plaintext, X25519PublicKey.from_public_bytes(public), info=_INFO + about)


def open_reply(private: bytes, sealed: bytes, about: bytes) -> bytes:
    """Return what was sealed. Raises SealBroken."""
    try:
        return _SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info=_INFO + about)
    except (InvalidTag, ValueError) as error:
        raise SealBroken("a reply does not open under its key") from error
