"""Data with rules of its own: specific, pseudonymised and personal-related information."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.law.judge import judge
from tests.unit.law.acts import (
    ALL_PASSED,
    AT,
    COMPLETE,
    CONFIRMED,
    JOINT_RESEARCH,
    NONE_PASSED,
    SECOND,
    TOLD_ABROAD,
    act,
    change,
    found,
    recipient,
)  # fmt: skip

GIVEN = change(AT - 10 * SECOND)


@pytest.mark.parametrize("ground_claimed", ["consent", *COMPLETE, "27(2)", "27(5)iii", "interpretation"])
@pytest.mark.parametrize("passed", [NONE_PASSED, ALL_PASSED])
def test_no_ground_of_this_act_justifies_giving_specific_personal_information(
    ground_claimed: str, passed: frozenset[str]
) -> None:
    evidence = COMPLETE.get(ground_claimed, ({}, ""))[0]
    asked = act(ground=ground_claimed, evidence=evidence, data_class="specific_personal_information")
    judgement = judge(asked, found(GIVEN, passed=passed))
    assert (judgement.verdict, judgement.basis) == ("violation", "none")
    assert [(rule.question, rule.answer) for rule in judgement.rules] == [("number_act", "no")]


def test_specific_personal_information_given_to_the_person_is_no_provision() -> None:
    asked = act(
        ground="to_the_person", evidence={"to_the_person": "by post"}, data_class="specific_personal_information"
    )
    assert judge(asked, found()).verdict == "not_provision"


@pytest.mark.parametrize(
    ("item", "verdict"),
    [("1", "lawful"), (" 17 ", "lawful"), ("0", "violation"), ("18", "violation"), ("", "violation"),
     ("番号法19条", "violation"), (None, "violation")],
)  # fmt: skip
def test_article_19_of_the_number_act_asks_for_its_item(item: str | None, verdict: str) -> None:
    shown = {} if item is None else {"number_act_item": item}
    judgement = judge(act(ground="number_act_19", evidence=shown, data_class="specific_personal_information"), found())
    assert judgement.verdict == verdict
    assert judgement.basis == ("number_act_19" if verdict == "lawful" else "none")
    assert judgement.duty == "statutory"


@pytest.mark.parametrize("passed", [NONE_PASSED, ALL_PASSED])
@pytest.mark.parametrize("claimed", ["consent", "27(1)ii", "27(1)vii", "27(2)", "31(1)", "number_act_19"])
def test_pseudonymised_data_goes_to_no_third_party_but_by_law(claimed: str, passed: frozenset[str]) -> None:
    evidence = COMPLETE.get(claimed, ({}, ""))[0]
    judgement = judge(act(ground=claimed, evidence=evidence, data_class="pseudonymised"), found(GIVEN, passed=passed))
    assert (judgement.verdict, judgement.rules[0].article) == ("violation", "41(6)")


def test_pseudonymised_data_may_be_given_where_law_requires_it() -> None:
    asked = act(ground="27(1)i", evidence={"statute": "jp-ccp-197-2"}, data_class="pseudonymised")
    assert judge(asked, found()).basis == "27(1)i"
    foreign = act(ground="27(1)i", evidence={"statute": "us-subpoena"}, data_class="pseudonymised")
    assert judge(foreign, found()).verdict == "violation"
    entrusted = replace(JOINT_RESEARCH, kind="entrustment")
    assert judge(act(ground="27(5)i", data_class="pseudonymised"), found(agreement=entrusted)).basis == "27(5)i"


@pytest.mark.parametrize(
    ("evidence", "country", "verdict"),
    [
        pytest.param(CONFIRMED, "JP", "lawful", id="confirmed"),
        pytest.param({}, "JP", "violation", id="not confirmed"),
        pytest.param({"consent_record": "ours"}, "JP", "violation", id="our own consent is not theirs"),
        pytest.param(CONFIRMED, "US", "violation", id="abroad, information not confirmed"),
        pytest.param(TOLD_ABROAD, "US", "lawful", id="abroad, information confirmed"),
    ],
)
def test_personal_related_information_needs_the_recipients_consent_confirmed(
    evidence: dict[str, str], country: str, verdict: str
) -> None:
    asked = act(ground="31(1)", evidence=evidence, data_class="personal_related", has_person=False)
    judgement = judge(asked, found(recipient=recipient("company", country)))
    assert judgement.verdict == verdict
    by_event = judge(replace(asked, recipient_country=country), found(recipient=recipient("company")))
    assert by_event.verdict == verdict
    if verdict == "lawful":
        assert (judgement.basis, judgement.duty, judgement.duty_reason) == ("31(1)", "statutory", "31(3)")
        assert judgement.policy == "kept"


def test_personal_related_information_may_go_by_an_exception_of_27() -> None:
    evidence = COMPLETE["27(1)ii"][0]
    judgement = judge(act(ground="27(1)ii", evidence=evidence, data_class="personal_related"), found())
    assert (judgement.basis, judgement.duty) == ("27(1)ii", "exempt")


@pytest.mark.parametrize("claimed", ["31(1)", "number_act_19"])
def test_a_ground_of_another_class_of_data_is_none(claimed: str) -> None:
    judgement = judge(act(ground=claimed, evidence={**TOLD_ABROAD, "number_act_item": "1"}), found(GIVEN))
    assert (judgement.verdict, judgement.rules[0].question) == ("violation", "ground_for_class")
