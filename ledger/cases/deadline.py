"""When we plan to answer: without delay is the duty; article 39's fourteenth day, which nothing moves, is the outer
target. After it a suit is possible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.cases.case import Case
from ledger.cases.clock import DELAYS, Extension
from ledger.cases.moments import spoken
from ledger.cases.texts import Text
from ledger.law.clocks import suit_possible_from, two_weeks_end
from ledger.law.days import calendar, jst_day

_LATE = Text("回答が遅れています。", "Our answer is late")
_WILL_BE_LATE = Text("回答が予定より遅れます。", "Our answer will be late")
_NO_DAY = Text(
    "新しい予定は、決まりしだいこの画面でお知らせします。", " We will show the new date here once it is known."
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of article 39's two weeks, how many days are left, and from when a suit is possible (None: the
    article does not cover this kind of request). ``extended``: the later day that the person was told, and why."""

    due: date
    days_left: int
    suit_from: date | None
    extended: Extension | None = None

    @property
    def late(self) -> bool:
        """Whether the answer is late, or known to become so."""
        return self._moved is not None or self.days_left < 0

    @property
    def _moved(self) -> Extension | None:
        return self.extended if self.extended is not None and self.extended.until > self.due else None

    @property
    def words(self) -> Text:
        """The sentence that tells it: date, weekday, and the rule it comes from; once it is late, or known to become
        so, why, and the new day."""
        return self.words_by(spoken)

    def words_by(self, write: Callable[[date], Text]) -> Text:
        """The same, with days as ``write`` writes them."""
        late = self._moved
        if not self.late:
            return Text(
                f"{write(self.due).ja}までにお答えする予定です。請求が届いた日の翌日から数えて14日目です。",
                f"We plan to answer by {write(self.due).en}, the 14th day counted from the day after your request"
                " arrived.",
            )
        said = _LATE if self.days_left < 0 else _WILL_BE_LATE
        today = self.due - timedelta(days=self.days_left)
        new = _NO_DAY if late is None or today > late.until else Text(
            f"新しい予定は{write(late.until).ja}です。", f" New date: {write(late.until).en}."
        )  # fmt: skip
        why = Text("", "") if late is None else Text(
            f"理由は、{DELAYS[late.because].ja}ためです。", f" because {DELAYS[late.because].en}"
        )  # fmt: skip
        return Text(f"{said.ja}{why.ja}{new.ja}", f"{said.en}{why.en}.{new.en}")


def deadline(case: Case, now: int) -> Deadline:
    """Return when the answer to a case is due, seen from an instant (µs UTC)."""
    due = two_weeks_end(case.arrived)
    refused = calendar(jst_day(case.refused_at)) if case.refused_at is not None else None
    suit = suit_possible_from(case.arrived, refused) if case.kind.sued_over else None
    return Deadline(due, (due - calendar(jst_day(now))) // timedelta(days=1), suit, case.clock.extended)
