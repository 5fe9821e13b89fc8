"""The code that opens an answer: given once for a month, or sent by e-mail when the person is about to receive."""

from __future__ import annotations

import pytest

from ledger.cases.case import Case, as_told
from ledger.cases.code import A_DAY, APART, OPENINGS, OPENS_FOR, TYPED_WITHIN, Code, TooSoon, sending
from ledger.cases.folding import after, fold
from ledger.cases.release import CODE_LASTS, TICK, released
from ledger.cases.steps import PERSON, Step, StepRefused
from tests.unit.cases.case_steps import DAY, IDENTIFY, NOON, WHOLE, opened, step

AVAILABLE = NOON + TICK
ANSWER = Step("case answer", "officer-1", NOON + 1, {**released(None, NOON + 1), "by": "email"})


def answered() -> Case:
    return fold([opened(), IDENTIFY, WHOLE, ANSWER])


def code_of(case: Case) -> Code:
    assert case.code is not None
    return case.code


def asked(case: Case, at: int, drawn: str = "c") -> Case:
    """The person has a code sent."""
    told = as_told(case, at)
    said = sending(told.code or Code("email", at + DAY, None, 0), drawn, at)
    return after(case, Step("case receive code", PERSON, at, said))


def receive(case: Case, at: int, drawn: str = "c") -> Case:
    return after(case, Step("case receive", PERSON, at, {"code_digest": drawn, "format": "html"}))


def test_what_goes_by_mail_is_no_code_before_the_person_asks_for_one() -> None:
    case = answered()
    assert code_of(case).digest is None and not code_of(case).waits(AVAILABLE)
    with pytest.raises(StepRefused):
        receive(case, AVAILABLE)
    with pytest.raises(StepRefused):
        asked(case, AVAILABLE - 1)
    assert code_of(asked(case, AVAILABLE)).waits(AVAILABLE + TYPED_WITHIN)


def test_a_code_by_mail_is_typed_within_minutes_and_opens_for_an_hour_from_then_on() -> None:
    case = asked(answered(), AVAILABLE)
    with pytest.raises(StepRefused):
        receive(case, AVAILABLE + TYPED_WITHIN + 1)
    first = AVAILABLE + TYPED_WITHIN
    case = receive(case, first)
    assert receive(case, first + OPENS_FOR).opened == 2, "an opening later moves no end"
    with pytest.raises(StepRefused):
        receive(receive(case, first + 1), first + OPENS_FOR + 1)


def test_a_code_by_mail_opens_as_often_as_it_says_and_another_opens_anew() -> None:
    case = asked(answered(), AVAILABLE)
    for _ in range(OPENINGS):
        case = receive(case, AVAILABLE + 1)
    assert code_of(case).spent(AVAILABLE + 1) == "often"
    with pytest.raises(StepRefused):
        receive(case, AVAILABLE + 1)
    case = asked(case, AVAILABLE + APART, "d")
    with pytest.raises(StepRefused):
        receive(case, AVAILABLE + APART, "c")
    assert receive(case, AVAILABLE + APART, "d").opened == OPENINGS + 1


def test_codes_are_sent_apart_and_only_some_a_day() -> None:
    case = asked(answered(), AVAILABLE)
    for number in range(1, A_DAY):
        with pytest.raises(TooSoon):
            asked(case, AVAILABLE + number * APART - 1)
        case = asked(case, AVAILABLE + number * APART)
    with pytest.raises(TooSoon) as soon:
        asked(case, AVAILABLE + A_DAY * APART)
    assert soon.value.at == AVAILABLE + DAY
    assert len(code_of(asked(case, AVAILABLE + DAY)).sent) == A_DAY + 1


def test_nothing_opens_an_answer_once_its_time_is_over() -> None:
    end = AVAILABLE + CODE_LASTS
    case = asked(answered(), end)
    assert code_of(case).valid_until == end and code_of(receive(case, end)).valid_until == end
    assert code_of(case).spent(end + 1) == "over"
    with pytest.raises(StepRefused):
        asked(answered(), end + 1)


def test_the_code_of_a_letter_is_sent_to_nobody_and_lasts_as_long_as_the_answer() -> None:
    by_post = Step("case answer", "officer-1", NOON + 1, {**released("CODE", NOON + 1), "by": "post"})
    case = fold([opened(), IDENTIFY, WHOLE, by_post])
    digest = by_post.said["code_digest"]
    case = receive(case, AVAILABLE, digest)
    assert receive(case, AVAILABLE + CODE_LASTS, digest).opened == 2
    with pytest.raises(StepRefused):
        asked(case, AVAILABLE)


def test_a_code_is_sent_for_the_answer_before_while_a_supplement_is_prepared() -> None:
    case = after(answered(), step("supplement", at=AVAILABLE + 5))
    case = asked(case, AVAILABLE + 6)
    assert case.code is None and case.told_before is not None and code_of(case.told_before).digest == "c"
    case = receive(case, AVAILABLE + 7)
    assert case.told_before is not None and case.told_before.opened == 1


def test_what_a_code_was_given_with_holds_whatever_limits_come_later() -> None:
    case = answered()
    said = {**sending(code_of(case), "c", AVAILABLE), "openings": 1, "opens_for": 5}
    case = after(case, Step("case receive code", PERSON, AVAILABLE, said))
    case = receive(case, AVAILABLE + 1)
    assert (code_of(case).openings, code_of(case).valid_until) == (0, AVAILABLE + 6)
