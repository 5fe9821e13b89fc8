"""Requests that may be the same person's name the same id, number or address; short and common words name nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.cases.agents import Agent
from ledger.cases.case import Case
from ledger.cases.duplicates import alike
from ledger.cases.tasks import next_task, own_decision, tasks
from tests.unit.cases.test_choices import GROUND, decide, opened

CASE = opened()


def like(number: str, contact: str = "", claimed: str = "") -> Case:
    return replace(CASE, number=number, contact=contact, claimed=claimed)


@pytest.mark.parametrize(("one", "other"), [
    (like("A", claimed="A-1001"), like("B", claimed="会員番号：Ａ-1001")),
    (like("A", "山田 03-1234-5678"), like("B", "ヤマダ（０３）１２３４-５６７８")),
    (like("A", "+81 3-1234-5678"), like("B", "電話 03-1234-5678")),
    (like("A", "Yamada@example.jp"), like("B", "山田、yamada@example.jp")),
    (like("A", "東京都 山田 花子"), like("B", "東京都山田花子")),
])  # fmt: skip
def test_the_same_id_number_or_address_is_noticed(one: Case, other: Case) -> None:
    assert alike(one, [one, other]) == [other] and alike(other, [one, other]) == [one]


@pytest.mark.parametrize(("one", "other"), [
    (like("A", "東京都 山田"), like("B", "東京都 鈴木")),
    (like("A", claimed="会員"), like("B", claimed="会員")),
    (like("A"), like("B")),
    (like("A", claimed="A-1001"), replace(like("B", claimed="A-1001"), stage="closed")),
])  # fmt: skip
def test_others_are_not(one: Case, other: Case) -> None:
    assert alike(one, [other]) == []


def test_each_officer_is_told_what_is_theirs_to_do() -> None:
    assert [task.state for task in tasks(CASE, "one")] == ["done", "next", "not_yet", "not_yet"]
    waiting = opened(decide({"a": GROUND}))
    assert own_decision(waiting, "one") and next_task(waiting, "one") is None
    task = next_task(waiting, "two")
    assert task is not None and task.code == "second"
    alone = replace(waiting, stage="answer")
    assert [task.state for task in tasks(alone, "one")] == ["done", "done", "spared", "next"]


def test_nothing_is_to_be_decided_while_the_agent_is_not_checked() -> None:
    asked = replace(CASE, agent=Agent("mandated", "somebody"))
    assert [(task.code, task.state, task.why) for task in tasks(asked, "one")][1:3] == [
        ("agent", "next", ""), ("decide", "not_yet", "agent_first"),
    ]  # fmt: skip
    checked = replace(asked, agent=Agent("mandated", "somebody", proof="mandate", told="notice"))
    assert [task.state for task in tasks(checked, "one")] == ["done", "done", "next", "not_yet", "not_yet"]
