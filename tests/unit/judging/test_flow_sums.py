"""Sums of flows are what plain counting of the same records finds, whatever came, went and in which order."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass

from hypothesis import event, given, settings
from hypothesis import strategies as st

from ledger.judging.flow_sums import NOBODY, SPAN, Flow, Flows, FlowSums, Part, Portion, Reach, Total
from ledger.judging.ranges import EVERYTHING, Range

RECIPIENTS, ITEMS, PURPOSES = ("company", "police"), ("address", "name"), ("operation", "screening")


@dataclass(frozen=True)
class Record:
    idx: int
    recipient: str
    items: tuple[str, ...]
    purpose: str
    identity: int | None
    day: int


recipients, items, purposes = (st.sampled_from(codes) for codes in (RECIPIENTS, ITEMS, PURPOSES))
# Few of each, so that what is told falls together; days on both sides of where spans meet.
told_items = st.lists(items, max_size=2).map(tuple)
days = st.integers(SPAN - 2, SPAN + 2) | st.integers(0, 4 * SPAN)
people_told = st.none() | st.integers(-3, -1) | st.integers(1, 3)


@st.composite
def histories(draw: st.DrawFn) -> list[list[Record] | set[int]]:
    """Batches of records, each above or below all before it, and sets of indexes that are erased between them."""
    low = high = 1000
    told: list[list[Record] | set[int]] = []
    for _ in range(draw(st.integers(1, 6))):
        size = draw(st.integers(1, 20))
        if draw(st.booleans()):
            at, high = high, high + size
        else:
            at = low = low - size
        told.append([
            Record(idx, draw(recipients), draw(told_items), draw(purposes), draw(people_told), draw(days))
            for idx in range(at, at + size) if draw(st.integers(0, 3))
        ])  # fmt: skip
        if draw(st.booleans()):
            told.append(draw(st.sets(st.integers(low - 5, high + 5), max_size=12)))
    return told


@st.composite
def parts(draw: st.DrawFn) -> Part:
    first, last = sorted((draw(days), draw(days)))
    within = Range(draw(st.none() | st.frozensets(recipients)), draw(st.none() | st.frozensets(items)))
    return draw(st.sampled_from((
        Part(first, last, within, draw(st.none() | purposes)), Part(0, 5 * SPAN, EVERYTHING),
    )))  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(histories(), parts(), st.integers(980, 1040))
def test_sums_are_what_plain_counting_finds(told: list[list[Record] | set[int]], part: Part, before: int) -> None:
    sums, kept = FlowSums(), []
    for one in told:
        if isinstance(one, set):
            sums.forget([(idx, idx + 1) for idx in sorted(one)])
            kept = [record for record in kept if record.idx not in one]
        else:
            sums.add(portions(one))
            kept += one
        within = [
            record for record in kept
            if part.within.covers(record.recipient, record.items) and part.purpose in (None, record.purpose)
        ]  # fmt: skip
        then = [record for record in within if part.first <= record.day <= part.last]
        event("some counted" if then else "none counted")
        assert sums.flows(part) == plainly(within, then)
        assert {who: count for who, count in sums.people(part).items() if count} == {
            recipient: len(people(then, recipient)) for recipient in RECIPIENTS if people(then, recipient)
        }
        assert sums.reach(part, before) == reached([record for record in then if record.idx < before])
        assert sums.first_day == min((record.day for record in kept), default=None)


def portions(records: list[Record]) -> list[Portion]:
    """Records grouped as the database groups them: by their items in the order in which they were told."""
    grouped: dict[tuple[str, tuple[str, ...], str, int], list[Record]] = defaultdict(list)
    for one in records:
        grouped[one.recipient, one.items, one.purpose, one.day // SPAN].append(one)
    return [
        Portion(
            *key, array("q", (one.idx for one in those)), array("q", (one.identity or NOBODY for one in those)),
            bytes(one.day % SPAN for one in those),
        )
        for key, those in grouped.items()
    ]  # fmt: skip


def plainly(within: list[Record], then: list[Record]) -> Flows:
    records: dict[tuple[str, str, str], int] = defaultdict(int)
    totals: dict[str, int] = defaultdict(int)
    for one in then:
        totals[one.recipient] += 1
        for item in one.items:
            records[one.recipient, item, one.purpose] += 1
    began = {
        flow: min(one.day for one in within if (one.recipient, one.purpose) == flow[::2] and flow[1] in one.items)
        for flow in records
    }  # fmt: skip
    return Flows(
        sorted((Flow(*flow, counted, began[flow]) for flow, counted in records.items()),
               key=lambda one: (-one.records, one.recipient, one.item, one.purpose)),
        sorted((Total(*one) for one in totals.items()), key=lambda one: (-one.records, one.recipient)),
    )  # fmt: skip


def reached(then: list[Record]) -> list[Reach]:
    found = [
        Reach(recipient, item, len(people(then, recipient, item)))
        for recipient in RECIPIENTS for item in (None, *ITEMS)
    ]  # fmt: skip
    return [one for one in found if one.people]


def people(then: list[Record], recipient: str, item: str | None = None) -> set[int]:
    return {
        one.identity for one in then
        if one.identity is not None and one.recipient == recipient and item in (None, *one.items)
    }  # fmt: skip
