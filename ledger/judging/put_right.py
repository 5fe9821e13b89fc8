"""Violations that a later judgement ended, by who received and why: when, and what led to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql

from ledger.judging.ranges import Range, narrowing
from ledger.judging.standing import ORDERS, Order
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection

#: What ended a violation is the first judgement after the last that said so. The fact that led to it says when.
_PUT_RIGHT = """
select r.recipient, r.ground, count(*), count(distinct r.identity) people, min(r.happened_at), max(r.happened_at),
       min(f.appended_at), max(f.appended_at), array_agg(distinct f.kind order by f.kind)
from (
  select idx from record where log_id = %(log)s and verdict = 'violation' and idx < %(as_of)s
  union select record_idx from judgement where log_id = %(log)s and verdict = 'violation' and idx < %(as_of)s
) once
join record r on r.log_id = %(log)s and r.idx = once.idx
cross join lateral (
  select idx, verdict from judgement
  where log_id = %(log)s and record_idx = once.idx and idx < %(as_of)s order by idx desc limit 1
) current
cross join lateral (
  select cause from judgement j
  where j.log_id = %(log)s and j.record_idx = once.idx and j.idx < %(as_of)s and j.idx > coalesce((
    select max(v.idx) from judgement v
    where v.log_id = %(log)s and v.record_idx = once.idx and v.idx < %(as_of)s and v.verdict = 'violation'), -1)
  order by j.idx limit 1
) ended
join fact f on f.log_id = %(log)s and f.idx = ended.cause
where current.verdict <> 'violation' and f.appended_at >= %(since)s and f.appended_at < %(until)s
"""
_BY = " group by 1, 2 order by {}, 1, 2 limit %(limit)s"


@dataclass(frozen=True, slots=True)
class PutRight:
    """Records of one recipient that claimed one ground and are violations no more. ``first`` and ``last``: when they
    happened; ``from_`` and ``to``: when they were put right (µs UTC); ``causes``: the kinds of fact that led to it."""

    recipient: str
    ground: str
    records: int
    people: int
    first: int
    last: int
    from_: int
    to: int
    causes: Sequence[str]


def put_right(
    connection: Connection, as_of: int, since: int, until: int, within: Range, most: int, order: Order
) -> list[PutRight]:  # fmt: skip
    """Return the violations below ``as_of`` that were ended from ``since`` until before ``until`` (µs UTC), in an
    order."""
    narrowed, values = narrowing(within)
    rows = connection.execute(sql.SQL(_PUT_RIGHT) + narrowed + sql.SQL(_BY).format(ORDERS[order]), {
        **values, "log": LOG_ID, "as_of": as_of, "since": since, "until": until, "limit": most,
    })  # fmt: skip
    return [PutRight(*row) for row in rows]
