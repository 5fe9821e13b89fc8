"""What the log says of Kafka, against positions, traces and quarantine: every offset is accounted for."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from ledger.audit.findings import Finding
from ledger.audit.keys import opened
from ledger.law.days import jst_date
from ledger.log.entry import base64url
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection
from ledger.vault.seal import SealBroken, open_sealed
from ledger.vault.vault import Vault

_POSITIONS = "select topic_id, partition, next_offset from position where log_id = %s"
_TRACES = """
select topic_id, partition, first_offset, next_offset, disposition, first_index, batch_index from trace
where log_id = %s and batch_index >= %s
"""
_QUARANTINE = """
select topic_id, partition, "offset", digest, key_id, seal_id, sealed, topic, reason, fingerprint, appended_at,
       taken_at, held_at
from quarantine where log_id = %s
"""
#: Columns of a quarantined message that the batch commits to with its bytes, in the order in which they are read.
#: Rows made before 0.3 commit to the reason alone.
_COMMITTED = ("topic", "reason", "fingerprint", "appended_at", "taken_at", "held_at")

Place = tuple[str, int]
Trace = tuple[str, int, int, int, str, int | None, int]


@dataclass(slots=True)
class Batches:
    """What was read of batch entries, in the order of the log."""

    next_offset: dict[Place, int] = field(default_factory=dict)
    topics: dict[str, list[str]] = field(default_factory=dict)
    traces: set[Trace] = field(default_factory=set)
    quarantined: dict[tuple[str, int, int], tuple[str, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    first: int | None = None
    #: Whether the log was read from its beginning.
    whole: bool = False

    def add(self, idx: int, said: Mapping[str, Any]) -> None:
        """Take in one batch entry."""
        place = (said["topic_id"], said["partition"])
        expected = self.next_offset.get(place)
        where = f"{said['topic']}/{said['partition']}"
        if self.first is None:
            self.first = idx
        if expected is None and self.whole:
            # A partition begins at 0; before 0.3 what the broker had removed by then was no run of the first batch.
            kind = "hole" if said["first"] <= said["log_start"] else "batch_gap"
            expected = 0
        else:
            kind = "batch_gap"
        if expected is not None and said["first"] != expected:
            self.findings.append(Finding(kind, idx, f"{where} from {expected} to {said['first']}"))
        self.next_offset[place] = said["next"]
        identities = self.topics.setdefault(said["topic"], [])
        if said["topic_id"] not in identities:
            if identities:
                self.findings.append(Finding("topic_recreated", idx, said["topic"]))
            identities.append(said["topic_id"])
        at = said["first"]
        for run in said["runs"]:
            if run["first"] != at:
                self.findings.append(Finding("batch_gap", idx, f"{where} from {at} to {run['first']}"))
            at = run["next"]
            self.traces.add((*place, run["first"], run["next"], run["is"], run.get("from"), idx))
            if run["is"] == "hole":
                self.findings.append(Finding("hole", idx, f"{where} from {run['first']} to {run['next']}"))
            elif run["is"] == "quarantine":
                self.quarantined[(*place, run["first"])] = (run["what"], idx)
        if at != said["next"]:
            self.findings.append(Finding("batch_gap", idx, f"{where} from {at} to {said['next']}"))


def audit_batches(
    connection: Connection, vault: Vault, batches: Batches, days_erased: Collection[int]
) -> list[Finding]:  # fmt: skip
    """Compare what batches say with positions, traces and quarantine. ``days_erased``: as erasure entries say."""
    return [
        *batches.findings,
        *_positions(connection, batches),
        *_traces(connection, batches),
        *_quarantine(connection, vault, batches, days_erased),
    ]


def _positions(connection: Connection, batches: Batches) -> Iterator[Finding]:
    stored = {
        (topic_id.hex, partition): at for topic_id, partition, at in connection.execute(_POSITIONS, (LOG_ID,))
    }  # fmt: skip
    for place, at in batches.next_offset.items():
        if stored.get(place) != at:
            yield Finding("position_differs", None, f"{place[0]}/{place[1]}: {stored.get(place)}, batches say {at}")


def _traces(connection: Connection, batches: Batches) -> Iterator[Finding]:
    if batches.first is None:
        return
    stored = {
        (topic_id.hex, *row) for topic_id, *row in connection.execute(_TRACES, (LOG_ID, batches.first))
    }
    for trace in sorted(stored ^ batches.traces, key=str)[:1]:
        yield Finding("trace_differs", trace[-1], f"{trace[0]}/{trace[1]} at {trace[2]}")


def _quarantine(
    connection: Connection, vault: Vault, batches: Batches, days_erased: Collection[int]
) -> Iterator[Finding]:  # fmt: skip
    """See that every quarantined offset has its bytes, and that they are those the batch committed to.

    Where the key of their day is gone an erasure has to say so: the row says which offset it was still.
    """
    stored = {
        (topic_id.hex, partition, offset): rest
        for topic_id, partition, offset, *rest in connection.execute(_QUARANTINE, (LOG_ID,), binary=True)
    }
    keys, broken = opened(vault, {rest[1] for rest in stored.values()})
    for place, (digest, idx) in batches.quarantined.items():
        where = f"{place[0]}/{place[1]}/{place[2]}"
        if place not in stored:
            yield Finding("quarantine_missing", idx, where)
            continue
        told, key_id, seal_id, sealed, *columns = stored[place]
        there = key_id in keys or key_id in broken
        if there == (jst_date(columns[_COMMITTED.index("taken_at")]) in days_erased):
            yield Finding("key_restored" if there else "key_missing", idx, where)
        if key_id in broken:
            yield Finding("key_changed", idx, where)
        key = keys.get(key_id)
        if told != digest or (key and not _opens(key[0].cipher, sealed, seal_id, digest, place, columns)):
            yield Finding("quarantine_changed", idx, where)
    for place in sorted(stored.keys() - batches.quarantined.keys()) if batches.whole else ():
        yield Finding("quarantine_changed", None, f"{place[0]}/{place[1]}/{place[2]}")


def _opens(
    cipher: Any, sealed: bytes, seal_id: UUID, digest: str, place: tuple[str, int, int], columns: Sequence[Any]
) -> bool:
    """Tell whether the seal opens to what the batch committed to, and the row says the same."""
    try:
        disclosure = open_sealed(cipher, sealed, seal_id.bytes)
    except SealBroken:
        return False
    if base64url(sha256(base64url(disclosure)).digest()).decode() != digest:
        return False
    _, _, said = json.loads(disclosure)
    row = dict(zip(_COMMITTED, columns, strict=True))
    row["fingerprint"] = row["fingerprint"].hex() if row["fingerprint"] is not None else None
    row |= zip(("topic_id", "partition", "offset"), place, strict=True)
    return all(said[name] == value for name, value in row.items() if name in said)
