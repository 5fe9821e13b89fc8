"""The second yardstick: which sentence of the policy an act breaks, whatever the Act says of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ledger.law.judge import judge
from ledger.law.registered import PolicyEntry, PolicySentence
from ledger.law.seed_policy import SEED
from ledger.law.types import Act, Found
from tests.unit.law.acts import AT, COMPLETE, CONFIRMED, NONE_PASSED, SECOND, act, change, found
from tests.unit.law.cases.entries import (
    ABROAD,
    ENTRUSTED,
    GERMANY,
    IN_GERMANY,
    INFORMED,
    JOINT_USE,
    NOTIFIED,
    READING,
    TODAY,
    US,
    YESTERDAY,
)

GIVEN = change(AT - 10 * SECOND)
TOLD = change(AT - 10 * SECOND, foreign_information="notice")
INTERPRETED = {"interpretation": "for-the-person"}


def _only(rule: str) -> PolicyEntry:
    return PolicyEntry("mine", (PolicySentence("9", "文", "sentence", rule),))


def _abroad(**known: Any) -> Found:
    return found(TOLD, **{"recipient": ABROAD, "notices": (INFORMED,), **known})


@pytest.mark.parametrize(
    ("asked", "facts", "verdict", "policy", "reason", "sentence"),
    [
        pytest.param(act(), found(GIVEN), "lawful", "kept", "consent", "4", id="consented to"),
        pytest.param(act(), found(), "violation", "broken", "violation", "4", id="not consented to"),
        pytest.param(act(ground="27(1)ii", evidence=COMPLETE["27(1)ii"][0]), found(), "lawful", "kept", "27(1)ii", "4",
                     id="an exception that the policy names"),
        pytest.param(act(ground="27(1)vi", evidence=COMPLETE["27(1)vi"][0]), found(), "lawful", "broken",
                     "not_promised 27(1)vi", "4", id="an exception that it does not name"),
        pytest.param(act(ground="27(2)", opt_out_notification="n"), found(notification=NOTIFIED), "lawful", "broken",
                     "not_promised 27(2)", "4", id="a lawful opt-out breaks the promise"),
        pytest.param(act(ground="27(5)i"), found(agreement=ENTRUSTED), "lawful", "broken", "not_promised 27(5)i", "4",
                     id="so does entrusting"),
        pytest.param(act(ground="27(5)iii"), found(joint_use=JOINT_USE), "lawful", "broken", "not_promised 27(5)iii",
                     "4", id="and joint use"),
        pytest.param(act(ground="interpretation", evidence=INTERPRETED), found(interpretation=READING), "lawful",
                     "unclear", "interpretation", "4", id="a reading leaves it open"),
        pytest.param(act(data_class="personal_information"), found(), "not_provision", "broken", "violation", "4",
                     id="the Act asks nothing of 個人情報 in no database, the promise does"),
        pytest.param(act(data_class="personal_information"), found(GIVEN), "not_provision", "kept", "consent", "4",
                     id="and is kept on consent"),
        pytest.param(act(), found(GIVEN, purpose_announced=False), "violation", "broken", "purpose_not_announced", "3",
                     id="consented to, for a purpose that nobody announced"),
        pytest.param(act(), found(purpose_announced=False), "violation", "broken", "violation", "4",
                     id="neither consented to nor announced"),
        pytest.param(act(data_class="personal_information"), found(GIVEN, purpose_announced=False), "not_provision",
                     "broken", "purpose_not_announced", "3", id="nor may a note in no database be given"),
        pytest.param(act(ground="31(1)", evidence=CONFIRMED), found(), "violation", "broken", "violation", "4",
                     id="personal data does not leave the promise by claiming article 31"),
        pytest.param(act(), _abroad(country=US), "lawful", "kept", "28(1)consent", "4", id="abroad, country known"),
        pytest.param(act(), _abroad(country=replace(US, due=YESTERDAY)), "lawful", "unclear", "country_not_known", "5",
                     id="abroad, looked into too long ago"),
        pytest.param(act(), _abroad(country=replace(US, due=TODAY)), "lawful", "kept", "28(1)consent", "4",
                     id="abroad, on the last day of the interval"),
        pytest.param(act(), found(GIVEN, recipient=IN_GERMANY, country=GERMANY), "lawful", "kept", "consent", "4",
                     id="an equivalent country is known"),
        pytest.param(act(), _abroad(recipient=replace(ABROAD, domestic=True), country=replace(US, due=YESTERDAY)),
                     "lawful", "kept", "consent", "4", id="an operator in Japan is nobody abroad"),
        pytest.param(act(), _abroad(recipient=replace(ABROAD, legal_person="operator"), country=None),
                     "lawful", "kept", "consent", "4", id="nor is our own branch"),
    ],
)  # fmt: skip
def test_the_seed_is_kept_or_broken_by_one_sentence(
    asked: Act, facts: Found, verdict: str, policy: str, reason: str, sentence: str
) -> None:
    judgement = judge(asked, facts)
    assert judgement.verdict == verdict
    assert (judgement.policy, judgement.policy_reason, judgement.policy_sentence) == (policy, reason, sentence)
    assert judgement.policy_version == SEED.version


@pytest.mark.parametrize(
    ("claimed", "announced", "policy"),
    [
        ("consent", True, "kept"), ("consent", False, "broken"), ("27(2)", False, "broken"),
        ("27(5)i", False, "broken"), ("27(1)ii", False, "kept"),
    ],
)  # fmt: skip
def test_a_policy_may_promise_announced_purposes_alone(claimed: str, announced: bool, policy: str) -> None:
    judgement = judge(act(ground=claimed), found(GIVEN, purpose_announced=announced, policy=_only("announced_purpose")))
    assert judgement.policy == policy
    if claimed == "27(1)ii":
        assert (judgement.policy_reason, judgement.policy_sentence) == ("out_of_reach", ""), "18(3) asks for no purpose"
    else:
        reason = "announced_purpose" if announced else "purpose_not_announced"
        assert (judgement.policy_reason, judgement.policy_sentence) == (reason, "9")


def test_a_policy_that_promises_nothing_of_provision_is_kept_by_a_violation() -> None:
    judgement = judge(act(), found(policy=PolicyEntry("silent", ())))
    assert (judgement.verdict, judgement.policy, judgement.policy_version) == ("violation", "kept", "silent")
    assert (judgement.policy_reason, judgement.policy_sentence) == ("out_of_reach", ""), "not: that it is no provision"


@pytest.mark.parametrize(
    ("facts", "policy", "reason", "sentence"),
    [
        (_abroad(country=US), "kept", "country_known", "9"),
        (_abroad(country=replace(US, due=YESTERDAY)), "unclear", "country_not_known", "9"),
        (found(GIVEN), "kept", "out_of_reach", ""),
    ],
)  # fmt: skip
def test_a_policy_may_promise_to_learn_of_countries_alone(
    facts: Found, policy: str, reason: str, sentence: str
) -> None:
    judgement = judge(act(), replace(facts, policy=_only("country_known")))
    assert (judgement.policy, judgement.policy_reason, judgement.policy_sentence) == (policy, reason, sentence)


def test_of_a_promise_that_was_kept_the_sentence_about_consent_is_named_wherever_it_stands() -> None:
    for sentences in (SEED.sentences, SEED.sentences[::-1]):
        judgement = judge(act(), _abroad(country=US, policy=PolicyEntry("mine", sentences)))
        assert (judgement.policy_reason, judgement.policy_sentence) == ("28(1)consent", "4")
    later = judge(act(), _abroad(country=US, policy=PolicyEntry("mine", SEED.sentences[:0:-1])))
    assert (later.policy_reason, later.policy_sentence) == ("country_known", "5"), "else the first that reaches the act"


def test_the_recipients_side_and_what_is_no_personal_information_promise_nothing() -> None:
    related = act(ground="31(1)", data_class="personal_related")
    for asked in (act(role="recipient"), related, replace(related, ground="consent")):
        judgement = judge(asked, found())
        assert (judgement.verdict, judgement.policy, judgement.policy_reason) == ("violation", "kept", "out_of_reach")


def test_while_it_is_open_whether_an_act_is_lawful_no_other_sentence_is_named() -> None:
    unregistered = judge(act(), found(GIVEN, purpose=None, purpose_announced=False, passed=NONE_PASSED))
    abroad = judge(act(), found(recipient=ABROAD, passed=NONE_PASSED, policy=_only("country_known")))
    assert (unregistered.verdict, abroad.verdict) == ("undetermined", "undetermined")
    assert (unregistered.policy, unregistered.policy_sentence) == ("unclear", "4")
    assert (abroad.policy, abroad.policy_reason) == ("kept", "out_of_reach")


def test_a_note_given_to_the_person_is_no_provision_and_breaks_nothing() -> None:
    asked = act(ground="to_the_person", evidence={"to_the_person": "by post"}, data_class="personal_information")
    judgement = judge(asked, found())
    assert (judgement.verdict, judgement.duty_reason) == ("not_provision", "no_provision")
    assert (judgement.policy, judgement.policy_reason, judgement.policy_sentence) == ("kept", "not_provision", "4")


def test_a_sentence_that_does_not_reach_an_act_hides_none_that_does() -> None:
    backwards = PolicyEntry("mine", SEED.sentences[::-1])
    judgement = judge(act(), found(policy=backwards))
    assert (judgement.policy, judgement.policy_reason, judgement.policy_sentence) == ("broken", "violation", "4")
