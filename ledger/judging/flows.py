"""Who was given what and why: provisions counted by recipient, data item and purpose.

Counted are the newest entries alone, so many at most, however long the ledger is; who shows the numbers says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql

from ledger.judging.ranges import Range, narrowing
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection

#: Entries that are counted at most, the newest.
MOST = 300_000
_FLOWS = """
select r.recipient, item, r.purpose,
       count(*) filter (where r.happened_at >= %(since)s and r.happened_at < %(until)s), min(r.happened_at)
from record r cross join lateral unnest(r.items) item
where r.log_id = %(log)s and r.idx >= %(floor)s and r.idx < %(as_of)s
"""
_TOTALS = """
select r.recipient, count(*), count(distinct r.identity) from record r
where r.log_id = %(log)s and r.idx >= %(floor)s and r.idx < %(as_of)s
  and r.happened_at >= %(since)s and r.happened_at < %(until)s
"""
_PEOPLE = """
select r.recipient, item, count(distinct r.identity) from record r cross join lateral unnest(r.items) item
where r.log_id = %(log)s and r.idx >= %(floor)s and r.idx < %(as_of)s
  and r.happened_at >= %(since)s and r.happened_at < %(until)s and r.identity is not null
"""
_PUBLISHED = """
select size from checkpoint where log_id = %s and published_at < %s
order by published_at desc, checkpoint_id desc limit 1
"""


@dataclass(frozen=True, slots=True)
class Flow:
    """Provisions of one item to one recipient for one purpose. ``records``: how many in the period; ``first``: when the
    first of those counted happened, in the period or before (µs UTC)."""

    recipient: str
    item: str
    purpose: str
    records: int
    first: int


@dataclass(frozen=True, slots=True)
class Total:
    """All provisions to one recipient in the period, and how many people they were about."""

    recipient: str
    records: int
    people: int


@dataclass(frozen=True, slots=True)
class Flows:
    """What was counted: from the entry ``floor`` on, until before ``as_of``. Those of most records come first."""

    flows: Sequence[Flow]
    totals: Sequence[Total]
    floor: int
    as_of: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people an item was given of to a recipient; ``item`` None: how many it was given anything of."""

    recipient: str
    item: str | None
    people: int


def published_before(connection: Connection, at: int) -> int | None:
    """Return the size of the last head that was published before an instant (µs UTC), None where none was."""
    row = connection.execute(_PUBLISHED, (LOG_ID, at)).fetchone()
    return None if row is None else int(row[0])


def people(connection: Connection, since: int, until: int, as_of: int, within: Range) -> tuple[list[Reach], int]:
    """Count the people of whom something was given from ``since`` until before ``until`` (µs UTC) within a range, by
    recipient and item, most people first; and return the entry from which on was counted."""
    floor = max(as_of - MOST, 0)
    narrowed, held = narrowing(within)
    values = {**held, "log": LOG_ID, "since": since, "until": until, "floor": floor, "as_of": as_of}
    grouped = sql.SQL(_PEOPLE) + narrowed + sql.SQL(" group by grouping sets ((1), (1, 2)) order by 3 desc, 1, 2")
    return [Reach(*row) for row in connection.execute(grouped, values)], floor


def flows(
    connection: Connection, since: int, until: int, as_of: int, within: Range, purpose: str | None = None
) -> Flows:  # fmt: skip
    """Count the provisions that happened from ``since`` until before ``until`` (µs UTC), lie within a range and had a
    purpose, where one is named."""
    floor = max(as_of - MOST, 0)
    narrowed, held = narrowing(within)
    values = {
        **held, "log": LOG_ID, "since": since, "until": until, "floor": floor, "as_of": as_of, "purpose": purpose,
    }  # fmt: skip
    if purpose is not None:
        narrowed += sql.SQL(" and r.purpose = %(purpose)s")
    by_flow = sql.SQL(_FLOWS) + narrowed + sql.SQL(" group by 1, 2, 3 order by 4 desc, 1, 2, 3")
    by_recipient = sql.SQL(_TOTALS) + narrowed + sql.SQL(" group by 1 order by 2 desc, 1")
    return Flows(
        [Flow(*row) for row in connection.execute(by_flow, values) if row[3]],
        [Total(*row) for row in connection.execute(by_recipient, values)], floor, as_of,
    )  # fmt: skip
