"""A day is read as people write it, and nothing else is taken for one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cases.written_day import DayUnreadable, written_day

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize("year", ["2026", "２０２６", "令和8", "令和8年", "R8", "Ｒ８", "R.8", "8", "８", " 8 "])
def test_one_year_however_it_is_written(year: str) -> None:
    assert written_day(year, "4", "1") == date(2026, 4, 1) == written_day(year, "４月", "１日")


@pytest.mark.parametrize(("year", "then"), [("令和元", 2019), ("平成31", 2019), ("H31", 2019), ("昭和64", 1989)])
def test_the_years_of_other_eras(year: str, then: int) -> None:
    assert written_day(year, "1", "7") == date(then, 1, 7)


@given(st.dates(date(1926, 12, 25), date(2099, 12, 31)))
def test_a_western_day_is_itself_in_any_width(day: date) -> None:
    written = [str(part).translate(WIDE) for part in (day.year, day.month, day.day)]
    assert written_day(*written) == day


@pytest.mark.parametrize(("year", "month", "day", "part"), [
    ("", "4", "1", "year"), ("2026", "13", "1", "month"),
    ("2026", "2", "30", "day"), ("2026", "", "1", "month"), ("2026", "4", "x", "day"), ("明治3", "4", "1", "year"),
    ("20260", "4", "1", "year"), ("2026", "-4", "1", "month"), ("2026", "4", "0", "day"), ("0", "0", "0", "month"),
    ("2026", "4", "", "day"), ("", "", "", "year"),
    ("9" * 20, "4", "1", "year"), ("2026", "1" * 5_000, "1", "month"), ("2026", "4", "9" * 20, "day"),
])  # fmt: skip
def test_what_is_no_day_is_none_and_the_first_field_that_is_wrong_is_named(
    year: str, month: str, day: str, part: str
) -> None:
    with pytest.raises(DayUnreadable) as found:
        written_day(year, month, day)
    assert found.value.part == part and found.value.empty == (not {"year": year, "month": month, "day": day}[part])
