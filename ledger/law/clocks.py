"""Two day counts of the Act that must not be mixed: article 39's two weeks and article 26's reports.

* Article 39: nobody may sue before two weeks have passed since the request arrived, unless it was refused. The day of
  arrival is not counted (Civil Code 140), nothing pauses or extends the count, and no holiday moves its end. What
  arrives on 1 April may be sued over from 16 April (general guideline 3-8-7).
* Article 26: the day on which the operator came to know is day 1, and any department's knowledge is the operator's.
  Weekends and holidays are counted; a final report whose last day is closed may follow on the next day that is not
  (general guideline 3-5-3-4). The preliminary report is due promptly, which the guideline reads as about three to five
  days; that the day of knowing is day 1 there too, and that no holiday moves it, is the cautious reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import date, timedelta
from typing import NamedTuple

from ledger.law.days import calendar, jst_day
from ledger.law.holidays import closed

_TWO_WEEKS = timedelta(days=14)
_DAY = timedelta(days=1)
#: Days of the final report (Rule 8(2)): of Rule 7(iii), alone or mixed with others, and of everything else.
_MALICIOUS, _OTHERWISE = 60, 30
_PROMPTLY = (3, 5)


class Reports(NamedTuple):
    """Japanese days for reports to the Commission: about when the preliminary one is due, and the last day of the
    final one."""

    preliminary_from: date
    preliminary_until: date
    final_until: date


def two_weeks_end(arrived: date) -> date:
    """Return the last day on which a request that arrived on a day can not be sued over (article 39)."""
    return arrived + _TWO_WEEKS


def suit_possible_from(arrived: date, refused: date | None = None) -> date:
    """Return the first day on which a suit is possible; a refusal, whole or partial, opens it at once."""
    after = two_weeks_end(arrived) + _DAY
    return after if refused is None else min(after, refused)


def known_on(known_at: Iterable[int]) -> date:
    """Return the Japanese day on which the operator came to know, given when each department did (µs UTC; one at
    least)."""
    return calendar(jst_day(min(known_at)))


def reports(known: date, rule_7_iii: bool, registered: Set[date] = frozenset()) -> Reports:
    """Return the days of the reports on what was known from a day on. ``rule_7_iii``: a likely malicious act is among
    the reasons; ``registered``: closed days that the register `holidays` adds.

    Raises HolidaysUnknown where the end hangs on the holidays of a year that is not on file.
    """
    last = _nth(known, _MALICIOUS if rule_7_iii else _OTHERWISE)
    while closed(last, registered):
        last += _DAY
    return Reports(_nth(known, _PROMPTLY[0]), _nth(known, _PROMPTLY[1]), last)


def _nth(first: date, number: int) -> date:
    return first + timedelta(days=number - 1)
