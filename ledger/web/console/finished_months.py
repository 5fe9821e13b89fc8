"""Whole months that have ended: for numbers of which nobody shall learn by what they grow from one day to the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from ledger.cases.moments import month_of
from ledger.cases.texts import Text
from ledger.law.days import calendar, day_of

#: Months that can be chosen, the last to end first: as long as a case is kept.
MONTHS = 60


def finished(today: int) -> dict[str, Text]:
    """Return the months that have ended on a Japanese day (since 1970), the last first, by year and month in digits."""
    found: dict[str, Text] = {}
    first = calendar(today).replace(day=1)
    for _ in range(MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
        found[f"{first:%Y-%m}"] = month_of(first)
    return found


def days_of(first: str, last: str) -> tuple[int, int]:
    """Return the first day of a month and the last day of another (since 1970)."""
    return day_of(_first(first)), day_of((_first(last) + timedelta(days=31)).replace(day=1)) - 1


def chosen(query: Mapping[str, str], today: int, wrong: Mapping[str, Text]) -> tuple[str, str, dict[str, Text]]:
    """Return the months ``since`` and ``until`` that an address names, and what is wrong with them by field, in words:
    ``missing`` where one is none that has ended, ``before`` where the last comes before the first."""
    months = finished(today)
    since, until = query.get("since", ""), query.get("until", "")
    errors = {name: wrong["missing"] for name, one in (("since", since), ("until", until)) if one not in months}
    if not errors and until < since:
        errors["until"] = wrong["before"]
    return since, until, errors


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
