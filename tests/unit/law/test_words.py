"""Every code that a judgement can hold has words of its own in both languages. The codes are collected, not listed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given

import ledger.law
from ledger.law import catalogue
from ledger.law.catalogue import ANSWERS, DUTIES, GROUNDS, MARKS, POLICIES, VERDICTS, Sentence
from ledger.law.evidence import EVIDENCE
from ledger.law.judge import judge
from ledger.law.types import Act, Found, Judgement
from tests.unit.law.acts import NONE_PASSED
from tests.unit.law.cases.case import Case
from tests.unit.law.cases.table import CASES
from tests.unit.law.drawn import acts, findings

#: Functions that put a question, by the place of the question among their arguments.
_ASKING = {"asked": 0, "unregistered": 0, "RuleAnswer": 0, "_lacking": 0, "_known": 0}


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(Path(ledger.law.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield node.func.id, node


def _texts(nodes: list[ast.expr]) -> Iterator[str]:
    return (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


@cache
def written() -> frozenset[str]:
    """Every question whose name stands in the law's modules."""
    found: set[str] = set()
    for name, call in _calls():
        if name in _ASKING:
            found.update(_texts(call.args[:1]))
        elif name == "shown":
            # shown(act, article, *codes)
            found.update(f"{code}_shown" for code in _texts(call.args[2:]))
    return frozenset(found)


@cache
def met() -> tuple[Judgement, ...]:
    """The judgement of every case, also while nothing has come yet."""
    return tuple(
        judge(case.act, facts) for case in CASES for facts in (case.found, replace(case.found, passed=NONE_PASSED))
    )


def worded(words: Sentence, *codes: str) -> bool:
    """Tell whether there are words in both languages that are not just the code."""
    return bool(words.ja.strip() and words.en.strip()) and words.ja not in codes and words.en not in codes


def assert_worded(judgement: Judgement) -> None:
    assert judgement.verdict in VERDICTS and judgement.policy in POLICIES and judgement.duty in DUTIES
    assert judgement.basis in GROUNDS
    assert {(rule.question, rule.answer) for rule in judgement.rules if rule.answer != "not_asked"} <= set(ANSWERS)
    assert set(judgement.marks) <= set(MARKS)
    assert worded(catalogue.ground(judgement.claimed), judgement.claimed)
    assert worded(catalogue.duty_reason(judgement.duty_reason), judgement.duty_reason)
    assert worded(catalogue.policy_reason(judgement.policy_reason), judgement.policy_reason)
    assert "unknown ground" not in catalogue.policy_reason(judgement.policy_reason).en
    assert "unknown ground" not in catalogue.duty_reason(judgement.duty_reason).en
    for code in judgement.missing:
        assert worded(catalogue.missing(code), code) and "unknown" not in catalogue.missing(code).en.split(" (")[0]
    answered = judgement.verdict_and_policy()
    for rule in answered["rules"]:
        assert worded(catalogue.answered(rule), rule["question"], rule["answer"])
    if judgement.rules or judgement.marks:
        assert worded(catalogue.reason(answered))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_a_case_comes_to_can_be_said(case: Case) -> None:
    assert_worded(judge(case.act, case.found))


@given(acts, findings)
def test_whatever_is_drawn_can_be_said(asked: Act, facts: Found) -> None:
    assert_worded(judge(asked, facts))


def test_where_nothing_had_to_be_asked_the_reason_says_so() -> None:
    rule = {"question": "related_information_in_law", "article": "31(1)", "answer": "not_asked"}
    assert catalogue.reason({"rules": [rule], "marks": []}) == catalogue.answered(rule)


def test_the_catalogue_answers_the_questions_of_the_law_and_no_others() -> None:
    asked = written() | {rule.question for judgement in met() for rule in judgement.rules}
    assert {question for question, _ in ANSWERS} == asked
    assert len(asked) > 60


def test_every_question_has_an_answer_of_each_kind() -> None:
    for question in {question for question, _ in ANSWERS} - {"role", "handling", "data_class", "ground"}:
        assert {answer for asked, answer in ANSWERS if asked == question} == {"yes", "no", "missing"}


def test_yes_and_no_are_not_the_same_words() -> None:
    for question, answer in ANSWERS:
        if answer == "yes":
            yes, no = ANSWERS[question, "yes"], ANSWERS[question, "no"]
            assert yes.ja != no.ja and yes.en != no.en


def test_every_mark_that_the_law_can_set_has_words_and_is_met() -> None:
    assert {mark for judgement in met() for mark in judgement.marks} <= set(MARKS)


def test_every_sentence_is_japanese_and_english() -> None:
    sentences = (*VERDICTS.values(), *GROUNDS.values(), *ANSWERS.values(), *MARKS.values(), *POLICIES.values())
    for words in (*sentences, *DUTIES.values()):
        assert words.ja.strip() and not words.ja.isascii()
        assert words.en.strip() and words.en.isascii()


def test_evidence_of_every_kind_says_in_words_what_it_is() -> None:
    assert all(words.strip() and words != code for code, words in EVIDENCE.items())
