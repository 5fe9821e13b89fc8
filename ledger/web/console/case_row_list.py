"""The list of a case's records beside the one that is decided: so many at a time, each with what was chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.cases.choices import Choice
from ledger.cases.requests import WITHHELD
from ledger.cases.texts import Text
from ledger.web.console.case_words import WORDS

#: Records of the list that are shown at a time, however many a case has, and how many of them before the open one.
PORTION, BEFORE = 50, 3


@dataclass(frozen=True, slots=True)
class Numbered:
    """``number``: the record's place among all, from 1; ``state``: in a word what was chosen about it."""

    number: int
    record: str
    state: Text
    decided: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of the list. ``before`` and ``after``: with which record the neighbouring parts begin, None at the ends;
    ``unchosen``: the first record of all that nothing was chosen about yet, None where there is none."""

    rows: Sequence[Numbered]
    before: str | None
    after: str | None
    unchosen: str | None


def portion(order: Sequence[str], chosen: Mapping[str, Choice], current: str, begins: str) -> Portion:
    """Return the part of a list that begins with a record; where that is not in it, the part that begins a little
    before the current one. ``order``: the records as they are numbered, the current one among them."""
    places = {record: place for place, record in enumerate(order)}
    at = places.get(begins, max(places[current] - BEFORE, 0))
    here = order[at : at + PORTION]
    return Portion(
        [
            Numbered(place + 1, record, _state(chosen.get(record)), record in chosen, record == current)
            for place, record in enumerate(here, at)
        ],
        order[max(at - PORTION, 0)] if at else None, order[at + PORTION] if at + PORTION < len(order) else None,
        next((record for record in order if record not in chosen), None),
    )  # fmt: skip


def _state(made: Choice | None) -> Text:
    if made is None:
        return WORDS["not_chosen"]
    return WORDS["listed_withheld" if made.choice in WITHHELD else f"listed_{made.choice}"]
