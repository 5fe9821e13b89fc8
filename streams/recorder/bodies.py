"""Whether a register change says what its register can hold: the JSON Schema published for that register."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import best_match

from ledger.log.canonical import canonical
from schemas import register_names, register_schema


class BodyFault(NamedTuple):
    """Where a register change does not fit (JSON path from the event's own members on), and why; never the value."""

    path: str
    fault: str


@cache
def _validator(register: str) -> Draft202012Validator:
    return Draft202012Validator(register_schema(register), format_checker=Draft202012Validator.FORMAT_CHECKER)


def register_body_valid(event: Mapping[str, Any]) -> bool:
    """Tell whether the change names a register there is, has a plain key, and a body its schema accepts."""
    return body_fault(event) is None


def body_fault(event: Mapping[str, Any]) -> BodyFault | None:
    """Return what does not fit in a register change, or None."""
    key = event["key"]
    if event["register"] not in register_names():
        return BodyFault("register", "no such register; it is one of " + ", ".join(sorted(register_names())))
    if not (0 < len(key) <= 200 and key.isascii() and key.isprintable()):
        return BodyFault("key", "expected 1 to 200 printable ASCII characters")
    try:
        body = json.loads(event["body"])
    except (ValueError, RecursionError):
        return BodyFault("body", "not JSON")
    try:
        canonical(body)
    except (ValueError, RecursionError):
        return BodyFault("body", "holds what has no canonical form: a fraction, or text that is no Unicode")
    # PostgreSQL's jsonb cannot hold it, and views read bodies as jsonb: one such body would stop every worker for good.
    if any("\0" in text for text in _texts(body)):
        return BodyFault("body", "holds U+0000, which no text needs")
    error = best_match(_validator(event["register"]).iter_errors(body))
    return None if error is None else BodyFault(_path(error), _fault(error))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for member in value.values() if isinstance(value, dict) else value:
            yield from _texts(member)


def _path(error: ValidationError) -> str:
    path = "body" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    named = next(iter(_named(error)), None)
    return path if named is None else f"{path}.{named}"


def _named(error: ValidationError) -> list[str]:
    """Return the members that are missing, or not known: the error itself stands at the object around them."""
    instance: Any = error.instance
    rule, wanted = _rule(error)
    if rule == "required":
        return [name for name in wanted if name not in instance]
    if rule == "additionalProperties":
        schema: Any = error.schema
        return [name for name in instance if name not in schema["properties"]]
    return []


def _fault(error: ValidationError) -> str:
    rule, wanted = _rule(error)
    if rule == "required":
        return "missing"
    if rule == "additionalProperties":
        return "no such field"
    if rule == "enum":
        return "expected one of " + ", ".join(map(str, wanted))
    if rule == "type":
        return "expected " + (wanted if isinstance(wanted, str) else " or ".join(wanted))
    if rule == "format":
        return f"expected a {wanted}"
    return f"does not fit this register ({rule})"


def _rule(error: ValidationError) -> tuple[str, Any]:
    """Return the schema's word that was not met, and what it asks for."""
    return str(error.validator), error.validator_value
