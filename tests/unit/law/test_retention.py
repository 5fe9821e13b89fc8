"""Retention in Japanese days: the golden dates of each form, and what holds for every day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.law.retention import last_day, retain_until

days = st.dates(date(1970, 1, 1), date(9990, 12, 31))


@pytest.mark.parametrize(
    ("form", "made", "last", "until"),
    [
        pytest.param("each", "2024-04-01", "2024-03-01", "2027-04-01", id="each: the day it was made is not counted"),
        pytest.param("each", "2024-02-28", "2024-02-28", "2027-02-28", id="each: no 29 February three years on"),
        pytest.param("each", "2024-02-29", "2024-02-29", "2027-02-28", id="each: made on a leap day"),
        pytest.param("each", "2021-02-28", "2021-02-28", "2024-02-29", id="each: up to the leap day"),
        pytest.param("each", "2023-12-31", "2023-12-31", "2026-12-31", id="each: over the year's end"),
        pytest.param("lump", "2024-06-01", "2024-04-01", "2027-03-31", id="lump: from the last provision, counted"),
        pytest.param("lump", "2024-03-01", "2024-02-29", "2027-02-28", id="lump: last on a leap day"),
        pytest.param("substitute", "2024-06-01", "2024-04-01", "2025-03-31", id="substitute: one year"),
        pytest.param("substitute", "2024-02-29", "2024-02-29", "2025-02-28", id="substitute: last on a leap day"),
        pytest.param("unheard of", "2024-04-01", "2024-04-01", "2027-04-01", id="no known form: the longest"),
    ],
)
def test_golden_dates(form: str, made: str, last: str, until: str) -> None:
    assert retain_until("statutory", form, date.fromisoformat(made), date.fromisoformat(last)) == date.fromisoformat(
        until
    )


@pytest.mark.parametrize("duty", ["exempt", "voluntary"])
def test_without_a_duty_no_statutory_period_runs(duty: str) -> None:
    assert retain_until(duty, "each", date(2024, 4, 1), date(2024, 4, 1)) is None  # type: ignore[arg-type]


@given(days, st.integers(1, 3))
def test_a_period_ends_a_day_before_its_corresponding_day(first: date, years: int) -> None:
    following = last_day(first, years) + timedelta(days=1)
    assert following.year == first.year + years
    assert (following.month, following.day) in {(first.month, first.day), (3, 1)}
    assert (first.month, first.day) == (2, 29) or (following.month, following.day) == (first.month, first.day)


@given(days, days)
def test_a_later_provision_never_shortens(one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    for form in ("lump", "substitute"):
        first, second = (retain_until("statutory", form, one, last) for last in (earlier, later))
        assert first is not None and second is not None and first <= second
