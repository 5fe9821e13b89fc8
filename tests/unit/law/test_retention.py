"""Retention in Japanese days: the golden dates of each form, and what holds for every day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.law.form import FAILED, kept_as
from ledger.law.registered import HoldEntry
from ledger.law.retention import held, last_day, outliving, retain_until

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


@pytest.mark.parametrize("duty", ["exempt", "voluntary"])
def test_an_officer_sets_how_long_records_without_a_duty_are_kept(duty: str) -> None:
    made = date(2024, 1, 31)
    assert retain_until(duty, "each", made, made, 13) == date(2025, 2, 28)  # type: ignore[arg-type]
    assert retain_until("statutory", "each", made, made, 1) == date(2027, 1, 31), "a statutory period is not shortened"


FIRST, SECOND, THIRD = date(2027, 1, 1), date(2028, 1, 1), date(2029, 1, 1)


@pytest.mark.parametrize(
    ("until", "omits", "moved"),
    [
        pytest.param({1: FIRST, 2: SECOND}, {2: 1}, {1: SECOND, 2: SECOND}, id="as long as the one that points to it"),
        pytest.param({1: SECOND, 2: FIRST}, {2: 1}, {1: SECOND, 2: FIRST}, id="never shorter than by itself"),
        pytest.param({1: FIRST, 2: SECOND, 3: THIRD}, {2: 1, 3: 2}, {1: THIRD, 2: THIRD, 3: THIRD}, id="on and on"),
        pytest.param({1: FIRST, 2: SECOND, 3: THIRD}, {3: 2, 2: 1}, {1: THIRD, 2: THIRD, 3: THIRD}, id="in any order"),
        pytest.param({1: None, 2: FIRST}, {2: 1}, {1: FIRST, 2: FIRST}, id="one without a period gets it"),
        pytest.param({1: FIRST, 2: None}, {2: 1}, {1: FIRST, 2: None}, id="nothing from one without a period"),
        pytest.param({1: FIRST, 2: SECOND}, {1: 2, 2: 1}, {1: SECOND, 2: SECOND}, id="a circle ends"),
        pytest.param({1: FIRST}, {1: 9}, {1: FIRST}, id="a pointer to nothing moves nothing"),
        pytest.param({1: FIRST}, {1: 1}, {1: FIRST}, id="nor one to itself"),
    ],
)
def test_what_holds_omitted_items_outlives_what_points_to_it(
    until: dict[int, date | None], omits: dict[int, int], moved: dict[int, date | None]
) -> None:
    assert outliving(until, omits) == moved


@pytest.mark.parametrize(
    ("hold", "holds"),
    [
        (HoldEntry("h", None, None, None, None), True),
        (HoldEntry("h", frozenset({"company"}), frozenset({"crm"}), 100, 100), True),
        (HoldEntry("h", frozenset({"other"}), None, None, None), False),
        (HoldEntry("h", None, frozenset({"other"}), None, None), False),
        (HoldEntry("h", None, None, 101, None), False),
        (HoldEntry("h", None, None, None, 99), False),
    ],
)
def test_a_hold_covers_its_recipients_sources_and_days(hold: HoldEntry, holds: bool) -> None:
    assert held([hold], "company", "crm", 100) is holds


def test_without_a_hold_nothing_is_held() -> None:
    assert not held([], "company", "crm", 100)


@pytest.mark.parametrize("form", ["each", "lump", "substitute"])
def test_no_period_reaches_past_the_last_day_that_has_a_date(form: str) -> None:
    assert retain_until("statutory", form, date.max, date.max) == date.max
    assert retain_until("exempt", form, date.max, date.max, 600) == date.max


def test_the_last_year_that_has_dates_is_counted_as_any() -> None:
    assert last_day(date(9996, 4, 1), 3) == date(9999, 3, 31)
    assert retain_until("exempt", "each", date(9998, 4, 30), date.max, 12) == date(9999, 4, 30)


@pytest.mark.parametrize("form", ["lump", "substitute"])
def test_a_form_that_may_not_be_used_makes_no_period_shorter(form: str) -> None:
    assert kept_as(form, ()) == form
    assert kept_as(form, ("sensitive", FAILED)) == "each"
