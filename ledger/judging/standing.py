"""How many records are violations or undetermined now, by who received and why; and which messages wait unread."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from psycopg import sql

from ledger.judging.ranges import Range, narrowing
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection
from ledger.vault.seal import open_sealed
from ledger.vault.vault import Vault

Standing = Literal["violation", "undetermined"]
#: Groups that affect most people first, those of most records, or those whose first record happened first. Only the
#: first tells anything of how many people there are.
Order = Literal["people", "records", "oldest"]
ORDERS: Mapping[Order, sql.SQL] = {
    "people": sql.SQL("people desc, count(*) desc"), "records": sql.SQL("count(*) desc"),
    "oldest": sql.SQL("min(r.happened_at)"),
}  # fmt: skip

#: What stands so was judged so at first and never again, or the last time: an index knows the few of either.
_GROUPS = """
select r.recipient, r.ground, r.awaits, count(*), count(distinct r.identity) people,
       min(r.happened_at), max(r.happened_at)
from (
  select r.recipient, r.ground, r.items, r.identity, r.happened_at, r.awaits from record r
  where r.log_id = %(log)s and r.idx < %(as_of)s and r.verdict = %(verdict)s and not exists (
    select from judgement j where j.log_id = r.log_id and j.record_idx = r.idx and j.idx < %(as_of)s)
  union all
  select r.recipient, r.ground, r.items, r.identity, r.happened_at, j.awaits
  from judgement j join record r on r.log_id = j.log_id and r.idx = j.record_idx
  where j.log_id = %(log)s and j.idx < %(as_of)s and j.verdict = %(verdict)s and not exists (
    select from judgement l
    where l.log_id = j.log_id and l.record_idx = j.record_idx and l.idx > j.idx and l.idx < %(as_of)s)
) r where true
"""
_BY = " group by 1, 2, 3 order by {}, 1, 2, 3 limit %(limit)s"
_UNREAD = """
select q.seal_id, q.topic_id, q.topic, q.partition, q."offset", q.reason, q.appended_at, q.taken_at, q.digest,
       q.key_id, q.sealed, s.outcome
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
    """A message that nobody could read: its random id, place (``topic_id``: Kafka's, in hex), reason and times (µs
    UTC), the digest of its bytes, and what became of it (``replayed``, ``dismissed``), None while it waits."""

    seal_id: bytes
    topic_id: str
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


def groups(
    connection: Connection, standing: Standing, as_of: int, within: Range, most: int, order: Order = "people"
) -> list[Group]:  # fmt: skip
    """Return the groups of records below ``as_of`` that stand so, in an order."""
    narrowed, held = narrowing(within)
    values = {**held, "log": LOG_ID, "as_of": as_of, "verdict": standing, "limit": most}
    rows = connection.execute(sql.SQL(_GROUPS) + narrowed + sql.SQL(_BY).format(ORDERS[order]), values)
    return [Group(*row) for row in rows]


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
    seal_id, topic_id, topic, partition, offset, reason, appended_at, taken_at, digest, key_id, sealed, outcome = row
    return Unread(
        seal_id.bytes, topic_id.hex, topic, partition, offset, reason, appended_at, taken_at, digest, outcome, key_id,
        bytes(sealed),
    )
