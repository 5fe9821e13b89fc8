from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.cases import csv, html, json
from ledger.cases.answer import Answer, DisclosableRecord
from ledger.cases.projection import project

KINDS = ("police", "child_guidance", "victim_support")
SECRET = "秘匿すべき相手"


def documents(answer: Answer) -> tuple[bytes, bytes, bytes]:
    shown = project(answer)
    return html.render(shown), json.render(shown), csv.render(shown)


@st.composite
def hidden_marks(draw: st.DrawFn) -> dict[str, str]:
    reason = draw(st.sampled_from(["existence", "kind", "duty"]))
    if reason == "existence":
        return {"existence": draw(st.sampled_from(["i", "ii", "iii", "iv", "", "v"]))}
    if reason == "kind":
        return {"kind": draw(st.sampled_from(KINDS))}
    return {"duty": draw(st.sampled_from(["exempt", "voluntary"]))}


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "record_id": draw(st.binary(min_size=16, max_size=16)).hex(),
        "happened_at": draw(st.integers(0, 4_000_000_000_000_000)),
        "role": draw(st.sampled_from(["provider", "recipient"])),
        "ground": draw(st.sampled_from(["consent", "28(1)consent", "27(2)", "27(1)iv", "27(5)i", "none"])),
        "method": draw(st.sampled_from(["api", "file", "carrier pigeon"])),
        "terms": draw(st.none() | st.text(max_size=20)),
        "acquisition": draw(st.none() | st.text(max_size=20)),
    }


def hide(record: DisclosableRecord, marks: dict[str, str]) -> DisclosableRecord:
    changed = dict(marks)
    recipient = replace(record.recipient, name=SECRET, kind=changed.pop("kind", record.recipient.kind))
    return replace(record, recipient=recipient, **changed)  # type: ignore[arg-type]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    shown=st.lists(facts(), max_size=3, unique_by=lambda each: each["record_id"]),
    hidden=st.lists(st.tuples(facts(), hidden_marks()), min_size=1, max_size=3),
    order=st.randoms(use_true_random=False),
)
def test_hidden_records_change_no_byte(
    make_record: Any,
    make_answer: Any,
    shown: list[dict[str, Any]],
    hidden: list[tuple[dict[str, Any], dict[str, str]]],
    order: random.Random,
) -> None:
    visible = [make_record(**each) for each in shown]
    everything = visible + [hide(make_record(**each), marks) for each, marks in hidden]
    order.shuffle(everything)
    assert documents(make_answer(*everything)) == documents(make_answer(*visible))


def test_the_screen_does_show_what_is_not_hidden(make_record: Any, make_answer: Any) -> None:
    assert documents(make_answer(make_record())) != documents(make_answer())
    assert SECRET.encode() in html.render(
        project(make_answer(make_record(recipient=replace(make_record().recipient, name=SECRET))))
    )


@pytest.mark.parametrize("kind", [None, "company", "government", "person", "academic"])
def test_other_kinds_are_shown(make_record: Any, make_answer: Any, kind: str | None) -> None:
    record = make_record(recipient=replace(make_record().recipient, kind=kind))
    assert len(project(make_answer(record)).records) == 1


def test_the_answer_without_records_says_the_one_sentence(make_answer: Any) -> None:
    page, program, sheet = (document.decode() for document in documents(make_answer()))
    sentence = (
        "ご請求について、開示の対象となる記録はありませんでした。"
        "法令により第三者提供記録から除かれるものは、対象に含まれません。"
    )
    assert page.count(sentence) == 1
    assert program.count(sentence) == 1
    assert sheet.count("\r\n") == 1
    assert "0件" not in page
    assert "確認中" not in page


def test_what_the_law_leaves_out_is_said_under_a_full_list_too(make_record: Any, make_answer: Any) -> None:
    page, program, _ = (document.decode() for document in documents(make_answer(make_record())))
    for document in (page, program):
        assert "法令により第三者提供記録から除かれるものは、対象に含まれません。" in document
        assert "開示の対象となる記録はありませんでした" not in document
