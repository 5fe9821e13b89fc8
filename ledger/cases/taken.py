"""Which steps of a case were taken, by whom and when; and which cases an officer has had in hand. What was said in a
step stays sealed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from ledger.cases.casebook import case_id_of
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection

_TAKEN = """
select command, officer, made_at from intake where log_id = %s and case_id = %s order by intake_id desc
"""
_IN_HAND = "select distinct case_id from intake where log_id = %s and officer = %s and case_id is not null"


@dataclass(frozen=True, slots=True)
class Taken:
    """One step that was taken. ``made_at`` is µs UTC."""

    command: str
    officer: str
    made_at: int


def taken(connection: Connection, number: str) -> list[Taken]:
    """Return every step of a case, newest first."""
    rows = connection.execute(_TAKEN, (LOG_ID, UUID(bytes=case_id_of(number)))).fetchall()
    return [Taken(*row) for row in rows]


def in_hand(connection: Connection, officer: str) -> frozenset[bytes]:
    """Return the ids of the cases that an officer has taken a step of."""
    return frozenset(case_id.bytes for (case_id,) in connection.execute(_IN_HAND, (LOG_ID, officer)))
