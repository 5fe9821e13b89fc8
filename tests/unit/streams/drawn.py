"""Random events, drawn from the schemas themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from schemas import event_schema

LAST_TIME = 253_402_268_399_999_999
TIMES = ("happened_at", "written_at", "since", "valid_from", "valid_to", "ends_at", "effective_at")
texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
longs = st.integers(-(2**63), 2**63 - 1) | st.integers(-100, 100)
ids = st.binary(min_size=16, max_size=16)


def events(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Events of one schema whose times are in range."""
    return _of(json.loads(event_schema(name)), {})


def _of(schema: Any, named: dict[str, Any], field: str = "") -> st.SearchStrategy[Any]:
    if isinstance(schema, list):
        return st.none() | _of(schema[1], named, field)
    if isinstance(schema, Mapping):
        if schema["type"] == "record":
            drawn = {each["name"]: _of(each["type"], named, each["name"]) for each in schema["fields"]}
            named["provision_ledger.v1." + schema["name"]] = st.fixed_dictionaries(drawn)
            return st.fixed_dictionaries(drawn)
        if schema["type"] == "fixed":
            named["provision_ledger.v1." + schema["name"]] = ids
            return ids
        return st.lists(_of(schema["items"], named), max_size=3)
    if field in TIMES:
        return st.integers(0, LAST_TIME)
    plain = {"string": texts, "long": longs, "int": st.integers(-(2**31), 2**31 - 1), "boolean": st.booleans()}
    plain["bytes"] = st.binary(max_size=60)
    return plain[schema] if schema in plain else named[schema]


def long_bytes(number: int) -> bytes:
    """An Avro long: zigzag, then seven bits a byte."""
    left = (number << 1) ^ (number >> 63)
    written = bytearray()
    while left > 0x7F:
        written.append(left & 0x7F | 0x80)
        left >>= 7
    return bytes([*written, left])


def text_bytes(text: str) -> bytes:
    return long_bytes(len(text.encode())) + text.encode()
