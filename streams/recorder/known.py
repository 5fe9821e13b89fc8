"""Which events the ledger already holds: exact, by (source, event id)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ledger.log.head import LOG_ID
from ledger.store.arrays import Uuids
from ledger.store.connect import Connection

_KNOWN = """
select event_id, idx, entry_id, content from record
where log_id = %(log)s and source = %(source)s and position = 0 and event_id = any(%(ids)s)
union all
select f.event_id, f.idx, f.entry_id, f.content
from unnest(%(ids)s) e(event_id)
cross join lateral (
  select * from fact where log_id = %(log)s and source = %(source)s and event_id = e.event_id offset 0
) f
"""
_CONFLICTS = """
select event_id, idx, content from conflict
where log_id = %(log)s and source = %(source)s and event_id = any(%(ids)s)
"""


@dataclass(frozen=True, slots=True)
class Known:
    """An event the ledger holds: its first entry, what it said, and what else was said under its id."""

    idx: int
    entry_id: bytes
    content: bytes
    conflicts: tuple[tuple[bytes, int], ...] = ()

    def same_as(self, content: bytes) -> int | None:
        """Return the index of the entry that holds this content, or None when nothing does."""
        if content == self.content:
            return self.idx
        return dict(self.conflicts).get(content)


def known_events(connection: Connection, source: str, ids: Collection[bytes]) -> dict[bytes, Known]:
    """Return what the ledger holds under these event ids of one source."""
    values: dict[str, Any] = {"log": LOG_ID, "source": source, "ids": Uuids(list(ids))}
    rows = connection.execute(_KNOWN, values).fetchall()
    if not rows:
        return {}
    conflicts: dict[bytes, list[tuple[bytes, int]]] = {}
    for event_id, idx, content in connection.execute(_CONFLICTS, values):
        conflicts.setdefault(event_id.bytes, []).append((content, idx))
    return {
        event_id.bytes: Known(idx, entry_id.bytes, content, tuple(conflicts.get(event_id.bytes, ())))
        for event_id, idx, entry_id, content in rows
    }
