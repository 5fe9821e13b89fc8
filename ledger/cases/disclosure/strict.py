"""Reading so that every value has one spelling: canonical JSON, base64 without a second form, exact members."""

from __future__ import annotations

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from itertools import pairwise
from typing import Any

from ledger.log.canonical import NotCanonical, canonical
from ledger.log.strict_base64 import decode_strictly

_DEEPEST = 64


class Malformed(ValueError):
    """What was read is not of the form that `docs/disclosure.md` gives; the text says what was expected."""


def read_canonical(data: bytes) -> Any:
    """Return the value of canonical JSON. Raises Malformed where the bytes are not those of their own value."""
    try:
        value = json.loads(data.decode())
        _check_depth(value)
        if canonical(value) != data:
            raise Malformed("expected canonical JSON (RFC 8785)")
    except (UnicodeDecodeError, json.JSONDecodeError, NotCanonical, RecursionError, ValueError) as error:
        raise Malformed("expected canonical JSON (RFC 8785)") from error
    return value


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(_DEEPEST + 1):
        level = [
            inner
            for each in level
            if isinstance(each, list | dict)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return
    raise Malformed(f"nested deeper than {_DEEPEST}")


def exactly(value: Any, members: Mapping[str, type | tuple[type, ...]]) -> dict[str, Any]:
    """Return the object if it has these members, of these types, and no other. Raises Malformed."""
    if not isinstance(value, dict) or value.keys() != members.keys():
        raise Malformed("expected exactly the members " + ", ".join(sorted(members)))
    for name, kind in members.items():
        # True is an int to Python and none to JSON.
        if not isinstance(value[name], kind) or (isinstance(value[name], bool) and kind is int):
            raise Malformed(f"{name} has another type")
    return value


def texts(value: Any) -> list[str]:
    """Return an array of texts. Raises Malformed."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Malformed("expected an array of texts")
    return value


def from_base64(text: str, length: int | None = None) -> bytes:
    """Decode base64 with padding, in its one spelling. Raises Malformed."""
    try:
        data = decode_strictly(text)
    except ValueError as error:
        raise Malformed("expected base64") from error
    return _as_long(data, length)


def from_base64url(text: str, length: int | None = None) -> bytes:
    """Decode base64url without padding, in its one spelling. Raises Malformed."""
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise Malformed("expected base64url") from error
    if text != to_base64url(data):
        raise Malformed("expected another spelling of bytes")
    return _as_long(data, length)


def _as_long(data: bytes, length: int | None) -> bytes:
    if length is not None and len(data) != length:
        raise Malformed("expected another length of bytes")
    return data


def to_base64url(data: bytes) -> str:
    """Encode as SD-JWT does: URL-safe, without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def digest_of(text: str) -> str:
    """Return the SD-JWT digest of a disclosure (RFC 9901, 4.2.3): over its own characters."""
    return to_base64url(sha256(text.encode()).digest())


def ascending(values: list[str]) -> bool:
    """Tell whether texts stand in ascending order of their UTF-8 bytes, none twice."""
    spelled = [value.encode() for value in values]
    return all(one < following for one, following in pairwise(spelled))
