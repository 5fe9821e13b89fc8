"""Of which answered cases something came to be known since, and how much, for a process that tells it with every page:
what a case rests on is looked at each time, and its records are opened only where that has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ledger.cases.case import Case
from ledger.cases.existence_acts import in_log, latest
from ledger.cases.late import late_of, touched
from ledger.judging.ranges import Range
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers, load_registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

#: How long (µs) something is told again, at most: the holder of an id may have changed meanwhile.
_LASTS = 600_000_000
#: Answers that are remembered, for every range.
_MOST = 20_000


@dataclass(slots=True)
class LateShelf:
    """What was found, by case and range: what it rests on, when (µs UTC), and how much. May be used by several
    threads."""

    _kept: dict[tuple[str, Range], tuple[tuple[object, ...], int, tuple[int, int]]] = field(default_factory=dict)

    def numbers(
        self, connection: Connection, vault: Vault, cases: Iterable[Case], range_: Range, as_of: int, now: int
    ) -> Mapping[str, tuple[int, int]]:
        """Return by number, of those of the cases of which `late` returns something, how many records came since and
        how many verdicts changed."""
        there = touched(connection, cases, as_of, now)
        if not there:
            return {}
        # Keys that went, acts about existence and their place in the log: whatever else a case's answer turns on.
        everywhere = (read_head(connection, LOG_ID).key_epoch, latest(connection), in_log(connection, as_of))
        registers: Registers | None = None
        found = {}
        for one in there:
            name, rests_on = (one.case.number, range_), (one.case.turn, one.last, one.people, *everywhere)
            kept = self._kept.get(name)
            if kept is None or kept[0] != rests_on or not 0 <= now - kept[1] < _LASTS:
                registers = registers or load_registers(connection, LOG_ID, as_of)
                known = late_of(connection, vault, registers, one.case, range_, as_of, now)
                kept = self._kept[name] = (rests_on, now, (len(known.came), len(known.changed)))
            if any(kept[2]):
                found[one.case.number] = kept[2]
        if len(self._kept) > _MOST:
            self._kept = {}
        return found
