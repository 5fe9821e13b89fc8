"""Looks at the records of a case, kept a while: making one opens every record of the person, so it is made once for a
head size and serves every page of that sitting."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from ledger.cases.case import Case
from ledger.cases.existence_acts import latest
from ledger.cases.looking import enter_look
from ledger.cases.rows import Rows, rows_of
from ledger.judging.acts import DECISIONS
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import load_registers
from ledger.web.console.routes import Asked
from ledger.web.desks import Desk

#: Looks that are kept at most, and for how long (µs).
_MOST, _LASTS = 8, 30 * 60 * 1_000_000


@dataclass(slots=True)
class _Kept:
    """``key_epoch``: of the head when the look was made: an erasure since makes an end of it."""

    rows: Rows
    key_epoch: int
    entered_for: set[str] = field(default_factory=set)


class Looks:
    """The looks of one process. May be used by several threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def rows(self, desk: Desk, asked: Asked, case: Case) -> Rows:
        """Return what there is to decide about in a case, or what was decided about, as of when that was looked at.

        The look is entered once for each session and head size, before this returns. Raises StepRefused, ActRefused,
        OperatorUnknown and PersonErased.
        """
        head = read_head(desk.connection, LOG_ID)
        decision = case.decision
        # A record that an officer hid is out of every look at once.
        key = (case.number, case.ids, decision and (decision.as_of, decision.decided_at), latest(desk.connection))
        with self._lock:
            kept = self._kept.get(key)
            old = kept is not None and decision is None and asked.now - kept.rows.made_at > _LASTS
            if kept is None or old or kept.key_epoch != head.key_epoch:
                kept = None
        if kept is None:
            as_of, at = (head.size, asked.now) if decision is None else (decision.as_of, decision.decided_at)
            kept = _Kept(rows_of(desk.connection, desk.vault, case, as_of, at), head.key_epoch)
            self._keep(key, kept)
        if asked.who.session not in kept.entered_for:
            self._enter(desk, asked, kept.rows)
            kept.entered_for.add(asked.who.session)
        return kept.rows

    def anew(self, case: Case) -> None:
        """Forget the looks at a case: the next one is made as of then."""
        with self._lock:
            for key in [key for key in self._kept if key[0] == case.number]:
                del self._kept[key]

    def _keep(self, key: tuple[object, ...], kept: _Kept) -> None:
        with self._lock:
            self._kept[key] = kept
            self._kept.move_to_end(key)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)

    def _enter(self, desk: Desk, asked: Asked, rows: Rows) -> None:
        registers = load_registers(desk.connection, LOG_ID, read_head(desk.connection, LOG_ID).size)
        enter_look(
            desk.connection, desk.vault, registers, rows.given, asked.who.officer, asked.reason or "request",
            "case show", rows.as_of, asked.now, DECISIONS,
        )  # fmt: skip
