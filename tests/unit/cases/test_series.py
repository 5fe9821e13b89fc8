"""Records that differ in their day alone are one series; none is lost, and nothing else is folded."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ledger.cases.answer import Amendment, Answer, Coded
from ledger.cases.moments import day
from ledger.cases.projection import RecordShown, project
from ledger.cases.series import HEADS, in_series
from tests.browser.test_answer import FULL, RECORD

DAY = 86_400_000_000


def shown(*which: tuple[int, int, int]) -> tuple[RecordShown, ...]:
    """Records by day, purpose and whether they were corrected."""
    records = tuple(
        replace(
            RECORD, record_id=f"{place:032x}", happened_at=RECORD.happened_at - days * DAY,
            purpose=Coded(f"p{purpose}", f"目的{purpose}", f"Purpose {purpose}"),
            amendments=(Amendment("correct", RECORD.happened_at + corrected),) if corrected else (),
        )
        for place, (days, purpose, corrected) in enumerate(which)
    )  # fmt: skip
    answer: Answer = replace(FULL, records=records)
    return project(answer).records


def test_a_series_says_how_often_first_and_last_and_its_day_stands_in_no_block() -> None:
    once, often = in_series(shown((0, 1, 0), (1, 2, 0), (2, 2, 0), (30, 2, 0)))
    assert once.heading == once.newest.heading and len(once.days) == 1
    assert often.heading.en.startswith("Provided 3 times (first ")
    assert [record.number for record, _ in often.days] == [2, 3, 4]
    first, last = (day(RECORD.happened_at - days * DAY).ja for days in (30, 1))
    assert often.heading.ja == f"提供3回（最初 {first}、最後 {last}）"
    assert not any(fact.code == "when" for _, facts in often.blocks for fact in facts)
    assert any(fact.code == "when" for _, facts in once.blocks for fact in facts)


def test_a_line_tells_the_same_columns_of_every_record_and_what_is_left_out_stands_beside_what_is_told() -> None:
    records = (RECORD, replace(RECORD, record_id="1e" * 16))
    out = {"1e" * 16: {"name": "33(2)i"}}
    kept, left = in_series(project(replace(FULL, records=records), left_out=out).records)
    assert [head for head, _ in kept.line] == [head for head, _ in left.line] == list(HEADS[1:])
    assert [[fact.code for fact in facts] for _, facts in kept.line] == [
        ["recipient_name"], ["items"], ["purpose"], ["ground"], ["judgement"]
    ]  # fmt: skip
    assert [fact.code for fact in left.line[1][1]] == ["items_left_out"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3), st.integers(0, 2)), max_size=30))
def test_no_record_is_lost_and_only_the_day_differs_within_a_series(which: list[tuple[int, int, int]]) -> None:
    records = shown(*which)
    folded = in_series(records)
    assert sorted(one.number for series in folded for one in series.records) == [one.number for one in records]
    newest = [series.newest.number for series in folded]
    assert newest == sorted(newest), "the newest of each comes first"
    assert len(folded) == len({which_of[1:] for which_of in which})
