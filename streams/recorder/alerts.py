"""Alerts: which judgements raise one, and those that are entries of their own, since no judgement raised them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ledger.law.days import jst_date
from ledger.log.append import ready
from ledger.log.entry import body_entry
from ledger.log.head import LOG_ID, read_head
from ledger.store.connect import Connection
from ledger.vault.keys import day
from ledger.vault.seal import seal
from ledger.vault.vault import Vault
from streams.recorder.transaction import Rows, append_all

ALERT = ("log_id", "idx", "entry_id", "kind", "record_idx", "raised_at")
ALERT_OF_ITS_OWN = (*ALERT, "concerns", "addressed_to")
_OUTBOX = ("log_id", "kind", "first_index", "next_index")


@dataclass(frozen=True, slots=True)
class DueAlert:
    """An alert to be raised. ``refs``: ids of the entries it is about; ``record``: index of the record, if it is about
    one; ``concerns``: index of the alert or block it follows from; ``addressed_to``: officer, None: every privacy
    officer."""

    kind: str
    refs: Sequence[bytes]
    record: int | None = None
    concerns: int | None = None
    addressed_to: str | None = None


def raises(verdict: str, marks: Collection[str]) -> str | None:
    """Return the kind of alert that a judgement raises, or None: a violation, or an incident of article 26."""
    if verdict == "violation":
        return "violation"
    return "incident" if "incident" in marks else None


def raises_again(was: str, verdict: str, marks: Collection[str]) -> str | None:
    """Return the kind of alert that a later judgement raises where the one before it had the verdict ``was``."""
    return raises(verdict, marks) if verdict != was else None


def raise_due(
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
                alert.addressed_to,
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
    return said


def _beside(alert: DueAlert, now: int) -> dict[str, Any]:
    beside: dict[str, Any] = {"index": alert.record, "raised_at": str(now)}
    if alert.concerns is not None:
        beside["concerns"] = alert.concerns
    return beside
