"""The clock of a case as a bar and as a table."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.cases.clock_entries import clock_entries
from ledger.cases.folding import fold
from ledger.cases.taken import Taken
from ledger.web.console.case_frame import bar as bar_of
from ledger.web.console.clock_bar import clock_bar
from tests.unit.cases.case_steps import ARRIVED, DAY, IDENTIFY, NOON, opened, step

PAUSED = [
    opened(), step("pause", at=NOON + DAY, cause="identity"), step("resume", at=NOON + 3 * DAY),
    step("extend", "officer-2", NOON + 4 * DAY, because="records", until="2026-05-01"),
    step("pause", at=NOON + 5 * DAY, cause="identity"),
]  # fmt: skip


@given(st.integers(0, 400), st.one_of(st.none(), st.integers(0, 90)))
def test_every_mark_stands_on_the_bar_and_in_the_order_of_its_days(days: int, target: int | None) -> None:
    now = NOON + days * DAY
    bar = clock_bar(fold(PAUSED[:3]), None if target is None else ARRIVED + timedelta(days=target), now)
    places = {mark.code: mark.at for mark in bar.marks}
    assert all(0 <= at <= 100 for at in places.values()) and 0 <= bar.gone <= 100
    assert places["today"] == bar.gone, "time has passed until today"
    assert places["fourteenth"] <= places["suit"]
    beside = [mark.anchor for mark in bar.marks if mark.code in ("target", "fourteenth")]
    assert "middle" not in beside, "the mark of today, or of a suit, runs through there"
    assert ("target" in places) == (target is not None)
    if target is not None:
        assert (places["target"] < places["fourteenth"]) == (target < 14)
    assert (places["today"] > places["fourteenth"]) == (days > 14)
    (pause,) = bar.pauses
    # Before a pause is over it has no more width than what has passed; tests fold it as if it were.
    assert pause[1] > 0


def test_a_pause_that_lasts_ends_at_today_on_the_bar() -> None:
    bar = clock_bar(fold(PAUSED), date(2026, 5, 1), NOON + 8 * DAY)
    still = bar.pauses[-1]
    assert round(still[0] + still[1], 2) == bar.gone
    assert not any(mark.code == "suit" for mark in clock_bar(fold([opened("purpose")]), None, NOON).marks)


def test_each_pause_and_extension_is_a_line_with_who_did_it() -> None:
    steps = [*PAUSED, IDENTIFY]
    newest = [Taken(one.command, one.officer, one.made_at) for one in reversed(PAUSED)]
    arrived, first, extended, second = clock_entries(fold(steps[:-1]), newest)
    assert (arrived.what, arrived.since, arrived.cause, arrived.officer) == ("arrived", ARRIVED, "web", "(person)")
    assert (first.since, first.until, first.cause) == (NOON + DAY, NOON + 3 * DAY, "identity")
    assert first.officer == "officer-1"
    assert (extended.what, extended.until, extended.officer) == ("extended", date(2026, 5, 1), "officer-2")
    assert second.until is None


def test_the_last_day_is_today_and_no_count_of_days() -> None:
    said = [bar_of(fold(PAUSED[:1]), NOON + days * DAY).days_words for days in (12, 13, 14, 15, 16)]
    assert [one.ja for one in said] == ["あと2日", "あと1日", "きょうまで", "1日", "2日"]
    assert [one.en for one in said] == ["2 days left", "1 day left", "due today", "by 1 day", "by 2 days"]
