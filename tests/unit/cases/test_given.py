"""What a disclosure gives follows from what the answer for people shows, never from what a claim says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from ledger.cases.answer import Amendment, Answer, DisclosableRecord, PersonId
from ledger.cases.disclosure.given import given
from ledger.cases.projection import project
from ledger.log.record import RecordOpening

ASKED = (PersonId("member", "A-1"),)
GROUNDS = ("consent", "28(1)consent", "31(1)", "27(2)", "27(1)i", "27(1)iii", "27(5)i", "27(5)iii", "number_act_19")


def opening(**changed: Any) -> RecordOpening:
    """The opening of a plain record, in which `changed` stands in place of what was plain."""
    said: dict[str, Any] = {
        "salts": (), "person": {"id": "A-1", "namespace": "member"},
        "recipient": {"code": "aozora", "name": "青空", "kind": "company", "country": "JP", "address": "東京"},
        "items": ({"code": "name", "ja": "氏名", "en": "Name", "sensitive": False},), "time": {},
        "statement": {"ground": "consent"}, "evidence": (), "manner": {"handling": "intended"},
        "basis_and_duty": {"basis": "consent"}, "verdict_and_policy": {"verdict": "lawful"}, "event": {},
    }  # fmt: skip
    return RecordOpening(**(said | changed))


def names(
    made: Callable[..., DisclosableRecord], answer: Callable[..., Answer], said: RecordOpening, **shown: Any
) -> tuple[str, ...]:
    """Return what is given of a record that is shown as `shown` says."""
    (record,) = project(answer(made(ground=said.statement["ground"], **shown))).records
    return given(record, said, ASKED)


@pytest.mark.parametrize("role", ["provider", "recipient"])
@drawn(
    ground=st.sampled_from(GROUNDS),
    verdict=st.sampled_from(("lawful", "violation", "undetermined")),
    handling=st.sampled_from(("intended", "mis_sent", "theft")),
    agreement=st.sampled_from((None, "a-1")),
    evidence=st.lists(st.sampled_from(("consent_record", "statute", "necessity")), max_size=3),
)
def test_it_tells_neither_verdict_nor_exemption_nor_incident(
    make_record: Any, make_answer: Any, role: str, ground: str, verdict: str, handling: str, agreement: str | None,
    evidence: list[str],
) -> None:  # fmt: skip
    said = opening(
        statement={"ground": ground}, manner={"handling": handling, "agreement": agreement},
        evidence=tuple({"code": code, "value": "x"} for code in evidence), verdict_and_policy={"verdict": verdict},
    )  # fmt: skip
    found = names(make_record, make_answer, said, role=role)
    (shown,) = project(make_answer(make_record(role=role, ground=ground))).records
    (told,) = (fact.value for fact in (*shown.granted_by_act, *shown.added_by_operator) if fact.code == "ground")
    assert isinstance(told, dict)
    plain = {"items", "person", "recipient", "time"}
    assert set(found) == plain | ({"statement"} if told["code"] == ground else set())
    if told["code"] == "not_consent":
        assert "statement" not in found, "all such records look alike"


def test_a_correction_takes_with_it_whatever_it_might_have_changed(make_record: Any, make_answer: Any) -> None:
    corrected = (Amendment("correct", 1),)
    assert names(make_record, make_answer, opening(), amendments=corrected) == ("person", "time")
    assert "recipient" in names(make_record, make_answer, opening(), amendments=(Amendment("void", 1),))


def test_an_id_reached_through_a_link_is_not_given(make_record: Any, make_answer: Any) -> None:
    linked = opening(person={"id": "77", "namespace": "shop"})
    assert "person" not in names(make_record, make_answer, linked)
    assert "person" not in names(make_record, make_answer, opening(person=None))


def test_what_being_shown_would_reveal_is_not_given(make_record: Any, make_answer: Any) -> None:
    clinic = {**opening().recipient, "reveals": "受診していること"}
    assert "recipient" not in names(make_record, make_answer, opening(recipient=clinic))
    illness = {**opening().items[0], "reveals": "病歴があること"}
    assert "items" not in names(make_record, make_answer, opening(items=(opening().items[0], illness)))
