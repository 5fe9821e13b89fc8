"""What became of a message that could not be read, once officers asked: read again, still unreadable, or let rest.

A release reads the same bytes in the same way, so a page asks once a day at most: whoever presses again adds nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ledger.judging.acts import OPERATIONS, enter_act, said_in
from ledger.judging.resting import about, asked_at
from ledger.judging.standing import Unread
from ledger.law.days import jst_day, midnight
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

#: Tries that are told, the newest first.
_MOST = 10
_TRIES = """
select t.officer, i.made_at, t.reason from quarantine_reread t
left join act a on a.log_id = t.log_id and a.idx = t.idx left join intake i on i.intake_id = a.intake_id
where t.log_id = %(log)s and t.topic_id = %(topic)s and t.partition = %(partition)s and t."offset" = %(offset)s
order by t.idx desc limit %(most)s
"""
_REPLAY = """
select e.entry, s.key_id, s.sealed from quarantine_resolution q
join entry e on e.log_id = q.log_id and e.idx = q.idx join sealed s on s.log_id = q.log_id and s.idx = q.idx
where q.log_id = %(log)s and q.topic_id = %(topic)s and q.partition = %(partition)s and q."offset" = %(offset)s
  and q.outcome = 'replayed'
"""
_IS_RECORD = "select exists (select from record where log_id = %s and idx = %s)"


@dataclass(frozen=True, slots=True)
class Try:
    """``made_at``: when an officer asked (µs UTC), None of an answer; ``reason``: of an answer, why it cannot be read
    still."""

    officer: str
    made_at: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Brought:
    """What reading a message again came to (a disposition of `batch` entries), at which index of the log, and whether a
    record stands there."""

    disposition: str
    index: int | None
    record: bool


def ask_to_reread(
    connection: Connection, vault: Vault, registers: Registers, officer: str, reason: str, message: Unread, now: int
) -> None:  # fmt: skip
    """Ask for a message to be read again; a worker does it once the act stands in the log, within a second. Nothing is
    entered where somebody asked on this Japanese day. Raises ActRefused."""
    if asked_today(connection, vault, message, now) is None:
        enter_act(
            connection, vault, registers, officer, reason, "quarantine replay", about(message), None, now, None,
            OPERATIONS,
        )  # fmt: skip


def asked_today(connection: Connection, vault: Vault, message: Unread, now: int) -> int | None:
    """Return when (µs UTC) somebody last asked on the Japanese day of ``now``, None where nobody did."""
    return asked_at(connection, vault, message, midnight(jst_day(now)))


def tries(connection: Connection, message: Unread) -> list[Try]:
    """Return what officers asked on pages about a message and what was answered, the newest first."""
    return [Try(*row) for row in connection.execute(_TRIES, {**_place(message), "most": _MOST})]


def brought(connection: Connection, vault: Vault, message: Unread) -> Brought | None:
    """Return what reading a message again came to; None where it was not, and where the key of that day is gone."""
    row = connection.execute(_REPLAY, _place(message)).fetchone()
    key = vault.open_keys({row[1]}).get(row[1]) if row is not None else None
    if row is None or key is None:
        return None
    body = said_in(key, UUID(json.loads(bytes(row[0]))["id"]), row[2])
    index = body["index"]
    found = connection.execute(_IS_RECORD, (LOG_ID, -1 if index is None else index)).fetchone()
    return Brought(body["disposition"], index, bool(found and found[0]))


def _place(message: Unread) -> Mapping[str, Any]:
    return {
        "log": LOG_ID, "topic": message.topic_id, "partition": message.partition, "offset": message.offset,
    }  # fmt: skip
