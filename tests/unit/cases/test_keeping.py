"""How long a case is kept, and why."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cases.case import Case
from ledger.cases.folding import fold
from ledger.cases.keeping import CaseKeeping, due_within, standing
from ledger.law.days import day_of
from ledger.law.registered import HoldEntry
from ledger.vault.catalogue import KeyCatalogue
from tests.unit.cases.case_steps import ANSWER, DAY, IDENTIFY, NOON, WHOLE, opened, step

DAYS = 1_825
ANSWERED = [opened(), IDENTIFY, WHOLE, ANSWER]
WITHDRAWN = [opened(), step("withdraw")]
PERIOD = NOON + (DAYS + 1) * DAY


def at(now: int, *holds: HoldEntry) -> CaseKeeping:
    return CaseKeeping(now, DAYS, holds)


@pytest.mark.parametrize("case", [fold(ANSWERED[:upto]) for upto in (1, 2, 3)])
def test_an_open_case_stays_however_old(case: Case) -> None:
    assert standing(case, True, at(PERIOD * 2)) == "open"


def test_a_case_that_is_over_goes_once_its_period_is() -> None:
    for steps in (ANSWERED, WITHDRAWN):
        assert standing(fold(steps), False, at(PERIOD)) == "period_runs"
        assert standing(fold(steps), False, at(PERIOD + 1)) == "due"


def test_the_period_begins_anew_with_each_step_even_one_that_moves_nothing() -> None:
    case = fold([*ANSWERED, step("note", at=NOON + 9 * DAY, text="rang again")])
    assert standing(case, False, at(PERIOD + 8 * DAY)) == "period_runs"
    assert standing(case, False, at(PERIOD + 8 * DAY + 1)) == "due"


def test_of_somebody_erased_it_goes_as_soon_as_the_answer_cannot_be_opened() -> None:
    assert standing(fold(ANSWERED), True, at(NOON + 30 * DAY)) == "answer_open"
    assert standing(fold(ANSWERED), True, at(NOON + 30 * DAY + 1)) == "due"
    assert standing(fold(WITHDRAWN), True, at(NOON + DAY)) == "due"


def test_a_stop_that_was_answered_as_in_hand_keeps_its_case_open() -> None:
    said = {"outcome": "whole", "as_of": 1, "withheld": {}, "text": "", "scope": {"recipients": None, "items": None}}
    in_hand = step("answer", code_digest="c", code_until=NOON + 30 * DAY, in_hand="いま止めています")
    case = fold([opened("stop_provision"), IDENTIFY, step("decide", **said), in_hand])
    assert case.stage == "answered"
    assert standing(case, True, at(PERIOD * 2)) == "open"


def test_a_protected_person_keeps_their_flag_until_they_are_erased() -> None:
    case = fold([opened(protected=True), step("withdraw")])
    assert standing(case, False, at(PERIOD * 2)) == "protected"
    assert standing(case, True, at(PERIOD * 2)) == "due"


def test_a_hold_keeps_cases_where_it_names_neither_recipients_nor_sources() -> None:
    arrived = day_of(date(2026, 4, 1))
    for hold, kept in (
        (HoldEntry("h", None, None, arrived, arrived), True),
        (HoldEntry("h", None, None, arrived + 1, None), False),
        (HoldEntry("h", frozenset({"police"}), None, None, None), False),
        (HoldEntry("h", None, frozenset({"crm"}), None, None), False),
    ):
        assert (standing(fold(ANSWERED), True, at(PERIOD * 2, hold)) == "legal_hold") is kept


@given(st.integers(0, 4 * DAYS), st.integers(0, 4 * DAYS), st.booleans(), st.sampled_from([ANSWERED, WITHDRAWN]))
def test_what_may_go_may_go_ever_after(days: int, later: int, forgotten: bool, steps: list[object]) -> None:
    case = fold(steps)  # type: ignore[arg-type]
    if standing(case, forgotten, at(NOON + days * DAY)) == "due":
        assert standing(case, forgotten, at(NOON + (days + later) * DAY)) == "due"


class NobodyErased:
    def forgotten(self, identities: set[int]) -> set[int]:
        return set()


def test_what_falls_due_soon_is_counted_by_why_it_is_kept_still() -> None:
    keys = cast(KeyCatalogue, NobodyErased())
    cases = [fold(ANSWERED), fold(WITHDRAWN), fold([opened()])]
    assert due_within(cases, keys, at(PERIOD - 30 * DAY), 30) == {}
    assert due_within(cases, keys, at(PERIOD - 30 * DAY + 1), 30) == {"period_runs": 2}, "the open one never does"
    assert due_within(cases, keys, at(PERIOD + 1), 30) == {}, "what may go now is counted as that"
