"""Stops: each bars what its ground reaches, from its instant to its end, within its scope, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.judging.judging import Judging
from ledger.law.consent import in_force
from ledger.law.judge import judge
from ledger.law.registered import ItemEntry
from ledger.law.stops import BARS, CONSENTS, StopOrder, covering, left_standing
from ledger.law.types import Act, ConsentChange, Judgement
from ledger.registers.snapshot import Registers
from tests.unit.law.acts import AT, COMPLETE, NONE_PASSED, SECOND, act, change, found, recipient

HOUR = 3600 * SECOND
GIVEN = change(AT - HOUR)
NOT_THIRD_PARTY = ("27(5)i", "27(5)ii", "27(5)iii")

instants = st.integers(AT - 3 * HOUR, AT + 3 * HOUR)
codes = st.sampled_from(["company", "advertiser", "police"])
items = st.frozensets(st.sampled_from(["name", "phone", "address"]), min_size=1)
grounds_of_stops = st.sampled_from(sorted(BARS))
stops = st.builds(
    StopOrder, st.integers(0, 99), grounds_of_stops, instants, st.none() | instants,
    st.none() | st.frozensets(codes), st.none() | st.frozensets(st.sampled_from(["name", "phone", "address"])),
)  # fmt: skip
changes = st.builds(
    change, instants, st.sampled_from(["given", "changed", "withdrawn"]), consent=st.sampled_from("cd"),
    late=st.booleans(), items=st.sampled_from([("name",), ("name", "phone")]),
)  # fmt: skip


def stop(ground: str, **said: Any) -> StopOrder:
    plain: dict[str, Any] = {"idx": 1, "at": AT - HOUR // 2, "ends_at": None, "recipients": None, "items": None}
    return StopOrder(**{**plain, **said, "ground": ground})


def judged(
    claimed: Act, told: tuple[ConsentChange, ...], orders: tuple[StopOrder, ...], at: int = AT, **known: Any
) -> Judgement:
    """Judge one act under some stops, as ``Judging`` puts them before the law."""
    covered = covering(orders, claimed, at)
    stopped = frozenset(order.ground for order in covered)
    return judge(claimed, found(*left_standing(told, covered), at=at, stopped=stopped, **known))


def answer(judgement: Judgement) -> tuple[str, str] | None:
    return next(
        ((rule.article, rule.answer) for rule in judgement.rules if rule.question == "not_stopped"), None
    )  # fmt: skip


# What each ground bars -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ground", "barred"),
    [
        ("27(2)", {"27(2)"}),
        ("withdrawal", {"consent", "28(1)consent"}),
        ("35(1)", {"consent", "28(1)consent", "27(2)", "interpretation", *NOT_THIRD_PARTY}),
        ("35(3)", {"consent", "28(1)consent", "27(2)", "interpretation"}),
        ("35(5)", {"consent", "28(1)consent", "27(2)", "interpretation", *NOT_THIRD_PARTY}),
    ],
)
def test_a_stop_bars_what_its_article_reaches_and_every_other_ground_stands(ground: str, barred: set[str]) -> None:
    every = {*COMPLETE, "consent", "28(1)consent", "27(2)", "interpretation", *NOT_THIRD_PARTY, "31(1)"}
    bars = {
        claimed
        for claimed in every
        if answer(judged(act(ground=claimed), (GIVEN,), (stop(ground),))) is not None
    }
    assert bars == barred


@pytest.mark.parametrize("ground", sorted(BARS))
@pytest.mark.parametrize("claimed", sorted(COMPLETE))
def test_no_stop_bars_an_item_of_27_1(ground: str, claimed: str) -> None:
    evidence, kind = COMPLETE[claimed]
    told = act(ground=claimed, evidence=evidence)
    known = {"recipient": recipient(kind)}
    assert judged(told, (), (stop(ground),), **known) == judged(told, (), (), **known)


@pytest.mark.parametrize("ground", ["withdrawal", "35(1)", "35(3)", "35(5)"])
def test_what_rests_on_a_consent_given_before_is_a_violation_and_the_stop_says_why(ground: str) -> None:
    judgement = judged(act(), (GIVEN,), (stop(ground),))
    assert (judgement.verdict, judgement.basis, judgement.decided_by) == ("violation", "none", "not_stopped")
    assert answer(judgement) == ("27(1)" if ground == "withdrawal" else ground, "no")


@pytest.mark.parametrize("ground", ["withdrawal", "35(1)", "35(3)", "35(5)"])
def test_while_a_consent_may_still_arrive_nothing_is_said_of_the_stop(ground: str) -> None:
    judgement = judged(act(), (GIVEN,), (stop(ground),), passed=NONE_PASSED)
    assert (judgement.verdict, answer(judgement)) == ("undetermined", None)


@pytest.mark.parametrize("ground", sorted(BARS))
def test_a_consent_given_after_the_stop_stands(ground: str) -> None:
    again = change(AT - SECOND, idx=2, consent="new")
    assert judged(act(), (GIVEN, again), (stop(ground),)).verdict == "lawful"
    renewed = change(AT - SECOND, "changed", idx=2)
    assert judged(act(), (GIVEN, renewed), (stop(ground),)).verdict == "lawful"


def test_a_stop_of_one_item_leaves_the_consent_to_the_others() -> None:
    both = act(items=("name", "phone"))
    known = {"items": (ItemEntry("name", False), ItemEntry("phone", False))}
    given_both = change(AT - HOUR, items=("name", "phone"))
    orders = (stop("35(3)", items=frozenset({"phone"})),)
    barred = judged(both, (given_both,), orders, **known)
    assert (barred.verdict, barred.decided_by) == ("violation", "not_stopped")
    again = change(AT - SECOND, idx=2, consent="new", items=("phone",))
    assert judged(both, (given_both, again), orders, **known).verdict == "lawful"
    other = change(AT - SECOND, idx=2, consent="new", items=("name",))
    assert judged(both, (given_both, other), orders, **known).verdict == "violation"


def test_a_consent_given_after_one_stop_falls_with_the_next() -> None:
    again = change(AT - 10 * SECOND, idx=2)
    orders = (stop("35(3)"), stop("withdrawal", at=AT - SECOND))
    assert judged(act(), (GIVEN, again), orders[:1]).verdict == "lawful"
    assert judged(act(), (GIVEN, again), orders).verdict == "violation"


@pytest.mark.parametrize("ground", ["withdrawal", "35(1)", "35(3)", "35(5)"])
def test_a_consent_given_at_the_instant_of_the_stop_was_given_up_to_it(ground: str) -> None:
    assert judged(act(), (change(AT - HOUR // 2),), (stop(ground),)).verdict == "violation"


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        pytest.param({"at": AT}, "violation", id="binds from its own instant"),
        pytest.param({"at": AT + 1}, "lawful", id="not a microsecond before"),
        pytest.param({"ends_at": AT + 1}, "violation", id="binds until its end"),
        pytest.param({"ends_at": AT}, "lawful", id="and not at it"),
        pytest.param({"recipients": frozenset({"company"})}, "violation", id="this recipient"),
        pytest.param({"recipients": frozenset({"advertiser"})}, "lawful", id="another recipient"),
        pytest.param({"recipients": frozenset()}, "lawful", id="no recipient"),
        pytest.param({"items": frozenset({"phone", "name"})}, "violation", id="one of the items"),
        pytest.param({"items": frozenset({"phone"})}, "lawful", id="other items"),
    ],
)
def test_a_stop_reaches_as_far_as_it_says(said: dict[str, Any], verdict: str) -> None:
    assert judged(act(), (GIVEN,), (stop("35(3)", **said),)).verdict == verdict


def test_a_ground_that_nobody_knows_bars_nothing() -> None:
    assert judged(act(), (GIVEN,), (stop("35(9)"),)).verdict == "lawful"


@pytest.mark.parametrize("ground", sorted(BARS))
def test_a_stop_reaches_nothing_that_we_received(ground: str) -> None:
    received = act(
        role="recipient", acquisition="from the person", confirmation="shown",
        evidence={"consent_confirmed": "statement"},
    )  # fmt: skip
    assert judged(received, (), (stop(ground),)) == judged(received, (), ())


def test_stops_reach_the_law_by_way_of_judging() -> None:
    judging = Judging(Registers(-1, ()))
    plain = act(ground="27(2)")
    free = judging.judge(plain, AT, (), {}).judgement
    barred = judging.judge(plain, AT, (), {}, stops=(stop("27(2)"),)).judgement
    outside = judging.judge(plain, AT, (), {}, stops=(stop("27(2)", items=frozenset({"phone"})),)).judgement
    assert (answer(free), answer(barred), answer(outside)) == (None, ("27(2)", "no"), None)


# Whatever the stops --------------------------------------------------------------------------------------------------


@given(st.lists(stops, max_size=5), codes, items, instants)
def test_what_covers_is_in_force_and_in_scope(
    orders: list[StopOrder], code: str, named: frozenset[str], at: int
) -> None:
    claimed = act(recipient=code, items=tuple(sorted(named)))
    for order in orders:
        inside = (
            order.at <= at
            and not (order.ends_at is not None and order.ends_at <= at)
            and (order.recipients is None or code in order.recipients)
            and (order.items is None or bool(order.items & named))
        )
        assert (order in covering([order], claimed, at)) is inside


@given(st.lists(changes, max_size=5), st.lists(stops, max_size=4))
def test_a_stop_takes_consents_away_and_never_adds_one(told: list[ConsentChange], orders: list[StopOrder]) -> None:
    left = left_standing(told, orders)
    reaching = [order for order in orders if BARS[order.ground] & CONSENTS]
    expected = []
    for one in told:
        after = [order.items for order in reaching if one.at <= order.at and one.change != "withdrawn"]
        items = tuple(item for item in one.scope.items if not any(named is None or item in named for named in after))
        if items:
            expected.append(one._replace(scope=replace(one.scope, items=items)))
    assert list(left) == expected
    before = {scope.terms for consent in in_force(told, AT) for scope in consent.scopes}
    after = {scope.terms for consent in in_force(left, AT) for scope in consent.scopes}
    assert after <= before


@given(st.lists(changes, max_size=4), st.lists(stops, max_size=4), stops)
def test_one_stop_more_never_improves_a_verdict(
    told: list[ConsentChange], orders: list[StopOrder], more: StopOrder
) -> None:
    worst_first = ("violation", "undetermined", "lawful")
    for ground in ("consent", "27(2)", "27(5)i", "interpretation"):
        fewer = judged(act(ground=ground), tuple(told), tuple(orders)).verdict
        assert worst_first.index(judged(act(ground=ground), tuple(told), (*orders, more)).verdict) <= (
            worst_first.index(fewer)
        )


@given(st.lists(stops, max_size=4), st.integers(1, HOUR))
def test_a_consent_after_every_stop_makes_the_act_lawful_again(orders: list[StopOrder], after: int) -> None:
    last = max((order.at for order in orders), default=AT)
    at = last + after + 1
    assert judged(act(), (change(last + after, consent="new"),), tuple(orders), at=at).verdict == "lawful"
