"""The public contract: what was released stays readable, and says in words what it means."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import avro.schema
import pytest
from avro.compatibility import ReaderWriterCompatibilityChecker, SchemaCompatibilityType
from fastavro import parse_schema
from fastavro.schema import fingerprint, to_parsing_canonical_form

from schemas import INPUT_EVENTS, OUTPUT_EVENTS, event_schema, register_names, register_schema, released_schemas
from streams.wire import MARKER, encode, known_fingerprints

EVENTS = (*INPUT_EVENTS, *OUTPUT_EVENTS)
#: The Act's articles, the Commission's Rules and guideline, the Cabinet Order, and the My Number Act.
NAMES_THE_LAW = re.compile(r"\b([Aa]rticles?|Rules?|guideline|Cabinet Order) (\d|that asks)")
HEADER = ["id", "source", "instance", "number", "happened_at", "written_at"]

#: CRC-64-AVRO of every released schema, in the byte order of the wire. A line is added by a release, never changed.
FINGERPRINTS = {
    ("Provision", 1): "9b43a33e3022046a",
    ("ProvisionCorrection", 1): "fa187c5df8d6d88e",
    ("ConsentChange", 1): "4858ec520618b9e4",
    ("ConsentChange", 2): "3677931821b7f3d8",
    ("PersonLink", 1): "33e775963823cf32",
    ("RegisterChange", 1): "96f687d397a4c8a4",
    ("SourceHeartbeat", 1): "64baf7785dcf25c3",
    ("Verdict", 1): "bcdc4c7573b7ae9d",
    ("Alert", 1): "3570c634262ef4a5",
    ("Alert", 2): "10fec2185b6f6b81",
    ("Alert", 3): "260c812f4bf77d1f",
    ("DeadLetter", 1): "5e03c265a04504e4",
    ("Stop", 1): "fe1ebddf56a43a51",
    ("StopAcknowledgement", 1): "d536ea89cb2abce0",
    ("Task", 1): "7eff1c3eb1c1ba02",
    ("TaskAnswer", 1): "22fcfb35a78c9cd7",
}


def crc_64_avro(data: bytes) -> bytes:
    """The Avro specification's Rabin fingerprint, read slowly, little-endian as single-object encoding has it."""
    empty = 0xC15D213AA4D7A795
    table = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = (value >> 1) ^ (empty & -(value & 1))
        table.append(value)
    value = empty
    for byte in data:
        value = (value >> 8) ^ table[(value ^ byte) & 0xFF]
    return value.to_bytes(8, "little")


def canonical_form(text: str) -> str:
    form: str = to_parsing_canonical_form(parse_schema(json.loads(text)))
    return form


