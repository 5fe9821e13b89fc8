"""Folding dispositions into runs loses nothing: each offset's own can be told from the runs alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ledger.log.entry import runs

Disposition = tuple[int, str, int | None, Any]
indexes = st.integers(0, 2**40)


@st.composite
def histories(draw: st.DrawFn) -> list[Disposition]:
    """What a partition's batch may turn out to be: each offset once, holes between, indexes that rise."""
    offset, index = draw(st.integers(0, 2**40)), draw(st.integers(0, 2**40))
    old = draw(indexes)
    told: list[Disposition] = []
    for _ in range(draw(st.integers(0, 25))):
        kind = draw(st.sampled_from(["entries", "entries", "duplicate", "conflict", "quarantine", "heartbeat", "hole"]))
        if kind == "hole":
            following = offset + draw(st.integers(1, 5))
            told.append((offset, kind, None, following))
            offset = following
            continue
        if kind == "entries":
            count = draw(st.sampled_from([1, 1, 1, 2, 3]))
            index += draw(st.sampled_from([0, 0, 1]))
            told.append((offset, kind, index, count))
            index += count
        elif kind == "conflict":
            index += draw(st.sampled_from([0, 0, 1]))
            told.append((offset, kind, index, None))
            index += 1
        elif kind == "duplicate":
            old += draw(st.sampled_from([1, 1, 1, 0, 7, -1]))
            told.append((offset, kind, max(old, 0), (draw(st.sampled_from("ab")), draw(st.integers(1, 4)) + len(told))))
        else:
            told.append((offset, kind, None, draw(st.sampled_from(["digest", "claim"]))))
        offset += 1
    return told


def expanded(folded: Iterable[Mapping[str, Any]]) -> list[Disposition]:
    """Read runs as the documentation says they are to be read."""
    told: list[Disposition] = []
    for run in folded:
        first, length = run["first"], run["next"] - run["first"]
        if run["is"] == "hole":
            told.append((first, "hole", None, run["next"]))
        elif run["is"] == "entries":
            if length == 1:
                told.append((first, "entries", run["from"], run["to"] - run["from"]))
            else:
                assert run["to"] - run["from"] == length, "a run pairs offsets and indexes or is one offset"
                told += [(first + at, "entries", run["from"] + at, 1) for at in range(length)]
        elif run["is"] == "conflict":
            assert run["to"] - run["from"] == length
            told += [(first + at, "conflict", run["from"] + at, None) for at in range(length)]
        elif run["is"] == "duplicate":
            told += [
                (first + at, "duplicate", run["from"] + at, (run["instance"], run["number"] + at))
                for at in range(length)
            ]
        else:
            assert length == 1
            told.append((first, run["is"], None, run["what"]))
    return told


@given(histories())
def test_runs_expand_to_what_was_folded(told: list[Disposition]) -> None:
    assert expanded(runs(told)) == told


@given(histories())
def test_runs_cover_every_offset_once_and_in_order(told: list[Disposition]) -> None:
    folded = list(runs(told))
    assert len(folded) <= len(told)
    assert all(run["next"] > run["first"] for run in folded)
    assert all(one["next"] == other["first"] for one, other in pairwise(folded))
    if told:
        last = told[-1]
        assert folded[0]["first"] == told[0][0]
        assert folded[-1]["next"] == (last[3] if last[1] == "hole" else last[0] + 1)


@given(st.integers(0, 2**40), indexes, st.integers(1, 500))
def test_events_of_one_entry_each_are_one_run(offset: int, index: int, count: int) -> None:
    told = [(offset + at, "entries", index + at, 1) for at in range(count)]
    expected = {"first": offset, "next": offset + count, "is": "entries", "from": index, "to": index + count}
    assert list(runs(told)) == [expected]


@given(st.integers(1, 100))
def test_a_replayed_stretch_is_one_run(count: int) -> None:
    told = [(at, "duplicate", 50 + at, ("a", 7 + at)) for at in range(count)]
    expected = {"first": 0, "next": count, "is": "duplicate", "from": 50, "instance": "a", "number": 7}
    assert list(runs(told)) == [expected]


def test_offsets_that_do_not_follow_are_not_folded() -> None:
    assert len(list(runs([(1, "entries", 5, 1), (3, "entries", 6, 1)]))) == 2


def test_nothing_folds_to_nothing() -> None:
    assert list(runs([])) == []
