"""Choices: what officers mean to decide, record by record or for all alike, until the decision takes them together.

Each is a step of the case, so none is lost and each says whose it is. What it is about is named by a mark over the
records and what was seen of them (`looking`): once any of it changes, the choice is about nothing any more, and the
record has to be looked at again. The second officer's word on a record is a choice too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ledger.cases.requests import WITHHELD

#: What the first officer may choose, beside the grounds on which a record is withheld.
GIVE = "give"
#: The record is given, and some of its data items are not.
ITEMS = "items"
#: What the second officer may say of a choice.
AGREES, DIFFERS = "agrees", "differs"
FIRST = frozenset({GIVE, ITEMS, *WITHHELD})
SECOND = frozenset({AGREES, DIFFERS})


@dataclass(frozen=True, slots=True)
class Choice:
    """``about``: mark of a record or of a group of records that are alike; ``turn``: of the case, at which it was made;
    ``text``: the officer's words for the other officer, seen by the staff alone. ``confirms``: the verdict that was
    looked at is told; ``left_out``: ground by the code of each data item that is not given."""

    about: str
    choice: str
    officer: str
    turn: int
    text: str
    confirms: bool = False
    left_out: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alike:
    """Records that are decided together: the group's mark, and each record's own mark by its entry id in hex."""

    mark: str
    records: Mapping[str, str]


def chosen(choices: Iterable[Choice], among: frozenset[str], groups: Iterable[Alike]) -> dict[str, Choice]:
    """Return the choice that stands for each record (by entry id in hex): the latest about it or its group. A record
    without one is left out. ``among``: the choices that count, `FIRST` or `SECOND`."""
    latest = {one.about: (place, one) for place, one in enumerate(choices) if one.choice in among}
    found = {}
    for group in groups:
        of_all = latest.get(group.mark)
        for record, mark in group.records.items():
            made = max((one for one in (of_all, latest.get(mark)) if one is not None), key=_place, default=None)
            if made is not None:
                found[record] = made[1]
    return found


def touched(choices: Iterable[Choice], marks: frozenset[str], seen: int) -> bool:
    """Tell whether a choice about any of these marks was made at the turn that was looked at, or later."""
    return any(one.turn >= seen and one.about in marks for one in choices)


def _place(made: tuple[int, Choice]) -> int:
    return made[0]
