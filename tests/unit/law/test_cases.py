"""Every example of the guidelines and its neighbours: verdict, basis, duty, flags, and the question that decides."""

from __future__ import annotations

import re

import pytest

from ledger.law.judge import judge
from tests.unit.law.cases.case import AGAINST, SURE, Article, Case
from tests.unit.law.cases.document import PAGE, page
from tests.unit.law.cases.table import ARTICLES, CASES
from tests.unit.law.cases.told import TOLD, told

#: The examples of the guidelines that have to be here (a case of several outcomes has a letter for each).
EXAMPLES = frozenset(
    {
        "T01", "T02", "T03", "T05", "T06", "T09", "T10", "T11", "T13", "T14", "T15", "T17", "T20", "T22", "T23", "T24",
        "T26", "T28", "T29", "T32", "T34", "T35", "T37", "T39", "T41", "T42", "T44", "T47", "T48", "T49", "T51", "T55",
        "T57", "T58", "T61", "T62", "T64", "T65",
    }
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_comes_to_what_is_written_of_it(case: Case) -> None:
    judgement = judge(case.act, case.found)
    assert (judgement.verdict, judgement.basis, judgement.duty) == (case.verdict, case.basis, case.duty)
    assert judgement.marks == case.marks
    against = [rule.question for rule in judgement.rules if rule.answer == AGAINST.get(case.verdict)]
    assert against == case.why.split()


def test_every_example_is_here_and_no_case_twice() -> None:
    here = [case.id for case in CASES]
    assert len(here) == len(set(here))
    assert {re.sub("[a-z]$", "", name) for name in here if name.startswith("T")} == EXAMPLES


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.number)
def test_every_article_has_cases_that_hold_and_at_least_two_that_do_not(article: Article) -> None:
    failing = [case.id for case in article.cases if case.verdict == "violation" or "form_failed" in case.marks]
    assert len(failing) >= 2
    assert {case.verdict for case in article.cases} & {"lawful", "not_provision"}


def test_every_case_says_how_sure_it_is_and_what_general_knowledge_leaves_to_a_lawyer() -> None:
    assert {case.sure for case in CASES} == set(SURE)
    assert [case.id for case in CASES if case.sure == "M" and not case.confirm and case.verdict != "violation"] == []


def test_the_page_of_cases_is_not_stale() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.unit.law.cases"


def test_every_case_is_told_as_it_was_last_read_over() -> None:
    assert TOLD.read_text(encoding="utf-8") == told(), "run python -m tests.unit.law.cases, and read what differs"
