"""The clock of a case as a bar: how long it has run and stood still, today, and the days that count.

Places are hundredths of its width, so that it is as wide as the page and its letters keep their size.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ledger.cases.case import Case
from ledger.cases.deadline import deadline
from ledger.law.days import day_of, midnight

_DAY = 86_400_000_000
#: How much of the width is left behind the last day, for its letters.
_MARGIN = 1.2
#: How near to an end of the width letters do not stand in the middle of their mark.
_NEAR = 15


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that counts: ``code`` is today, target, fourteenth or suit; ``at`` its place; ``anchor``: on which side of
    the mark its letters stand, as SVG has it."""

    code: str
    at: float
    anchor: Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class ClockBar:
    """``gone``: where the time that has passed ends; ``pauses``: (place, width) of each time it stood still."""

    gone: float
    pauses: tuple[tuple[float, float], ...]
    marks: tuple[Mark, ...]


def clock_bar(case: Case, target: date | None, now: int) -> ClockBar:
    """Return the bar of a case at an instant (µs UTC). ``target``: our own for the step that is next, if any."""
    due = deadline(case, now)
    begun = midnight(day_of(case.arrived))
    over = min(now, case.answered_at) if case.answered_at is not None else now
    ends = {"fourteenth": _end(due.due), "target": None if target is None else _end(target)}
    suit = None if due.suit_from is None else midnight(day_of(due.suit_from))
    whole = max(over, *(end for end in (*ends.values(), suit) if end is not None)) - begun

    def place(at: int) -> float:
        return round(max(0, at - begun) / (whole * _MARGIN) * 100, 2)

    today = min(now, begun + whole)
    # Past the letters of our own day goes the mark of today, past those of the fourteenth the one from which a suit is
    # open, most often at the same place: letters stand on the other side of their own mark.
    passing = {"target": today, "fourteenth": suit}

    def side(code: str, at: int) -> Literal["start", "middle", "end"]:
        if place(at) < _NEAR or place(at) > 100 - _NEAR:
            return "start" if place(at) < _NEAR else "end"
        other = passing.get(code)
        return "middle" if other is None else "start" if other < at else "end"

    told = [("today", today), *ends.items(), ("suit", suit)]
    return ClockBar(
        place(over),
        tuple(
            (place(pause.since), round(place(over if pause.until is None else pause.until) - place(pause.since), 2))
            for pause in case.clock.pauses
        ),
        tuple(Mark(code, place(at), side(code, at)) for code, at in told if at is not None),
    )  # fmt: skip


def _end(day: date) -> int:
    return midnight(day_of(day + timedelta(days=1)))
