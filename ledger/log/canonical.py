"""Canonical JSON: the part of RFC 8785 (JCS) that entries need, equal to it byte for byte.

Keys are ASCII; values are text, integers that a double carries exactly, booleans, null, lists and objects. Within
those limits Python's own encoder, sorted and compact, writes what RFC 8785 asks for; a property test holds the two
equal.
"""

from __future__ import annotations

import json
from typing import Any

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_EXACT = 2**53 - 1


class NotCanonical(ValueError):
    """The value has no canonical form here: a float, an integer beyond 2^53, a lone surrogate or a key beyond ASCII."""


def canonical(value: Any) -> bytes:
    """Return the canonical JSON of ``value``. Raises NotCanonical."""
    _check(value)
    try:
        return _ENCODER.encode(value).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("a text holds a lone surrogate") from error


def _check(value: Any) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if not -_EXACT <= value <= _EXACT:
            raise NotCanonical("an integer is beyond 2^53")
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise NotCanonical("a key is not ASCII")
            _check(item)
    else:
        raise NotCanonical(type(value).__name__)
