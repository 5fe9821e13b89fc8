"""The OpenAPI document: as checked in, whole, and with examples that are what they say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from ledger.web.api.examples import EXAMPLES
from ledger.web.api.gate import is_open
from ledger.web.api.problem_words import WORDS
from ledger.web.api.problems import FORESEEN, MEDIA_TYPE, STATUS
from tests.unit.web.openapi import PAGE, page, said

SAID = said()
OPERATIONS = {
    operation["operationId"]: (path, method, operation)
    for path, operations in SAID["paths"].items() for method, operation in operations.items()
}  # fmt: skip


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """Validate by a schema that may name those of the document."""
    registry = Registry().with_resource("said", Resource.from_contents(SAID, DRAFT202012))
    return Draft202012Validator(_absolute(schema), registry=registry)


def _absolute(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {
            name: f"said{value}" if name == "$ref" and value.startswith("#") else _absolute(value)
            for name, value in schema.items()
        }
    return [_absolute(one) for one in schema] if isinstance(schema, list) else schema


def bodies(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every body that is sent or answered with success, with its media type."""
    answers = [answer for status, answer in operation["responses"].items() if status.startswith("2")]
    for body in [*([operation["requestBody"]] if "requestBody" in operation else []), *answers]:
        yield from body.get("content", {}).items()


def test_the_page_is_what_the_application_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.unit.web.openapi"


def test_the_document_is_openapi_3_1_and_its_schemas_are_schemas() -> None:
    assert SAID["openapi"].startswith("3.1.") and SAID["info"]["title"] and SAID["info"]["version"]
    assert set(SAID) <= {"openapi", "info", "servers", "paths", "components", "tags", "security"}
    for schema in SAID["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    names = [operation["operationId"] for path in SAID["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names)) == len(OPERATIONS)
    assert all(path.startswith("/") for path in SAID["paths"])
    named = {text.rpartition("/")[2] for text in _refs(SAID)}
    assert named <= set(SAID["components"]["schemas"])


def _refs(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for inner in part.values():
            yield from _refs(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _refs(inner)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_told_whole(name: str) -> None:
    path, method, operation = OPERATIONS[name]
    assert operation["summary"] and operation["description"] and len(operation["tags"]) == 1
    parameters = {one["name"]: one for one in operation.get("parameters", ())}
    assert {f"{{{one}}}" for one, said in parameters.items() if said["in"] == "path"} == {
        part for part in path.split("/") if part.startswith("{")
    }  # fmt: skip
    assert all(one["required"] for one in parameters.values() if one["in"] == "path")
    assert (method == "post") == (parameters.get("Idempotency-Key", {}).get("required") is True)
    for number, answer in operation["responses"].items():
        assert 100 <= int(number) <= 599 and answer["description"]
        if int(number) >= 400:
            self_told(int(number), answer)
    assert ("401" in operation["responses"]) == (not is_open(path)) == (operation.get("security") is None)
    for media_type, content in bodies(operation):
        if media_type == "application/json" and "$ref" in content["schema"]:
            validator(content["schema"]).validate(content["example"])


def self_told(status: int, answer: dict[str, Any]) -> None:
    """See that an error is a problem, each type of it with an example of that status."""
    ((media_type, content),) = answer["content"].items()
    assert media_type == MEDIA_TYPE
    assert content["examples"]
    for code, example in content["examples"].items():
        validator(content["schema"]).validate(example["value"])
        assert example["value"]["status"] == STATUS[code] == status
        assert example["value"]["type"] == f"/v1/problems/{code}"
    assert status not in (429, 503) or "Retry-After" in answer["headers"]


def test_every_example_is_used_and_every_problem_met_somewhere() -> None:
    assert set(EXAMPLES) <= set(SAID["components"]["schemas"])
    met = {
        code
        for _, _, operation in OPERATIONS.values() for status, answer in operation["responses"].items()
        if int(status) >= 400 for code in answer["content"][MEDIA_TYPE]["examples"]
    }  # fmt: skip
    assert set(STATUS) - met == {"method_not_allowed"}, "what no operation meets is told of addresses alone"


def test_every_problem_has_words_in_both_languages_and_stands_on_the_page() -> None:
    assert set(WORDS) == set(STATUS) and {code for _, code in FORESEEN} <= set(STATUS)
    told = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
    for code, (title, detail) in WORDS.items():
        assert f"| `{code}` | {STATUS[code]} | {title.en} |" in told
        assert detail.ja.count("。") >= 2 and detail.en.count(". ") >= 1, "what happened, and what to do next"
