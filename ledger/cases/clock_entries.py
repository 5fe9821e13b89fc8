"""What has moved the clock of a case, line by line: its arrival, pauses and extensions, each with who did it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ledger.cases.case import Case
from ledger.cases.taken import Taken


@dataclass(frozen=True, slots=True)
class ClockEntry:
    """One line. ``since`` and ``until`` are µs UTC or Japanese days; ``until`` is None where it still lasts, or where
    nothing lasts. ``cause``: the channel of an arrival, the cause of a pause, the reason of an extension, by code."""

    what: Literal["arrived", "paused", "extended"]
    since: int | date
    until: int | date | None
    cause: str
    officer: str


def clock_entries(case: Case, steps: Sequence[Taken]) -> tuple[ClockEntry, ...]:
    """Return the lines of a case's clock, oldest first. ``steps``: all of the case, newest first."""
    oldest = steps[::-1]
    extended = [one for one in oldest if one.command == "case extend"]
    lines: list[tuple[int, ClockEntry]] = [
        (pause.since, ClockEntry("paused", pause.since, pause.until, pause.cause, _paused_by(oldest, pause.since)))
        for pause in case.clock.pauses
    ]  # fmt: skip
    lines += [
        (step.made_at, ClockEntry("extended", step.made_at, extension.until, extension.because, step.officer))
        for extension, step in zip(case.clock.extensions, extended, strict=True)
    ]
    lines.sort(key=lambda line: line[0])
    arrived = ClockEntry("arrived", case.arrived, None, case.channel, oldest[0].officer)
    return (arrived, *(entry for _, entry in lines))


def _paused_by(steps: Iterable[Taken], at: int) -> str:
    return next(one.officer for one in steps if one.command == "case pause" and one.made_at == at)
