"""The other side's record of the same act, where it is ours too or a partner reports it (articles 29 and 30)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from ledger.judging.pairs import Side, differences, own_codes
from ledger.judging.records import Opened, RecordRow, open_records, records_of_events
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

_POINTED_AT = """
select source from record
where log_id = %(log)s and source = any(%(sources)s) and event_id = %(event)s and position = 0 and idx < %(as_of)s
"""
_POINTING = """
select r.source, r.event_id from counterpart c join record r on r.log_id = c.log_id and r.idx = c.idx
where c.log_id = %(log)s and c.event_id = %(event)s and r.position = 0 and r.idx < %(as_of)s
"""


@dataclass(frozen=True, slots=True)
class Paired:
    """The other side's event, and what the two reports say differently (codes of `pairs`; None: one was erased)."""

    source: str
    event_id: bytes
    differing: tuple[str, ...] | None


def pairs_of(
    connection: Connection, vault: Vault, registers: Registers, row: RecordRow, as_of: int
) -> tuple[Paired, ...]:
    """Return the reports of the other side that a record points to, or that point to it, below a head size."""
    ours = open_records(connection, vault, records_of_events(connection, row.source, row.event_id, as_of))
    one = _side(registers, ours)
    pointed = one.counterpart if one is not None else None
    found = {} if pointed is None else _pointed_at(connection, registers, pointed, as_of)
    for source, event_id in connection.execute(
        _POINTING, {"log": LOG_ID, "event": UUID(bytes=row.event_id), "as_of": as_of}
    ):
        found[source, event_id.bytes] = None
    return tuple(_pair(connection, vault, registers, one, event, as_of) for event in found)


def _pointed_at(
    connection: Connection, registers: Registers, event_id: bytes, as_of: int
) -> dict[tuple[str, bytes], None]:
    """Return the events of this id, whichever source told it."""
    sources = [key for register, key in registers.names() if register == "sources"]
    values = {"log": LOG_ID, "sources": sources, "event": UUID(bytes=event_id), "as_of": as_of}
    return {(source, event_id): None for (source,) in connection.execute(_POINTED_AT, values)}


def _pair(
    connection: Connection, vault: Vault, registers: Registers, one: Side | None, event: tuple[str, bytes], as_of: int
) -> Paired:
    another = _side(registers, open_records(connection, vault, records_of_events(connection, *event, as_of)))
    return Paired(*event, None if one is None or another is None else differences(one, another))


def _side(registers: Registers, records: Sequence[Opened]) -> Side | None:
    """Return what the records of one event report; None where one was erased."""
    openings = [record.opening for record in records if record.opening is not None]
    if not openings or len(openings) < len(records):
        return None
    first, row = openings[0], records[0].row
    pointed = first.manner.get("counterpart_event")
    return Side(
        row.event_id, first.manner["role"], own_codes(registers, row.source, row.happened_at),
        first.recipient["code"], frozenset(item["code"] for item in first.items),
        frozenset((one.person["namespace"], one.person["id"]) for one in openings if one.person is not None),
        row.happened_at, bytes.fromhex(pointed) if pointed else None,
    )  # fmt: skip
