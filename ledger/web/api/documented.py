"""What OpenAPI says beside the operations themselves: problems by status, examples, how a token is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ledger.web.api.answers import ProblemTold
from ledger.web.api.examples import EXAMPLES
from ledger.web.api.gate import is_open
from ledger.web.api.problem_words import WORDS
from ledger.web.api.problems import MEDIA_TYPE, STATUS, written

#: Problems that any operation may meet, those with a body, and those of the staff's.
ANY = ("not_authorised", "too_often", "too_many_at_once", "unavailable", "failed", "role_missing")
SENT = (
    "invalid", "json_unreadable", "key_missing", "too_slow", "too_large", "not_json", "key_busy", "key_reused",
)  # fmt: skip

DESCRIPTION = """
Requests of people at the contact window (Act on the Protection of Personal Information, articles 32 to 40), for
programs of the operator. Each look and step is an act of the officer whose client calls, entered before its answer
leaves. docs/api.md is a walk through it.
"""


def problems(*codes: str) -> dict[int | str, dict[str, Any]]:
    """Return the answers of an operation that may meet these problems."""
    found: dict[int | str, dict[str, Any]] = {}
    for code in sorted({*codes, *ANY}, key=lambda one: (STATUS[one], one)):
        answer = found.setdefault(STATUS[code], {
            "description": "", "content": {MEDIA_TYPE: {"schema": _REF, "examples": {}}},
        })  # fmt: skip
        answer["content"][MEDIA_TYPE]["examples"][code] = {"value": written(code, "en", _MORE.get(code, {}))}
        answer["description"] = "; ".join([*filter(None, [answer["description"]]), WORDS[code][0].en])
        if STATUS[code] in (429, 503):
            answer["headers"] = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
    return found


def document(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the application."""
    said = get_openapi(
        title=app.title, version=app.version, openapi_version="3.1.0", description=DESCRIPTION.strip(),
        routes=app.routes, servers=[{"url": "http://127.0.0.1:8084", "description": "This machine"}],
        tags=[
            {"name": "staff", "description": "As the officer of the token, with their roles."},
            {"name": "person", "description": "For a person who has number and secret, in the body alone."},
            {"name": "about", "description": "About the API: no personal data, no act."},
        ],
    )  # fmt: skip
    schemas = said["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = ProblemTold.model_json_schema()
    said["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "Token of `provision-ledger api-client create`."},
    }
    said["security"] = [{"token": []}]
    for address, path in said["paths"].items():
        for operation in path.values():
            if is_open(address):
                operation["security"] = []
                operation["responses"].pop("401")
            if "HTTPValidationError" in str(operation["responses"].get("422")):
                del operation["responses"]["422"]
            for content in _contents(operation):
                _exemplify(content)
    return said


_REF = {"$ref": "#/components/schemas/Problem"}
_MORE: Mapping[str, Mapping[str, Any]] = {
    "invalid": {"faults": [{"pointer": "/kind", "fault": "no such code"}]},
    "intake_shut": {"notice": {"ja": "4月5日まで休みます。", "en": "Closed until 5 April."}},
    "lapsed": {"because": "training"},
    "step_refused": {"because": "the second officer is the first one; somebody else has to look"},
}


def _contents(operation: Mapping[str, Any]) -> list[dict[str, Any]]:
    bodies = [operation["requestBody"]] if "requestBody" in operation else []
    bodies += [one for status, one in operation["responses"].items() if str(status).startswith("2")]
    return [content for body in bodies for content in body.get("content", {}).values()]


def _exemplify(content: dict[str, Any]) -> None:
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    if name in EXAMPLES:
        content["example"] = EXAMPLES[name]
