"""How far each kind of fact is known to have come, and the entry that says so when a judgement would differ by it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from ledger.judging.awaiting import waiting_for
from ledger.judging.grace import lags
from ledger.judging.lookup import FACT_KINDS
from ledger.log.append import append, ready_in_clear
from ledger.log.entry import clear_entry
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers
from ledger.store.arrays import Bigints, Integers, Uuids
from ledger.store.connect import Connection

#: How far each partition has come; of what is held there from an offset on and was not resolved, the first, and how far
#: it lets the watermark go; and the last that is held. ``offset 0``: of each message by itself, or the planner may
#: compare every one with every other.
_PARTITIONS = """
select w.source, w.kind, w.topic_id, w.partition, w.reached, h.first, h.held_at, (
  select q."offset" from quarantine q
  where q.log_id = w.log_id and q.topic_id = w.topic_id and q.partition = w.partition
  order by q."offset" desc limit 1)
from watermark w
left join unnest(%(topics)s, %(partitions)s, %(settled)s) s(topic_id, partition, settled) using (topic_id, partition)
cross join lateral (
  select min(q."offset") as first, min(q.held_at) as held_at from quarantine q
  where q.log_id = w.log_id and q.topic_id = w.topic_id and q.partition = w.partition
    and q."offset" >= coalesce(s.settled, 0) and q.held_at is not null
    and not exists (
      select from quarantine_resolution r
      where r.log_id = q.log_id and r.topic_id = q.topic_id and r.partition = q.partition
        and r."offset" = q."offset" offset 0)
) h
where w.log_id = %(log)s
"""
#: The last of each kind is the one that reaches farthest.
_LAST = """
select k.kind, (
  select w.reached from watermark_entry w where w.log_id = %s and w.kind = k.kind order by w.idx desc limit 1
) from unnest(%s::text[]) k(kind)
"""
#: The first of each thing that is awaited, in the order of the indexes that hold what is open. Asked whether there
#: is any (of the view `open_record`), the planner reads the whole table: before it is analysed it takes another index
#: to be as good, and afterwards it expects to meet one soon. There is none, mostly, and this is asked twice a turn.
_WAITING = """
select exists (
  select from unnest(%(awaits)s::text[]) a(awaits) cross join lateral (
    select from record r
    where r.log_id = %(log)s and r.verdict = 'undetermined' and r.awaits = a.awaits
      and r.happened_at > %(after)s and r.happened_at <= %(upto)s
      and not exists (select from judgement j where j.log_id = r.log_id and j.record_idx = r.idx)
    order by r.happened_at limit 1
  ) o
) or exists (
  select from unnest(%(awaits)s::text[]) a(awaits) cross join lateral (
    select from judgement j
    where j.log_id = %(log)s and j.verdict = 'undetermined' and j.awaits = a.awaits
      and j.happened_at > %(after)s and j.happened_at <= %(upto)s
      and not exists (
        select from judgement l where l.log_id = j.log_id and l.record_idx = j.record_idx and l.idx > j.idx
      )
    order by j.happened_at limit 1
  ) o
)
"""


class Watermarks:
    """Moves watermarks. What it remembers is below which offset of each partition all that is quarantined was resolved:
    that stays so, and what comes stands behind it."""

    def __init__(self) -> None:
        self._settled: dict[tuple[UUID, int], int] = {}

    def advance(self, connection: Connection, registers: Registers, now: int) -> bool:
        """Append a watermark entry for each kind that ends the grace of some record, and return whether any was."""
        live = self._live(connection, registers, now)
        last = _last(connection)
        # A consent may yet come by way of a link: neither ends a grace alone.
        live["consent"] = min(live.get("consent", -1), live["link"])
        due = {
            kind: reached
            for kind, reached in live.items()
            if kind != "link"
            and reached > last.get(kind, -1)
            and _ends_a_grace(connection, kind, last.get(kind, -1), reached)
        }
        if "consent" in due:
            due["link"] = live["link"]
        return bool(due) and _append(connection, due)

    def _live(self, connection: Connection, registers: Registers, now: int) -> dict[str, int]:
        """Return for each kind of fact the instant (µs UTC) up to which all of it has come, as things stand.

        It is the least over every partition of every source registered for the kind, minus that source's declared lag,
        held back by what is quarantined there. A kind nobody is registered for brings nothing, so all of it has come;
        except consents: nobody telling of consents is no proof that there are none.
        """
        reached = self._reached(connection)
        live: dict[str, int] = {}
        for kind in FACT_KINDS:
            told = [reached.get((source, kind), -1) - lag for source, lag in lags(registers, kind, now).items()]
            if told:
                live[kind] = min(told)
            elif kind != "consent":
                live[kind] = now
        return live

    def _reached(self, connection: Connection) -> dict[tuple[str, str], int]:
        """Return by source and kind how far the least of its partitions has come."""
        settled = self._settled
        rows = connection.execute(_PARTITIONS, {
            "log": LOG_ID, "topics": Uuids([topic_id.bytes for topic_id, _ in settled]),
            "partitions": Integers([partition for _, partition in settled]),
            "settled": Bigints(list(settled.values())),
        }).fetchall()  # fmt: skip
        found: dict[tuple[str, str], int] = {}
        for source, kind, topic_id, partition, reached, first, held_at, last in rows:
            if first is not None:
                settled[topic_id, partition] = first
            elif last is not None:
                settled[topic_id, partition] = last + 1
            upto = reached if held_at is None else min(reached, held_at)
            found[source, kind] = min(upto, found.get((source, kind), upto))
        return found


def _last(connection: Connection) -> dict[str, int]:
    """Return by kind of fact how far the log says that all of it has come; a kind of which it says nothing is not
    among them."""
    found = connection.execute(_LAST, (LOG_ID, list(FACT_KINDS))).fetchall()
    return {kind: reached for kind, reached in found if reached is not None}


def _ends_a_grace(connection: Connection, kind: str, after: int, upto: int) -> bool:
    asked = {"log": LOG_ID, "awaits": waiting_for(kind), "after": after, "upto": upto}
    row = connection.execute(_WAITING, asked).fetchone()
    return bool(row and row[0])


def _append(connection: Connection, due: Mapping[str, int]) -> bool:
    with connection.transaction():
        head = read_head(connection, LOG_ID, lock=True)
        last = _last(connection)
        kinds = [kind for kind in sorted(due, reverse=True) if due[kind] > last.get(kind, -1)]
        entries = [ready_in_clear(clear_entry("watermark", {"fact": kind, "reached": due[kind]})) for kind in kinds]
        if not entries:
            return False
        append(connection, LOG_ID, head.size, head.root, entries)
        for idx, (kind, entry) in enumerate(zip(kinds, entries, strict=True), start=head.size):
            connection.execute(
                "insert into watermark_entry (log_id, idx, kind, reached) values (%s, %s, %s, %s)",
                (LOG_ID, idx, kind, due[kind]),
            )
            connection.execute(
                "insert into fact (log_id, idx, entry_id, kind, happened_at, appended_at)"
                " values (%s, %s, %s, 'watermark', %s, %s)",
                (LOG_ID, idx, UUID(bytes=entry.entry_id), due[kind], due[kind]),
            )
    return True
