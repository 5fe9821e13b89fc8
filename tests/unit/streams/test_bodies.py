"""Register bodies that pass here are ones the ledger can keep and read for ever."""

from __future__ import annotations

import json
from typing import Any

import pytest

from streams.recorder.bodies import register_body_valid
from tests.events import source_body

PURPOSE = {"ja": "目的", "en": "purpose", "announced_on": "2026-02-01"}
RECIPIENT = {"name": "n", "address": "a", "kind": "company", "country": "JP"}


def valid(register: str, body: Any, key: str = "key") -> bool:
    text = body if isinstance(body, str) else json.dumps(body)
    return register_body_valid({"register": register, "key": key, "body": text})


def test_a_plain_body_is_valid() -> None:
    assert valid("purposes", PURPOSE) and valid("recipients", RECIPIENT) and valid("sources", source_body("s"))


@pytest.mark.parametrize("day", ["2026-02-31", "0000-01-01", "2026-02-01\n", "20260201", ""])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    assert not valid("purposes", {**PURPOSE, "announced_on": day})


@pytest.mark.parametrize(
    "body",
    ["[" * 5000, "{", "7", json.dumps({**RECIPIENT, "name": "\ud800"}), json.dumps({**RECIPIENT, "country": "JP\n"})],
)
def test_what_has_no_canonical_form_or_reads_otherwise_is_refused(body: str) -> None:
    assert not valid("recipients", body)


def test_a_float_is_no_lag() -> None:
    assert not valid("sources", {**source_body("s"), "lag_seconds": 60.0})


def test_an_unknown_register_and_a_strange_key_are_refused() -> None:
    assert not valid("people", RECIPIENT)
    assert not valid("recipients", RECIPIENT, key="山田")
