"""A case is the fold of its steps: which may come next, who has to take them, and when the answer is due."""

from __future__ import annotations

import pytest

from ledger.cases.case import Case
from ledger.cases.casebook import case_id_of, normal, readable
from ledger.cases.code import OPENINGS
from ledger.cases.deadline import deadline
from ledger.cases.folding import after, fold
from ledger.cases.requests import KINDS
from ledger.cases.steps import PERSON, Step, StepRefused
from tests.unit.cases.case_steps import AGREE, ANSWER, DAY, IDENTIFY, NOON, PART, WHOLE, opened, step


def test_a_whole_answer_takes_one_officer_and_a_part_takes_two() -> None:
    assert fold([opened(), IDENTIFY, WHOLE]).stage == "answer"
    assert fold([opened(), IDENTIFY, PART]).stage == "second"
    assert fold([opened(), IDENTIFY, PART, AGREE]).stage == "answer"


@pytest.mark.parametrize(
    "steps",
    [
        [WHOLE], [ANSWER], [IDENTIFY, ANSWER], [IDENTIFY, PART, ANSWER], [IDENTIFY, WHOLE, AGREE], [AGREE],
        [IDENTIFY, PART, step("second", agrees=True)], [step("withdraw", PERSON), IDENTIFY],
        [IDENTIFY, WHOLE, ANSWER, step("withdraw", PERSON)], [step("receive", PERSON)], [step("unknown")],
        [IDENTIFY, step("decide", outcome="part", as_of=1, withheld={"aa": "because"}, text="")],
    ],
    ids=lambda steps: ", ".join(one.command for one in steps),
)  # fmt: skip
def test_a_step_is_refused_where_the_case_does_not_stand(steps: list[Step]) -> None:
    with pytest.raises(StepRefused):
        fold([opened(), *steps])


def test_what_is_sent_back_forgets_the_decision_and_another_may_decide() -> None:
    case = fold([opened(), IDENTIFY, PART, step("second", "officer-2", agrees=False)])
    assert (case.stage, case.decision) == ("decision", None)
    assert fold([opened(), IDENTIFY, PART, step("second", "officer-2", agrees=False), WHOLE]).stage == "answer"


def test_a_decision_made_again_while_a_second_look_waits_needs_its_own() -> None:
    case = fold([opened(), IDENTIFY, PART, PART])
    assert case.stage == "second" and case.seconded_by is None


def test_a_code_given_again_moves_no_day() -> None:
    again = step("answer", at=NOON + 40 * DAY, code_digest="other", code_until=NOON + 70 * DAY)
    case = fold([opened(), IDENTIFY, PART, AGREE, ANSWER, again])
    assert (case.answered_at, case.code and case.code.digest) == (ANSWER.made_at, "other")


RECEIVE = step("receive", PERSON, code_digest="c", format="html")


def test_a_code_opens_its_answer_as_long_and_as_often_as_it_may() -> None:
    answered = fold([opened(), IDENTIFY, WHOLE, ANSWER])
    assert after(answered, RECEIVE).opened == 1
    for wrong in (
        step("receive", PERSON, code_digest="other", format="html"),
        step("receive", PERSON, at=NOON + 31 * DAY, code_digest="c", format="html"),
    ):
        with pytest.raises(StepRefused):
            after(answered, wrong)
    spent = fold([opened(), IDENTIFY, WHOLE, ANSWER, *[RECEIVE] * OPENINGS])
    with pytest.raises(StepRefused):
        after(spent, RECEIVE)
    again = step("answer", code_digest="c", code_until=NOON + 70 * DAY)
    assert after(after(spent, again), RECEIVE).opened == 1, "a new code opens anew"


def test_notes_and_receiving_leave_what_was_seen_as_it_stood() -> None:
    case = fold([opened(), IDENTIFY, PART])
    assert after(case, step("note", text="called")).turn == case.turn
    assert after(case, PART).turn == case.turn + 1


def due(case: Case, at: int = NOON) -> tuple[str, int, str | None]:
    found = deadline(case, at)
    return found.due.isoformat(), found.days_left, found.suit_from.isoformat() if found.suit_from else None


def test_the_fourteenth_day_is_counted_from_the_day_after_arrival_and_nothing_moves_it() -> None:
    case = fold([opened()])
    assert due(case) == ("2026-04-15", 14, "2026-04-16")
    assert due(after(case, IDENTIFY), NOON + 20 * DAY) == ("2026-04-15", -6, "2026-04-16")


def test_a_refusal_opens_suit_on_its_own_day_and_a_whole_answer_does_not() -> None:
    assert due(fold([opened(), IDENTIFY, PART, AGREE, ANSWER]))[2] == "2026-04-02"
    assert due(fold([opened(), IDENTIFY, WHOLE, ANSWER]))[2] == "2026-04-16"


@pytest.mark.parametrize("kind", ["complaint", "consultation", "purpose", "foreign", "opt_out", "withdrawal"])
def test_what_article_39_does_not_name_opens_no_suit(kind: str) -> None:
    assert due(fold([opened(kind)]))[2] is None


def test_a_fee_is_possible_for_disclosure_and_notice_of_purpose_alone() -> None:
    assert {code for code, kind in KINDS.items() if kind.fee_possible} == {"records", "data", "purpose"}


@pytest.mark.parametrize("written", ["ABCDE-23456", "abcde 23456", "ＡＢＣＤＥ－２３４５６", " abcde23456 "])
def test_a_number_is_the_same_however_it_is_written(written: str) -> None:
    assert case_id_of(written) == case_id_of("ABCDE23456")
    assert readable(normal(written)) == "ABCDE-23456"


def test_nothing_is_decided_as_of_before_identity_was_confirmed_or_the_last_answer() -> None:
    seen = step("identify", method="call_back", ids=[["member", "A-1", "7"]], as_of=40)
    for as_of in (0, 39):
        with pytest.raises(StepRefused, match="since identity was confirmed"):
            fold([opened(), seen, step("decide", outcome="none", as_of=as_of, withheld={}, text="")])
    ready = fold([opened(), seen, step("decide", outcome="whole", as_of=50, withheld={}, text=""), ANSWER,
                  step("supplement")])  # fmt: skip
    with pytest.raises(StepRefused, match="since the last answer"):
        after(ready, step("decide", outcome="none", as_of=49, withheld={}, text=""))
    assert after(ready, step("decide", outcome="whole", as_of=50, withheld={}, text="")).stage == "answer"
