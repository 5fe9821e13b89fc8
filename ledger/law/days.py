"""Japanese calendar days and months from instants: a provision at 00:30 in Tokyo is of that day, not of UTC's."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache

from ledger.law.registered import PurposeEntry

_DAY = 86_400_000_000
_TOKYO = 9 * 3_600_000_000
_EPOCH = date(1970, 1, 1)


def jst_day(at: int) -> int:
    """Return the Japanese day of an instant (µs UTC) as days since 1970-01-01."""
    return (at + _TOKYO) // _DAY


@lru_cache(maxsize=4096)
def calendar(day: int) -> date:
    """Return the calendar date of a day since 1970-01-01 (from 0001-01-01 to 9999-12-31, the first and the last that
    have a date)."""
    return _EPOCH + timedelta(days=max(-719_162, min(day, 2_932_896)))


def jst_month(at: int) -> int:
    """Return the Japanese month of an instant as yyyymm."""
    return _month((at + _TOKYO) // _DAY)


@lru_cache(maxsize=4096)
def _month(day: int) -> int:
    found = calendar(day)
    return found.year * 100 + found.month


def jst_date(at: int) -> int:
    """Return the Japanese date of an instant as yyyymmdd."""
    found = calendar(jst_day(at))
    return (found.year * 100 + found.month) * 100 + found.day


def midnight(day: int) -> int:
    """Return the instant (µs UTC) at which a Japanese day (days since 1970-01-01) begins."""
    return day * _DAY - _TOKYO


def day_number(day: str) -> int:
    """Return a day given as ISO 8601 as days since 1970-01-01."""
    return day_of(date.fromisoformat(day))


def day_of(found: date) -> int:
    """Return a calendar date as days since 1970-01-01."""
    return (found - _EPOCH).days


def announced(purpose: PurposeEntry, at: int) -> bool:
    """Tell whether the purpose had been announced by the Japanese day of the instant (article 21(1))."""
    return date.fromisoformat(purpose.announced_on) <= calendar(jst_day(at))


def after_months(day: int, months: int) -> int:
    """Return the corresponding day so many months later, or the last of that month where there is none (Civil Code
    143(2)): the last day of a period of months whose first day is not counted. At most 9999-12-31."""
    since = calendar(day)
    year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
    if year > MAXYEAR:
        return day_of(date.max)
    return day_of(date(year, month + 1, min(since.day, monthrange(year, month + 1)[1])))
