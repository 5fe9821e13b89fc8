"""Laws of hiding and releasing: a hide binds alone, a release takes two and reaches only what was seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cases.existence import (
    HIDDEN_BECAUSE,
    Act,
    Standing,
    check_confirm,
    check_hide,
    check_release,
    open_proposals,
    reasons,
    silent,
    standings,
    words_of,
)
from ledger.cases.projection import project
from ledger.cases.screen import may_be_shown
from ledger.cases.steps import StepRefused

RECORD = "0" * 32
CLAIMS = ("claim:i", "kind:police")
OFFICERS = ("officer-1", "officer-2", "officer-3")


@st.composite
def histories(draw: st.DrawFn) -> list[Act]:
    """Acts about one record as officers could have entered them, any release and confirm included."""
    acts: list[Act] = []
    for at in range(draw(st.integers(0, 8))):
        doing = draw(st.sampled_from(("hide", "release", "confirm")))
        name, officer = f"{at:032x}", draw(st.sampled_from(OFFICERS))
        there = [*CLAIMS, *(f"hide:{one.because}:{one.name}" for one in acts if one.doing == "hide")]
        proposals = [one.name for one in acts if one.doing == "release"]
        idx = draw(st.none() | st.just(100 + at))
        act = Act(name, "hide", RECORD, officer, at, idx, draw(st.sampled_from(sorted(HIDDEN_BECAUSE))))
        if doing == "release":
            act = replace(act, doing="release", silent=draw(st.frozensets(st.sampled_from(there))))
        elif doing == "confirm" and proposals:
            act = replace(act, doing="confirm", proposal=draw(st.sampled_from(proposals)))
        acts.append(act)
    return acts


def standing(acts: list[Act], as_of: int | None = None, until: int | None = None) -> Standing:
    return standings(acts, as_of, until).get(RECORD, Standing())


@given(acts=histories(), order=st.randoms(use_true_random=False))
def test_the_order_of_acts_does_not_matter(acts: list[Act], order: Any) -> None:
    shuffled = list(acts)
    order.shuffle(shuffled)
    assert standing(shuffled) == standing(acts)


@given(acts=histories(), officer=st.sampled_from(OFFICERS))
def test_what_one_officer_does_releases_nothing(acts: list[Act], officer: str) -> None:
    assert not standing([replace(act, officer=officer) for act in acts]).released_from


@given(acts=histories())
def test_nothing_is_released_that_the_releasing_officer_did_not_see(acts: list[Act]) -> None:
    seen = frozenset[str]().union(*(act.silent for act in acts if act.doing == "release"))
    assert standing(acts).released_from <= seen


@given(acts=histories(), because=st.sampled_from(sorted(HIDDEN_BECAUSE)))
def test_a_hide_binds_at_once_whatever_was_done_before(acts: list[Act], because: str) -> None:
    hidden = [*acts, Act("f" * 32, "hide", RECORD, "officer-1", 1_000, None, because)]
    stands = standing(hidden)
    assert f"hide:{because}:{'f' * 32}" in stands.hidden - stands.released_from
    assert standing(hidden, until=999) == standing(acts)


@given(acts=histories(), as_of=st.integers(100, 110))
def test_releases_count_below_a_head_size_and_never_end(acts: list[Act], as_of: int) -> None:
    early, late = standing(acts, as_of), standing(acts, as_of + 1)
    assert early.released_from <= late.released_from <= standing(acts).released_from
    below = [act for act in acts if act.idx is not None and act.idx < as_of]
    assert early.released_from == standing(below, as_of).released_from
    assert early.hidden == standing(acts).hidden


@given(acts=histories())
def test_what_is_said_of_a_record_is_said_of_no_other(acts: list[Act]) -> None:
    others = [replace(act, record="1" * 32, name=f"{'a' * 16}{act.name[16:]}") for act in acts]
    assert standing([*acts, *others]) == standing(acts)


def act(doing: Any, number: int, officer: str = "officer-1", **more: Any) -> Act:
    return Act(f"{number:032x}", doing, RECORD, officer, number, 100 + number, **more)


def test_a_second_officer_confirms_and_the_record_is_shown_until_another_reason_comes(
    make_record: Any, make_answer: Any
) -> None:  # fmt: skip
    flagged = make_record(existence="ii")
    release = act("release", 1, because="over", silent=frozenset({"claim:ii"}))
    confirm = act("confirm", 2, "officer-2", proposal=release.name)

    def shown(record: Any, *acts: Act) -> int:
        said = standings(acts).get(RECORD, Standing())
        record = replace(record, hidden=said.hidden, released_from=said.released_from)
        assert bool(silent(record)) == (not may_be_shown([record]))
        return len(project(make_answer(record)).records)

    assert shown(flagged) == shown(flagged, release) == 0
    assert shown(flagged, release, replace(confirm, officer="officer-1")) == 0
    assert shown(flagged, release, confirm) == 1
    assert shown(flagged, release, confirm, act("hide", 3, because="i")) == 0
    assert shown(replace(flagged, told_kinds=("police",)), release, confirm) == 0
    assert shown(make_record(), act("hide", 3, because="i")) == 0


def test_what_has_no_duty_is_released_by_nobody(make_record: Any) -> None:
    record = make_record(duty="exempt", existence="i")
    assert may_be_shown([replace(record, released_from=reasons(record))]) == ()


def test_what_may_be_done_where_a_record_stands() -> None:
    release = act("release", 1, because="over", silent=frozenset({"claim:ii", "kind:police"}))
    both, one = {"claim:ii", "kind:police"}, {"claim:ii"}
    check_hide(one, "i")
    check_release(both, both, "over")
    check_confirm([release], both, release.name, "officer-2")
    hidden = {f"hide:i:{'3' * 32}"}
    with pytest.raises(StepRefused, match="already"):
        check_hide(hidden, "i")
    with pytest.raises(StepRefused, match="no item"):
        check_hide(one, "v")
    with pytest.raises(StepRefused, match="look again"):
        check_release(both, one, "over")
    with pytest.raises(StepRefused, match="nothing hides"):
        check_release((), (), "over")
    with pytest.raises(StepRefused, match="somebody else"):
        check_confirm([release], both, release.name, "officer-1")
    with pytest.raises(StepRefused, match="another reason has come"):
        check_confirm([release], both | hidden, release.name, "officer-2")
    done = [release, act("confirm", 2, "officer-2", proposal=release.name)]
    with pytest.raises(StepRefused, match="no such release"):
        check_confirm(done, both, release.name, "officer-3")
    assert open_proposals([release], both) == [release]
    assert open_proposals(done, both) == open_proposals([release], both | hidden) == open_proposals([release], ()) == []


@pytest.mark.parametrize("reason", ["claim:ii", "claim:", "claim:v", "kind:police", f"hide:iv:{'3' * 32}"])
def test_every_reason_has_words(reason: str) -> None:
    words = words_of(reason)
    assert words.ja and words.en and "3" * 32 not in words.ja
