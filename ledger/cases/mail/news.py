"""Of which steps the person is told by mail that there is news: of those by which they read something new where they
follow their case, and of none besides.

A step that they take themselves is none: whoever typed a stranger's address could have mail sent to it.
"""

from __future__ import annotations

from ledger.cases.case import Case, as_told
from ledger.cases.clock import Extension
from ledger.cases.steps import PERSON
from ledger.cases.thread import Message

#: Leaves with the answer, at its tick; until then nothing that the person may see has changed.
_RELEASES = "case answer"


def is_news(command: str, officer: str, before: Case, case: Case, now: int) -> bool:
    """Tell whether a step gives the person something new to read: their answer, a message, a later day, or that they
    are waited for. ``before``, ``case``: as it stood before the step and stands after it, at an instant (µs UTC)."""
    if officer == PERSON:
        return False
    if command == _RELEASES:
        return True
    old, new = _read(before, now), _read(case, now)
    return new != old and new != (*old[:2], None)


def _read(case: Case, now: int) -> tuple[tuple[Message, ...], Extension | None, str | None]:
    told = as_told(case, now)
    return told.thread, told.clock.extended, None if told.ended else told.clock.paused_for
