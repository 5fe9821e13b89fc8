"""Whether a register change says what its register can hold: the JSON Schema published for that register."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from ledger.log.canonical import canonical
from schemas import register_names, register_schema


@cache
def _validator(register: str) -> Draft202012Validator:
    return Draft202012Validator(register_schema(register), format_checker=Draft202012Validator.FORMAT_CHECKER)


def register_body_valid(event: Mapping[str, Any]) -> bool:
    """Tell whether the change names a register there is, has a plain key, and a body its schema accepts."""
    key = event["key"]
    if event["register"] not in register_names() or not (0 < len(key) <= 200 and key.isascii() and key.isprintable()):
        return False
    try:
        body = json.loads(event["body"])
        canonical(body)
    except (ValueError, RecursionError):
        return False
    return _validator(event["register"]).is_valid(body)
