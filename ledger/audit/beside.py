"""What stands beside the log: originals of acts, what waits to be sent, keys that were destroyed, published heads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from ledger.audit.findings import Finding
from ledger.audit.tree import Roots
from ledger.log.checkpoint import Checkpoint
from ledger.log.head import LOG_ID
from ledger.log.note import NoteInvalid, parse_note
from ledger.log.trust_policy import TrustPolicy, Untrusted
from ledger.store.connect import Connection

_INTAKE = """
select i.intake_id, i.entry_id, i.entry, i.made_at, a.idx from intake i left join act a using (intake_id)
where i.log_id = %s
"""
_CHECKPOINTS = "select checkpoint_id, size, note from checkpoint where log_id = %s order by checkpoint_id"
_OUTBOX = """
select outbox_id, next_index from outbox where log_id = %s and kind <> 'dead_letters' and next_index > %s
"""
#: How long (µs) an act may wait to be moved into the log.
_PATIENCE = 60_000_000


def audit_intake(
    connection: Connection, acts: Mapping[bytes, tuple[int, bytes]], now: int, whole: bool
) -> Iterator[Finding]:
    """Compare the originals of acts with the acts in the log. ``whole``: ``acts`` are all there ever were."""
    originals: set[bytes] = set()
    for intake_id, entry_id, entry, made_at, idx in connection.execute(_INTAKE, (LOG_ID,), binary=True):
        number = UUID(bytes=entry_id.bytes).bytes
        originals.add(number)
        moved = acts.get(number)
        if moved is None:
            if idx is None and now - made_at > _PATIENCE:
                yield Finding("intake_waiting", None, f"act {intake_id}")
        elif moved[1] != entry:
            yield Finding("intake_changed", moved[0], f"act {intake_id}")
        elif idx != moved[0]:
            yield Finding("act_missing", moved[0], f"act {intake_id}")
        if moved is None and idx is not None and whole:
            yield Finding("intake_changed", idx, f"act {intake_id}")
    for number, (idx, _) in acts.items():
        if number not in originals:
            yield Finding("intake_missing", idx)


def audit_outbox(connection: Connection, size: int) -> Iterator[Finding]:
    """See that nothing waits to be sent that the log does not have."""
    for outbox_id, end in connection.execute(_OUTBOX, (LOG_ID, size)):
        yield Finding("outbox_differs", end, f"row {outbox_id}")


def audit_key_store(vault: Connection) -> Iterator[Finding]:
    """See that destroyed keys stay destroyed and that no erasure was left half done. ``vault``: the key store."""
    for key_id, _ in vault.execute("select key_id, erasure from key join destroyed using (key_id) order by key_id"):
        yield Finding("key_restored", None, f"key {key_id}")
    for (erasure,) in vault.execute("select erasure from erasure_order where done_at is null"):
        yield Finding("erasure_unfinished", None, f"erasure {erasure.hex}")


def published_sizes(connection: Connection) -> frozenset[int]:
    """Return the sizes of every head that was published."""
    return frozenset(size for _, size, _ in connection.execute(_CHECKPOINTS, (LOG_ID,)))


def audit_checkpoints(connection: Connection, policy: TrustPolicy | None, roots: Roots) -> Iterator[Finding]:
    """Check every published head: signed, cosigned, of the size its row says, and the root the entries hash to."""
    for checkpoint_id, size, note in connection.execute(_CHECKPOINTS, (LOG_ID,), binary=True):
        yield from audit_head(bytes(note), policy, roots, f"published head {checkpoint_id}", size)


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
