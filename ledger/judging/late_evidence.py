"""Evidence that came later than its source declares, and which records its acceptance by two officers could heal.

A register version is no such evidence: what it says counts as soon as it is told, however far back it is dated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ledger.judging.lookup import linked
from ledger.judging.records import RecordRow, records_of_events, records_of_people
from ledger.law.consent import GIVING
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection

#: The mark of a judgement that evidence which came late would better.
MARK = "late_evidence"

_LATE = """
select f.idx, f.entry_id, f.kind, coalesce(c.change, l.change), f.source, f.happened_at, f.appended_at, f.identity,
       f.other, f.corrects,
       array(select distinct a.officer from acceptance a
             where a.log_id = f.log_id and a.fact_idx = f.idx and a.idx < %(as_of)s order by 1),
       exists (select from accepted a where a.log_id = f.log_id and a.fact_idx = f.idx and a.idx < %(as_of)s)
from fact f
left join consent c on c.log_id = f.log_id and c.idx = f.idx
left join link l on l.log_id = f.log_id and l.idx = f.idx
where f.log_id = %(log)s and f.late and f.kind <> 'register' and f.idx < %(as_of)s
"""
_NEWEST = " and f.idx < %(before)s order by f.idx desc limit %(limit)s"
_BY_INDEX = " and f.idx = %(idx)s"
_BY_ENTRY = " and f.entry_id = %(entry)s"


class NotLateEvidence(Exception):
    """No fact of this name came late and waits for acceptance: what came in time counts already, and what makes a
    verdict worse binds at once. Nothing was entered; see `evidence list`."""


class AlreadyAccepted(Exception):
    """This officer has accepted the evidence before. Nothing was entered; another officer has to accept it to make it
    count."""


@dataclass(frozen=True, slots=True)
class LateFact:
    """A fact that came late. ``change``: what a consent or link says; ``lag``: what its source had declared (µs);
    ``accepted_by``: officers, by name; ``accepted``: two of them had, so that it counts as if it had come in time."""

    idx: int
    entry_id: bytes
    kind: str
    change: str | None
    source: str
    happened_at: int
    appended_at: int
    lag: int
    identity: int | None
    other: int | None
    corrects: bytes | None
    accepted_by: tuple[str, ...]
    accepted: bool

    @property
    def waits(self) -> bool:
        """Tell whether it heals nothing until it is accepted. The end of a consent binds at once and heals nothing."""
        return not self.accepted and (self.kind != "consent" or self.change in GIVING)


def late_facts(
    connection: Connection, registers: Registers, as_of: int, *, limit: int, before: int | None = None
) -> list[LateFact]:
    """Return facts that came late below ``as_of``, newest first. The next page begins below the last one's index: pass
    it as ``before``."""
    values = {"before": as_of if before is None else before, "limit": limit}
    return _found(connection, registers, as_of, _NEWEST, values)


def waiting_fact(connection: Connection, registers: Registers, as_of: int, name: str) -> LateFact:
    """Return the fact of an index or entry id (32 hex digits) that waits for acceptance. Raises NotLateEvidence."""
    if len(name) == 32 and all(digit in "0123456789abcdef" for digit in name):
        found = _found(connection, registers, as_of, _BY_ENTRY, {"entry": name})
    elif name.isascii() and name.isdigit() and len(name) < 19:
        found = _found(connection, registers, as_of, _BY_INDEX, {"idx": int(name)})
    else:
        found = []
    if not found or not found[0].waits:
        raise NotLateEvidence(name)
    return found[0]


def could_heal(connection: Connection, fact: LateFact, as_of: int) -> int:
    """Return how many records of those the fact touches carry the mark `late_evidence`."""
    return sum(MARK in row.marks for row in _touched(connection, fact, as_of)) if fact.waits else 0


def _touched(connection: Connection, fact: LateFact, as_of: int) -> Sequence[RecordRow]:
    if fact.corrects is not None:
        return records_of_events(connection, fact.source, fact.corrects, as_of)
    ends = {end for end in (fact.identity, fact.other) if end is not None}
    links = linked(connection, LOG_ID, as_of, ends)[1]
    people = {one for end in ends for one in links.everyone(end)}
    return records_of_people(connection, people, as_of, fact.happened_at if fact.kind == "consent" else 0)


def _found(
    connection: Connection, registers: Registers, as_of: int, which: str, values: dict[str, Any]
) -> list[LateFact]:
    found = connection.execute((_LATE + which).encode(), {"log": LOG_ID, "as_of": as_of, **values})
    return [_fact(registers, *row) for row in found]


def _fact(
    registers: Registers, idx: int, entry_id: Any, kind: str, change: str | None, source: str, happened_at: int,
    appended_at: int, identity: int | None, other: int | None, corrects: Any, officers: list[str], accepted: bool,
) -> LateFact:  # fmt: skip
    declared = registers.valid_at("sources", source, appended_at)
    lag = int(declared.body["lag_seconds"]) * 1_000_000 if declared else 0
    return LateFact(
        idx, entry_id.bytes, kind, change, source, happened_at, appended_at, lag, identity, other,
        corrects.bytes if corrects else None, tuple(officers), accepted,
    )  # fmt: skip
