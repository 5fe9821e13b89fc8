"""Cases as they stood when they were last listed, for a process that lists them with every page: each is opened once,
and again when a step was taken since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook, in_order
from ledger.judging.acts import UNSETTLED
from ledger.log.head import LOG_ID, read_head


@dataclass(frozen=True, slots=True)
class _Kept:
    """``cases``: by id the number of the last step, and the case; None where it cannot be read. ``up_to``: the highest
    number there; ``key_epoch``: of the head when they were opened."""

    cases: Mapping[bytes, tuple[int, Case | None]]
    up_to: int
    key_epoch: int


class Shelf:
    """The cases of one ledger. What they say stays in this process until a key was destroyed somewhere since; then all
    are opened anew, as far as they can be. May be used by several threads."""

    def __init__(self) -> None:
        self._kept = _Kept({}, 0, -1)

    def all(self, book: Casebook) -> list[Case]:
        """Return what ``Casebook.all`` returns."""
        key_epoch, kept = read_head(book.connection, LOG_ID).key_epoch, self._kept
        if kept.key_epoch != key_epoch:
            kept = _Kept({}, 0, key_epoch)
        # A step may come to be seen after others with higher numbers, by so many at most.
        last = book.last_steps(kept.up_to - UNSETTLED)
        moved = {case_id: step for case_id, step in last.items() if kept.cases.get(case_id, (-1, None))[0] != step}
        opened = book.opened(list(moved)) if moved else {}
        # A step taken meanwhile may be in a case that was opened: it is opened once more next time.
        cases = {**kept.cases, **{case_id: (step, opened.get(case_id)) for case_id, step in moved.items()}}
        self._kept = _Kept(cases, max([kept.up_to, *moved.values()]), key_epoch)
        return in_order(case for _, case in cases.values() if case is not None)
