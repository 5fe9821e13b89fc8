"""With which period a flow map is compared, and by how much its numbers differ."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ledger.cases.texts import Text
from ledger.law.days import calendar, day_of

#: The period of the same length that ends the day before, or the same days a year before.
Compared = Literal["before", "year"]
COMPARED: tuple[Compared, ...] = ("before", "year")


def compared_period(first: int, last: int, how: Compared) -> tuple[int, int]:
    """Return first and last day (since 1970) of the period that another is compared with."""
    if how == "before":
        return first - (last - first + 1), first - 1
    return _year_before(first), _year_before(last)


def difference(now: int, before: int) -> Text:
    """Return by how much a number differs from the one before: its sign and its size."""
    sign = "±" if now == before else "＋" if now > before else "−"
    said = f"{sign}{abs(now - before):,}"
    return Text(said, said.replace("＋", "+"))


def _year_before(day: int) -> int:
    then = calendar(day)
    # The day before stands for one that the year before has not.
    found = date(max(then.year - 1, 1), then.month, 28 if (then.month, then.day) == (2, 29) else then.day)
    return day_of(found)