def reads(reader: str, writer: str) -> bool:
    """Tell whether data written with one schema is read with another, as Apache Avro sees it."""
    result = ReaderWriterCompatibilityChecker().get_compatibility(avro.schema.parse(reader), avro.schema.parse(writer))
    return bool(result.compatibility is SchemaCompatibilityType.compatible)


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield every complex type and every field of a schema, nested ones too."""
    if isinstance(schema, list):
        for branch in schema:
            yield from nodes(branch)
    elif isinstance(schema, dict):
        yield schema
        for field in schema.get("fields", ()):
            yield field
            yield from nodes(field["type"])
        for inner in ("items", "values"):
            yield from nodes(schema.get(inner))
        if isinstance(schema.get("type"), dict | list):
            yield from nodes(schema["type"])


def fields(schema: Any) -> list[dict[str, Any]]:
    return [field for node in nodes(schema) for field in node.get("fields", ())]


def changed(event: str, /, **new: Any) -> str:
    """The released schema with one incompatible or compatible change to its fields."""
    schema = copy.deepcopy(json.loads(released_schemas(event)[-1]))
    for field in schema["fields"]:
        if field["name"] == new.get("field"):
            field.update({key: value for key, value in new.items() if key not in ("field", "add")})
    schema["fields"] += new.get("add", [])
    return json.dumps(schema)


@pytest.mark.parametrize("name", EVENTS)
def test_apache_avro_parses_the_schema_and_every_released_one(name: str) -> None:
    for text in (event_schema(name), *released_schemas(name)):
        parsed = avro.schema.parse(text)
        assert parsed.fullname == f"provision_ledger.v1.{name}"


@pytest.mark.parametrize("name", EVENTS)
def test_the_current_schema_reads_all_that_any_release_wrote(name: str) -> None:
    assert released_schemas(name)
    assert all(reads(event_schema(name), written) for written in released_schemas(name))


@pytest.mark.parametrize("name", EVENTS)
def test_every_release_reads_all_that_earlier_ones_wrote(name: str) -> None:
    released = released_schemas(name)
    assert all(reads(later, earlier) for at, later in enumerate(released) for earlier in released[: at + 1])


@pytest.mark.parametrize(
    ("change", "accepted"),
    [
        pytest.param({}, True, id="no change"),
        pytest.param({"add": [{"name": "new", "type": "string"}]}, False, id="a field without default"),
        pytest.param({"add": [{"name": "new", "type": "string", "default": ""}]}, True, id="a field with default"),
        pytest.param({"field": "source", "type": "long"}, False, id="another type"),
        pytest.param({"field": "source", "type": ["null", "string"]}, True, id="made nullable"),
        pytest.param({"field": "source", "name": "origin"}, False, id="renamed"),
        pytest.param({"field": "number", "type": "int"}, False, id="narrowed"),
    ],
)
def test_an_incompatible_change_is_refused_by_this_check(change: dict[str, Any], accepted: bool) -> None:
    for name in EVENTS:
        released = released_schemas(name)[-1]
        names = {field["name"] for field in json.loads(released)["fields"]}
        if change.get("field", "") in names or "field" not in change:
            assert reads(changed(name, **change), released) is accepted


def test_a_default_taken_away_is_refused_once_a_release_lacked_the_field() -> None:
    earlier = json.loads(released_schemas("Provision")[0])
    earlier["fields"] = [field for field in earlier["fields"] if field["name"] != "series"]
    later = json.loads(event_schema("Provision"))
    assert reads(json.dumps(later), json.dumps(earlier))
    for field in later["fields"]:
        if field["name"] == "series":
            del field["default"]
    assert not reads(json.dumps(later), json.dumps(earlier))


def test_released_schemas_are_the_ones_that_were_released() -> None:
    found = {
        (name, version): fingerprint(canonical_form(text), "CRC-64-AVRO")
        for name in EVENTS
        for version, text in enumerate(released_schemas(name), start=1)
    }
    assert found == FINGERPRINTS


@pytest.mark.parametrize("name", EVENTS)
def test_fingerprints_are_those_of_the_specification(name: str) -> None:
    for version, text in enumerate(released_schemas(name), start=1):
        assert crc_64_avro(canonical_form(text).encode()).hex() == FINGERPRINTS[name, version]


def test_every_released_input_schema_can_be_read_from_the_wire() -> None:
    for (name, _), print_ in FINGERPRINTS.items():
        assert (bytes.fromhex(print_) in known_fingerprints()) == (name not in OUTPUT_EVENTS)


def test_a_message_begins_with_the_fingerprint_of_its_schema() -> None:
    event = {
        "id": bytes(16), "source": "s", "instance": "i", "number": 1, "happened_at": 0, "written_at": 0,
        "last_number": 1, "final": False,
    }  # fmt: skip
    assert encode("SourceHeartbeat", event)[:10] == MARKER + bytes.fromhex(FINGERPRINTS["SourceHeartbeat", 1])


@pytest.mark.parametrize("name", EVENTS)
def test_the_last_release_is_the_current_schema_which_may_explain_it_better(name: str) -> None:
    assert canonical_form(released_schemas(name)[-1]) == canonical_form(event_schema(name))


@pytest.mark.parametrize("name", EVENTS)
def test_every_record_and_field_says_what_it_means(name: str) -> None:
    schema = json.loads(event_schema(name))
    named = [node for node in nodes(schema) if node.get("type") in ("record", "fixed")]
    assert fields(schema)
    assert [node["name"] for node in (*named, *fields(schema)) if not node.get("doc", "").strip()] == []


@pytest.mark.parametrize("name", INPUT_EVENTS)
def test_every_field_of_a_services_event_names_what_it_serves(name: str) -> None:
    told = [(field["name"], field["doc"]) for field in fields(json.loads(event_schema(name)))]
    assert [field for field, doc in told if not NAMES_THE_LAW.search(doc)] == []


@pytest.mark.parametrize("name", EVENTS)
def test_codes_are_texts_and_nothing_has_a_logical_type(name: str) -> None:
    found = list(nodes(json.loads(event_schema(name))))
    assert all(node.get("type") != "enum" and "logicalType" not in node for node in found)


def test_an_enum_would_be_found() -> None:
    deep = {"type": "enum", "name": "E", "symbols": ["a"]}
    schema = {
        "type": "record",
        "name": "R",
        "fields": [{"name": "x", "type": ["null", {"type": "array", "items": deep}]}],
    }
    assert deep in list(nodes(schema))


@pytest.mark.parametrize("name", INPUT_EVENTS)
def test_every_event_of_a_service_begins_with_the_header(name: str) -> None:
    schema = json.loads(event_schema(name))
    assert [field["name"] for field in schema["fields"][:6]] == HEADER
    types = [field["type"] for field in schema["fields"][:6]]
    assert types[0]["type"] == "fixed" and types[0]["size"] == 16
    assert types[1:] == ["string", "string", "long", "long", "long"]


@pytest.mark.parametrize("name", EVENTS)
def test_what_may_be_absent_is_null_first_and_by_default(name: str) -> None:
    for field in fields(json.loads(event_schema(name))):
        if isinstance(field["type"], list):
            assert field["type"][0] == "null" and len(field["type"]) == 2
            assert "default" not in field or field["default"] is None


@pytest.mark.parametrize("name", sorted(register_names()))
def test_a_register_takes_no_member_that_its_schema_does_not_name(name: str) -> None:
    schema = register_schema(name)
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) <= set(schema["properties"])
