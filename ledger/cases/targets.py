"""Internal targets: by when identity, decision and answer are to be there. Periods are data, in working days.

The day of arrival is not counted. What pauses a case moves its targets by the working days that it lasts; an extension
sets a day of its own. Article 39's fourteenth day is no target and moves for nothing (`deadline`).
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.cases.case import Case
from ledger.law.days import calendar, jst_day
from ledger.law.holidays import HolidaysUnknown, closed

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Target:
    """Working days after arrival by which who asks is identified, the decision made, and the answer out."""

    identity: int
    decision: int
    answer: int


_USUAL = Target(3, 7, 8)
#: By kind of request; every other kind has the usual ones.
TARGETS: Mapping[str, Target] = {
    "opt_out": Target(2, 3, 4),  # it binds once identity is proven
    "withdrawal": Target(2, 3, 4),
    "complaint": Target(1, 5, 6),
    "consultation": Target(1, 5, 6),
}


def next_target(case: Case, now: int, registered: Set[date] = frozenset()) -> date:
    """Return the Japanese day by which the next step of an open case is to be there, seen from an instant (µs UTC).
    ``registered``: closed days that the register `holidays` adds."""
    if case.clock.extended is not None:
        return case.clock.extended.until
    target = target_of(case)
    days = {"identity": target.identity, "answer": target.answer}.get(case.stage, target.decision)
    return working_days_after(case.arrived, days + _paused(case, now, registered), registered)


def target_of(case: Case) -> Target:
    """Return the internal target of a case by its kind."""
    return TARGETS.get(case.kind.code, _USUAL)


def working_days_after(day: date, count: int, registered: Set[date] = frozenset()) -> date:
    """Return the working day that is so many working days after a day."""
    while count:
        day += _DAY
        count -= _works(day, registered)
    return day


def _paused(case: Case, now: int, registered: Set[date]) -> int:
    """Count the working days on which the case stood still from their beginning to their end, or to this instant."""
    still = set()
    for pause in case.clock.pauses:
        day, end = _japanese(pause.since), _japanese(now if pause.until is None else pause.until)
        while day < end:
            still.add(day)
            day += _DAY
    return sum(_works(day, registered) for day in still)


def _works(day: date, registered: Set[date]) -> bool:
    try:
        return not closed(day, registered)
    except HolidaysUnknown:
        # Holidays that nobody knows are counted as working days: the target comes sooner than it had to.
        return day.weekday() < _SATURDAY


def _japanese(at: int) -> date:
    return calendar(jst_day(at))
