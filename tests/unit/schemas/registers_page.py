"""The page of the registers, made from their JSON Schemas: `python -m tests.unit.schemas.registers_page`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from schemas import register_names, register_schema

PAGE = Path(__file__).parents[3] / "docs" / "registers.md"
_HEAD = """# Registers

Every register is data with history: a `RegisterChange` says what a key holds from an instant on, each change is an
entry, and among the versions that hold at an instant the one told last counts. A body is checked against the JSON
Schema in `schemas/registers/`. `provision-ledger register list | show | history | preview` read them as of both times.
This page is made from the schemas (`python -m tests.unit.schemas.registers_page`); a test holds it to them."""


def page() -> str:
    """Return the page's text."""
    parts = [_HEAD]
    for name in sorted(register_names()):
        schema = register_schema(name)
        required = set(schema["required"])
        parts.append(f"## `{name}`\n\n{schema['title']}.\n\n| Member | Value | What it says |\n|---|---|---|")
        for member, said in schema["properties"].items():
            written = f"`{member}`" + ("" if member in required else " (optional)")
            parts[-1] += f"\n| {written} | {_value(said)} | {said.get('description', '–')} |"
    return "\n\n".join(parts) + "\n"


def _value(said: dict[str, Any]) -> str:
    if "enum" in said:
        return "one of " + ", ".join(f"`{code}`" for code in said["enum"])
    if "anyOf" in said:
        return " or ".join(_value(one) for one in said["anyOf"])
    if said.get("type") == "array":
        return f"array of {_value(said['items'])}"
    if said.get("type") == "object" or "properties" in said:
        return "{" + ", ".join(f"`{member}`: {_value(one)}" for member, one in said["properties"].items()) + "}"
    kind = said.get("type")
    if isinstance(kind, list):
        return " or ".join(_value({**said, "type": one}) for one in kind)
    if kind == "object":
        return "object"
    if said.get("format") == "date":
        return "day"
    return {"string": "text", "boolean": "true or false", "integer": "whole number", "null": "null"}[str(kind)]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
