"""A secret in three shares, of which any two give it back and one says nothing.

Shamir's way (1979), byte by byte over GF(256). A share is a line of text with a checksum, to be printed and kept by
three people.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import sha256

SHARES, NEEDED = 3, 2
_FIRST = "PL-SHARE"
_CHECKED = 8


class SharesUnusable(Exception):
    """These are not two different shares of one master key, each copied without a mistake. Nothing was changed; compare
    them with the paper, character by character."""


def split(secret: bytes) -> tuple[str, ...]:
    """Return three shares of a secret, each as a line of text."""
    slope = os.urandom(len(secret))
    points = (
        bytes(value ^ _times(rise, place) for value, rise in zip(secret, slope, strict=True))
        for place in range(1, SHARES + 1)
    )
    return tuple(_line(place, point, _mark(secret)) for place, point in enumerate(points, start=1))


def combine(shares: Sequence[str]) -> bytes:
    """Return the secret of two shares. Raises SharesUnusable."""
    if len(shares) != NEEDED:
        raise SharesUnusable(f"{NEEDED} shares are needed")
    (one, left, mark), (other, right, other_mark) = (_read(share) for share in shares)
    if one == other or mark != other_mark or len(left) != len(right):
        raise SharesUnusable("the shares are the same one, or of different keys")
    # The line through both points, at 0: f(0) = (f(a)·b + f(b)·a) / (a + b), where + is exclusive or.
    scale = _inverse(one ^ other)
    secret = bytes(
        _times(_times(a, other) ^ _times(b, one), scale) for a, b in zip(left, right, strict=True)
    )
    if _mark(secret) != mark:
        raise SharesUnusable("the shares do not belong together")
    return secret


def _line(place: int, point: bytes, mark: str) -> str:
    body = f"{_FIRST}-{place}-{mark}-{point.hex()}"
    return f"{body}-{sha256(body.encode()).hexdigest()[:_CHECKED]}"


def _read(line: str) -> tuple[int, bytes, str]:
    body, _, checked = line.strip().rpartition("-")
    words = body.removeprefix(f"{_FIRST}-").split("-")
    if sha256(body.encode()).hexdigest()[:_CHECKED] != checked or not body.startswith(_FIRST) or len(words) != 3:
        raise SharesUnusable("a share was not copied as it was printed")
    return int(words[0]), bytes.fromhex(words[2]), words[1]


def _mark(secret: bytes) -> str:
    return sha256(b"provision-ledger share\n" + secret).hexdigest()[:_CHECKED]


def _times(one: int, other: int) -> int:
    """Multiply in GF(256) with the polynomial of AES (FIPS 197, 4.2)."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one = (one << 1) ^ (0x11B if one & 0x80 else 0)
        other >>= 1
    return product


def _inverse(value: int) -> int:
    return next(other for other in range(1, 256) if _times(value, other) == 1)
