"""Events as JSON for people to write: the schemas' own field names, times in ISO 8601 with an offset, ids as UUID text.

What a schema gives a default may be left out. Everything else must be there, and nothing else may be.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from ledger.log.strict_base64 import decode_strictly
from schemas import INPUT_EVENTS, event_schema

_TIMES = frozenset({"happened_at", "written_at", "since", "valid_from", "valid_to", "ends_at", "effective_at"})
#: What the publisher fills in.
_HEADER = frozenset({"id", "source", "instance", "number", "written_at"})
_DAYS = frozenset({"first_day", "last_day"})
#: The first whole number that is too large, by Avro's type.
_BEYOND = {"int": 2**31, "long": 2**63}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.date()


class ScenarioInvalid(ValueError):
    """It was neither published nor judged. Mend the JSON at the place named; values are never repeated here."""

    def __init__(self, path: str, fault: str) -> None:
        super().__init__(f"{path}: {fault}")
        self.path = path
        self.fault = fault


def from_json(name: str, written: Any) -> dict[str, Any]:
    """Return the event, in the schema's fields, that a JSON object describes.

    The header's id, source, instance, number and written_at may be left out: the publisher fills them in. Raises
    ScenarioInvalid.
    """
    if name not in INPUT_EVENTS:
        raise ScenarioInvalid("event", "no such event; it is one of " + ", ".join(INPUT_EVENTS))
    schema = _schema(name)
    named: dict[str, Any] = {}
    _collect(schema, named)
    return _record(schema, written, "$", named, optional=_HEADER)


def event_json_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of what ``from_json`` reads as this event."""
    schema = _schema(name)
    named: dict[str, Any] = {}
    _collect(schema, named)
    return _json_schema(schema, "", named, _HEADER)


def _json_schema(kind: Any, name: str, named: Mapping[str, Any], optional: frozenset[str]) -> dict[str, Any]:
    if isinstance(kind, str) and kind in named:
        kind = named[kind]
    if isinstance(kind, list):
        return {"anyOf": [{"type": "null"}, _json_schema(kind[1], name, named, frozenset())]}
    if isinstance(kind, str):
        return _json_scalar(kind, name)
    if kind["type"] == "array":
        return {"type": "array", "items": _json_schema(kind["items"], "", named, frozenset())}
    if kind["type"] == "fixed":
        return {"type": "string", "format": "uuid"}
    fields = kind["fields"]
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [one["name"] for one in fields if "default" not in one and one["name"] not in optional],
        "properties": {
            one["name"]: {**_json_schema(one["type"], one["name"], named, frozenset()), "description": one["doc"]}
            for one in fields
        },
    }


def _json_scalar(kind: str, name: str) -> dict[str, Any]:
    if name in _TIMES:
        return {"type": "string", "format": "date-time"}
    if name in _DAYS:
        return {"anyOf": [{"type": "string", "format": "date"}, {"type": "integer"}]}
    if name == "body":
        return {"type": ["object", "string"]}
    if kind == "bytes":
        return {"type": "string", "contentEncoding": "base64"}
    return {"type": {"string": "string", "boolean": "boolean"}.get(kind, "integer")}


@cache
def _schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(event_schema(name))
    return schema


def _collect(schema: Any, named: dict[str, Any]) -> None:
    if isinstance(schema, list):
        for branch in schema:
            _collect(branch, named)
    elif isinstance(schema, dict):
        if "name" in schema and schema.get("type") in ("record", "fixed"):
            named["provision_ledger.v1." + schema["name"]] = schema
        for field in schema.get("fields", ()):
            _collect(field["type"], named)
        _collect(schema.get("items"), named)


def _record(
    schema: Mapping[str, Any], written: Any, path: str, named: Mapping[str, Any],
    optional: frozenset[str] = frozenset(),
) -> dict[str, Any]:  # fmt: skip
    if not isinstance(written, dict):
        raise ScenarioInvalid(path, "expected an object")
    fields = {field["name"]: field for field in schema["fields"]}
    for name in written:
        if name not in fields:
            raise ScenarioInvalid(f"{path}.{name}", "no such field")
    event = {}
    for name, field in fields.items():
        if name in written:
            event[name] = _value(field["type"], written[name], f"{path}.{name}", name, named)
        elif "default" in field:
            event[name] = field["default"]
        elif name not in optional:
            raise ScenarioInvalid(f"{path}.{name}", "missing")
    return event


def _value(kind: Any, written: Any, path: str, name: str, named: Mapping[str, Any]) -> Any:
    if isinstance(kind, str) and kind in named:
        kind = named[kind]
    if isinstance(kind, list):
        return None if written is None else _value(kind[1], written, path, name, named)
    if isinstance(kind, dict):
        if kind["type"] == "record":
            return _record(kind, written, path, named)
        if kind["type"] == "fixed":
            return _event_id(written, path)
        if not isinstance(written, list):
            raise ScenarioInvalid(path, "expected an array")
        return [_value(kind["items"], item, f"{path}[{at}]", "", named) for at, item in enumerate(written)]
    return _scalar(kind, written, path, name)


def _scalar(kind: str, written: Any, path: str, name: str) -> Any:
    if name in _TIMES:
        return _instant(written, path)
    if name in _DAYS and isinstance(written, str):
        try:
            return (datetime.fromisoformat(written).date() - _EPOCH_DAY).days
        except ValueError as error:
            raise ScenarioInvalid(path, "expected a date such as 2026-04-01") from error
    if name == "body" and isinstance(written, dict):
        return json.dumps(written, ensure_ascii=False)
    if kind == "bytes":
        try:
            return decode_strictly(written)
        except (TypeError, ValueError) as error:
            raise ScenarioInvalid(path, "expected base64") from error
    wanted: type = {"string": str, "boolean": bool}.get(kind, int)
    if not isinstance(written, wanted) or (wanted is int and isinstance(written, bool)):
        raise ScenarioInvalid(path, f"expected {kind}")
    if isinstance(written, str) and not _is_unicode(written):
        raise ScenarioInvalid(path, "holds what is no Unicode text")
    if kind in _BEYOND and isinstance(written, int) and not -_BEYOND[kind] <= written < _BEYOND[kind]:
        raise ScenarioInvalid(path, "is too large a number")
    return written


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _instant(written: Any, path: str) -> int:
    try:
        instant = datetime.fromisoformat(written)
    except (TypeError, ValueError) as error:
        raise ScenarioInvalid(path, "expected a time such as 2026-04-01T09:00:00+09:00") from error
    if instant.tzinfo is None:
        raise ScenarioInvalid(path, "a time needs its offset, such as +09:00")
    return (instant - _EPOCH) // timedelta(microseconds=1)


def _event_id(written: Any, path: str) -> bytes:
    try:
        return UUID(written).bytes
    except (AttributeError, TypeError, ValueError) as error:
        raise ScenarioInvalid(path, "expected a UUID") from error
