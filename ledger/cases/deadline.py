"""When we plan to answer: without delay is the duty; article 39's fourteenth day, which nothing moves, is the outer
target. After it a suit is possible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ledger.cases.case import Case
from ledger.cases.moments import spoken
from ledger.cases.texts import Text
from ledger.law.clocks import suit_possible_from, two_weeks_end
from ledger.law.days import calendar, jst_day


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of article 39's two weeks, how many days are left, and from when a suit is possible (None: the
    article does not cover this kind of request)."""

    due: date
    days_left: int
    suit_from: date | None

    @property
    def words(self) -> Text:
        """The sentence that tells it: date, weekday, and the rule it comes from."""
        return Text(
            f"{spoken(self.due).ja}までにお答えする予定です。請求が届いた日の翌日から数えて14日目です。",
            f"We plan to answer by {spoken(self.due).en}, the 14th day counted from the day after your request"
            " arrived.",
        )


def deadline(case: Case, now: int) -> Deadline:
    """Return when the answer to a case is due, seen from an instant (µs UTC)."""
    due = two_weeks_end(case.arrived)
    refused = calendar(jst_day(case.refused_at)) if case.refused_at is not None else None
    suit = suit_possible_from(case.arrived, refused) if case.kind.sued_over else None
    return Deadline(due, (due - calendar(jst_day(now))) // timedelta(days=1), suit)
