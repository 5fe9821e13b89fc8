"""The day counts of articles 39 and 26: golden dates, and what holds for every day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.law.clocks import known_on, reports, suit_possible_from, two_weeks_end
from ledger.law.holidays import HOLIDAYS, YEARS, HolidaysUnknown, closed
from tests.unit.law.acts import instant

DAY = timedelta(days=1)
#: So that sixty days and the closure after them stay within the years on file.
days = st.dates(date(2022, 1, 1), date(2028, 10, 25))


def on(text: str) -> date:
    return date.fromisoformat(text)


# Article 39 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arrived", "last", "suit"),
    [
        pytest.param("2026-04-01", "2026-04-15", "2026-04-16", id="the guideline's example"),
        pytest.param("2026-12-25", "2027-01-08", "2027-01-09", id="over the year's end, nothing pauses"),
        pytest.param("2024-02-15", "2024-02-29", "2024-03-01", id="ends on a leap day"),
        pytest.param("2023-02-15", "2023-03-01", "2023-03-02", id="no leap day"),
        pytest.param("2026-04-19", "2026-05-03", "2026-05-04", id="ends on a holiday that is a Sunday"),
    ],
)
def test_two_weeks_leave_out_the_day_of_arrival_and_know_no_holiday(arrived: str, last: str, suit: str) -> None:
    assert two_weeks_end(on(arrived)) == on(last)
    assert suit_possible_from(on(arrived)) == on(suit)


def test_a_refusal_opens_suit_at_once_and_a_late_one_delays_nothing() -> None:
    assert suit_possible_from(on("2026-04-01"), refused=on("2026-04-03")) == on("2026-04-03")
    assert suit_possible_from(on("2026-04-01"), refused=on("2026-05-01")) == on("2026-04-16")


# Article 26 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "malicious", "last"),
    [
        pytest.param("2024-04-01", False, "2024-04-30", id="the 30th day"),
        pytest.param("2024-04-01", True, "2024-05-30", id="the 60th day"),
        pytest.param("2024-04-05", False, "2024-05-07", id="Saturday and holiday, Sunday, substitute"),
        pytest.param("2024-12-01", False, "2025-01-06", id="30 December is closed, then a weekend"),
        pytest.param("2024-11-01", True, "2025-01-06", id="sixty days to 30 December"),
        pytest.param("2024-01-31", False, "2024-02-29", id="the leap day"),
        pytest.param("2023-01-31", False, "2023-03-01", id="no leap day"),
        pytest.param("2026-04-05", False, "2026-05-07", id="4 May 2026: three holidays in a row"),
        pytest.param("2026-08-23", False, "2026-09-24", id="21 September 2026: a day between two holidays"),
        pytest.param("2026-08-21", False, "2026-09-24", id="19 September 2026: the weekend before it"),
        pytest.param("2026-11-29", False, "2026-12-28", id="28 December is open"),
        pytest.param("2026-11-30", False, "2027-01-04", id="29 December is closed until 3 January"),
    ],
)
def test_the_final_report_counts_the_day_of_knowing_and_moves_off_closed_days(
    known: str, malicious: bool, last: str
) -> None:
    assert reports(on(known), malicious).final_until == on(last)


def test_the_preliminary_report_is_due_in_three_to_five_days_whatever_the_weekday() -> None:
    found = reports(on("2026-05-01"), False)
    assert (found.preliminary_from, found.preliminary_until) == (on("2026-05-03"), on("2026-05-05"))


def test_the_first_department_to_know_starts_the_count_on_its_japanese_day() -> None:
    later, first = instant("2026-06-17T09:00:00+09:00"), instant("2026-06-16T00:30:00+09:00")
    assert known_on([later, first]) == on("2026-06-16")
    assert known_on([first - 31 * 60_000_000, later]) == on("2026-06-15")


def test_a_holiday_from_the_register_moves_the_end() -> None:
    assert reports(on("2024-04-01"), False, {on("2024-04-30")}).final_until == on("2024-05-01")


def test_the_holidays_of_a_year_not_on_file_are_not_guessed() -> None:
    with pytest.raises(HolidaysUnknown, match="2029"):
        reports(on("2029-03-01"), False)
    assert reports(on("2029-03-01"), False, {on("2029-03-20")}).final_until == on("2029-03-30")
    assert closed(on("2029-01-01")) and closed(on("2028-12-30")) and closed(on("2029-03-31"))


@given(days, st.booleans())
def test_a_final_report_is_never_due_early_nor_on_a_closed_day(known: date, malicious: bool) -> None:
    last = reports(known, malicious).final_until
    counted = known + (60 if malicious else 30) * DAY - DAY
    assert counted <= last and not closed(last)
    assert all(closed(counted + n * DAY) for n in range((last - counted).days))
    assert (last - counted).days <= 9


@given(days, days)
def test_knowing_later_never_ends_earlier(one: date, other: date) -> None:
    first, second = sorted((one, other))
    assert reports(first, False).final_until <= reports(second, False).final_until <= reports(second, True).final_until
    assert suit_possible_from(first) - first == 15 * DAY


# Holidays ------------------------------------------------------------------------------------------------------------


def _monday(year: int, month: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7, weeks=number - 1)


def _equinox(year: int, base: float) -> int:
    """The usual approximation for 1980 to 2099."""
    return int(base + 0.242194 * (year - 1980) - (year - 1980) // 4)


def by_the_holiday_law(year: int) -> set[date]:
    """Public holidays as 国民の祝日に関する法律 2 and 3 say them since 2022."""
    named = {
        date(year, 1, 1), _monday(year, 1, 2), date(year, 2, 11), date(year, 2, 23),
        date(year, 3, _equinox(year, 20.8431)), date(year, 4, 29), date(year, 5, 3), date(year, 5, 4),
        date(year, 5, 5), _monday(year, 7, 3), date(year, 8, 11), _monday(year, 9, 3),
        date(year, 9, _equinox(year, 23.2488)), _monday(year, 10, 2), date(year, 11, 3), date(year, 11, 23),
    }  # fmt: skip
    substitutes = set()
    for day in named:
        if day.weekday() == 6:
            while day in named:
                day += DAY
            substitutes.add(day)
    between = {day + DAY for day in named if day + 2 * DAY in named and day + DAY not in named}
    return named | substitutes | between


@pytest.mark.parametrize("year", sorted(YEARS))
def test_the_holidays_on_file_are_those_of_the_holiday_law(year: int) -> None:
    assert {day for day in HOLIDAYS if day.year == year} == by_the_holiday_law(year)


def test_the_holidays_of_2026() -> None:
    assert [day.isoformat()[5:] for day in HOLIDAYS if day.year == 2026] == [
        "01-01", "01-12", "02-11", "02-23", "03-20", "04-29", "05-03", "05-04", "05-05", "05-06", "07-20", "08-11",
        "09-21", "09-22", "09-23", "10-12", "11-03", "11-23",
    ]  # fmt: skip
    assert HOLIDAYS[on("2026-05-06")] == "休日（振替休日）" and HOLIDAYS[on("2026-09-22")] == "休日（国民の休日）"


@pytest.mark.parametrize(
    ("day", "shut"),
    [
        ("2026-06-12", False), ("2026-06-13", True), ("2026-06-14", True), ("2026-12-28", False), ("2026-12-29", True),
        ("2027-01-03", True), ("2027-01-04", False), ("2026-05-06", True), ("2026-05-07", False),
    ],
)  # fmt: skip
def test_closed_days_are_weekends_holidays_and_the_years_end(day: str, shut: bool) -> None:
    assert closed(on(day)) is shut
