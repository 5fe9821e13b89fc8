"""What stands beside the log: originals of acts, what waits to be sent, published heads."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from ledger.audit.findings import Finding
from ledger.audit.keys import UNREADABLE, opened
from ledger.audit.log import Act
from ledger.audit.tree import Roots
from ledger.judging.acts import ANNOUNCEMENT, said_in
from ledger.log.checkpoint import Checkpoint
from ledger.log.head import LOG_ID
from ledger.log.notary.notary import CLOCK_TOLERANCE
from ledger.log.notary.stamps import StampInvalid, check_stamp, told_of
from ledger.log.note import NoteInvalid, parse_note
from ledger.log.trust_policy import TrustPolicy, Untrusted
from ledger.store.connect import Connection
from ledger.vault.keys import Scope
from ledger.vault.vault import SealingKey, Vault

_INTAKE = """
select i.intake_id, i.entry_id, i.entry, i.key_id, i.sealed, a.idx, i.made_at, i.officer, i.command, i.reason, i.case_id
from intake i left join act a using (intake_id)
where i.log_id = %s
"""
#: What an act says of itself, as its original's columns say it.
_COLUMNS = ("made_at", "officer", "command", "reason", "case")
_CHECKPOINTS = """
select checkpoint_id, size, note, published_at from checkpoint where log_id = %s order by checkpoint_id
"""
_STAMPS = """
select s.checkpoint_id, c.size, c.note, s.token, s.stamped_at
from time_stamp s left join checkpoint c using (log_id, checkpoint_id) where s.log_id = %s order by s.checkpoint_id
"""
#: Heads dated later than the audit's own clock reads, or than an authority had stamped them by.
_AHEAD = """
select checkpoint_id, size from checkpoint c where log_id = %(log)s and (published_at > %(latest)s or exists (
  select from time_stamp s
  where s.log_id = c.log_id and s.checkpoint_id = c.checkpoint_id and s.stamped_at < c.published_at - %(tolerance)s))
order by checkpoint_id
"""
#: How far (µs) the notary's clock and a witness's may be apart.
_APART = 600_000_000
#: What the relay sends, by the kind of row that asks for it: ranges of entries, and of quarantined offsets.
_SENT = ("verdicts", "alerts", "stops", "tasks")
_OUTBOX = """
select outbox_id, case when kind = 'dead_letters' then null else next_index end from outbox o
where log_id = %(log)s and not (
  first_index >= 0 and first_index < next_index and case when kind = 'dead_letters' then exists (
    select from quarantine q
    where q.log_id = o.log_id and q.topic_id = o.topic_id and q.partition = o.partition
      and q."offset" = o.first_index and o.next_index = o.first_index + 1)
  else kind = any(%(kinds)s) and topic_id is null and partition is null and next_index <= %(size)s end)
"""
#: How long (µs) an act may wait to be moved into the log.
_PATIENCE = 60_000_000


def audit_intake(
    connection: Connection, vault: Vault, acts: Mapping[bytes, Act], now: int, whole: bool
) -> Iterator[Finding]:
    """Compare the originals of acts with the acts in the log. ``whole``: ``acts`` are all there ever were."""
    originals: set[bytes] = set()
    keys, _ = opened(vault, {act.key_id for act in acts.values() if act.key_id is not None})
    said = {number: _said(act, keys) for number, act in acts.items()}
    rows = connection.execute(_INTAKE, (LOG_ID,), binary=True)
    for intake_id, entry_id, entry, key_id, sealed, idx, *columns in rows:
        row = dict(zip(_COLUMNS, columns, strict=True))
        made_at, row["case"] = row["made_at"], row["case"] and row["case"].hex
        number = UUID(bytes=entry_id.bytes).bytes
        originals.add(number)
        moved = acts.get(number)
        if moved is None:
            # One of the future would wait for ever: none is, of a clock that all who enter acts share.
            if idx is None and abs(now - made_at) > _PATIENCE:
                yield Finding("intake_waiting", None, f"act {intake_id}")
        elif (moved.entry, moved.key_id, moved.sealed) != (entry, key_id, sealed) or not _agrees(row, said[number]):
            yield Finding("intake_changed", moved.idx, f"act {intake_id}")
        elif idx != moved.idx:
            yield Finding("act_missing", moved.idx, f"act {intake_id}")
        if moved is None and idx is not None and whole:
            yield Finding("intake_changed", idx, f"act {intake_id}")
    for number, act in acts.items():
        if number not in originals:
            yield Finding("intake_missing", act.idx)


def _said(act: Act, keys: Mapping[int, tuple[SealingKey, Scope]]) -> Mapping[str, Any]:
    """Return what the original's columns have to say; nothing where nobody can open the act any more."""
    if act.kind == "key":
        return {"command": ANNOUNCEMENT, "reason": "operation", "case": None}
    if act.key_id is None or act.key_id not in keys or act.sealed is None:
        return {}
    key, _ = keys[act.key_id]
    try:
        said = said_in(key, UUID(json.loads(act.entry)["id"]), act.sealed)
    except UNREADABLE:
        return {}
    # A look names its case too, in clear nowhere: the column is for steps, which a case is folded from.
    return said if "step" in said else {**said, "case": None}


