"""Pages made from schemas and codes say what those say now."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ledger.law.evidence import EVIDENCE
from schemas import INPUT_EVENTS, OUTPUT_EVENTS, event_schema
from tests.unit.schemas.registers_page import PAGE, page


def test_the_page_of_the_registers_is_made_from_the_schemas() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.unit.schemas.registers_page"


EVENTS = (Path(__file__).parents[3] / "docs" / "events.md").read_text(encoding="utf-8")
_HEADER = 6


def records(schema: Any) -> list[dict[str, Any]]:
    """Return a schema's records, the outermost first."""
    if isinstance(schema, list):
        return [one for branch in schema for one in records(branch)]
    if not isinstance(schema, dict):
        return []
    inner = [field["type"] for field in schema.get("fields", ())] or [schema.get("items"), schema.get("type")]
    return [schema] * (schema.get("type") == "record") + [one for kind in inner for one in records(kind)]


def rows(title: str) -> list[tuple[str, str]]:
    """Return the fields, and what is said of them, in the table under a heading of the page."""
    under = EVENTS.split(f"\n{title}", 1)[1].split("\n| Field |", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^\| `(\w+)` \| [^|]* \| (.*) \|$", under, re.MULTILINE)


def told(fields: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(field["name"], field["doc"]) for field in fields]


@pytest.mark.parametrize("name", [*INPUT_EVENTS, *OUTPUT_EVENTS])
def test_the_page_of_events_says_of_every_field_what_its_schema_says(name: str) -> None:
    event, *parts = records(json.loads(event_schema(name)))
    fields = event["fields"]
    if name in INPUT_EVENTS:
        assert rows("## The header of every input event") == told(fields[:_HEADER])
        fields = fields[_HEADER:]
    assert rows(f"### {name}\n") == told(fields)
    for part in parts:
        assert rows(f"**{part['name']}**") == told(part["fields"])


def test_the_page_of_events_names_every_code_of_evidence() -> None:
    for code, words in EVIDENCE.items():
        assert f"| `{code}` | {words} |" in EVENTS
