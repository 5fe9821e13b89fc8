"""Signs of violation: what was raised, who answers for it, who acknowledged it, and what was escalated to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection

#: What an officer says when acknowledging an alert, by code.
NOTES: Mapping[str, str] = {
    "looking_into": "確認中 / being looked into",
    "corrected": "是正済み / put right",
    "reported": "委員会に報告済み / reported to the Commission (article 26)",
    "no_violation": "違反なし / found to be no violation",
}

#: An officer declared fewer people than before whose cases they work none of; the alert is about that officer.
CONFLICT_REMOVED = "conflict_removed"

_ALERTS = """
select a.idx, a.entry_id, a.kind, a.raised_at, a.record_idx, r.entry_id, r.source, a.about, s.responsible,
       e.raised_at, e.addressed_to, k.officer, k.made_at, k.note, exists (
         select from outbox o
         where o.log_id = a.log_id and o.kind = 'alerts' and o.first_index <= a.idx and a.idx < o.next_index)
from alert a
left join record r on r.log_id = a.log_id and r.idx = a.record_idx
left join alert_service s on s.log_id = a.log_id and s.idx = a.idx
left join lateral (
  select raised_at, addressed_to from alert
  where log_id = a.log_id and concerns = a.idx and kind = 'escalated' order by idx limit 1
) e on true
left join lateral (
  select officer, made_at, note from alert_acknowledgement
  where log_id = a.log_id and alert_idx = a.idx and idx < %(as_of)s order by idx limit 1
) k on true
where a.log_id = %(log)s and a.idx < %(as_of)s and a.kind <> 'escalated'
"""
#: That records were judged again is told and asks for nothing.
_OPEN = " and k.officer is null and a.kind <> 'rejudged'"
_NEWEST = " and a.idx < %(before)s order by a.idx desc limit %(limit)s"
_ONE = """ and a.idx = (
  select coalesce(case when kind = 'escalated' then concerns end, idx) from alert
  where log_id = %(log)s and idx = %(idx)s)
"""

_UNSENT = """
select count(*), min(o.first_index), min(a.raised_at) from outbox o
left join alert a on a.log_id = o.log_id and a.idx = o.first_index
where o.log_id = %s and o.kind = 'alerts'
"""


class OwnAlert(Exception):
    """This alert is about what you did yourself. Nothing was entered; another officer has to acknowledge it."""


class NoSuchAlert(Exception):
    """No alert was raised by the entry at this index. Nothing was entered; see `alerts list`."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert. ``record_idx``, ``record`` and ``source`` are None where it is about no single record; ``about`` is
    then what it is about, in codes: a source, a topic, a partition, a size, an officer. ``responsible`` is the officer
    the register names for the source. ``unsent``: it waits to be sent. Times are µs UTC; the first acknowledgement is
    told."""

    idx: int
    entry_id: bytes | None
    kind: str
    raised_at: int
    record_idx: int | None
    record: bytes | None
    source: str | None
    about: str | None
    responsible: str | None
    escalated_at: int | None
    escalated_to: str | None
    acknowledged_by: str | None
    acknowledged_at: int | None
    note: str | None
    unsent: bool


@dataclass(frozen=True, slots=True)
class Unsent:
    """Alerts that wait to be sent: in how many runs, the entry of the oldest and since when (µs UTC) it waits, None
    where that entry may have raised one and did not."""

    runs: int
    first: int
    since: int | None


def alerts(
    connection: Connection, as_of: int, *, only_open: bool, limit: int, before: int | None = None
) -> list[Alert]:
    """Return alerts raised below ``as_of``, newest first; ``only_open``: those that wait for somebody to acknowledge
    them. The next page begins below the last one's index: pass it as ``before``."""
    values = {"as_of": as_of, "before": as_of if before is None else before, "limit": limit}
    return _found(connection, (_OPEN if only_open else "") + _NEWEST, values)


def find_alert(connection: Connection, as_of: int, idx: int) -> Alert:
    """Return the alert raised by the entry at an index; of an escalation, the alert that was escalated. Raises
    NoSuchAlert."""
    found = _found(connection, _ONE, {"as_of": as_of, "idx": idx})
    if not found:
        raise NoSuchAlert(str(idx))
    return found[0]


def check_other(alert: Alert, officer: str) -> None:
    """See that an officer does not acknowledge what they did themselves. Raises OwnAlert."""
    if alert.kind == CONFLICT_REMOVED and alert.about == officer:
        raise OwnAlert


def unsent(connection: Connection) -> Unsent | None:
    """Return what waits to be sent, None where everything was."""
    runs, first, since = connection.execute(_UNSENT, (LOG_ID,)).fetchall()[0]
    return Unsent(runs, first, since) if runs else None


def addressees(registers: Registers, named: str | None, at: int) -> tuple[str, ...]:
    """Return who is to act: the officer named if there is one at the instant, else every privacy officer."""
    if named is not None and registers.valid_at("officers", named, at) is not None:
        return (named,)
    return tuple(row.key for row in registers.keys_at("officers", at) if "privacy_officer" in row.body["roles"])


def _found(connection: Connection, which: str, values: dict[str, Any]) -> list[Alert]:
    return [
        Alert(idx, entry_id and entry_id.bytes, kind, raised_at, record_idx, record and record.bytes, *rest)
        for idx, entry_id, kind, raised_at, record_idx, record, *rest in connection.execute(
            (_ALERTS + which).encode(), {"log": LOG_ID, **values}
        )
    ]
