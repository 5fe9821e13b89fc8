"""When a record is due, and when it is told that it soon will be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ledger.judging.due import SOON, due_soon, standing
from ledger.judging.keeping import Keeping

LAST = date(2029, 3, 2)


@pytest.mark.parametrize(("today", "stands", "soon"), [
    (LAST - timedelta(days=SOON), "period_runs", False),
    (LAST - timedelta(days=SOON - 1), "period_runs", True),
    (LAST, "period_runs", True),
    (LAST + timedelta(days=1), "due", False),
])  # fmt: skip
def test_a_record_is_due_the_day_after_its_last_and_soon_so_many_days_before(
    today: date, stands: str, soon: bool
) -> None:  # fmt: skip
    kept = Keeping(LAST, False, False, False)
    assert standing(kept, today) == stands
    assert due_soon(kept, today) is soon


@pytest.mark.parametrize("kept", [
    Keeping(LAST, True, False, False), Keeping(LAST, False, True, False), Keeping(None, False, False, False),
])  # fmt: skip
def test_what_no_period_ends_is_never_due_soon(kept: Keeping) -> None:
    assert not due_soon(kept, LAST)
