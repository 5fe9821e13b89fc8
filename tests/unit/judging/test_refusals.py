"""When a provision ignored a no: item by item, the last answer within the period counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ledger.judging.refusals import HELD, Answered, ignores
from tests.unit.law.acts import act

ACT = replace(act(), source="crm", recipient="company", items=("name", "phone"), role="provider")
AT = 10 * HELD


def answered(ago: int, refused: bool, *items: str, **other: Any) -> Answered:
    told = Answered("crm", "company", frozenset(items or ("name", "phone")), AT - ago, refused)
    return told._replace(**other)


@pytest.mark.parametrize(
    ("answers", "ignored"),
    [
        ((), False),
        ((answered(5, True),), True),
        ((answered(0, True),), True),
        ((answered(-1, True),), False),
        ((answered(HELD - 1, True),), True),
        ((answered(HELD, True),), False),
        ((answered(5, True), answered(4, False)), False),
        ((answered(5, False), answered(4, True)), True),
        ((answered(5, True), answered(4, False, "name")), True),
        ((answered(5, True, "name"), answered(4, False, "name")), False),
        ((answered(5, True, "address"),), False),
        ((answered(5, True, source="members"),), False),
        ((answered(5, True, recipient="police"),), False),
    ],
)
def test_the_last_answer_about_each_item_counts(answers: tuple[Answered, ...], ignored: bool) -> None:
    assert ignores(answers, ACT, AT) is ignored


def test_receiving_ignores_no_answer_about_providing() -> None:
    assert not ignores((answered(5, True),), replace(ACT, role="recipient"), AT)
