"""The two sides of one act: what they say differently is the same whichever is asked about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ledger.judging.pairs import DIFFERENCES, Side, differences, own_codes
from ledger.registers.snapshot import RegisterRow, Registers
from tests.events import source_body
from tests.unit.law.acts import instant

OURS = Side(
    event_id=b"p" * 16, role="provider", own=frozenset({"us"}), other="partner", items=frozenset({"name"}),
    people=frozenset({("member", "A-1")}), at=instant("2026-06-06T10:00:00+09:00"), counterpart=None,
)  # fmt: skip
THEIRS = replace(
    OURS, event_id=b"r" * 16, role="recipient", own=frozenset({"partner"}), other="us", counterpart=OURS.event_id
)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ()),
        ({"at": instant("2026-06-06T00:00:00+09:00")}, ()),
        ({"at": instant("2026-06-06T23:59:59+09:00")}, ()),
        ({"at": instant("2026-06-07T00:00:00+09:00")}, ("day",)),
        ({"role": "provider"}, ("role",)),
        ({"items": frozenset({"name", "phone"})}, ("items",)),
        ({"people": frozenset({("member", "A-2")})}, ("people",)),
        ({"people": frozenset()}, ()),  # article 31 asks for no person on the provider's side
        ({"other": "somebody"}, ("other_side",)),
        ({"own": frozenset({"somebody"})}, ("other_side",)),
        ({"own": frozenset()}, ()),  # no register says who reports
        ({"counterpart": b"x" * 16}, ("counterpart_event",)),
        ({"items": frozenset(), "other": "somebody"}, ("items", "other_side")),
    ],
)
def test_what_two_reports_say_differently(changed: dict[str, Any], expected: tuple[str, ...]) -> None:
    theirs = replace(THEIRS, **changed)
    assert differences(OURS, theirs) == differences(theirs, OURS) == expected


def test_every_difference_has_words() -> None:
    assert all(words.ja and words.en for words in DIFFERENCES.values())


def test_who_reports_is_named_by_its_source_or_service_else_it_is_the_operator() -> None:
    company = {"name": "n", "address": "a", "kind": "company", "country": "JP"}
    told = [
        ("sources", "crm", source_body("sales", "provisions")),
        ("sources", "feed", source_body("partner", "provisions")),
        ("recipients", "partner", company),
        ("recipients", "us", {**company, "legal_person": "operator"}),
        ("recipients", "group", {**company, "legal_person": "other"}),
    ]
    rows = [RegisterRow(idx, register, key, 0, None, body) for idx, (register, key, body) in enumerate(told)]
    registers = Registers(len(rows), rows)
    assert own_codes(registers, "feed", OURS.at) == {"partner"}
    assert own_codes(registers, "crm", OURS.at) == own_codes(registers, "nobody", OURS.at) == {"us"}
    assert own_codes(registers, "partner", OURS.at) == {"partner"}
    assert own_codes(Registers(0, []), "crm", OURS.at) == frozenset()
