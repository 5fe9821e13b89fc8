"""A period of the longest there is can be compared, kept and written again: no page falls over its dates."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest

from ledger.law.days import calendar, day_of
from ledger.web.console.flow_compare import COMPARED, Compared, compared_period
from ledger.web.console.parts import period, period_written
from ledger.web.forms import fields

FIRST, LAST = day_of(date(100, 1, 1)), day_of(date.max)


def test_a_period_is_written_as_it_is_read() -> None:
    assert period(fields(urlencode(period_written(FIRST, LAST)), 6)) == (FIRST, LAST, {})


@pytest.mark.parametrize("how", COMPARED)
def test_what_a_long_period_is_compared_with_begins_no_earlier_than_dates_do(how: Compared) -> None:
    for first in (FIRST, day_of(date.min)):
        assert all(date.min <= calendar(day) <= date.max for day in compared_period(first, LAST, how))


def test_a_saved_search_as_long_as_can_be_opens_up_to_today() -> None:
    today = day_of(date(2026, 11, 27))
    said = period_written(today - (LAST - FIRST), today)
    assert (said["since_year"], said["until_year"], said["until_month"]) == ("1", "2026", "11")
