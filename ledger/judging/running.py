"""How the programs run, told by what they left in the database: how much waits, and since when."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.log.head import LOG_ID, read_head
from ledger.store.connect import Connection

_ACTS = """
select count(*), min(made_at) from (
  select made_at from intake i
  where i.log_id = %s and i.intake_id > (select coalesce(max(intake_id), 0) from act) - 10000
    and not exists (select from act a where a.intake_id = i.intake_id) limit 10000) waiting
"""
_OUTBOX = "select count(*) from (select from outbox where log_id = %s limit 10000) waiting"
_STAMPED = "select max(stamped_at) from time_stamp where log_id = %s"
_MAIL = """
select count(*) filter (where state = 'waiting'), count(*) filter (where state <> 'waiting'), min(made_at)
from mail where log_id = %s
"""
_HEARD = "select max(last_heard) from instance where log_id = %s"


@dataclass(frozen=True, slots=True)
class Running:
    """Times are µs UTC, None where there is none. ``acts``, ``outbox`` and ``mail`` count what waits; ``given_up``:
    mail that was refused for good."""

    size: int
    heard_at: int | None
    acts: int
    acts_since: int | None
    outbox: int
    stamped_at: int | None
    mail: int
    given_up: int
    mail_since: int | None


def running(connection: Connection) -> Running:
    """Return how things stand."""
    acts, acts_since = _row(connection, _ACTS) or (0, None)
    mail, given_up, mail_since = _row(connection, _MAIL) or (0, 0, None)
    (outbox,), (heard,) = _row(connection, _OUTBOX) or (0,), _row(connection, _HEARD) or (None,)
    (stamped,) = _row(connection, _STAMPED) or (None,)
    return Running(
        read_head(connection, LOG_ID).size, heard, acts or 0, acts_since, outbox or 0, stamped,
        mail or 0, given_up or 0, mail_since,
    )  # fmt: skip


def _row(connection: Connection, statement: str) -> tuple[int | None, ...] | None:
    return connection.execute(statement.encode(), (LOG_ID,)).fetchone()
