"""How many records are violations or undetermined now, by who received and why; and which messages wait unread."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from psycopg import sql

from ledger.judging.ranges import Range
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection
from ledger.vault.seal import open_sealed
from ledger.vault.vault import Vault

Standing = Literal["violation", "undetermined"]

#: Only records that were once judged so can be so now: their latest judgement tells.
_GROUPS = """
select r.recipient, r.ground, case when j.idx is null then r.awaits else j.awaits end awaited,
       count(*), count(distinct r.identity) people, min(r.happened_at), max(r.happened_at)
from record r
left join lateral (
  select idx, verdict, awaits from judgement
  where log_id = r.log_id and record_idx = r.idx and idx < %(as_of)s order by idx desc limit 1
) j on true
where r.log_id = %(log)s and r.idx < %(as_of)s and r.idx in (
  select idx from record where log_id = %(log)s and verdict = %(verdict)s
  union select record_idx from judgement where log_id = %(log)s and verdict = %(verdict)s)
and coalesce(j.verdict, r.verdict) = %(verdict)s
"""
_OF_RANGE = (("recipients", " and r.recipient = any(%(recipients)s)"), ("items", " and r.items <@ %(items)s"))
_BY = " group by 1, 2, 3 order by people desc, 4 desc limit %(limit)s"
_UNREAD = """
select q.seal_id, q.topic, q.partition, q."offset", q.reason, q.appended_at, q.taken_at, q.digest, q.key_id, q.sealed,
       s.outcome
from quarantine q left join quarantine_resolution s using (log_id, topic_id, partition, "offset")
where q.log_id = %(log)s
"""
_NEWEST = """ order by (s.outcome is null) desc, q.taken_at desc, q."offset" desc limit %(limit)s"""


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one recipient that claimed one ground. ``awaits``: the kinds of fact that are missing, None where
    nothing is; ``people``: how many are affected; ``first`` and ``last``: when it happened (µs UTC)."""

    recipient: str
    ground: str
    awaits: str | None
    records: int
    people: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A message that nobody could read: its random id, place, reason and times (µs UTC), the digest of its bytes, and
    what became of it (``replayed``, ``dismissed``), None while it waits."""

    seal_id: bytes
    topic: str
    partition: int
    offset: int
    reason: str
    appended_at: int
    taken_at: int
    digest: str
    outcome: str | None
    key_id: int
    sealed: bytes

    @property
    def place(self) -> str:
        """The name by which commands speak of it."""
        return f"{self.topic}/{self.partition}/{self.offset}"


def groups(connection: Connection, standing: Standing, as_of: int, within: Range, most: int) -> list[Group]:
    """Return the groups of records below ``as_of`` that stand so, those that affect most people first."""
    values: dict[str, Any] = {"log": LOG_ID, "as_of": as_of, "verdict": standing, "limit": most}
    statement: sql.Composable = sql.SQL(_GROUPS)
    for name, clause in _OF_RANGE:
        held = getattr(within, name)
        if held is not None:
            statement += sql.SQL(clause)  # one of the literals above
            values[name] = sorted(held)
    return [Group(*row) for row in connection.execute(statement + sql.SQL(_BY), values)]


def unread(connection: Connection, most: int) -> list[Unread]:
    """Return messages that could not be read, those that wait first, the newest first."""
    rows = connection.execute(_UNREAD + _NEWEST, {"log": LOG_ID, "limit": most}).fetchall()
    return [_unread(row) for row in rows]


def find_unread(connection: Connection, seal_id: str) -> Unread | None:
    """Return the message with a random id (hex), None where there is none."""
    row = connection.execute(_UNREAD + " and q.seal_id = %(seal)s", {"log": LOG_ID, "seal": seal_id}).fetchone()
    return _unread(row) if row is not None else None


def content(vault: Vault, message: Unread) -> bytes | None:
    """Return the bytes as they came, None where the key of their day was destroyed."""
    key = vault.open_keys({message.key_id}).get(message.key_id)
    if key is None:
        return None
    return bytes.fromhex(json.loads(open_sealed(key.cipher, message.sealed, message.seal_id))[2]["bytes"])


def _unread(row: Sequence[Any]) -> Unread:
    seal_id, topic, partition, offset, reason, appended_at, taken_at, digest, key_id, sealed, outcome = row
    return Unread(
        seal_id.bytes, topic, partition, offset, reason, appended_at, taken_at, digest, outcome, key_id, bytes(sealed)
    )
