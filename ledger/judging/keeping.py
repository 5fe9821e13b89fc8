"""How long the ledger's own records are kept: by their day, their series, what points to them, and legal holds.

The day moves with every provision of an open series, so it is never stored: it follows from the views, as of a head
size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from ledger.judging import registered
from ledger.judging.records import RecordRow, records_at
from ledger.law.days import calendar, jst_day
from ledger.law.form import EACH, kept_as
from ledger.law.retention import held, outliving, retain_until
from ledger.law.types import Duty
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection

Event = tuple[str, bytes]

_SERIES = """
select s.idx, s.form, l.happened_at,
       exists (select from series c where c.log_id = s.log_id and c.series = s.series and c.closed
               and c.happened_at = l.happened_at and c.idx < %(as_of)s)
from series s
cross join lateral (
  select max(happened_at) as happened_at from series
  where log_id = s.log_id and series = s.series and idx < %(as_of)s
) l
where s.log_id = %(log)s and s.idx = any(%(indexes)s)
"""
#: Of each record that omits something, the event whose record holds it, and whether that is in the ledger.
_HOLDERS = """
select o.idx, o.source, o.event_id, exists (
  select from record r where r.log_id = o.log_id and r.source = o.source and r.event_id = o.event_id
  and r.position = 0 and r.idx < %(as_of)s)
from omission o where o.log_id = %(log)s and o.idx = any(%(indexes)s) and o.idx < %(as_of)s
"""
_POINTING = """
select o.idx, h.idx from record h
join omission o on o.log_id = h.log_id and o.source = h.source and o.event_id = h.event_id
where h.log_id = %(log)s and h.idx = any(%(indexes)s) and o.idx < %(as_of)s
"""


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long one record is kept: ``until`` its last day (None: no period runs), ``open``: of a series that has not
    closed, so that the day still moves; ``held``: under a legal hold; ``dangling``: the record that should hold what it
    omits is not in the ledger."""

    until: date | None
    open: bool
    held: bool
    dangling: bool


def keeping_of(
    connection: Connection, registers: Registers, rows: Sequence[RecordRow], as_of: int, now: int
) -> dict[int, Keeping]:
    """Return by index how long each record is kept, as of a head size and by the registers of an instant (µs UTC)."""
    family = _with_those_that_point(connection, rows, as_of)
    indexes = list(family)
    series = {
        idx: (form, last, closed)
        for idx, form, last, closed in connection.execute(
            _SERIES, {"log": LOG_ID, "as_of": as_of, "indexes": indexes}
        )
    }  # fmt: skip
    months = {
        row.key: int(row.body["months"]) for row in registers.keys_at("retention_periods", now)
    }  # fmt: skip
    alone: dict[int, date | None] = {}
    for idx, row in family.items():
        form, last, _ = series.get(idx, (EACH, row.happened_at, True))
        alone[idx] = retain_until(
            cast(Duty, row.duty), kept_as(form, row.marks), _day(row.appended_at), _day(last), months.get(row.duty)
        )
    holders = connection.execute(_HOLDERS, {"log": LOG_ID, "as_of": as_of, "indexes": indexes}).fetchall()
    pointing = {idx: (source, event_id.bytes) for idx, source, event_id, _ in holders}
    dangling = {idx for idx, _, _, there in holders if not there}
    until = _moved(family, alone, pointing)
    holds = [registered.legal_hold(row) for row in registers.keys_at("legal_holds", now)]
    return {
        row.idx: Keeping(
            until[row.idx],
            row.idx in series and not series[row.idx][2],
            held(holds, row.recipient, row.source, jst_day(row.happened_at)),
            row.idx in dangling,
        )
        for row in rows
    }


def _with_those_that_point(connection: Connection, rows: Sequence[RecordRow], as_of: int) -> dict[int, RecordRow]:
    """Return the records and every record that points to one of them, however many steps away."""
    family = {row.idx: row for row in rows}
    fresh = list(family)
    while fresh:
        found = connection.execute(_POINTING, {"log": LOG_ID, "indexes": fresh, "as_of": as_of}).fetchall()
        fresh = sorted({idx for idx, _ in found} - family.keys())
        family |= {row.idx: row for row in records_at(connection, fresh, as_of)}
    return family


def _moved(
    family: Mapping[int, RecordRow], alone: Mapping[int, date | None], pointing: Mapping[int, Event]
) -> dict[int, date | None]:
    """Return the last days once every record lives at least as long as those that point to its event."""
    events: dict[Event, date | None] = {}
    omits: dict[Event, Event] = {}
    for idx, row in family.items():
        event = (row.source, row.event_id)
        events[event] = max((last for last in (events.get(event), alone[idx]) if last is not None), default=None)
        if idx in pointing:
            omits[event] = pointing[idx]
    moved = outliving(events, omits)
    return {
        idx: moved[event] if moved[event := (row.source, row.event_id)] != events[event] else alone[idx]
        for idx, row in family.items()
    }


def _day(at: int) -> date:
    return calendar(jst_day(at))
