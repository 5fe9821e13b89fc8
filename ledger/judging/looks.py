"""How often each officer looked, and why: counted from the acts, for who oversees the staff."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.log.head import LOG_ID
from ledger.store.connect import Connection

_COUNT = """
select officer, reason, count(*) from intake
where log_id = %s and made_at >= %s and command <> 'preflight' and command not like 'existence %%'
group by officer, reason
"""
_NEWEST = """
select made_at, officer from intake
where log_id = %s and command <> 'preflight' and command = %s and made_at >= %s
order by made_at desc, intake_id desc limit 1
"""
_BY_REASON = """
select reason, count(*) from intake
where log_id = %s and made_at >= %s and made_at < %s and command <> 'preflight' and command not like 'existence %%'
  and officer not like '(%%'
group by reason
"""


def acts_by_reason(connection: Connection, begin: int, end: int) -> Mapping[str, int]:
    """Return how many acts officers made between two instants (µs UTC), by reason, but for those that
    `looks_by_reason` leaves out, too."""
    return dict(connection.execute(_BY_REASON, (LOG_ID, begin, end)).fetchall())


def last_act(connection: Connection, command: str, since: int) -> tuple[int, str] | None:
    """Return when (µs UTC) and by whom a command was last entered since an instant; None where it was not."""
    row = connection.execute(_NEWEST, (LOG_ID, command, since)).fetchone()
    return (row[0], row[1]) if row is not None else None


def looks_by_reason(connection: Connection, since: int) -> Mapping[str, Mapping[str, int]]:
    """Return for each officer how many acts they have made since an instant (µs UTC), by reason; but for those about
    what the existence screen leaves out, which the page of all officers tells nobody of."""
    found: dict[str, dict[str, int]] = {}
    for officer, reason, count in connection.execute(_COUNT, (LOG_ID, since)):
        found.setdefault(officer, {})[reason] = count
    return found
