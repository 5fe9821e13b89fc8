"""The law by example: every ground of this release, with what each lacks, and the guideline's own cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.law.catalogue import GROUNDS, ground, reason
from ledger.law.consent import in_force
from ledger.law.days import announced, day_number, jst_date, jst_day, jst_month, midnight
from ledger.law.judge import GROUNDS as JUDGED_GROUNDS
from ledger.law.judge import judge
from ledger.law.registered import RecipientEntry
from ledger.law.rulesets import law_version
from ledger.law.types import Act, ConsentChange, Found, Judgement, PurposeEntry
from tests.unit.law.acts import (
    ALL_PASSED,
    AT,
    COMPANY,
    COMPLETE,
    NONE_PASSED,
    SECOND,
    act,
    change,
    found,
    instant,
    recipient,
)  # fmt: skip

GIVEN = change(AT - 10 * SECOND)

NOT_PROVISIONS = {
    "same_legal_person": "same_legal_person",
    "to_the_person": "to_the_person",
    "own_posting": "own_posting",
    "non_handling_cloud": "no_handling",
}


def answer(judgement: Judgement, question: str) -> str:
    return next(rule.answer for rule in judgement.rules if rule.question == question)


# Consent -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "claimed", "verdict"),
    [
        pytest.param([GIVEN], {}, "lawful", id="in scope"),
        pytest.param([change(AT - 1)], {}, "lawful", id="a microsecond before"),
        pytest.param([change(AT)], {}, "violation", id="given at the very instant"),
        pytest.param([change(AT + 1)], {}, "violation", id="given after"),
        pytest.param([GIVEN, change(AT - 1, "withdrawn", idx=1)], {}, "violation", id="withdrawn before"),
        pytest.param([GIVEN, change(AT, "withdrawn", idx=1)], {}, "violation", id="withdrawn at the very instant"),
        pytest.param([GIVEN, change(AT + 1, "withdrawn", idx=1)], {}, "lawful", id="withdrawn after"),
        pytest.param(
            [GIVEN, change(AT - 10 * SECOND, "withdrawn", idx=1)], {}, "violation", id="given and withdrawn together"
        ),
        pytest.param(
            [change(AT - 9, "withdrawn", idx=0), change(AT - 9, idx=1)],
            {},
            "violation",
            id="together, withdrawal first",
        ),
        pytest.param(
            [GIVEN, change(AT - 5, "withdrawn", idx=1), change(AT - 4, idx=2)], {}, "lawful", id="given again"
        ),
        pytest.param(
            [GIVEN, change(AT - 5, "withdrawn", idx=1, consent="other")], {}, "lawful", id="another consent withdrawn"
        ),
        pytest.param([GIVEN, change(AT - 5, "changed", idx=1, items=("phone",))], {}, "violation", id="narrowed"),
        pytest.param(
            [change(AT - 9, items=("phone",)), change(AT - 5, "changed", idx=1)], {}, "lawful", id="widened in time"
        ),
        pytest.param([GIVEN], {"recipient": "advertiser"}, "violation", id="recipient not named"),
        pytest.param([change(AT - 9, recipients=None, range="group")], {}, "lawful", id="recipient in the range shown"),
        pytest.param([change(AT - 9, recipients=None, range="press")], {}, "violation", id="recipient outside range"),
        pytest.param([change(AT - 9, recipients=None)], {}, "violation", id="neither named nor ranged"),
        pytest.param([change(AT - 9, recipients=())], {}, "violation", id="nobody named"),
        pytest.param(
            [change(AT - 9, recipients=("other",), range="group")], {}, "lawful", id="others named, range covers"
        ),
        pytest.param([GIVEN], {"items": ("name", "phone")}, "violation", id="one item outside"),
        pytest.param([change(AT - 9, items=("name", "phone"))], {}, "lawful", id="more items consented to"),
        pytest.param([GIVEN], {"purpose": "advertising"}, "violation", id="purpose outside"),
        pytest.param([change(AT - 9, terms="")], {}, "violation", id="empty terms"),
        pytest.param([], {}, "violation", id="no consent"),
        pytest.param([GIVEN], {"has_person": False}, "violation", id="about nobody"),
        pytest.param([GIVEN], {"items": ()}, "violation", id="no items"),
        pytest.param(
            [change(AT - 9, items=("phone",)), change(AT - 9, idx=1, consent="d", purposes=("other",))],
            {},
            "violation",
            id="two consents do not add up",
        ),
    ],
)
def test_consent_must_be_in_force_beforehand_and_cover_the_act(
    changes: Sequence[ConsentChange], claimed: dict[str, Any], verdict: str
) -> None:
    asked = act(**claimed)
    facts = replace(found(*changes), items=tuple(found().items[0] for _ in asked.items))
    judgement = judge(asked, facts)
    assert judgement.verdict == verdict
    assert judgement.basis == ("consent" if verdict == "lawful" else "none")
    assert judgement.claimed == "consent"


def test_two_consents_of_which_one_covers_are_enough() -> None:
    assert judge(act(), found(change(AT - 9, items=()), change(AT - 9, idx=1, consent="d"))).verdict == "lawful"


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        ("2026-06-13T23:59:59.999999+09:00", "violation"),
        ("2026-06-14T00:00:00+09:00", "lawful"),
        ("2026-06-14T00:30:00+09:00", "lawful"),
        ("2026-06-16T00:30:00+09:00", "lawful"),
        ("2026-06-16T23:59:59.999999+09:00", "lawful"),
        ("2026-06-17T00:00:00+09:00", "violation"),
        ("2026-06-17T00:30:00+09:00", "violation"),
    ],
)
def test_first_and_last_day_are_japanese_days_and_both_count(at: str, verdict: str) -> None:
    days: dict[str, Any] = {"first_day": day_number("2026-06-14"), "last_day": day_number("2026-06-16")}
    given = change(instant("2026-01-01T00:00:00+09:00"), **days)
    assert judge(act(), found(given, at=instant(at))).verdict == verdict


def test_half_past_midnight_in_tokyo_belongs_to_its_own_day() -> None:
    at = instant("2026-06-16T00:30:00+09:00")
    assert jst_day(at) == day_number("2026-06-16") == (date(2026, 6, 16) - date(1970, 1, 1)).days
    assert jst_date(at) == 20260616
    assert jst_month(instant("2026-07-01T00:30:00+09:00")) == 202607
    assert jst_month(instant("2026-07-01T00:30:00+09:00") - 31 * 60 * SECOND) == 202606
    assert jst_month(instant("9990-06-30T23:59:59.999999+09:00")) == 999006
    assert midnight(jst_day(at)) == instant("2026-06-16T00:00:00+09:00")


def test_the_last_instant_there_is_has_a_date() -> None:
    assert jst_date(253_402_300_799_999_999) == 99991231


@pytest.mark.parametrize("passed", [NONE_PASSED, frozenset({"register"}), frozenset({"register", "link"})])
def test_without_consent_the_act_waits_until_consents_have_all_come(passed: frozenset[str]) -> None:
    waiting = judge(act(), found(passed=passed))
    assert (waiting.verdict, waiting.missing, waiting.basis) == ("undetermined", ("consent",), "none")
    assert (waiting.duty, waiting.policy) == ("statutory", "unclear")
    decided = judge(act(), found(passed=passed | {"consent"}))
    assert (decided.verdict, decided.missing) == ("violation", ("consent",))


def test_what_needs_no_waiting_is_lawful_at_once() -> None:
    assert judge(act(), found(GIVEN, passed=NONE_PASSED)).verdict == "lawful"


# Late evidence -------------------------------------------------------------------------------------------------------


def test_a_late_consent_heals_nothing_but_is_marked() -> None:
    judgement = judge(act(), found(change(AT - 9, late=True)))
    assert (judgement.verdict, judgement.marks) == ("violation", ("late_evidence",))
    waiting = judge(act(), found(change(AT - 9, late=True), passed=NONE_PASSED))
    assert (waiting.verdict, waiting.marks) == ("undetermined", ("late_evidence",))


def test_a_late_consent_that_would_not_have_covered_is_no_late_evidence() -> None:
    judgement = judge(act(), found(change(AT - 9, late=True, items=("phone",))))
    assert (judgement.verdict, judgement.marks) == ("violation", ())


def test_a_late_consent_beside_a_timely_one_changes_nothing() -> None:
    judgement = judge(act(), found(GIVEN, change(AT - 5, idx=1, consent="d", late=True)))
    assert (judgement.verdict, judgement.marks) == ("lawful", ())


def test_a_late_withdrawal_ends_a_consent() -> None:
    judgement = judge(act(), found(GIVEN, change(AT - 5, "withdrawn", idx=1, late=True)))
    assert (judgement.verdict, judgement.marks) == ("violation", ())


def test_a_late_change_may_narrow_a_consent() -> None:
    changes = (GIVEN, change(AT - 5, "changed", idx=1, late=True, items=("phone",)))
    assert judge(act(), found(*changes)).verdict == "violation"


@pytest.mark.parametrize(
    "narrowed",
    [
        {"recipients": ("advertiser",)},
        {"purposes": ("advertising",)},
        {"last_day": jst_day(AT) - 1},
        {"first_day": jst_day(AT) + 1},
    ],
)
def test_a_late_change_binds_in_whatever_it_narrows(narrowed: dict[str, Any]) -> None:
    assert judge(act(), found(GIVEN, change(AT - 5, "changed", idx=1, late=True, **narrowed))).verdict == "violation"


def test_a_late_change_may_not_widen_a_consent() -> None:
    changes = (change(AT - 9, items=("phone",)), change(AT - 5, "changed", idx=1, late=True))
    judgement = judge(act(), found(*changes))
    assert (judgement.verdict, judgement.marks) == ("violation", ("late_evidence",))


def test_a_late_change_that_leaves_the_act_covered_leaves_it_lawful() -> None:
    changes = (GIVEN, change(AT - 5, "changed", idx=1, late=True, items=("name", "phone")))
    judgement = judge(act(), found(*changes))
    assert (judgement.verdict, judgement.marks) == ("lawful", ())


def test_a_late_consent_after_a_timely_withdrawal_heals_nothing() -> None:
    changes = (GIVEN, change(AT - 6, "withdrawn", idx=1), change(AT - 5, idx=2, late=True))
    judgement = judge(act(), found(*changes))
    assert (judgement.verdict, judgement.marks) == ("violation", ("late_evidence",))


def test_what_was_told_late_of_earlier_times_gives_way_to_what_was_told_in_time() -> None:
    changes = (change(AT - 9, "withdrawn", idx=1, late=True), change(AT - 5, idx=0))
    assert judge(act(), found(*changes)).verdict == "lawful"


def test_a_late_void_of_the_record_is_marked() -> None:
    assert judge(act(), found(GIVEN, void_late=True)).marks == ("late_evidence",)


# Registers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unknown", "question", "missing"),
    [
        ({"recipient": None}, "recipient_known", "register:recipient"),
        ({"items": (None,)}, "items_known", "register:item"),
        ({"items": (found().items[0], None)}, "items_known", "register:item"),
        ({"purpose": None, "purpose_announced": False}, "purpose_known", "register:purpose"),
    ],
)
def test_what_no_register_knows_waits_for_the_registers_and_is_then_a_violation(
    unknown: dict[str, Any], question: str, missing: str
) -> None:
    waiting = judge(act(), found(GIVEN, passed=frozenset({"consent", "link"}), **unknown))
    assert (waiting.verdict, waiting.missing) == ("undetermined", (missing,))
    decided = judge(act(), found(GIVEN, **unknown))
    assert (decided.verdict, answer(decided, question)) == ("violation", "no")


def test_an_act_without_items_is_about_nothing_that_is_known() -> None:
    judgement = judge(act(items=(), evidence=COMPLETE["27(1)i"][0], ground="27(1)i"), found(items=()))
    assert (judgement.verdict, answer(judgement, "items_known")) == ("violation", "no")


def test_a_purpose_announced_later_makes_a_violation() -> None:
    judgement = judge(act(), found(GIVEN, purpose_announced=False))
    assert (judgement.verdict, answer(judgement, "purpose_announced")) == ("violation", "no")


def test_a_purpose_is_announced_from_japanese_midnight_of_its_day() -> None:
    purpose = PurposeEntry("operation", "2026-06-15")
    begins = instant("2026-06-15T00:00:00+09:00")
    assert not announced(purpose, begins - 1)
    assert announced(purpose, begins)


@pytest.mark.parametrize("ground_claimed", COMPLETE)
def test_an_exception_asks_for_no_purpose_of_ours(ground_claimed: str) -> None:
    evidence, kind = COMPLETE[ground_claimed]
    facts = found(recipient=recipient(kind), purpose=None, purpose_announced=False)
    assert judge(act(ground=ground_claimed, evidence=evidence), facts).verdict == "lawful"


# Not a provision, My Number, voided ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("ground_claimed", "evidence"), NOT_PROVISIONS.items())
@pytest.mark.parametrize("passed", [NONE_PASSED, ALL_PASSED])
def test_what_reaches_no_third_party_is_no_provision_if_that_is_shown(
    ground_claimed: str, evidence: str, passed: frozenset[str]
) -> None:
    # Whose department it is stands in the register; the person or the public is in none.
    known = recipient("department") if ground_claimed == "same_legal_person" else None
    shown = judge(act(ground=ground_claimed, evidence={evidence: "shown"}), found(recipient=known, passed=passed))
    assert (shown.verdict, shown.basis, shown.claimed) == ("not_provision", "none", ground_claimed)
    assert (shown.duty, shown.duty_reason, shown.policy) == ("voluntary", "no_provision", "kept")
    for wrong in ({}, {evidence: "  "}, {"proof": "shown"}):
        claimed_only = judge(act(ground=ground_claimed, evidence=wrong), found(passed=passed))
        assert (claimed_only.verdict, claimed_only.duty) == ("violation", "statutory")


@pytest.mark.parametrize(
    ("known", "passed", "verdict", "decided_by"),
    [
        (replace(COMPANY, legal_person="operator"), NONE_PASSED, "not_provision", "the_same_legal_person"),
        (replace(COMPANY, legal_person="other"), NONE_PASSED, "violation", "the_same_legal_person"),
        (COMPANY, NONE_PASSED, "violation", "the_same_legal_person"),
        (recipient("other"), NONE_PASSED, "not_provision", "not_a_provision_shown"),
        (None, NONE_PASSED, "undetermined", "recipient_known"),
        (None, ALL_PASSED, "violation", "recipient_known"),
    ],
)
def test_a_group_company_is_not_the_same_legal_person_nor_is_a_recipient_nobody_knows(
    known: RecipientEntry | None, passed: frozenset[str], verdict: str, decided_by: str
) -> None:
    asked = act(ground="same_legal_person", evidence={"same_legal_person": "sales department"})
    judgement = judge(asked, found(recipient=known, passed=passed))
    assert (judgement.verdict, judgement.decided_by) == (verdict, decided_by)


@pytest.mark.parametrize("claimed", [{}, {"ground": "no such ground"}, {"data_class": "specific_personal_information"}])
def test_a_voided_record_is_no_provision_whatever_it_claimed(claimed: dict[str, Any]) -> None:
    judgement = judge(act(**claimed), found(voided=True))
    assert (judgement.verdict, judgement.marks, judgement.duty) == ("not_provision", ("voided",), "voluntary")


# Codes that no rule knows ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claimed", "missing"),
    [
        pytest.param({"ground": "27(5)iv"}, "judgement:27(5)iv", id="no such item"),
        pytest.param({"ground": "a ground with words"}, "judgement:unknown", id="words instead of a code"),
        pytest.param({"ground": "山田太郎"}, "judgement:unknown", id="a name instead of a code"),
        pytest.param({"ground": "x" * 41}, "judgement:unknown", id="too long for a code"),
        pytest.param({"ground": ""}, "judgement:unknown", id="no ground"),
        pytest.param({"ground": "30"}, "judgement:30", id="the recipient's ground on the provider's side"),
        pytest.param({"role": "broker"}, "judgement:broker", id="a third role"),
        pytest.param({"handling": "lost"}, "judgement:lost", id="another handling"),
        pytest.param({"data_class": "anonymised"}, "judgement:anonymised", id="another class"),
        pytest.param({"data_class": ""}, "judgement:unknown", id="no class"),
    ],
)
@pytest.mark.parametrize("passed", [NONE_PASSED, ALL_PASSED])
def test_what_no_rule_knows_stays_undetermined_and_says_which_is_missing(
    claimed: dict[str, Any], missing: str, passed: frozenset[str]
) -> None:
    judgement = judge(act(**claimed), found(GIVEN, passed=passed))
    assert (judgement.verdict, judgement.missing, judgement.basis) == ("undetermined", (missing,), "none")
    assert (judgement.duty, judgement.policy) == ("statutory", "unclear")


def test_a_recipient_said_to_be_in_japan_is_judged() -> None:
    assert judge(act(recipient_country="JP"), found(GIVEN)).verdict == "lawful"


# Duty and policy -----------------------------------------------------------------------------------------------------


def test_duty_follows_verdict_and_recipient() -> None:
    public = recipient("government", article_16_2=True)
    given = (change(AT - 9),)
    assert (judge(act(), found(*given)).duty, judge(act(), found(*given)).duty_reason) == ("statutory", "29(1) consent")
    assert judge(act(), found()).duty_reason == "29(1) violation"
    assert judge(act(), found(passed=NONE_PASSED)).duty_reason == "29(1) undetermined"
    for facts in (
        found(*given, recipient=public),
        found(recipient=public),
        found(recipient=public, passed=NONE_PASSED),
    ):
        assert (judge(act(), facts).duty, judge(act(), facts).duty_reason) == ("exempt", "16(2)")


def test_an_exception_that_does_not_hold_exempts_from_nothing() -> None:
    judgement = judge(act(ground="27(1)ii"), found())
    assert (judgement.verdict, judgement.duty, judgement.policy) == ("violation", "statutory", "broken")


def test_the_promise_is_kept_broken_or_unclear() -> None:
    assert (judge(act(), found(GIVEN)).policy, judge(act(), found(GIVEN)).policy_reason) == ("kept", "consent")
    assert judge(act(), found()).policy == "broken"
    assert judge(act(), found(passed=NONE_PASSED)).policy == "unclear"


@pytest.mark.parametrize(
    ("at", "law"),
    [
        ("1970-01-01T00:00:00+00:00", "before-2017-05-30"),
        ("2017-05-29T23:59:59.999999+09:00", "before-2017-05-30"),
        ("2017-05-30T00:00:00+09:00", "2017-05-30"),
        ("2022-03-31T23:59:59.999999+09:00", "2017-05-30"),
        ("2022-04-01T00:00:00+09:00", "2022-04-01"),
        ("9999-12-31T23:59:59+00:00", "2022-04-01"),
    ],
)
def test_the_rule_set_is_that_of_the_japanese_day(at: str, law: str) -> None:
    assert law_version(instant(at)) == law


def test_a_foreign_court_order_is_no_statute() -> None:
    """appi.md, section 10, pitfall 3."""
    judgement = judge(act(ground="27(1)i", evidence={"statute": "us-subpoena"}), found())
    assert (judgement.verdict, answer(judgement, "statute_domestic")) == ("violation", "no")


# Words ---------------------------------------------------------------------------------------------------------------


def test_every_ground_that_is_judged_has_a_name() -> None:
    assert set(GROUNDS) == {*JUDGED_GROUNDS, *NOT_PROVISIONS, "30", "none"}
    assert ground("27(9)").en == "unknown ground (27(9))"


def test_what_decides_a_violation_is_what_is_said_of_it() -> None:
    judgement = judge(act(), found(recipient=None))
    assert reason(judgement.verdict_and_policy()).en == (
        "the other side is in no register; no consent in force at the instant covered it"
    )


def test_a_consent_before_its_first_day_is_not_in_force_yet() -> None:
    given = change(AT - 10 * SECOND, first_day=jst_day(AT) + 1)
    assert in_force((given,), AT) == frozenset()
    assert len(in_force((given,), midnight(jst_day(AT) + 1))) == 1


@pytest.mark.parametrize(
    ("asked", "more", "marked"),
    [
        (act(), {}, True),
        (act(ground="to_the_person", evidence={"to_the_person": "by post"}), {}, True),
        (act(), {"voided": True}, False),
        (act(handling="theft"), {}, False),
    ],
)  # fmt: skip
def test_a_provision_that_ignored_a_no_says_so_unless_it_was_none(
    asked: Act, more: dict[str, Any], marked: bool
) -> None:
    for ignored in (True, False):
        judged = judge(asked, found(GIVEN, ignored_refusal=ignored, **more))
        assert ("ignored_refusal" in judged.marks) is (marked and ignored)


@pytest.mark.parametrize("claimed", ["27(1)ii", "27(1)iv"])
def test_an_exception_of_27_1_abroad_is_told_of_a_country_that_nobody_looked_into(claimed: str) -> None:
    evidence, kind = COMPLETE[claimed]
    for country, marks in (("US", ("country_not_surveyed",)), ("JP", ())):
        judged = judge(act(ground=claimed, evidence=evidence), found(recipient=recipient(kind, country)))
        assert judged.marks == marks


@pytest.mark.parametrize(
    ("asked", "facts"),
    [
        (act(handling="unheard of"), found(GIVEN)),
        (act(), found(GIVEN, voided=True)),
        (act(handling="theft"), found(GIVEN)),
        (act(ground="to_the_person", evidence={"to_the_person": "by post"}), found(GIVEN)),
        (act(data_class="personal_information"), found(GIVEN)),
        (act(data_class="special_number"), found(GIVEN)),
    ],
)
def test_what_is_not_lawful_rests_on_no_ground(asked: Act, facts: Found) -> None:
    judged = judge(asked, facts)
    assert judged.verdict != "lawful" and judged.basis == "none"
