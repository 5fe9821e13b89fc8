"""Entering a choice, safe against another officer who chooses at the same time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.choices import touched
from ledger.cases.steps import StepRefused
from ledger.web.console.console import Console
from ledger.web.console.routes import Asked
from ledger.web.desks import Desk

#: How often a choice is tried again while others choose about other records.
_TRIES = 5


class ChosenMeanwhile(Exception):
    """Somebody chose about the same records, or took the case further, since they were looked at. Nothing was entered;
    look at what stands now, and choose again."""


def choose(
    console: Console, asked: Asked, desk: Desk, case: Case, marks: frozenset[str], seen: int, about: str,
    made: Mapping[str, Any],
) -> Case:  # fmt: skip
    """Enter a choice (``made``: what its step says beside what it is about) about the records with these marks, looked
    at when the case was at turn ``seen``, and return the case after it. What others chose about other records meanwhile
    is no hindrance. Raises ChosenMeanwhile."""
    book = Casebook(desk.connection, desk.vault)
    said = {"about": about, **made}
    for _ in range(_TRIES):
        if touched(case.choices, marks, seen):
            raise ChosenMeanwhile(about)
        try:
            return book.step(
                case.number, asked.who.officer, asked.reason or "request", "case choose", said, asked.now,
                console.desks.registers(), case.turn,
            )  # fmt: skip
        except StepRefused:
            stood, case = case, book.find(case.number)
            if (case.stage, case.ids, case.decision) != (stood.stage, stood.ids, stood.decision):
                raise ChosenMeanwhile(about) from None
            if case.turn == stood.turn:
                raise
    raise ChosenMeanwhile(about)
