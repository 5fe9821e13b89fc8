"""How a judgement is put into words: which answers are told, in what order, and what is told of codes nobody knows."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ledger.law.catalogue import GROUNDS, MARKS, answered, decided_by, duty_reason, explained, policy_reason, reason
from ledger.law.words import ANSWERS, article_27_1

_QUESTION, _YES, _NO = article_27_1.CONSENT[0]
_OTHER = article_27_1.KNOWN[0][0]


def rule(answer: str, question: str = _QUESTION, article: str = "27(1)") -> Mapping[str, str]:
    return {"question": question, "answer": answer, "article": article}


def judged(*rules: Mapping[str, str], marks: tuple[str, ...] = (), verdict: str = "violation") -> Mapping[str, object]:
    return {"rules": rules, "marks": marks, "verdict": verdict}


def test_every_question_has_its_three_answers() -> None:
    assert ANSWERS[_QUESTION, "yes"].ja == _YES[0]
    assert ANSWERS[_QUESTION, "no"].en == _NO[1]
    without = ANSWERS[_OTHER, "no"]
    assert ANSWERS[_OTHER, "missing"].ja == f"登録を待っています（{without.ja}）"
    assert ANSWERS[_OTHER, "missing"].en == f"waiting for the register ({without.en})"
    assert {answer for _, answer in ANSWERS} == {"yes", "no", "missing"}


def test_the_first_no_decides_then_what_is_missing_then_the_last_yes() -> None:
    first_no, missing, yes, last = rule("no"), rule("missing", _OTHER), rule("yes", _OTHER), rule("yes")
    assert decided_by([yes, missing, first_no, rule("no", _OTHER)]) is first_no
    assert decided_by([yes, missing, last]) is missing
    assert decided_by([yes, last, rule("not_asked")]) is last
    assert decided_by([rule("not_asked")]) is None


def test_every_answer_that_stands_against_it_is_told_and_nothing_else() -> None:
    told = reason(judged(rule("yes", _OTHER), rule("no"), rule("no", _OTHER), rule("missing")))
    assert told.ja == f"{ANSWERS[_QUESTION, 'no'].ja}。{ANSWERS[_OTHER, 'no'].ja}"
    assert told.en == f"{ANSWERS[_QUESTION, 'no'].en}; {ANSWERS[_OTHER, 'no'].en}"
    assert reason(judged(rule("missing"), rule("yes", _OTHER))).en == ANSWERS[_QUESTION, "missing"].en


def test_where_nothing_had_to_be_asked_the_last_question_says_so() -> None:
    unasked = rule("not_asked", _OTHER, "27(1)")
    told = reason(judged(unasked, unasked, rule("not_asked", _QUESTION, "31(1)")))
    assert told.ja == "31条1項：問う必要がありません"
    assert told.en == "31(1): not asked"
    assert reason(judged()).ja == ""


def test_marks_are_told_last() -> None:
    mark = next(iter(MARKS))
    assert reason(judged(rule("no"), marks=(mark,))).en == f"{ANSWERS[_QUESTION, 'no'].en}; {MARKS[mark].en}"


def test_a_lawful_act_is_explained_by_its_ground() -> None:
    told = explained({"basis": "consent"}, judged(rule("yes"), verdict="lawful"))
    assert told.ja == f"{GROUNDS['consent'].ja}によります：{ANSWERS[_QUESTION, 'yes'].ja}"


@pytest.mark.parametrize(
    ("article", "ja"),
    [
        ("27(1)iii", "27条1項3号："), ("27(6)", "27条6項："), ("28", "28条："), ("Rule 19", "規則19条："),
        ("番号法 19", "番号法 19："), ("2026 amendment 28", "2026年改正 28："), ("", ""),
    ],
)  # fmt: skip
def test_an_article_is_written_as_the_act_does(article: str, ja: str) -> None:
    told = answered(rule("yes", article=article))
    assert told.ja == f"{ja}{ANSWERS[_QUESTION, 'yes'].ja}"
    assert told.en == (f"{article}: " if article else "") + ANSWERS[_QUESTION, "yes"].en


def test_what_nobody_knows_is_told_with_its_code_whole() -> None:
    assert policy_reason("not_promised some ground").en == (
        "a ground the policy does not name (unknown ground (some ground))"
    )
    assert duty_reason("interpretation:a:b").en == "by an approved reading (a:b)"
    assert duty_reason("29(1) nothing known").en == "under art. 29(1)"


def test_of_a_reading_the_officer_who_approved_it_is_told_in_both_languages() -> None:
    assert duty_reason("interpretation:a:b", "officer-2") == (
        "承認された解釈（a:b、承認者：officer-2）による", "by a reading (a:b) that officer-2 approved"
    )  # fmt: skip
