"""What holds of every judgement, whatever the facts."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from random import Random

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from ledger.law.consent import covers, in_force
from ledger.law.judge import WORST_FIRST, judge, worst
from ledger.law.seed_policy import SEED
from ledger.law.stops import CONSENTS
from ledger.law.types import Act, ConsentChange, ConsentScope, Found, Verdict
from tests.unit.law.acts import ALL_PASSED, AT, change
from tests.unit.law.drawn import (
    acts,
    evidence,
    findings,
    histories,
    instants,
    kinds,
    scopes,
    timely_histories,
)

verdicts = st.sampled_from(WORST_FIRST)


def told(facts: Found, changes: tuple[ConsentChange, ...], at: int = AT) -> Found:
    return replace(facts, consents=in_force(changes, at))


@given(histories, instants)
def test_what_is_in_force_does_not_depend_on_the_order_of_reading(changes: tuple[ConsentChange, ...], at: int) -> None:
    expected = in_force(changes, at)
    assert all(in_force(shuffled, at) == expected for shuffled in permutations(changes))


@given(acts, findings, histories, st.randoms(use_true_random=False))
def test_a_judgement_does_not_depend_on_the_order_in_which_consents_are_read(
    asked: Act, facts: Found, changes: tuple[ConsentChange, ...], random: Random
) -> None:
    shuffled = random.sample(changes, len(changes))
    assert judge(asked, told(facts, changes)) == judge(asked, told(facts, tuple(shuffled)))


@given(acts, findings, histories, st.data())
def test_a_judgement_does_not_depend_on_the_order_of_telling_what_happened_at_different_instants(
    asked: Act, facts: Found, changes: tuple[ConsentChange, ...], data: st.DataObject
) -> None:
    apart = [change._replace(at=AT - 10 + place) for place, change in enumerate(changes)]
    numbers = data.draw(st.permutations(range(len(apart))))
    renumbered = tuple(change._replace(idx=number) for change, number in zip(apart, numbers, strict=True))
    assert judge(asked, told(facts, tuple(apart))) == judge(asked, told(facts, renumbered))


@given(acts, findings, evidence)
def test_more_evidence_never_makes_a_lawful_act_a_violation(
    asked: Act, facts: Found, more: tuple[tuple[str, str], ...]
) -> None:
    before = judge(asked, facts).verdict
    after = judge(replace(asked, evidence=asked.evidence + more), facts).verdict
    if before in ("lawful", "not_provision"):
        assert worst(before, after) == before


@given(acts, findings)
def test_once_everything_has_come_only_a_missing_rule_leaves_an_act_undetermined(asked: Act, facts: Found) -> None:
    judgement = judge(asked, replace(facts, passed=ALL_PASSED))
    without_a_rule = [code for code in judgement.missing if code.startswith("judgement:")]
    assert list(judgement.missing) == without_a_rule if judgement.verdict == "undetermined" else not without_a_rule


@given(acts, findings, kinds)
def test_watermarks_only_ever_settle_what_was_open(asked: Act, facts: Found, passed: frozenset[str]) -> None:
    before = judge(asked, facts)
    after = judge(asked, replace(facts, passed=facts.passed | passed))
    assert after.verdict == before.verdict or before.verdict == "undetermined"
    if before.verdict == "undetermined" != after.verdict:
        # Once no conforming system can be registered any more, a consent is held to 28(1) instead.
        assert after.verdict == "violation" or after.basis == "28(1)consent"


@given(acts, findings, histories, st.sampled_from(["c", "d", "e"]), instants, st.booleans())
def test_withdrawing_a_consent_never_makes_anything_better(
    asked: Act, facts: Found, changes: tuple[ConsentChange, ...], consent: str, at: int, late: bool
) -> None:
    withdrawn = (*changes, change(at, "withdrawn", idx=len(changes), consent=consent, late=late))
    before, after = judge(asked, told(facts, changes)).verdict, judge(asked, told(facts, withdrawn)).verdict
    assert worst(before, after) == after


@given(acts, findings, timely_histories, st.sampled_from(["c", "d"]), scopes)
def test_a_consent_given_late_never_makes_anything_better(
    asked: Act, facts: Found, changes: tuple[ConsentChange, ...], consent: str, shown: ConsentScope
) -> None:
    late = ConsentChange(len(changes), consent, "given", AT - 1, True, shown)
    before, after = judge(asked, told(facts, changes)).verdict, judge(asked, told(facts, (*changes, late))).verdict
    assert worst(before, after) == after


@given(acts, findings, histories)
def test_what_comes_after_the_act_changes_nothing(asked: Act, facts: Found, changes: tuple[ConsentChange, ...]) -> None:
    since = [change for change in changes if change.at > AT]
    until = tuple(change for change in changes if change.at <= AT)
    assert in_force(until, AT) == in_force((*until, *since), AT)
    assert judge(asked, told(facts, until)) == judge(asked, told(facts, changes))


@given(acts, findings, histories)
def test_a_lawful_act_by_consent_is_covered_by_one_told_in_time(
    asked: Act, facts: Found, changes: tuple[ConsentChange, ...]
) -> None:
    judgement = judge(asked, told(facts, changes))
    if judgement.basis in CONSENTS:
        timely = [change for change in changes if not change.late and change.change != "withdrawn" and change.at < AT]
        assert any(covers(change.scope, asked, facts) for change in timely)


@given(acts, findings)
def test_a_judgement_agrees_with_itself(asked: Act, facts: Found) -> None:
    judgement = judge(asked, facts)
    assert (judgement.basis == "none") == (judgement.verdict != "lawful")
    assert (judgement.duty == "voluntary") == (judgement.verdict == "not_provision")
    answers = {rule.answer for rule in judgement.rules}
    if judgement.verdict != "not_provision":
        drawn = "violation" if "no" in answers else "undetermined" if "missing" in answers else "lawful"
        assert judgement.verdict == drawn
    assert (judgement.verdict in ("lawful", "not_provision")) <= (not judgement.missing)
    assert judgement.law == facts.law
    assert judgement == judge(asked, facts) and hash(judgement) == hash(judge(asked, facts))


@given(acts, findings)
def test_the_promise_follows_the_verdict_but_for_what_the_policy_does_not_name(asked: Act, facts: Found) -> None:
    judgement = judge(asked, facts)
    if facts.voided:
        assert judgement.policy == "kept"
    elif "incident" in judgement.marks:
        assert (judgement.policy, judgement.policy_reason) == ("unclear", "incident")
    elif asked.role == "recipient" or asked.data_class == "personal_related":
        assert (judgement.policy, judgement.policy_reason) == ("kept", "out_of_reach")
    elif judgement.verdict in ("violation", "undetermined"):
        assert judgement.policy == {"violation": "broken", "undetermined": "unclear"}[judgement.verdict]
    elif judgement.verdict == "lawful":
        promised = judgement.basis in {*CONSENTS, *SEED.sentences[0].allows}
        assert (judgement.policy == "broken") == (not promised and judgement.basis != "interpretation")


@given(verdicts, verdicts, verdicts)
def test_the_worst_of_verdicts_is_associative_commutative_and_idempotent(
    one: Verdict, other: Verdict, third: Verdict
) -> None:
    assert worst(one, other) == worst(other, one)
    assert worst(worst(one, other), third) == worst(one, worst(other, third)) == worst(one, other, third)
    assert worst(one, one) == one == worst(one, "not_provision")
    assert worst(one, "violation") == "violation"


@pytest.mark.parametrize("outcome", [*WORST_FIRST, "consent", "27(1)ii", "27(2)", "27(5)iii"])
def test_what_is_drawn_meets_every_verdict_and_grounds_of_every_kind(outcome: str) -> None:
    """The properties above say little unless what they draw meets every verdict, on grounds of every kind."""

    def met(drawn: tuple[Act, Found]) -> bool:
        judgement = judge(*drawn)
        return outcome in (judgement.verdict, judgement.basis)

    only_draw = settings(max_examples=10_000, deadline=None, phases=[Phase.generate], database=None)
    find(st.tuples(acts, findings), met, settings=only_draw)
