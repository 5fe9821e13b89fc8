"""From which day an erasure is final: never before the window has passed, in Japanese days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cli.erase_command import finality
from ledger.cli.settings import Settings
from ledger.law.days import day_of, midnight

DAY = 86_400_000_000


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp()) * 1_000_000


@pytest.mark.parametrize(("destroyed", "backups", "kafka"), [
    ("2026-03-01T12:00:00+09:00", "2026-03-09", "2026-04-02"),
    ("2026-03-01T00:00:00+09:00", "2026-03-09", "2026-04-02"),
    ("2026-03-01T21:59:59+09:00", "2026-03-09", "2026-04-02"),
    ("2026-03-01T22:00:00+09:00", "2026-03-09", "2026-04-02"),
    ("2026-03-01T22:00:01+09:00", "2026-03-10", "2026-04-03"),
    ("2026-03-01T15:30:00+00:00", "2026-03-10", "2026-04-03"),  # already the second, in Japan
    ("2027-12-25T10:00:00+09:00", "2028-01-02", "2028-01-26"),
])  # fmt: skip
def test_the_days_of_an_erasure(destroyed: str, backups: str, kafka: str) -> None:
    last = finality(Settings(), at(destroyed))
    assert (last.backups, last.kafka) == (date.fromisoformat(backups), date.fromisoformat(kafka))


def test_what_is_kept_by_the_day_outlives_its_period_its_run_and_the_window() -> None:
    # The key of 1 March 2026 has its 1,100 days behind it on 5 March 2029, goes on the day after, 6 March, at its end
    # at the latest, and lies in backups for seven days and two hours from then.
    last = finality(Settings(), at("2026-03-01T12:00:00+09:00"))
    assert last.quarantine == date(2026, 3, 1) + timedelta(days=1_100 + 1 + 1 + 7 + 1)


@given(st.integers(0, 4_000_000_000), st.integers(0, 40))
def test_no_instant_of_the_named_day_lies_within_the_window(seconds: int, days: int) -> None:
    destroyed = seconds * 1_000_000
    named = midnight(day_of(finality(Settings(vault_archive_days=days), destroyed).backups))
    assert destroyed + days * DAY < named <= destroyed + days * DAY + DAY + 7_200_000_000
