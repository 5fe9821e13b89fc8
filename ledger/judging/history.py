"""Every judgement of one record: the first, which rides in its own entry, and each later one with what led to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger.log.head import LOG_ID
from ledger.log.record import RecordOpening
from ledger.store.arrays import Bigints
from ledger.store.connect import Connection
from ledger.vault.seal import open_sealed
from ledger.vault.vault import Vault

_BY_ID = "select idx from record where log_id = %s and entry_id = %s and idx < %s"
_BY_INDEX = "select idx from record where log_id = %s and idx = %s and idx < %s"
_LATER = """
select j.idx, j.cause, f.kind, f.entry_id
from judgement j left join fact f on f.log_id = j.log_id and f.idx = j.cause
where j.log_id = %s and j.record_idx = %s and j.idx < %s order by j.idx
"""
_ENTRIES = """
select e.idx, e.entry, s.key_id, s.sealed from entry e join sealed s using (log_id, idx)
where e.log_id = %s and e.idx = any(%s) order by e.idx
"""


class NoSuchRecord(Exception):
    """There is no record with this index or entry id in the log as it stood then. Nothing was shown; `search` lists
    records."""


@dataclass(frozen=True, slots=True)
class Cause:
    """The fact that made a later judgement necessary (kind and entry id are None where it was erased)."""

    idx: int
    kind: str | None
    entry_id: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """One judgement: its entry, the head size and rule set it was made by, the release that made it, and both halves of
    what it says (None: the key of the record was destroyed)."""

    idx: int
    entry_id: str
    as_of: int
    law: str
    engine: str
    cause: Cause | None
    basis_and_duty: Mapping[str, Any] | None
    verdict_and_policy: Mapping[str, Any] | None


def find_record(connection: Connection, named: str, as_of: int) -> int:
    """Return the index of the record with this index, or with this entry id in hex (32 digits). Raises NoSuchRecord.

    An id is looked for by reading; an index is found at once.
    """
    if len(named) == 32:
        try:
            row = connection.execute(_BY_ID, (LOG_ID, bytes.fromhex(named).hex(), as_of)).fetchone()
        except ValueError as error:
            raise NoSuchRecord(named) from error
    elif named.isdecimal() and len(named) < 19:
        row = connection.execute(_BY_INDEX, (LOG_ID, int(named), as_of)).fetchone()
    else:
        row = None
    if row is None:
        raise NoSuchRecord(named)
    idx: int = row[0]
    return idx


def judgements_of(connection: Connection, vault: Vault, record: int, as_of: int) -> list[Told]:
    """Return every judgement of the record below ``as_of``, the first one first: the last is the current one."""
    causes = {
        idx: Cause(cause, kind, entry_id and entry_id.hex)
        for idx, cause, kind, entry_id in connection.execute(_LATER, (LOG_ID, record, as_of))
    }
    rows = connection.execute(_ENTRIES, (LOG_ID, Bigints([record, *causes])), binary=True).fetchall()
    keys = vault.open_keys({key_id for _, _, key_id, _ in rows})
    found = []
    for idx, entry, key_id, sealed in rows:
        said = json.loads(entry)
        basis = verdict = None
        if key_id in keys:
            opening = open_sealed(keys[key_id].cipher, sealed, bytes.fromhex(said["id"]))
            basis, verdict = _halves(opening, idx == record)
        found.append(
            Told(idx, said["id"], said["as_of"], said["law"], said["engine"], causes.get(idx), basis, verdict)
        )
    return found


def _halves(opening: bytes, first: bool) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    if first:
        read = RecordOpening.parse(opening)
        return read.basis_and_duty, read.verdict_and_policy
    basis, verdict = json.loads(opening)["values"]
    return basis, verdict
