"""What is due by the clock alone, whatever the topics do: records undetermined too long, alerts nobody acknowledged,
blocks nobody confirmed, sources that are silent, running numbers that never came, topics that were made anew, heads
that nobody published, heads dated before others, stops that a source has not put into effect, tasks that no service
answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from ledger.judging.awaiting import EVERYTHING
from ledger.judging.blocks import block_steps
from ledger.judging.completeness import Heard, heard_sources, missing_of
from ledger.judging.records import records_at
from ledger.judging.stops import providing
from ledger.law.days import jst_date
from ledger.log.append import ready
from ledger.log.entry import body_entry
from ledger.log.head import LOG_ID, read_head
from ledger.log.notary.notary import CLOCK_TOLERANCE
from ledger.registers.blocks import blocks_of
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.keys import day
from ledger.vault.seal import seal
from ledger.vault.vault import Vault
from streams.recorder.alerts import ALERT_OF_ITS_OWN
from streams.recorder.transaction import Rows, append_all

#: Hours (register `services` may say otherwise) after which an alert that nobody acknowledged is escalated.
ESCALATE_HOURS = 24
_HOUR = 3_600_000_000
#: How far back (µs) alerts may still appear: a batch that waited for PostgreSQL raises its alerts as of when it came.
_BEHIND = 24 * _HOUR

#: Of what is open (the view `open_record`). ``offset 0``, here and below: what follows is asked of each by itself, or
#: the planner may read every judgement, record or alert there is, which it prefers while it has no statistics.
_OVERDUE = """
select o.idx from (
  select r.idx, r.appended_at from unnest(%(awaits)s::text[]) a(awaits) cross join lateral (
    select * from record where log_id = %(log)s and verdict = 'undetermined' and awaits = a.awaits
      -- What the index can narrow: long past, or dated into the future.
      and (happened_at < %(before)s or happened_at > %(now)s) offset 0
  ) r
  where not exists (select from judgement j where j.log_id = %(log)s and j.record_idx = r.idx offset 0)
  union all
  select r.idx, r.appended_at from unnest(%(awaits)s::text[]) a(awaits) cross join lateral (
    select * from judgement where log_id = %(log)s and verdict = 'undetermined' and awaits = a.awaits
      and (happened_at < %(before)s or happened_at > %(now)s) offset 0
  ) j cross join lateral (select * from record where log_id = %(log)s and idx = j.record_idx offset 0) r
  where not exists (
    select from judgement l where l.log_id = %(log)s and l.record_idx = j.record_idx and l.idx > j.idx offset 0)
) o
where o.appended_at < %(before)s and not exists (
  select from alert a where a.log_id = %(log)s and a.record_idx = o.idx and a.kind = 'overdue' offset 0)
order by o.idx limit 500
"""
#: Alerts raised since an instant that nobody acknowledged and that were not escalated. Neither an escalation is
#: escalated nor the word that records were judged again: that is no sign of violation.
_OPEN = """
from alert a
where a.log_id = %(log)s and a.raised_at >= %(since)s and a.raised_at < %(before)s
  and a.kind not in ('escalated', 'rejudged')
  and not exists (
    select from alert e where e.log_id = a.log_id and e.concerns = a.idx and e.kind = 'escalated' offset 0)
  and not exists (
    select from alert_acknowledgement k where k.log_id = a.log_id and k.alert_idx = a.idx offset 0)
order by a.raised_at, a.idx
"""
_UNACKNOWLEDGED = f"""
select a.idx, (
  select convert_from(e.entry, 'UTF8')::json ->> 'id' from entry e where e.log_id = a.log_id and e.idx = a.idx
), a.record_idx, s.escalates_to
from (select a.* {_OPEN} offset 0) a
left join lateral (select * from alert_service where log_id = a.log_id and idx = a.idx offset 0) s on true
where a.raised_at < %(now)s - coalesce(s.escalate_hours, %(hours)s) * %(hour)s
order by a.raised_at, a.idx limit 500
"""
_OLDEST_OPEN = f"select a.raised_at {_OPEN} limit 1"
_SHORTEST = """
select min((body::jsonb ->> 'escalate_hours')::bigint) from register where log_id = %s and register = 'services'
"""
_LAPSES_TO_TELL = """
select e.idx, convert_from(e.entry, 'UTF8')::json ->> 'id' from entry e
where e.log_id = %(log)s and e.idx = any(%(lapsed)s) and not exists (
  select from alert a where a.log_id = e.log_id and a.concerns = e.idx and a.kind = 'block_lapsed')