def _agrees(row: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Tell whether columns are what was said; acts of releases before 0.2 did not say when they were made."""
    return all(said[name] == value for name, value in row.items() if name in said)


def audit_outbox(connection: Connection, size: int) -> Iterator[Finding]:
    """See that nothing waits to be sent that the log does not have."""
    for outbox_id, end in connection.execute(_OUTBOX, {"log": LOG_ID, "size": size, "kinds": list(_SENT)}):
        yield Finding("outbox_differs", end, f"row {outbox_id}")


def published_sizes(connection: Connection) -> frozenset[int]:
    """Return the sizes of every head that was published."""
    return frozenset(size for _, size, *_ in connection.execute(_CHECKPOINTS, (LOG_ID,)))


def audit_checkpoints(connection: Connection, policy: TrustPolicy | None, roots: Roots) -> Iterator[Finding]:
    """Check every published head: signed, cosigned, of the size its row says, and the root the entries hash to; and
    that the clock by which they are dated only went forward."""
    latest = None
    for checkpoint_id, size, note, published_at in connection.execute(_CHECKPOINTS, (LOG_ID,), binary=True):
        what = f"published head {checkpoint_id}"
        yield from audit_head(bytes(note), policy, roots, what, size)
        if latest is not None and published_at < latest - CLOCK_TOLERANCE:
            yield Finding("clock_back", size, what)
        if policy is not None and not _dated(bytes(note), policy, published_at):
            yield Finding("checkpoint_changed", size, what)
        latest = published_at if latest is None else max(latest, published_at)


def _dated(note: bytes, policy: TrustPolicy, published_at: int) -> bool:
    """Tell whether a head is dated by when witnesses cosigned it: the row alone is nobody's word."""
    try:
        cosigned = policy.check(parse_note(note)).witnesses
    except (NoteInvalid, Untrusted):
        return True  # `audit_head` says so
    return all(abs(published_at - 1_000_000 * at) <= _APART for _, at in cosigned)


def audit_ahead(connection: Connection, now: int) -> Iterator[Finding]:
    """Tell of heads that are dated later than they can have been published. A stamp is asked for afterwards."""
    values = {"log": LOG_ID, "latest": now + CLOCK_TOLERANCE, "tolerance": CLOCK_TOLERANCE}
    for checkpoint_id, size in connection.execute(_AHEAD, values):
        yield Finding("clock_ahead", size, f"published head {checkpoint_id}")


def audit_stamps(connection: Connection, policy: TrustPolicy | None) -> Iterator[Finding]:
    """Check every time stamp: about its head, of the time its row says, and by an authority of the policy if it names
    any."""
    authorities = policy.authorities.values() if policy is not None else ()
    for checkpoint_id, size, note, token, stamped_at in connection.execute(_STAMPS, (LOG_ID,), binary=True):
        if note is None or not _stamped(bytes(token), bytes(note), stamped_at, authorities):
            yield Finding("stamp_changed", size, f"published head {checkpoint_id}")


def _stamped(token: bytes, note: bytes, stamped_at: int, authorities: Collection[bytes]) -> bool:
    try:
        text = parse_note(note).text
        if told_of(token, text) != stamped_at:
            return False
    except NoteInvalid:
        return True  # `audit_head` says so
    except StampInvalid:
        return False
    return not authorities or any(_by(token, text, authority) for authority in authorities)


def _by(token: bytes, text: str, authority: bytes) -> bool:
    try:
        check_stamp(token, text, authority)
    except StampInvalid:
        return False
    return True


def audit_head(
    note: bytes, policy: TrustPolicy | None, roots: Roots, what: str, size: int | None = None
) -> Iterator[Finding]:
    """Check one signed head, wherever it was kept."""
    try:
        read = parse_note(note)
        told = Checkpoint.parse(read.text)
        if policy is not None:
            policy.check(read)
    except (NoteInvalid, Untrusted):
        yield Finding("checkpoint_changed", size, what)
        return
    if size is not None and told.size != size:
        yield Finding("checkpoint_changed", size, what)
    elif told.size > roots.size:
        yield Finding("history_changed", roots.size, what)
    elif told.size in roots.at and roots.at[told.size] != told.root:
        yield Finding("history_changed", told.size, what)


def named(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings with the first bad index first; those about no entry come last."""
    return sorted(findings, key=lambda one: (one.index is None, one.index or 0, one.kind))
