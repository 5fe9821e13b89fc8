"""By which keys published heads are read: those of the auditor's policy, and those that follow them by their word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ledger.audit.findings import Finding
from ledger.audit.keys import UNREADABLE
from ledger.judging.announced import announcements
from ledger.log.head import LOG_ID
from ledger.log.log_keys import endorsed
from ledger.log.note import NoteInvalid, VerifierKey, parse_note, verified
from ledger.log.trust_policy import Log, TrustPolicy
from ledger.store.connect import Connection
from ledger.vault.master import WrongMasterKey
from ledger.vault.vault import Vault

_HEADS = "select checkpoint_id, size, note from checkpoint where log_id = %s order by checkpoint_id"

#: Where the log announced a key that follows another.
Announced = Mapping[VerifierKey, int]


def follow(connection: Connection, vault: Vault, policy: TrustPolicy) -> tuple[TrustPolicy, Announced]:
    """Return the policy with the log keys that follow its own, each named by one before it, and where each stands."""
    keys = [log.key for log in policy.logs]
    announced: dict[VerifierKey, int] = {}
    for index, note in _statements(connection, vault):
        try:
            key = endorsed(parse_note(note.encode()), keys)
        except NoteInvalid:
            continue  # named by nobody the auditor trusts: it opens no head
        announced.setdefault(key, index)
        if key not in keys:
            keys.append(key)
    added = tuple(Log(key, None) for key in keys[len(policy.logs) :])
    return replace(policy, logs=(*policy.logs, *added)), announced


def _statements(connection: Connection, vault: Vault) -> list[tuple[int, str]]:
    try:
        found = list(announcements(connection, vault))
    except (WrongMasterKey, *UNREADABLE):
        return []
    return [(one.index, one.body["log_key"]) for one in reversed(found) if isinstance(one.body.get("log_key"), str)]


def audit_log_keys(connection: Connection, policy: TrustPolicy, announced: Announced) -> Iterator[Finding]:
    """See that each key but the first heads' own was announced before it signed a head alone."""
    first: set[VerifierKey] | None = None
    keys = [log.key for log in policy.logs]
    for checkpoint_id, size, note in connection.execute(_HEADS, (LOG_ID,), binary=True):
        try:
            by = {key for key, _ in verified(parse_note(bytes(note)), keys).by}
        except NoteInvalid:
            continue  # `audit_checkpoints` says so
        first = by if first is None else first
        if not any(key in first or announced.get(key, size) < size for key in by):
            yield Finding("log_key_unannounced", size, f"published head {checkpoint_id}")
            first |= by  # once for each key
