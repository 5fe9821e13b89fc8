"""The issuer's key: P-256, in a file of its own, announced by an entry of the log before anything is signed with it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_public_key,
    load_pem_private_key,
)

from ledger.cases.disclosure.strict import Malformed, exactly, from_base64url, to_base64url
from ledger.log.canonical import canonical

#: Order of the group of P-256 (FIPS 186-5). Of a signature's two values of s the one up to its half is taken.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_HALF = _ORDER // 2
_PART = 32


class IssuerKeyUnusable(Exception):
    """The issuer's key cannot be read: it must be a P-256 private key (PEM, PKCS 8) in a file others cannot read.
    Nothing was signed; make one with `provision-ledger issuer create`."""


@dataclass(frozen=True, slots=True)
class IssuerPublicKey:
    """A P-256 point: ``x`` and ``y``, 32 bytes each."""

    x: bytes
    y: bytes

    @classmethod
    def from_jwk(cls, jwk: Any) -> IssuerPublicKey:
        """Read a JWK of exactly `crv`, `kty`, `x`, `y`. Raises Malformed."""
        said = exactly(jwk, {"crv": str, "kty": str, "x": str, "y": str})
        if (said["crv"], said["kty"]) != ("P-256", "EC"):
            raise Malformed("expected a P-256 key")
        return cls(from_base64url(said["x"], _PART), from_base64url(said["y"], _PART))

    @classmethod
    def from_spki(cls, der: bytes) -> IssuerPublicKey:
        """Read a SubjectPublicKeyInfo (RFC 5480). Raises Malformed where it is no P-256 key in this spelling."""
        try:
            key = load_der_public_key(der)
        except (ValueError, UnsupportedAlgorithm) as error:
            raise Malformed("expected a SubjectPublicKeyInfo") from error
        if not (isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)):
            raise Malformed("expected a P-256 key")
        found = _of(key)
        if found.spki != der:
            raise Malformed("expected an uncompressed point")
        return found

    @property
    def jwk(self) -> dict[str, str]:
        """The key as JWK (RFC 7517), with what RFC 7638 takes the thumbprint of and nothing else."""
        return {"crv": "P-256", "kty": "EC", "x": to_base64url(self.x), "y": to_base64url(self.y)}

    @property
    def thumbprint(self) -> str:
        """The key's SHA-256 thumbprint (RFC 7638), base64url."""
        return to_base64url(sha256(canonical(self.jwk)).digest())

    @property
    def spki(self) -> bytes:
        """The key as SubjectPublicKeyInfo in DER, as a trust policy names it."""
        return self._key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def verifies(self, signature: bytes, signed: bytes) -> bool:
        """Tell whether an ES256 signature (RFC 7518, 3.4: r ‖ s) is this key's, in its one form."""
        r, s = int.from_bytes(signature[:_PART], "big"), int.from_bytes(signature[_PART:], "big")
        if len(signature) != 2 * _PART or s > _HALF:
            return False
        try:
            self._key().verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
        except (InvalidSignature, ValueError):  # the second where the point is not on the curve
            return False
        return True

    def _key(self) -> ec.EllipticCurvePublicKey:
        x, y = int.from_bytes(self.x, "big"), int.from_bytes(self.y, "big")
        return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


class IssuerKey:
    """The private key, which never leaves its file and this object."""

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        self._key = key
        self.public = _of(key.public_key())

    @classmethod
    def generate(cls) -> IssuerKey:
        """Draw a new key."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def from_file(cls, path: Path) -> IssuerKey:
        """Read the key from its file. Raises IssuerKeyUnusable."""
        try:
            if path.stat().st_mode & 0o007:
                raise IssuerKeyUnusable(f"{path.name} can be read by everybody; run chmod o= on it")
            key = load_pem_private_key(path.read_bytes(), password=None)
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise IssuerKeyUnusable(f"{path.name}: {type(error).__name__}") from error
        if not (isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1)):
            raise IssuerKeyUnusable(f"{path.name}: no P-256 key")
        return cls(key)

    def write(self, path: Path) -> None:
        """Write the key to a new file only its owner reads. Raises FileExistsError when there is one."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            file.flush()
            os.fsync(file.fileno())

    def sign(self, signed: bytes) -> bytes:
        """Return the ES256 signature r ‖ s with the lower s: the higher one would verify as well, and so be a change
        that nobody notices."""
        r, s = decode_dss_signature(self._key.sign(signed, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(_PART, "big") + min(s, _ORDER - s).to_bytes(_PART, "big")


def _of(key: ec.EllipticCurvePublicKey) -> IssuerPublicKey:
    numbers = key.public_numbers()
    return IssuerPublicKey(numbers.x.to_bytes(_PART, "big"), numbers.y.to_bytes(_PART, "big"))
