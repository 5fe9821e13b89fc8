"""When an answer leaves, and what the person may see of it until then."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cases.case import as_told
from ledger.cases.folding import after, fold
from ledger.cases.release import TICK, released, tick_after, tick_before
from ledger.cases.steps import PERSON, Step, StepRefused
from tests.unit.cases.test_case import IDENTIFY, NOON, PART, WHOLE, opened, step

ANSWER = Step("case answer", "officer-1", NOON + 1, released("CODE", NOON + 1))
CODE = ANSWER.said["code_digest"]
AVAILABLE = NOON + TICK
SUPPLEMENT = step("supplement", at=AVAILABLE + 5)


def receive(at: int, code: str = CODE) -> Step:
    return Step("case receive", PERSON, at, {"code_digest": code, "format": "html"})


@given(st.integers(0, 4_000_000_000_000_000))
def test_a_tick_comes_within_one_span_and_only_quarters_of_an_hour_are_ticks(at: int) -> None:
    assert tick_before(at) <= at < tick_after(at)
    assert tick_after(at) - tick_before(at) == TICK
    assert tick_after(at) % (15 * 60 * 1_000_000) == 0


@given(st.integers(0, TICK - 1), st.integers(0, TICK - 1))
def test_nothing_that_a_release_says_tells_when_within_its_span_it_was_made(one: int, other: int) -> None:
    assert released("CODE", NOON + one) == released("CODE", NOON + other)


def test_until_its_tick_nothing_tells_that_a_case_was_decided_and_no_answer_can_be_received() -> None:
    looked_into = fold([opened(), IDENTIFY])
    decided, second = (fold([opened(), IDENTIFY, one]) for one in (WHOLE, PART))
    case = fold([opened(), IDENTIFY, WHOLE, ANSWER])
    for one in (decided, second, case):
        told = as_told(one, AVAILABLE - 1)
        assert told == replace(looked_into, turn=told.turn, last_step_at=told.last_step_at)
    assert as_told(case, AVAILABLE) == case and case.answered_at == AVAILABLE
    with pytest.raises(StepRefused):
        after(case, receive(AVAILABLE - 1))
    assert after(case, receive(AVAILABLE)).opened == 1


def test_withdrawing_does_not_tell_of_an_answer_that_waits_for_its_tick() -> None:
    case = fold([opened(), IDENTIFY, WHOLE, ANSWER])
    assert after(case, step("withdraw", PERSON, at=AVAILABLE - 1)).stage == "closed"
    with pytest.raises(StepRefused):
        after(case, step("withdraw", PERSON, at=AVAILABLE))


def test_an_answer_stays_as_it_was_while_a_supplement_is_prepared() -> None:
    answered = fold([opened(), IDENTIFY, WHOLE, ANSWER])
    case = after(answered, SUPPLEMENT)
    assert case.stage == "decision" and as_told(case, AVAILABLE + 6) == answered
    opened_again = after(case, receive(AVAILABLE + 6))
    assert opened_again.told_before is not None and opened_again.told_before.opened == 1
    again = step("decide", at=AVAILABLE + 7, outcome="whole", as_of=2, withheld={}, text="")
    anew = Step("case answer", "officer-1", AVAILABLE + 8, released("NEW", AVAILABLE + 8))
    both = after(after(case, again), anew)
    assert as_told(both, AVAILABLE + 9) == answered
    later = as_told(both, AVAILABLE + TICK)
    assert later.decision is not None and later.decision.as_of == 2
    assert after(both, receive(AVAILABLE + TICK, anew.said["code_digest"])).opened == 1
    with pytest.raises(StepRefused):
        after(both, receive(AVAILABLE + TICK))


def test_an_answer_is_called_back_before_its_tick_and_no_other_case_is_supplemented() -> None:
    answered = fold([opened(), IDENTIFY, WHOLE, ANSWER])
    called_back = after(answered, step("supplement", at=AVAILABLE - 1))
    assert (called_back.stage, called_back.told_before, called_back.code) == ("decision", None, None)
    for early in (fold([opened(), IDENTIFY, WHOLE]), fold([opened(), IDENTIFY, PART])):
        with pytest.raises(StepRefused):
            after(early, SUPPLEMENT)
