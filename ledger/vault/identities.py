"""Who holds an id when: an id given to somebody else begins a new identity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Holder(NamedTuple):
    """One holder period of an id: from ``since`` (µs UTC) until the next one begins."""

    since: int
    identity: int


def holder_at(holders: Sequence[Holder], at: int) -> int:
    """Return the identity that held the id at the instant; before the first period, the first."""
    if len(holders) == 1:
        return holders[0].identity
    held = holders[0].identity
    for holder in holders:
        if holder.since <= at:
            held = holder.identity
    return held
