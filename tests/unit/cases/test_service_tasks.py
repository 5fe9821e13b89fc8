"""What services are asked for and answer: laws of the fold, and what of it the person is told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cases.case import Case
from ledger.cases.folding import after, fold
from ledger.cases.held_lines import held_of, written
from ledger.cases.next_step import next_step
from ledger.cases.service_tasks import (
    EXISTENCE,
    MOST_ROWS,
    OUTCOMES,
    REFUSALS,
    SERVICE,
    UNREADABLE,
    Held,
    TaskKind,
    comes_to,
    refusals_of,
    report_of,
)  # fmt: skip
from ledger.cases.steps import Step, StepRefused
from ledger.vault.reply import new_reply_key, open_reply, seal_reply
from ledger.vault.seal import SealBroken
from streams.task_client import corrected, none_held, not_corrected, refused, task_of
from streams.task_client import given as data_given
from streams.wire import Unreadable, encode
from tests.unit.cases.case_steps import AGREE, ANSWER, DAY, IDENTIFY, NOON, WHOLE, opened, step

SOURCES = ("members", "support", "crm")


def asked(*sources: str, due: str = "2026-04-10") -> Step:
    tasks = [
        {"task": UUID(int=SOURCES.index(one) + 1).hex, "source": one, "due": due, "announced": True, "key": "00"}
        for one in sources
    ]
    return step("task", tasks=tasks)


def said(source: str, outcome: str, ground: str = "", by: str = SERVICE, **more: Any) -> Step:
    held = [["name", "山田 花子"]] if outcome == "given" else []
    told = {"task": UUID(int=SOURCES.index(source) + 1).hex, "outcome": outcome, "ground": ground, "held": held, **more}
    return step("report", by, **told)


def decide(outcome: str, *grounds: str, **more: Any) -> Step:
    return step("decide", outcome=outcome, as_of=4, withheld={}, text="", grounds=list(grounds), **more)


def data(*steps: Step) -> Case:
    return fold([opened(kind="data"), IDENTIFY, *steps])


def reports(kind: TaskKind) -> st.SearchStrategy[tuple[str, str]]:
    return st.sampled_from(OUTCOMES[kind]).flatmap(
        lambda one: st.tuples(st.just(one), st.sampled_from(refusals_of(kind)) if one in REFUSALS else st.just(""))
    )


def test_services_are_asked_of_data_and_corrections_alone_and_nobody_twice_at_once() -> None:
    with pytest.raises(StepRefused, match="33"):
        fold([opened(kind="records"), IDENTIFY, asked("members")])
    assert fold([opened(kind="records", also_data=True), IDENTIFY, asked("members")]).task_kind == "data"
    for wrong in ([asked("members"), asked("members")], [asked()], [asked("members", "members")]):
        with pytest.raises(StepRefused, match="once"):
            data(*wrong)
    again = data(asked("members"), said("members", "none_held"), asked("members"))
    assert [(one.source, one.report) for one in again.tasks] == [("members", None)]
    with pytest.raises(StepRefused, match="beside records alone"):
        fold([opened(kind="purpose", also_data=True)])


def test_what_is_next_follows_the_tasks() -> None:
    late = NOON + 30 * DAY
    extended = step("extend", because="services", until="2026-12-01")
    assert next_step(data(), NOON) == "ask_services"
    assert next_step(data(asked("members")), NOON) == "await_services"
    assert next_step(data(extended, asked("members", due="2026-04-10")), late) == "chase_services"
    assert next_step(data(asked("members"), said("members", "given")), NOON) == "decision"


@given(st.lists(st.tuples(st.sampled_from(SOURCES), reports("data")), max_size=12))
def test_the_last_answer_of_each_service_counts_and_no_other_task_moves(answers: list[Any]) -> None:
    case = data(asked(*SOURCES), *(said(source, *report) for source, report in answers))
    last = dict(answers)
    for task in case.tasks:
        told = (task.report.outcome, task.report.ground) if task.report else None
        assert told == last.get(task.source)


@given(st.fixed_dictionaries({one: reports("data") for one in SOURCES}))
def test_a_decision_is_what_the_services_answered_and_existence_never_shows(told: dict[str, tuple[str, str]]) -> None:
    silent = {one: ("none_held", "") if ground == EXISTENCE else (out, ground) for one, (out, ground) in told.items()}
    outcome = comes_to(outcome for outcome, _ in silent.values())
    grounds = [ground for _, ground in silent.values() if ground]
    cases = [
        data(asked(*SOURCES), *(said(one, *report) for one, report in answers.items()), decide(outcome, *grounds))
        for answers in (told, silent)
    ]
    decisions = [case.decision for case in cases]
    assert decisions[0] is not None and decisions[1] is not None
    quiet = told != silent
    assert decisions[0].quiet is quiet and decisions[0].needs_second >= quiet
    assert replace(decisions[0], quiet=False) == decisions[1], "nothing that is told differs"
    assert EXISTENCE not in json.dumps([[part.outcome, part.ground] for part in decisions[0].parts])
    assert sorted(part.source for part in decisions[0].parts) == sorted(SOURCES)
    for wrong in {"whole", "part", "none"} - {outcome}:
        with pytest.raises(StepRefused):
            data(asked(*SOURCES), *(said(one, *report) for one, report in told.items()), decide(wrong, "33(2)i"))


def test_no_decision_before_every_service_has_answered_but_a_refusal_as_a_whole() -> None:
    waiting = data(asked("members", "crm"), said("members", "given"))
    with pytest.raises(StepRefused, match="crm has not answered"):
        after(waiting, decide("whole"))
    case = after(waiting, decide("refused", "33(2)ii"))
    assert case.stage == "second" and case.decision is not None and case.decision.parts == ()


def test_what_comes_after_the_decision_changes_nothing_of_it() -> None:
    case = data(asked("members"), said("members", "given"), decide("whole"))
    later = after(case, said("members", "none_held"))
    assert later.decision == case.decision and later.tasks != case.tasks and later.turn == case.turn + 1
    assert after(later, ANSWER).stage == "answered"
    assert after(after(later, ANSWER), said("members", "given")).decision == case.decision


def test_records_and_data_that_are_asked_together_come_to_one_outcome() -> None:
    together = [opened(kind="records", also_data=True), IDENTIFY, asked("members")]
    case = fold([*together, said("members", "refused", "33(2)i"), WHOLE])
    assert case.decision is not None and case.decision.outcome == "part" and case.stage == "second"
    assert case.gives_records and fold([*together, said("members", "given"), WHOLE]).stage == "answer"
    with pytest.raises(StepRefused, match="has not answered"):
        fold([*together, WHOLE])


def test_what_cannot_be_read_is_kept_as_that_and_the_task_goes_on_waiting() -> None:
    case = data(asked("members"), said("members", UNREADABLE))
    assert (case.tasks[0].unread, case.tasks[0].report) == (1, None)
    assert case.tasks[0].state(date(2026, 4, 10)) == "waiting"
    assert case.tasks[0].state(date(2026, 4, 11)) == "late"


def test_a_correction_told_by_two_officers_names_why_not() -> None:
    steps = [opened(kind="correction"), IDENTIFY, asked("members", "crm")]
    done = said("members", "corrected", text="電話番号")
    case = fold([*steps, done, said("crm", "not_corrected", "not_untrue"), decide("part", "not_untrue"), AGREE])
    assert case.stage == "answer" and case.decision is not None
    assert [(part.outcome, part.ground, part.text) for part in case.decision.parts] == [
        ("not_corrected", "not_untrue", ""), ("corrected", "", "電話番号"),
    ]  # fmt: skip


@pytest.mark.parametrize("wrong", [
    {"outcome": "other"}, {"outcome": "corrected"}, {"outcome": "given", "held": []},
    {"outcome": "none_held", "held": [["a", "b"]]}, {"outcome": "refused"}, {"outcome": "refused", "ground": "35(1)"},
    {"outcome": "given", "ground": "33(2)i", "held": [["a", "b"]]}, {"outcome": "given", "held": [["", "b"]]},
    {"outcome": "given", "held": [["a"]]}, {"outcome": "given", "held": [["a", 1]]}, {"outcome": "given", "held": "ab"},
    {"outcome": "given", "held": [["a", "b"]] * (MOST_ROWS + 1)}, {"outcome": "none_held", "text": 3},
    {"outcome": "none_held", "text": "x" * 4_001}, {"outcome": ["given"]}, {},
])  # fmt: skip
def test_what_is_no_answer_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(StepRefused):
        report_of("data", wrong, SERVICE, NOON)


def test_a_correction_says_what_was_corrected() -> None:
    with pytest.raises(StepRefused, match="34"):
        report_of("correction", {"outcome": "corrected", "text": " "}, SERVICE, NOON)
    assert report_of("correction", {"outcome": "corrected", "text": "住所"}, SERVICE, NOON).text == "住所"


_ITEM = st.text(min_size=1, max_size=30).filter(
    lambda text: text == text.strip() and not set(text) & set("\t:：") and len(text.splitlines()) == 1
)
_LINE = st.text(max_size=30).filter(lambda text: text == text.strip() and len((text + "x").splitlines()) == 1)
_VALUE = st.lists(_LINE.filter(bool), max_size=3).map("\n".join)


@given(st.lists(st.builds(Held, _ITEM, _VALUE), max_size=8))
def test_lines_that_are_written_say_the_rows_again(rows: list[Held]) -> None:
    assert held_of(written(rows)) == [[one.item, one.value] for one in rows]


def test_lines_as_people_write_them() -> None:
    assert held_of("氏名：山田 花子\n\n住所:東京都\n  千代田区\nmail\ta@example.jp:25\n") == [
        ["氏名", "山田 花子"], ["住所", "東京都\n千代田区"], ["mail", "a@example.jp:25"],
    ]  # fmt: skip
    for wrong in ("no item", " first", ": value"):
        with pytest.raises(StepRefused):
            held_of(wrong)


@given(st.binary(max_size=200))
def test_a_reply_opens_under_its_key_for_its_task_alone(plaintext: bytes) -> None:
    key, other = new_reply_key(), new_reply_key()
    sealed = seal_reply(key.public, plaintext, b"task")
    assert open_reply(key.private, sealed, b"task") == plaintext
    for private, bytes_, about in (
        (other.private, sealed, b"task"), (key.private, sealed, b"other"), (key.private, sealed[:-1], b"task"),
        (key.private, b"", b"task"),
    ):  # fmt: skip
        with pytest.raises(SealBroken):
            open_reply(private, bytes_, about)


def test_what_a_service_says_by_the_client_is_an_answer() -> None:
    key = new_reply_key()
    told = {
        "task": bytes(16), "kind": "data", "people": [{"namespace": "member", "id": "A-1"}], "items": ["name"],
        "asks": None, "due": 20_000, "told_at": NOON, "seal_to": key.public,
    }  # fmt: skip
    task = task_of(encode("Task", told))
    assert (task.people, task.due) == ((("member", "A-1"),), date(1970, 1, 1) + timedelta(20_000))
    answers: tuple[tuple[TaskKind, dict[str, Any]], ...] = (
        ("data", data_given(task, [("name", "山田")])), ("data", none_held(task)), ("data", refused(task, EXISTENCE)),
        ("correction", corrected(task, "電話番号")), ("correction", not_corrected(task, "no_fact")),
    )  # fmt: skip
    for kind, event in answers:
        words = json.loads(open_reply(key.private, event["sealed"], event["task"]))
        held = [[one["item"], one["value"]] for one in words["held"]]
        assert report_of(kind, {**words, "held": held}, SERVICE, NOON).outcome in OUTCOMES[kind]
    for wrong in (encode("Task", told)[:-1], b"noise", encode("Task", told) + b"x"):
        with pytest.raises(Unreadable):
            task_of(wrong)
