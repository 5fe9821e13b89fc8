"""The public contract: one Avro schema per event, one JSON Schema per register. Anything that has them can publish."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

#: Events that services publish, and the ones that only the ledger does. (It tells every service of a Stop, too.)
INPUT_EVENTS = (
    "Provision", "ProvisionCorrection", "ConsentChange", "PersonLink", "RegisterChange", "SourceHeartbeat", "Stop",
    "StopAcknowledgement", "TaskAnswer",
)  # fmt: skip
OUTPUT_EVENTS = ("Verdict", "Alert", "Task", "DeadLetter")


@cache
def event_schema(name: str) -> str:
    """Return the text of an event's current schema."""
    return (files(__name__) / f"{name}.avsc").read_text(encoding="utf-8")


@cache
def released_schemas(name: str) -> tuple[str, ...]:
    """Return the texts of every released version of an event's schema, oldest first."""
    folder = files(__name__) / "released" / name
    versions = sorted(folder.iterdir(), key=lambda path: int(path.name.removesuffix(".avsc")))
    return tuple(path.read_text(encoding="utf-8") for path in versions)


@cache
def event_fields(name: str) -> tuple[str, ...]:
    """Return the names of an event's fields, in order."""
    return tuple(field["name"] for field in json.loads(event_schema(name))["fields"])


@cache
def register_names() -> frozenset[str]:
    """Return the names of the registers."""
    names = (path.name for path in (files(__name__) / "registers").iterdir())
    return frozenset(name.removesuffix(".schema.json") for name in names if name.endswith(".schema.json"))


@cache
def register_schema(name: str) -> dict[str, Any]:
    """Return a register's JSON Schema. Raises FileNotFoundError for a register there is not."""
    schema: dict[str, Any] = json.loads((files(__name__) / "registers" / f"{name}.schema.json").read_text("utf-8"))
    return schema
