"""Answers of the pre-flight check that a later provision may have ignored: who was told no, when, about what.

The view holds every no, and of the yeses only those that came after a no to the same question: they lift it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from ledger.law.periods import REFUSAL_HOURS
from ledger.law.types import Act
from ledger.store.arrays import Bigints
from ledger.store.connect import Connection

#: How long (µs) a no is held against what follows it.
HELD = REFUSAL_HOURS * 3_600_000_000

#: The first condition is asked once: where nobody was ever refused, nothing is looked up.
_ANSWERS = """
select r.identity, r.source, r.recipient, r.items, r.answered_at, r.refused
from unnest(%(people)s) p(identity)
cross join lateral (
  select * from refusal where log_id = %(log)s and identity = p.identity and idx < %(as_of)s offset 0
) r
where (select exists (select from refusal where log_id = %(log)s))
order by r.answered_at, r.idx
"""


class Answered(NamedTuple):
    """One answer to a source about a person: ``at`` in µs UTC, ``refused``: it was no."""

    source: str
    recipient: str
    items: frozenset[str]
    at: int
    refused: bool


def look_up_answers(
    connection: Connection, log_id: int, as_of: int, people: Collection[int]
) -> Mapping[int, tuple[Answered, ...]]:
    """Return by identity the answers below ``as_of`` that matter to later provisions, oldest first."""
    found: dict[int, list[Answered]] = {}
    values = {"people": Bigints(list(people)), "log": log_id, "as_of": as_of}
    for identity, source, recipient, items, at, refused in connection.execute(_ANSWERS, values, binary=True):
        found.setdefault(identity, []).append(Answered(source, recipient, frozenset(items), at, refused))
    return {identity: tuple(answers) for identity, answers in found.items()}


def ignores(answers: Iterable[Answered], act: Act, at: int) -> bool:
    """Tell whether the act, done at the instant, ignored a no: of one of its items the last answer given to its source
    about this recipient within the period was no. ``answers`` are oldest first."""
    if act.role != "provider":
        return False
    last: dict[str, bool] = {}
    for answer in answers:
        if (answer.source, answer.recipient) == (act.source, act.recipient) and answer.at <= at < answer.at + HELD:
            last.update(dict.fromkeys(answer.items.intersection(act.items), answer.refused))
    return any(last.values())