order by e.idx
"""
_TOLD = "select from alert where log_id = %s and kind = %s and about = %s and raised_at > %s limit 1"
_KNOW_TOPIC = """
insert into heard (log_id, source, topic, partition, heard_until, known_at) values (%s, %s, %s, 0, -1, %s)
on conflict do nothing
"""
#: Not where it was heard since the look.
_MISS = """
update heard set missed_at = %s
where log_id = %s and source = %s and topic = %s and partition = %s and heard_until = %s
"""
#: Instances whose numbers are looked at in one turn, and ranges of one that are told each by itself: the last of them
#: tells of all that follow.
_INSTANCES, _RANGES = 200, 20
_TO_TELL = """
select i.source, i.instance, i.told_number, i.asked_number, i.asked_at from instance i
join unnest(%(sources)s::text[], %(lags)s::bigint[]) lag (source, us) using (source)
where i.log_id = %(log)s and i.asked_number > i.told_number and i.asked_at < %(now)s - lag.us
order by i.asked_at, i.source, i.instance limit %(most)s
"""
_TELL_UPTO = """
update instance set told_number = asked_number
where log_id = %s and source = %s and instance = %s and asked_number = %s
"""
_ASK_UPTO = """
update instance set asked_number = last_number, asked_at = %s
where log_id = %s and asked_number = told_number and last_number > asked_number
"""
#: As many alerts as there are identities of the topic beyond its first.
_RECREATED = """
select topic from position where log_id = %(log)s group by topic
having count(distinct topic_id) - 1 > (
  select count(*) from alert a where a.log_id = %(log)s and a.kind = 'topic_recreated' and a.about = position.topic)
order by topic
"""
#: How long (µs) the last published head may be behind the log's.
_UNPUBLISHED_AFTER = 600_000_000
_UNPUBLISHED = """
select c.size from checkpoint c join head h using (log_id)
where c.log_id = %(log)s and c.published_at < %(before)s and c.size < h.size
  and c.checkpoint_id = (select max(checkpoint_id) from checkpoint where log_id = %(log)s)
  and not exists (
    select from alert a where a.log_id = c.log_id and a.kind = 'unpublished' and a.about = c.size::text)
"""
#: How far back (heads) dates are compared. Without a worker the log does not grow, and heads are heartbeats alone.
_HEADS_BACK = 1_000
#: For how long (µs) a mail may be late that nobody gives up, perhaps because nobody sends.
_MAIL_LATE = 300_000_000
_UNDELIVERED = """
select distinct m.case_id::text from mail m
where m.log_id = %(log)s and (m.state = 'given_up' or m.until < %(late)s) and not exists (
  select from alert a where a.log_id = m.log_id and a.kind = 'mail_undelivered' and a.about = m.case_id::text
  and a.raised_at > m.made_at)
order by 1 limit 500
"""
_CLOCK_BACK = """
with recent as (
  select checkpoint_id, size, published_at from checkpoint
  where log_id = %(log)s
    and checkpoint_id > (select max(checkpoint_id) from checkpoint where log_id = %(log)s) - %(heads)s
), dated as (
  select checkpoint_id, size, published_at, lag(published_at) over (order by checkpoint_id) as before from recent
)
select size::text from dated
where published_at < before - %(tolerance)s and not exists (
  select from alert a where a.log_id = %(log)s and a.kind = 'clock_back' and a.about = size::text)
group by size order by size
"""
#: How long (µs) a service may take to say that it has put a stop into effect.
_ACKNOWLEDGE_WITHIN = 3 * 24 * _HOUR
_UNACKNOWLEDGED_STOPS = """
select s.stop::text, p.source from (
  select distinct on (stop) stop, told_at, ends_at from stop where log_id = %(log)s order by stop, idx desc
) s cross join unnest(%(sources)s::text[]) p (source)
where s.told_at < %(before)s and (s.ends_at is null or s.ends_at > %(now)s)
  and not exists (
    select from stop_acknowledgement k
    where k.log_id = %(log)s and k.stop = s.stop and k.source = p.source and k.effective_at <= %(now)s offset 0)
  and not exists (
    select from alert a
    where a.log_id = %(log)s and a.kind = 'stop_unacknowledged' and a.about = p.source || '/' || s.stop::text
    offset 0)
