"""How much waits for somebody, in numbers: signs nobody has acknowledged, records that cannot be judged yet, messages
that could not be read, sources that fell silent, and how far the log is published. Nothing here names anybody."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.judging.completeness import heard_sources
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection

_ALERTS = """
select count(*), min(raised_at) from alert a
where log_id = %(log)s and kind not in ('escalated', 'rejudged')
  and not exists (select from alert_acknowledgement k where k.log_id = a.log_id and k.alert_idx = a.idx)
"""
#: As the view `open_record` has them, but from indexes: of all that are open one record is read, the first taken in.
_UNDETERMINED = """
with undetermined as (
  select r.idx from record r
  where r.log_id = %(log)s and r.verdict = 'undetermined'
    and not exists (select from judgement j where j.log_id = r.log_id and j.record_idx = r.idx)
  union all
  select j.record_idx from judgement j
  where j.log_id = %(log)s and j.verdict = 'undetermined'
    and not exists (
      select from judgement l where l.log_id = j.log_id and l.record_idx = j.record_idx and l.idx > j.idx)
), counted as (select count(*) number, min(idx) first from undetermined)
select number, (select appended_at from record where log_id = %(log)s and idx = first) from counted
"""
_QUARANTINE = """
select count(*), min(taken_at) from quarantine q
where log_id = %(log)s and not exists (
  select from quarantine_resolution s
  where s.log_id = q.log_id and s.topic_id = q.topic_id and s.partition = q.partition and s."offset" = q."offset")
"""
_PUBLISHED = """
select size, published_at from checkpoint where log_id = %(log)s order by checkpoint_id desc limit 1
"""

_PUBLISHED_BEFORE = """
select size from checkpoint where log_id = %s and published_at < %s
order by published_at desc, checkpoint_id desc limit 1
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are, and since when (µs UTC) the oldest of them is; None where there is none."""

    count: int
    since: int | None


def open_alerts(connection: Connection) -> Tally:
    """Count the alerts that nobody has acknowledged."""
    return _counted(connection, _ALERTS)


def undetermined(connection: Connection) -> Tally:
    """Count the records that cannot be judged yet."""
    return _counted(connection, _UNDETERMINED)


def unread(connection: Connection) -> Tally:
    """Count the messages that could not be read and that nobody has dealt with."""
    return _counted(connection, _QUARANTINE)


def silent(connection: Connection, registers: Registers, now: int) -> Tally:
    """Count the sources that are silent at an instant (µs UTC), since that was last heard which fell silent first."""
    quiet = [one for one in heard_sources(connection, registers, now) if one.silence_due(now)]
    heard = [one.last_heard for one in quiet if one.last_heard is not None]
    return Tally(len(quiet), min(heard, default=None))


def published(connection: Connection) -> Tally:
    """Return of how many entries the last published head is, and when it was published."""
    row = connection.execute(_PUBLISHED, {"log": LOG_ID}).fetchone()
    return Tally(0, None) if row is None else Tally(*row)


def published_before(connection: Connection, at: int) -> int | None:
    """Return the size of the last head that was published before an instant (µs UTC), None where none was."""
    row = connection.execute(_PUBLISHED_BEFORE, (LOG_ID, at)).fetchone()
    return None if row is None else int(row[0])


def _counted(connection: Connection, query: str) -> Tally:
    (row,) = connection.execute(query.encode(), {"log": LOG_ID}).fetchall()
    return Tally(*row)
