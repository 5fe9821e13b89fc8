"""How far each stop of a case is, for the staff: which service said so since when, who is silent, and whose id is
another's by now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ledger.cases.case import Case, Confirmed
from ledger.judging.stops import effective_since, providing, stop_below
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class StopProgress:
    """One stop of a case and the id it was given for. ``told_at``: since when services are told of it (µs UTC), None
    while it is on its way into the log; ``since``: by source from when it is in effect there; ``silent``: who has not
    said so. ``lost``: the id is another's by now, so services are not told of it, and nobody will say so.
    ``closed``: why it was closed, or nothing."""

    stop: UUID
    confirmed: Confirmed
    told_at: int | None
    since: Mapping[str, int]
    silent: tuple[str, ...]
    lost: bool
    closed: str

    @property
    def stuck(self) -> bool:
        """Whether an officer has to find a way out: it waits for what will not come."""
        return self.lost and bool(self.silent) and not self.closed


def progress(
    connection: Connection, vault: Vault, registers: Registers, case: Case, now: int
) -> tuple[StopProgress, ...]:  # fmt: skip
    """Return how far each stop of a case is at an instant (µs UTC), in the order of its ids."""
    as_of = read_head(connection, LOG_ID).size
    acknowledged = effective_since(connection, LOG_ID, as_of, case.stops.given, now)
    providers = providing(registers, now)
    found = []
    for stop, confirmed in zip(case.stops.given, case.ids, strict=False):
        row, since = stop_below(connection, LOG_ID, as_of, stop), acknowledged[stop]
        holders = vault.find((confirmed.namespace, confirmed.number))
        found.append(StopProgress(
            stop, confirmed, None if row is None else row.told_at, since,
            tuple(source for source in providers if source not in since),
            row is not None and bool(holders) and holders[-1].identity != row.identity,
            case.stops.closed.get(stop, ""),
        ))  # fmt: skip
    return tuple(found)


def closing_said(going: Iterable[StopProgress], because: str) -> dict[str, Any]:
    """Return what the step says that proposes to close the stops nobody will put into effect, or agrees to it."""
    return {"stops": [one.stop.hex for one in going if one.stuck], "because": because, "takes_two": True}
