"""Bytes on the wire: Avro single-object encoding, `C3 01`, the schema's CRC-64-AVRO fingerprint, the body.

A message is decoded with the schema it was written with, which its fingerprint names; only an older one is resolved to
the current version. Fingerprints are of the Parsing Canonical Form as fastavro writes it; Apache's Python avro 1.12
writes another one for some schemas (it repeats named types), so its fingerprints are not these.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from fastavro import parse_schema, schemaless_reader, schemaless_writer
from fastavro.schema import fingerprint, to_parsing_canonical_form
from fastavro.validation import ValidationError, validate

from schemas import INPUT_EVENTS, OUTPUT_EVENTS, event_fields, event_schema, released_schemas

MARKER = b"\xc3\x01"
_HEADER_BYTES = 10
#: The last instant (µs UTC) that has a date in Japan: nine hours before the year 9999 ends.
_LAST_TIME = 253_402_268_399_999_999
_TIMES = ("happened_at", "written_at", "since", "valid_from", "valid_to", "ends_at", "effective_at")
#: Fields of a Provision that differ from event to event, in the schema's order.
_HEAD = ("id", "source", "instance", "number", "happened_at", "written_at", "role", "people")
_LONGEST_TAIL = 4_096


class Unreadable(Exception):
    """The bytes are not an event. ``reason`` is the code they are quarantined under; they are kept, unchanged."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Decoded(NamedTuple):
    """An event read from the wire, in the fields of its current schema.

    ``tail`` are a Provision's bytes after its people, when it was written with the current schema: equal bytes say
    the same of everything but header, role and people.
    """

    name: str
    event: dict[str, Any]
    tail: bytes | None


@dataclass(frozen=True, slots=True)
class _Version:
    name: str
    writer: Any
    reader: Any
    times: tuple[str, ...]
    head: Any


def encode(name: str, event: Mapping[str, Any]) -> bytes:
    """Write an event. Raises ValueError (fastavro's) when a field does not fit the schema."""
    header, schema = _current(name)
    buffer = io.BytesIO()
    buffer.write(header)
    schemaless_writer(buffer, schema, event, strict=True)
    return buffer.getvalue()


def fault_in(name: str, event: Mapping[str, Any]) -> str | None:
    """Return the path of a field that does not fit the event's schema, or None. What the field holds is not told."""
    _, schema = _current(name)
    unknown = next((field for field in event if field not in event_fields(name)), None)
    if unknown is not None:
        return str(unknown)
    try:
        validate(dict(event), schema, strict=True)
    except ValidationError as error:
        path = str(error.errors[0].field or name) if error.errors else name
        return path.removeprefix(f"provision_ledger.v1.{name}.").removeprefix("provision_ledger.v1.")
    return None


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
    tail = None
    try:
        if version.head is not None:
            event: dict[str, Any] = schemaless_reader(body, version.head, None)
            tail = value[body.tell() :]
            said = _tails.get(tail)
            if said is None:
                body.seek(_HEADER_BYTES)
                said = _read_tail(body, version, tail)
            event |= said
        else:
            event = _read_whole(body, version)
    except (EOFError, ValueError, IndexError, KeyError, TypeError, OverflowError, MemoryError) as error:
        # fastavro has no error of its own for bytes that do not fit: these are the ones a hostile message raises.
        raise Unreadable("malformed") from error
    for name in version.times:
        at = event[name]
        if at is not None and not 0 <= at <= _LAST_TIME:
            raise Unreadable("time_out_of_range")
    return Decoded(version.name, event, tail)


#: What tails say, by their bytes. Services repeat their wording, and reading a tail takes most of the time.
_tails: dict[bytes, dict[str, Any]] = {}
_TAILS_KEPT = 10_000


def _read_tail(body: io.BytesIO, version: _Version, tail: bytes) -> dict[str, Any]:
    whole = _read_whole(body, version)
    said = {name: value for name, value in whole.items() if name not in _HEAD}
    if len(_tails) >= _TAILS_KEPT:
        _tails.clear()
    if len(tail) <= _LONGEST_TAIL:
        _tails[tail] = said
    return said


def _read_whole(body: io.BytesIO, version: _Version) -> dict[str, Any]:
    event: dict[str, Any] = schemaless_reader(body, version.writer, version.reader)
    if body.tell() != len(body.getbuffer()):
        raise Unreadable("trailing_bytes")
    return event


def decode_told(name: str, value: bytes) -> dict[str, Any]:
    """Read an event that the ledger publishes, as a service does. Raises Unreadable, and nothing else."""
    header, schema = _current(name)
    if value[:_HEADER_BYTES] != header:
        raise Unreadable("unknown_fingerprint")
    body = io.BytesIO(value)
    body.seek(_HEADER_BYTES)
    try:
        return _read_whole(body, _Version(name, schema, None, (), None))
    except (EOFError, ValueError, IndexError, KeyError, TypeError, OverflowError, MemoryError) as error:
        raise Unreadable("malformed") from error


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
    for name in INPUT_EVENTS:
        _, current = _current(name)
        for text in (*released_schemas(name), event_schema(name)):
            schema = parse_schema(json.loads(text))
            print_ = _fingerprint(schema)
            is_current = print_ == _fingerprint(current)
            fields = json.loads(event_schema(name))["fields"]
            versions[print_] = _Version(
                name,
                schema,
                None if is_current else current,
                tuple(field["name"] for field in fields if field["name"] in _TIMES),
                _head_schema(fields) if is_current and name == "Provision" else None,
            )
    return versions


def _head_schema(fields: list[Any]) -> Any:
    """Return the schema of a Provision's first fields, which Avro writes one after the other without any frame."""
    assert tuple(field["name"] for field in fields[: len(_HEAD)]) == _HEAD
    return parse_schema({"type": "record", "name": "provision_ledger.v1.Head", "fields": fields[: len(_HEAD)]})


def _fingerprint(schema: Any) -> bytes:
    return bytes.fromhex(fingerprint(to_parsing_canonical_form(schema), "CRC-64-AVRO"))


__all__ = ["OUTPUT_EVENTS", "Decoded", "Unreadable", "decode", "decode_told", "encode", "known_fingerprints"]
