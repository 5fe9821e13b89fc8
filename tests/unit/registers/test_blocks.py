"""Blocks: one officer blocks at once, a second confirms within a day, two lift. Read off steps, at an instant."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.registers.blocks import (
    TO_CONFIRM,
    Block,
    BlockStep,
    StepUnneeded,
    binding,
    blocks_of,
    check_step,
    standing,
)  # fmt: skip

HOUR = 3_600_000_000
START = 1_800_000_000_000_000


def steps_of(*told: tuple[str, str, int]) -> list[BlockStep]:
    """Steps about one recipient: (step, officer, hours after the start)."""
    return [
        BlockStep(idx, "recipient", "company", step, officer, START + hours * HOUR)
        for idx, (step, officer, hours) in enumerate(told)
    ]


def blocked(steps: list[BlockStep], hours: float) -> bool:
    return standing(blocks_of(steps), START + int(hours * HOUR)).covers("company", "crm")


@pytest.mark.parametrize(
    ("told", "hours", "expected"),
    [
        ([], 0, False),
        ([("block", "a", 0)], 0, True),
        ([("block", "a", 0)], 23.999, True),
        ([("block", "a", 0)], 24, False),
        ([("block", "a", 0), ("confirm", "a", 1)], 24, False),
        ([("block", "a", 0), ("confirm", "b", 1)], 9_000, True),
        ([("block", "a", 0), ("block", "b", 1)], 9_000, True),
        ([("block", "a", 0), ("block", "a", 23)], 24, False),
        ([("block", "a", 0), ("confirm", "b", 24)], 25, False),
        ([("confirm", "b", 0)], 0, False),
        ([("block", "a", 0), ("block", "a", 24)], 25, True),
        ([("block", "a", 0), ("confirm", "b", 1), ("lift", "a", 2)], 3, True),
        ([("block", "a", 0), ("confirm", "b", 1), ("lift", "a", 2), ("lift", "a", 3)], 4, True),
        ([("block", "a", 0), ("confirm", "b", 1), ("lift", "a", 2), ("lift", "c", 3)], 2.9, True),
        ([("block", "a", 0), ("confirm", "b", 1), ("lift", "a", 2), ("lift", "c", 3)], 3, False),
        ([("block", "a", 0), ("lift", "a", 1), ("lift", "b", 2)], 3, False),
        ([("block", "a", 0), ("lift", "a", 1), ("lift", "b", 2), ("block", "c", 2)], 3, True),
        ([("block", "a", 0), ("lift", "a", 1), ("block", "c", 30), ("lift", "b", 31)], 32, True),
        ([("block", "a", 0)], -1, False),
    ],
)  # fmt: skip
def test_who_did_what_when_decides_what_is_blocked(
    told: list[tuple[str, str, int]], hours: float, expected: bool
) -> None:
    assert blocked(steps_of(*told), hours) is expected


@pytest.mark.parametrize(("hours", "bound"), [(-1, True), (0, True), (23.999, True), (24, False)])
def test_who_asks_is_bound_though_the_clock_of_who_blocked_is_ahead(hours: float, bound: bool) -> None:
    found = binding(blocks_of(steps_of(("block", "a", 0))), START + int(hours * HOUR))
    assert found.covers("company", "crm") is bound


def test_a_block_of_a_source_covers_whatever_it_provides_and_no_other_source() -> None:
    found = standing(blocks_of([BlockStep(0, "source", "crm", "block", "a", START)]), START)
    assert found.covers("company", "crm")
    assert not found.covers("crm", "shop")


@pytest.mark.parametrize(
    ("before", "step"),
    [
        ([], ("confirm", "b", 1)),
        ([], ("lift", "b", 1)),
        ([("block", "a", 0)], ("confirm", "a", 1)),
        ([("block", "a", 0)], ("block", "a", 1)),
        ([("block", "a", 0), ("confirm", "b", 1)], ("block", "c", 2)),
        ([("block", "a", 0), ("lift", "a", 1)], ("lift", "a", 2)),
        ([("block", "a", 0)], ("confirm", "b", 24)),
    ],
)  # fmt: skip
def test_a_step_that_changes_nothing_is_said_to(
    before: list[tuple[str, str, int]], step: tuple[str, str, int]
) -> None:
    *steps, last = steps_of(*before, step)
    with pytest.raises(StepUnneeded):
        check_step(steps, last, last.made_at)


def test_a_step_that_counts_tells_what_will_be() -> None:
    *steps, last = steps_of(("block", "a", 0), ("confirm", "b", 1))
    assert check_step(steps, last, last.made_at).confirmed_by == "b"


officers = st.sampled_from("abc")


@st.composite
def some_steps(draw: st.DrawFn, who: st.SearchStrategy[str] = officers) -> list[BlockStep]:
    """Steps about a few targets, in the order in which they were taken."""
    at, steps = START, []
    for idx in range(draw(st.integers(0, 12))):
        at += draw(st.integers(0, 30)) * HOUR
        kind, code = draw(st.sampled_from([("recipient", "company"), ("recipient", "other"), ("source", "company")]))
        step = draw(st.sampled_from(["block", "confirm", "lift"]))
        steps.append(BlockStep(idx, kind, code, step, draw(who), at))
    return steps


@given(some_steps())
def test_what_stands_longer_than_a_day_two_officers_wanted_and_what_ended_early_two_officers_ended(
    steps: list[BlockStep],
) -> None:
    for block in blocks_of(steps):
        if block.until is None or block.until > block.since + TO_CONFIRM:
            assert block.confirmed_by not in (None, block.blocked_by)
        elif block.until < block.since + TO_CONFIRM:
            assert block.lifted
        if block.lifted:
            ending = {step.officer for step in steps if step.step == "lift" and _of(step, block)}
            assert len(ending) > 1


@given(some_steps(st.just("a")))
def test_one_officer_alone_blocks_for_a_day_at_a_time_and_lifts_nothing(steps: list[BlockStep]) -> None:
    assert all(block.until == block.since + TO_CONFIRM and not block.lifted for block in blocks_of(steps))


@given(some_steps())
def test_blocks_of_one_target_never_overlap(steps: list[BlockStep]) -> None:
    by_target: dict[tuple[str, str], list[Block]] = {}
    for block in blocks_of(steps):
        by_target.setdefault((block.kind, block.code), []).append(block)
    for blocks in by_target.values():
        for one, following in pairwise(blocks):
            assert one.until is not None and one.until <= following.since


@given(some_steps(), st.integers(0, 400))
def test_what_is_blocked_at_an_instant_does_not_depend_on_what_was_done_after_it(
    steps: list[BlockStep], hours: int
) -> None:
    at = START + hours * HOUR
    assert standing(blocks_of(steps), at) == standing(blocks_of([s for s in steps if s.made_at <= at]), at)


def _of(step: BlockStep, block: Block) -> bool:
    return (step.kind, step.code) == (block.kind, block.code)
