"""A day as people write it: three fields, in Western or Japanese years, in any width."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Literal

#: The year before each era's first, by its names: 令和8 is 2018 + 8.
_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}
_WRITTEN = re.compile(r"(令和|平成|昭和|[rhs])?\.?\s*(元|\d{1,4})\s*年?")
#: Of a month and a day no more is read: thousands of digits are no number to Python, and a day of twenty no date.
_NUMBER = re.compile(r"\d{1,3}")
#: Years below this are taken for years of 令和: nobody writes 2026 as 8 otherwise.
_SHORT = 100


class DayUnreadable(Exception):
    """The three fields make no day. Nothing was entered. ``part``: the first field that keeps them from it; ``empty``:
    nothing stands there."""

    def __init__(self, part: Literal["year", "month", "day"], empty: bool) -> None:
        super().__init__(part)
        self.part, self.empty = part, empty


def written_day(year: str, month: str, day: str) -> date:
    """Return the day that three fields say: 2026, 令和8, R8, 8 or ８ are one year. Raises DayUnreadable."""
    year, month, day = _narrow(year), _narrow(month).removesuffix("月"), _narrow(day).removesuffix("日")
    found = _WRITTEN.fullmatch(year)
    if found is None:
        raise DayUnreadable("year", not year)
    if not _NUMBER.fullmatch(month) or not 1 <= int(month) <= 12:
        raise DayUnreadable("month", not month)
    if not _NUMBER.fullmatch(day):
        raise DayUnreadable("day", not day)
    era, number = found[1], 1 if found[2] == "元" else int(found[2])
    before = _ERAS[era] if era else _ERAS["令和"] if number < _SHORT else 0
    try:
        return date(before + number, int(month), int(day))
    except ValueError:
        raise DayUnreadable("day" if before + number else "year", False) from None


def _narrow(written: str) -> str:
    return unicodedata.normalize("NFKC", written).strip().lower()
