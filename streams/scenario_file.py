"""A scenario as a file: registers and events as JSON, part by part, and the schema of all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from schemas import register_names, register_schema
from streams.recorder.bodies import body_fault
from streams.scenario import ScenarioInvalid, event_json_schema, from_json

#: Parts of a scenario in the order in which they are told, and the event each is made of.
PARTS = {
    "registers": "RegisterChange",
    "links": "PersonLink",
    "consents": "ConsentChange",
    "stops": "Stop",
    "corrections": "ProvisionCorrection",
    "provisions": "Provision",
}
_SOURCE, _INSTANCE = "scenario", "scenario"
_NOT_SAID = frozenset({"instance", "number", "written_at"})

Event = Mapping[str, Any]


def read_scenario(written: Any) -> dict[str, list[Event]]:
    """Return the scenario's events by part. Raises ScenarioInvalid with the JSON path of the fault."""
    if not isinstance(written, dict):
        raise ScenarioInvalid("$", "expected an object")
    for part in written:
        if part not in PARTS:
            raise ScenarioInvalid(f"$.{part}", "no such part; a scenario has " + ", ".join(PARTS))
    number = 0
    scenario: dict[str, list[Event]] = {}
    for part, name in PARTS.items():
        told = written.get(part, [])
        if not isinstance(told, list):
            raise ScenarioInvalid(f"$.{part}", "expected an array")
        scenario[part] = []
        given: dict[tuple[str, bytes], Event] = {}
        for at, one in enumerate(told):
            number += 1
            event = _event(name, one, f"$.{part}[{at}]", number)
            # As in the stream: told again it is the same event, and another under its id is a conflict.
            first = given.setdefault((event["source"], event["id"]), event) if "id" in one else event
            if first is event:
                scenario[part].append(event)
            elif _said(first) != _said(event):
                raise ScenarioInvalid(f"$.{part}[{at}].id", "an event before it has this id and says something else")
    return scenario


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario, made from the schemas of its events and of the registers' bodies."""
    events = {part: event_json_schema(name) for part, name in PARTS.items()}
    _complete_bodies(events["registers"])
    bodies = {name: {member: said for member, said in register_schema(name).items() if member != "$schema"}
              for name in sorted(register_names())}  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A scenario for `provision-ledger judge`",
        "type": "object",
        "additionalProperties": False,
        "properties": {part: {"type": "array", "items": event} for part, event in events.items()},
        "$defs": {"registers": bodies},
    }


def _said(event: Event) -> Event:
    """Return what an event says: all but what a source may change when it sends it again."""
    return {member: said for member, said in event.items() if member not in _NOT_SAID}


def _complete_bodies(change: dict[str, Any]) -> None:
    """Say for each register what its body holds: an object, or the same as text."""
    names = sorted(register_names())
    change["properties"]["register"]["enum"] = names
    change["allOf"] = [
        {
            "if": {"properties": {"register": {"const": name}}, "required": ["register"]},
            "then": {
                "properties": {"body": {"anyOf": [{"$ref": f"#/$defs/registers/{name}"}, {"type": "string"}]}}
            },
        }
        for name in names
    ]


def _event(name: str, written: Any, path: str, number: int) -> Event:
    try:
        event = from_json(name, written)
    except ScenarioInvalid as error:
        raise ScenarioInvalid(path + error.path.removeprefix("$"), error.fault) from error
    event.setdefault("id", UUID(int=number).bytes)
    event.setdefault("source", _SOURCE)
    event.setdefault("instance", _INSTANCE)
    event.setdefault("number", number)
    event.setdefault("written_at", event["happened_at"])
    if name == "RegisterChange" and (wrong := body_fault(event)) is not None:
        raise ScenarioInvalid(f"{path}.{wrong.path}", wrong.fault)
    return event
