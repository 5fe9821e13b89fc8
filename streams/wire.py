"""Bytes on the wire: Avro single-object encoding, `C3 01`, the schema's CRC-64-AVRO fingerprint, the body.

A message is decoded with the schema it was written with, which its fingerprint names; only an older one is resolved to
the current version. Fingerprints are fastavro's: Apache avro computes others once a field has a logical type, and
none of ours has one.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastavro import parse_schema, schemaless_reader, schemaless_writer
from fastavro.schema import fingerprint, to_parsing_canonical_form

from schemas import INPUT_EVENTS, OUTPUT_EVENTS, event_schema, released_schemas

MARKER = b"\xc3\x01"
_HEADER_BYTES = 10
_LAST_TIME = 253_402_300_799_999_999
_TIMES = ("happened_at", "written_at", "since", "valid_from", "valid_to")


class Unreadable(Exception):
    """The bytes are not an event. ``reason`` is the code they are quarantined under; they are kept, unchanged."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Decoded:
    """An event read from the wire, in the fields of its current schema."""

    name: str
    event: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Version:
    name: str
    writer: Any
    reader: Any


def encode(name: str, event: Mapping[str, Any]) -> bytes:
    """Write an event. Raises ValueError (fastavro's) when a field does not fit the schema."""
    header, schema = _current(name)
    buffer = io.BytesIO()
    buffer.write(header)
    schemaless_writer(buffer, schema, event, strict=True)
    return buffer.getvalue()


def decode(value: bytes | None) -> Decoded:
    """Read an event. Raises Unreadable, and nothing else, whatever the bytes."""
    if not value:
        raise Unreadable("empty_value")
    if value[:2] != MARKER or len(value) < _HEADER_BYTES:
        raise Unreadable("not_avro")
    version = _versions().get(value[2:_HEADER_BYTES])
    if version is None:
        raise Unreadable("unknown_fingerprint")
    body = io.BytesIO(value)
    body.seek(_HEADER_BYTES)
    try:
        event: dict[str, Any] = schemaless_reader(body, version.writer, version.reader)  # type: ignore[assignment]
    except (EOFError, ValueError, IndexError, KeyError, TypeError, OverflowError, MemoryError) as error:
        # fastavro has no error of its own for bytes that do not fit: these are the ones a hostile message raises.
        raise Unreadable("malformed") from error
    if body.tell() != len(value):
        raise Unreadable("trailing_bytes")
    for name in _TIMES:
        at = event.get(name)
        if at is not None and not 0 <= at <= _LAST_TIME:
            raise Unreadable("time_out_of_range")
    return Decoded(version.name, event)


def known_fingerprints() -> frozenset[bytes]:
    """Return the fingerprints of every schema this release can read from services."""
    return frozenset(_versions())


@cache
def _current(name: str) -> tuple[bytes, Any]:
    schema = parse_schema(json.loads(event_schema(name)))
    return MARKER + _fingerprint(schema), schema


@cache
def _versions() -> dict[bytes, _Version]:
    versions = {}
    for name in (*INPUT_EVENTS, "Stop", "StopAcknowledgement"):
        _, current = _current(name)
        for text in (*released_schemas(name), event_schema(name)):
            schema = parse_schema(json.loads(text))
            print_ = _fingerprint(schema)
            versions[print_] = _Version(name, schema, None if print_ == _fingerprint(current) else current)
    return versions


def _fingerprint(schema: Any) -> bytes:
    return bytes.fromhex(fingerprint(to_parsing_canonical_form(schema), "CRC-64-AVRO"))


__all__ = ["OUTPUT_EVENTS", "Decoded", "Unreadable", "decode", "encode", "known_fingerprints"]
