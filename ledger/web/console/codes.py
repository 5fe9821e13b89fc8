"""One-time codes (RFC 6238): six digits of a time step of 30 s, each taken once."""

from __future__ import annotations

import hmac
import unicodedata
from urllib.parse import quote

import pyotp

_STEP_US = 30_000_000
#: Steps before and after the present one that are taken too: clocks of telephones differ.
_DRIFT = (0, -1, 1)


def step_of(secret: str, typed: str, now: int) -> int | None:
    """Return the time step whose code was typed, None where it is none of those near ``now`` (µs UTC). Whoever takes a
    code sees to it that its step is later than the last that was taken."""
    told = "".join(one for one in unicodedata.normalize("NFKC", typed) if one.isdigit())
    codes, present, found = pyotp.HOTP(secret), now // _STEP_US, None
    for drift in _DRIFT:
        if hmac.compare_digest(codes.at(present + drift), told):
            found = present + drift
    return found


def grouped(secret: str) -> str:
    """Write a secret in groups of four, as it is typed into a telephone."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def address(secret: str, officer: str, issuer: str) -> str:
    """Return the otpauth address by which a program on the same machine takes the secret."""
    named = quote(f"{issuer}:{officer}", safe="")
    return f"otpauth://totp/{named}?secret={secret}&issuer={quote(issuer, safe='')}"