order by s.told_at, s.stop, p.source limit 500
"""
#: Of a case that has its answer, or wants none any more, nothing is awaited.
_OVERDUE_TASKS = """
select t.source || '/' || t.task from task t
where t.log_id = %(log)s and t.due_at <= %(now)s
  and not exists (select from task_report r where r.log_id = t.log_id and r.task = t.task and r.read offset 0)
  and not exists (
    select from intake i where i.log_id = t.log_id and i.case_id = t.case_id
      and i.command in ('case answer', 'case withdraw', 'case death') offset 0)
  and not exists (
    select from alert a
    where a.log_id = t.log_id and a.kind = 'task_overdue' and a.about = t.source || '/' || t.task offset 0)
order by t.due_at, t.task limit 500
"""
_OUTBOX = ("log_id", "kind", "first_index", "next_index")


@dataclass(frozen=True, slots=True)
class DueAlert:
    """An alert to be raised. ``refs``: ids of the entries it is about; ``record``: index of the record, if it is about
    one; ``concerns``: index of the alert or block it follows from; ``addressed_to``: officer, None: every privacy
    officer; ``about``: the source, its running numbers or the topic, where it is about one."""

    kind: str
    refs: Sequence[bytes]
    record: int | None = None
    concerns: int | None = None
    addressed_to: str | None = None
    about: str | None = None


def raise_overdue(connection: Connection, vault: Vault, after: int, now: int) -> int:
    """Append one alert entry for each record undetermined for longer than ``after`` (µs since the broker took it).

    At most 500 at a time; returns how many.
    """
    values = {"log": LOG_ID, "before": now - after, "now": now, "awaits": list(EVERYTHING)}

    def find(connection: Connection) -> Sequence[DueAlert]:
        overdue = [idx for (idx,) in connection.execute(_OVERDUE, values)]
        if not overdue:
            return ()
        rows = records_at(connection, overdue, read_head(connection, LOG_ID).size)
        return [DueAlert("overdue", [row.entry_id], row.idx) for row in rows]

    return _raise(connection, vault, now, find)


def escalate(connection: Connection, vault: Vault, since: int, now: int) -> int:
    """Escalate, once, each alert that nobody acknowledged in time, to the officer that the service's register entry
    names; at most 500 at a time.

    Returns since when alerts have to be looked at the next time: none that was raised before ``since`` is.
    """
    shortest = connection.execute(_SHORTEST, (LOG_ID,)).fetchone()
    hours = ESCALATE_HOURS if shortest is None or shortest[0] is None else min(ESCALATE_HOURS, shortest[0])
    values = {
        "log": LOG_ID, "since": since, "before": now - hours * _HOUR, "now": now, "hours": ESCALATE_HOURS,
        "hour": _HOUR,
    }  # fmt: skip

    def find(connection: Connection) -> Sequence[DueAlert]:
        return [
            DueAlert("escalated", [bytes.fromhex(entry_id)], record, idx, to)
            for idx, entry_id, record, to in connection.execute(_UNACKNOWLEDGED.encode(), values)
        ]

    _raise(connection, vault, now, find)
    oldest = connection.execute(_OLDEST_OPEN.encode(), values).fetchone()
    behind = now - _BEHIND
    return behind if oldest is None or oldest[0] is None else min(behind, int(oldest[0]))


def raise_lapsed(connection: Connection, vault: Vault, now: int) -> int:
    """Append an alert entry for each block that ended because no second officer confirmed it; return how many."""

    def find(connection: Connection) -> Sequence[DueAlert]:
        blocks = blocks_of(block_steps(connection, read_head(connection, LOG_ID).size))
        lapsed = [block.idx for block in blocks if block.lapsed(now)]
        if not lapsed:
            return ()
        told = connection.execute(_LAPSES_TO_TELL, {"log": LOG_ID, "lapsed": lapsed})
        return [DueAlert("block_lapsed", [bytes.fromhex(entry_id)], concerns=idx) for idx, entry_id in told]

    return _raise(connection, vault, now, find)


def raise_silences(connection: Connection, vault: Vault, registers: Registers, now: int) -> int:
    """Append an alert entry for each source that fell silent or never spoke, and for each partition of which nothing
    comes while its source is heard on others, once for each silence; return how many. A source all of whose instances
    said that they are done is not silent."""

    def find(connection: Connection) -> Sequence[DueAlert]:
        return [
            DueAlert("silence", (), about=about)
            for one in heard_sources(connection, registers, now)
            for about, since in _silences(one, now)
            if connection.execute(_TOLD, (LOG_ID, "silence", about, since)).fetchone() is None
        ]

    for one in heard_sources(connection, registers, now):
        _note_missed(connection, one, now)
    return _raise(connection, vault, now, find)


def _silences(heard: Heard, now: int) -> list[tuple[str, int]]:
    """Return what of a source is silent (its code, or topic/partition), and since when; -1: it never spoke."""
    whole = [(heard.source, heard.last_heard)] if heard.silence_due(now) else []
    found = [*whole, *((partition.name, partition.heard_until) for partition in heard.stuck(now))]
    return [(about, -1 if since is None else since) for about, since in found]


def _note_missed(connection: Connection, heard: Heard, now: int) -> None:
    """Note from when partitions are missed, and that topics are expected of which no partition is known: as if their
    first were, which every topic has.

    A source that speaks again is heard on one partition before the others, so what counts is how long it goes on. Each
    row is a statement of its own: workers that write others in another order do not wait for this one.
    """
    for topic in heard.unknown:
        connection.execute(_KNOW_TOPIC, (LOG_ID, heard.source, topic, now))
    behind = heard.behind(now)
    for partition in heard.partitions:
        missed = partition in behind
        if missed is (partition.missed_at is None):
            until = -1 if partition.heard_until is None else partition.heard_until
            connection.execute(_MISS, (
                now if missed else None, LOG_ID, heard.source, partition.topic, partition.partition, until,
            ))  # fmt: skip


def raise_unacknowledged_stops(connection: Connection, vault: Vault, registers: Registers, now: int) -> int:
    """Append an alert entry for each source and stop in force that the source has not put into effect in time, once;
    at most 500 at a time. Nobody can be told that it is done until then (article 35(7)). Returns how many."""
    values = {
        "log": LOG_ID, "sources": list(providing(registers, now)), "before": now - _ACKNOWLEDGE_WITHIN, "now": now,
    }  # fmt: skip

    def find(connection: Connection) -> Sequence[DueAlert]:
        return [
            DueAlert("stop_unacknowledged", (), about=f"{source}/{stop}")
            for stop, source in connection.execute(_UNACKNOWLEDGED_STOPS, values)
        ]

    return _raise(connection, vault, now, find)


def raise_missing(connection: Connection, vault: Vault, registers: Registers, now: int) -> int:
    """Append an alert entry for each range of running numbers that has not come although its source's declared lag has
    passed since a later number was heard of; return how many.

    Each number is looked at once: what was told does not have to be told again, and what came after it was told shows
    in `completeness`.
    """
    lags = {row.key: int(row.body["lag_seconds"]) * 1_000_000 for row in registers.keys_at("sources", now)}
    values = {
        "log": LOG_ID, "now": now, "sources": list(lags), "lags": list(lags.values()), "most": _INSTANCES,
    }  # fmt: skip

    def find(connection: Connection) -> Sequence[DueAlert]:
        return [
            DueAlert("numbers_missing", (), about=about)
            for source, instance, told, asked, _ in connection.execute(_TO_TELL, values).fetchall()
            for about in _ranges(connection, source, instance, told, asked)
        ]

    with connection.transaction():
        looked_at = connection.execute(_TO_TELL, values).fetchall()
        raised = _raise(connection, vault, now, find) if looked_at else 0
        for source, instance, _, asked, _ in looked_at:
            connection.execute(_TELL_UPTO, (LOG_ID, source, instance, asked))
        connection.execute(_ASK_UPTO, (now, LOG_ID))
    return raised


def _ranges(connection: Connection, source: str, instance: str, told: int, asked: int) -> list[str]:
    """Say which numbers are missing: `source/instance first-last`."""
    missing = missing_of(connection, source, instance, told, asked)
    said = [f"{source}/{instance} {one.first}-{one.last}" for one in islice(missing, _RANGES - 1)]
    rest = next(missing, None)
    if rest is not None:
        alone = next(missing, None) is None
        said.append(f"{source}/{instance} {rest.first}-{rest.last if alone else asked}{'' if alone else ' in part'}")
    return said


def raise_recreated(connection: Connection, vault: Vault, now: int) -> int:
    """Append an alert entry for each topic that was made anew: what was in the one before is not in this one."""

    def find(connection: Connection) -> Sequence[DueAlert]:
        return [
            DueAlert("topic_recreated", (), about=topic)
            for (topic,) in connection.execute(_RECREATED, {"log": LOG_ID})
        ]

    return _raise(connection, vault, now, find)


def raise_unpublished(connection: Connection, vault: Vault, now: int) -> int:
    """Append an alert entry where the log has grown and no head of it was published for long: notary or witnesses are
    away, or refuse. Once for each head that stayed the last; nothing where no head was ever published."""

    def find(connection: Connection) -> Sequence[DueAlert]:
        row = connection.execute(_UNPUBLISHED, {"log": LOG_ID, "before": now - _UNPUBLISHED_AFTER}).fetchone()
        return [] if row is None else [DueAlert("unpublished", (), about=str(row[0]))]

    return _raise(connection, vault, now, find)


def raise_undelivered(connection: Connection, vault: Vault, now: int) -> int:
    """Append an alert entry for each case of which mail was given up or lies unsent; return how many. It names the case
    by its random id."""
    values = {"log": LOG_ID, "late": now - _MAIL_LATE}

    def find(connection: Connection) -> Sequence[DueAlert]:
        return [
            DueAlert("mail_undelivered", (), about=case_id)
            for (case_id,) in connection.execute(_UNDELIVERED, values).fetchall()
        ]

    return _raise(connection, vault, now, find)


def raise_overdue_tasks(connection: Connection, vault: Vault, now: int) -> int:
    """Append an alert entry for each task that its service has not answered by the end of its last day, once; at most
    500 at a time. It names the source and the task. Returns how many."""

    def find(connection: Connection) -> Sequence[DueAlert]:
        found = connection.execute(_OVERDUE_TASKS, {"log": LOG_ID, "now": now})
        return [DueAlert("task_overdue", (), about=about) for (about,) in found]

    return _raise(connection, vault, now, find)


def raise_clock_back(connection: Connection, vault: Vault, now: int) -> int:
    """Append an alert entry for each head that the notary dated before the one it had published last: its clock was
    set back, or forward before. The dates of heads prove nothing until it is set right."""
    values = {"log": LOG_ID, "heads": _HEADS_BACK, "tolerance": CLOCK_TOLERANCE}

    def find(connection: Connection) -> Sequence[DueAlert]:
        return [DueAlert("clock_back", (), about=size) for (size,) in connection.execute(_CLOCK_BACK, values)]

    return _raise(connection, vault, now, find)


def _raise(
    connection: Connection, vault: Vault, now: int, find: Callable[[Connection], Sequence[DueAlert]]
) -> int:
    """Append an entry for each alert that is due, and return how many; ``find`` tells which, and is asked again under
    the lock, since another worker may have raised them meanwhile."""
    if not find(connection):
        return 0
    scope = day(jst_date(now))
    key = vault.keys({scope})[scope]
    with connection.transaction():
        head = read_head(connection, LOG_ID, lock=True)
        due = find(connection)
        rows, entries = Rows(), []
        for idx, alert in enumerate(due, start=head.size):
            sealable = body_entry("alert", _said(alert), alert.refs, _beside(alert, now))
            assert sealable.opening is not None
            sealed = seal(key.cipher, sealable.opening, sealable.entry_id)
            entries.append(ready(sealable.entry_id, sealable.entry, key.key_id, sealed))
            rows.add("alert", ALERT_OF_ITS_OWN, (
                LOG_ID, idx, UUID(bytes=sealable.entry_id), alert.kind, alert.record, now, alert.concerns,
                alert.addressed_to, alert.about,
            ))  # fmt: skip
        if entries:
            rows.add("outbox", _OUTBOX, (LOG_ID, "alerts", head.size, head.size + len(entries)))
            append_all(connection, head.size, head.root, entries, rows, lambda: None)
    return len(entries)


def _said(alert: DueAlert) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": alert.kind}
    if alert.record is not None:
        said["record"] = alert.refs[0].hex()
    if alert.addressed_to is not None:
        said["addressed_to"] = alert.addressed_to
    if alert.about is not None:
        said["about"] = alert.about
    return said


def _beside(alert: DueAlert, now: int) -> dict[str, Any]:
    beside: dict[str, Any] = {"index": alert.record, "raised_at": str(now)}
    if alert.concerns is not None:
        beside["concerns"] = alert.concerns
    return beside
