"""Policies and heads that somebody made to be read in two ways: weak keys, points off the curve, sizes beyond 2^53."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256

from ledger.log.note import COSIGNATURE, ED25519, VerifierKey
from tests.disclosures import COSIGNER, ISSUER, KEY, SIGNER, policy

_FIELD = 2**255 - 19
_EIGHTH = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
#: The y of every point of small order, and second spellings of those that have one.
SMALL_ORDER = (0, 1, _FIELD - 1, _EIGHTH, _FIELD - _EIGHTH, _FIELD, _FIELD + 1)
_SPKI_HEAD = KEY.public.spki[:27]
_P256 = 2**256 - 2**224 + 2**192 + 2**96 - 1


def encoded(y: int, sign: int) -> bytes:
    """Encode an Ed25519 point by its y and the sign of its x (RFC 8032, 5.1.2)."""
    return (y | sign << 255).to_bytes(32, "little")


def policies() -> Iterator[tuple[str, bytes, bool]]:
    """Return hostile policies: what is wrong, the policy, and whether it can be read at all."""
    for y in SMALL_ORDER:
        for sign in (0, 1):
            for kind, line in ((ED25519, "log {}"), (COSIGNATURE, "witness weak {}")):
                key = VerifierKey("weak.example", kind, encoded(y, sign))
                yield f"small order {y:x} {sign} {kind}", policy() + f"{line.format(key)}\n".encode(), False
    beyond = VerifierKey("weak.example", ED25519, encoded(_FIELD + 2, 0))
    yield "a key beyond the field", policy() + f"log {beyond}\n".encode(), False
    for name, written in _POINTS.items():
        issuer = f"issuer {ISSUER} {b64encode(written).decode()}\n".encode()
        yield f"{name}, after the issuer's", policy() + issuer, True
        yield f"{name}, before the issuer's", issuer + policy(), True
    for name, changed in {
        "a byte order mark": b"\xef\xbb\xbf" + policy(),
        "lines that end with CRLF": policy().replace(b"\n", b"\r\n"),
        "a surrogate in UTF-8": policy() + b"# \xed\xa0\x80\n",
        "a key without padding": policy().replace(b"=", b""),
        "a key in base64url": policy().replace(b"+", b"-").replace(b"/", b"_"),
        "a count beyond any": policy() + b"group huge 99999999999999999999 one\n",
        "one key under two names": policy() + f"witness two {COSIGNER.key}\n".encode(),
        "one log twice": policy() + f"log {SIGNER.key}\n".encode(),
        "a member of two groups": policy() + b"group more any one\n",
        "one line too many": policy() + b"\n" * (1_000 - policy().count(b"\n")),
        "a control character in a comment": policy() + b"# \x0b\n",
        "a delete in a comment": policy() + b"# \x7f\n",
        "a group of two groups": policy() + b"group more any both\ngroup most any both\n",
    }.items():
        yield name, changed, False


def _point(x: int, y: int) -> bytes:
    return _SPKI_HEAD + x.to_bytes(32, "big") + y.to_bytes(32, "big")


_X, _Y = (int.from_bytes(part, "big") for part in (KEY.public.x, KEY.public.y))
_POINTS: Mapping[str, bytes] = {
    "a point off the curve": _point(_X, _Y ^ 1),
    "the point zero": _point(0, 0),
    "a point at infinity": _SPKI_HEAD[:-1] + b"\x00",
    "an x beyond the field": _point(_P256 + 1, _Y),
    "a y that is the field": _point(_X, _P256),
    "a compressed point": _SPKI_HEAD[:-1] + bytes([2 + _Y % 2]) + KEY.public.x,
    "a short y": KEY.public.spki[:-1],
    "a long y": KEY.public.spki + b"\x00",
    "another head": b"\x30\x5a" + KEY.public.spki[2:],
    "nothing": b"\x00",
}


class SparseTree:
    """A tree of any size of which only some leaves are known (RFC 9162, 2.1); others have hashes of their own."""

    def __init__(self, size: int, leaves: Mapping[int, bytes]) -> None:
        self._size, self._leaves = size, leaves

    def root(self) -> bytes:
        """Return the tree's root."""
        return self._hash(0, self._size)

    def path(self, index: int) -> list[bytes]:
        """Return the inclusion path of a leaf, from its sibling up."""
        path, start, end = [], 0, self._size
        while end - start > 1:
            middle = start + (1 << (end - start - 1).bit_length() - 1)
            if index < middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start = middle
        return path[::-1]

    def _hash(self, start: int, end: int) -> bytes:
        if not any(start <= index < end for index in self._leaves):
            return sha256(b"%d %d" % (start, end)).digest()
        if end - start == 1:
            return sha256(b"\x00" + self._leaves[start]).digest()
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        return sha256(b"\x01" + self._hash(start, middle) + self._hash(middle, end)).digest()
