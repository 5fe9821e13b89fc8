"""Whether cases are about one person: by the ids that were confirmed, and by what links them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ledger.cases.case import Case, Confirmed
from ledger.judging.lookup import linked
from ledger.log.head import LOG_ID, read_head
from ledger.store.connect import Connection


def about_one_of(ids: Iterable[Confirmed], cases: Iterable[Case]) -> bool:
    """Tell whether one of these cases is about who has one of these ids: the same holder, or the same id where in one
    of the two nobody was known by it yet."""
    return any(_one(mine, theirs) for mine in ids for case in cases for theirs in case.ids)


def about_one_linked(connection: Connection, ids: Collection[Confirmed], cases: Collection[Case], at: int) -> bool:
    """Tell whether one of these cases is about who the links say, at an instant (µs UTC), is the holder of one of these
    ids under another."""
    people = {one.identity for one in ids if one.identity is not None}
    if not people or not cases:
        return False
    _, links = linked(connection, LOG_ID, read_head(connection, LOG_ID).size, people)
    together = frozenset().union(*(links.together(person, at) for person in people))
    return any(not together.isdisjoint(case.identities) for case in cases)


def _one(mine: Confirmed, theirs: Confirmed) -> bool:
    if mine.identity is not None and theirs.identity is not None:
        return mine.identity == theirs.identity
    return (mine.namespace, mine.number) == (theirs.namespace, theirs.number)
