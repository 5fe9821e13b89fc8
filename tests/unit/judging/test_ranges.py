"""What lies within an officer's range, and until when pledge and training hold."""

from __future__ import annotations

import pytest

from ledger.judging.officers import Officer
from ledger.judging.ranges import EVERYTHING, Range, range_of
from ledger.law.days import day_number

#: The first µs of 2026-04-01 in Japan.
MIDNIGHT = 1_774_969_200_000_000


def test_what_the_register_leaves_out_is_not_narrowed() -> None:
    assert range_of({}) == EVERYTHING
    assert EVERYTHING.covers("police", ["name"]) and EVERYTHING.covers_people(["member"])
    narrowed = range_of({"range": {"recipients": ["a"], "items": []}})
    assert narrowed == Range(frozenset({"a"}), frozenset(), None)


@pytest.mark.parametrize(
    ("recipient", "items", "within"),
    [("a", ["name"], True), ("b", ["name"], False), ("a", ["name", "phone"], False), ("a", [], True)],
)
def test_a_record_lies_within_with_its_recipient_and_all_of_its_items(
    recipient: str, items: list[str], within: bool
) -> None:
    assert Range(frozenset({"a"}), frozenset({"name"})).covers(recipient, items) == within


def test_a_person_lies_within_with_all_of_their_ids() -> None:
    narrowed = Range(people=frozenset({"member"}))
    assert narrowed.covers_people(["member"]) and not narrowed.covers_people(["member", "customer"])


@pytest.mark.parametrize(
    ("pledged", "trained", "now", "closed"),
    [
        (None, None, MIDNIGHT, None), ("2026-03-31", None, MIDNIGHT - 1, None),
        ("2026-03-31", None, MIDNIGHT, "pledge"),
        (None, "2026-03-31", MIDNIGHT, "training"), ("2026-04-01", "2026-04-01", MIDNIGHT, None),
    ],
)  # fmt: skip
def test_pledge_and_training_hold_through_their_last_japanese_day(
    pledged: str | None, trained: str | None, now: int, closed: str | None
) -> None:
    until = [day_number(day) if day is not None else None for day in (pledged, trained)]
    assert Officer("a", "A", frozenset(), EVERYTHING, *until).closed(now) == closed
