"""What an event said, as canonical JSON: the same words for the same content, whatever the schema version.

Times become ISO 8601 strings, since JSON numbers are exact only to 2^53; ids become hex; absent means unsaid, so that
a field added later changes nothing that was said before.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from json.encoder import encode_basestring
from time import gmtime, strftime
from typing import Any

from ledger.log.canonical import canonical

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Members whose bytes are written as hex.
_BYTES = frozenset({"id", "corrects", "stop", "omitted_items_record", "counterpart_event", "task", "sealed"})
_TIMES = frozenset({"happened_at", "written_at", "since", "valid_from", "valid_to", "ends_at", "effective_at"})
#: Members of the header that a source may change when it sends the same event again (contract: dedup).
_NOT_CONTENT = frozenset({"instance", "number", "written_at"})


@lru_cache(maxsize=8192)
def to_the_second(second: int) -> str:
    """Write a second since 1970 UTC as ISO 8601, without zone."""
    return strftime("%Y-%m-%dT%H:%M:%S", gmtime(second))


def iso(at: int) -> str:
    """Write an instant (µs UTC, 1970 to 9999) as ISO 8601 with six decimals and ``Z``."""
    second, rest = divmod(at, 1_000_000)
    return f"{to_the_second(second)}.{rest:06d}Z"


def text_json(value: str) -> str:
    """Write a text as canonical JSON."""
    return encode_basestring(value)


def said(event: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a decoded event says, as JSON-able values."""
    return {name: _word(name, value) for name, value in event.items() if value is not None}


def unsaid(fields: Iterable[str], words: Mapping[str, Any]) -> dict[str, Any]:
    """Return the event, in these fields, that ``words`` say: what ``said`` made, made back."""
    event: dict[str, Any] = dict.fromkeys(fields)
    for name, word in words.items():
        event[name] = bytes.fromhex(word) if name in _BYTES else instant(word) if name in _TIMES else word
    return event


def instant(written: str) -> int:
    """Read what ``iso`` wrote."""
    return (datetime.fromisoformat(written) - _EPOCH) // timedelta(microseconds=1)


def _word(name: str, value: Any) -> Any:
    if name in _TIMES:
        return iso(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        return said(value)
    if isinstance(value, list | tuple):
        return [_word("", item) for item in value]
    return value


def content(key: bytes, name: str, event: Mapping[str, Any]) -> bytes:
    """Return the keyed hash of what an event says, without instance, number and written_at."""
    words = {member: word for member, word in said(event).items() if member not in _NOT_CONTENT}
    return hmac.digest(key, name.encode() + b"\n" + canonical(words), "sha256")
