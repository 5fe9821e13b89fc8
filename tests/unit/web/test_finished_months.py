"""Whole months that have ended: which there are, where they begin and end, and what is none of them."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.cases.texts import Text
from ledger.law.days import day_of
from ledger.web.console.finished_months import MONTHS, chosen, days_of, finished

MISSING, BEFORE = Text("none", "none"), Text("before", "before")
WRONG = {"missing": MISSING, "before": BEFORE}


@pytest.mark.parametrize("today", [date(2026, 3, 1), date(2026, 3, 31)])
def test_a_month_can_be_chosen_once_it_has_ended_whatever_the_day(today: date) -> None:
    months = finished(day_of(today))
    assert list(months)[:3] == ["2026-02", "2026-01", "2025-12"] and len(months) == MONTHS
    assert months["2025-12"] == Text("2025年12月", "December 2025")


def test_months_begin_and_end_with_their_days() -> None:
    assert days_of("2028-02", "2028-02") == (day_of(date(2028, 2, 1)), day_of(date(2028, 2, 29)))
    assert days_of("2026-11", "2026-12") == (day_of(date(2026, 11, 1)), day_of(date(2026, 12, 31)))


@pytest.mark.parametrize(("query", "errors"), [
    ({"since": "2026-01", "until": "2026-02"}, {}),
    ({"since": "2026-02", "until": "2026-02"}, {}),
    ({"since": "2026-01", "until": "2026-03"}, {"until": MISSING}),
    ({"since": "2026-1", "until": ""}, {"since": MISSING, "until": MISSING}),
    ({"since": "2026-02", "until": "2026-01"}, {"until": BEFORE}),
])  # fmt: skip
def test_a_month_that_runs_and_what_is_no_month_are_refused(query: dict[str, str], errors: dict[str, Text]) -> None:
    assert chosen(query, day_of(date(2026, 3, 15)), WRONG)[2] == errors
