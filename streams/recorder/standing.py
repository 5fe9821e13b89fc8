"""Records as they stand: the act claimed, whose it is, and the current judgement, opened; to judge them again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ledger.judging.judging import Judged, Judging, judge_looked
from ledger.judging.lookup import look_up
from ledger.judging.records import RecordRow, owners_of, records_at
from ledger.law.types import Act
from ledger.log.canonical import canonical
from ledger.log.head import LOG_ID
from ledger.log.record import RecordOpening
from ledger.store.arrays import Bigints
from ledger.store.connect import Connection
from ledger.vault.seal import open_sealed
from ledger.vault.vault import SealingKey, Vault
from streams.recorder.claims import act_of_opening

#: ``offset 0``: of each by itself, or the planner may read every seal there is for it.
_ENTRIES = """
select one.idx, e.entry, s.key_id, s.sealed from unnest(%(places)s) one(idx)
cross join lateral (select entry from entry where log_id = %(log)s and idx = one.idx offset 0) e
cross join lateral (select key_id, sealed from sealed where log_id = %(log)s and idx = one.idx offset 0) s
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A record with its current judgement. ``owner``: whose it is by when it happened, even where it was told before
    the id changed hands."""

    row: RecordRow
    key: SealingKey
    act: Act
    owner: int | None
    law: str
    basis_and_duty: bytes
    verdict_and_policy: bytes

    def differs(self, judged: Judged) -> bool:
        """Tell whether a judgement says anything else than the current one."""
        return (judged.judgement.law, judged.basis_and_duty, judged.verdict_and_policy) != (
            self.law, self.basis_and_duty, self.verdict_and_policy,
        )  # fmt: skip


def standing(connection: Connection, vault: Vault, indexes: Sequence[int], as_of: int) -> list[Standing]:
    """Return the records at these indexes as they stand below ``as_of``, in order. Those whose keys were destroyed are
    left out."""
    rows = records_at(connection, sorted(indexes), as_of)
    places = [row.idx for row in rows] + [row.judged_at for row in rows if row.judged_at is not None]
    entries = {
        idx: (entry, key_id, sealed)
        for idx, entry, key_id, sealed in connection.execute(
            _ENTRIES, {"log": LOG_ID, "places": Bigints(places)}, binary=True
        )
    }  # fmt: skip
    keys = vault.open_keys({key_id for _, key_id, _ in entries.values()}) if entries else {}
    kept = [row for row in rows if entries[row.idx][1] in keys]
    found = []
    for row, owner in zip(kept, owners_of(vault, kept), strict=True):
        entry, key_id, sealed = entries[row.idx]
        key = keys[key_id]
        opening = RecordOpening.parse(open_sealed(key.cipher, sealed, row.entry_id))
        basis, verdict = opening.basis_and_duty, opening.verdict_and_policy
        if row.judged_at is not None and row.judgement_id is not None:
            entry, _, sealed = entries[row.judged_at]
            basis, verdict = json.loads(open_sealed(key.cipher, sealed, row.judgement_id))["values"]
        found.append(Standing(
            row, key, act_of_opening(opening), owner, law_of(entry), canonical(basis), canonical(verdict),
        ))  # fmt: skip
    return found


def judge_again(
    connection: Connection, vault: Vault, judging: Judging, records: Sequence[Standing], as_of: int
) -> list[Judged]:
    """Judge the records as of a head size, in order."""
    looked = look_up(
        connection, vault, LOG_ID, as_of, judging.registers,
        {record.owner for record in records if record.owner is not None},
        [record.row.event_id for record in records],
    )  # fmt: skip
    return [
        judge_looked(
            judging, looked, (record.row.source, record.row.event_id), record.act, record.owner,
            record.row.happened_at, record.row.appended_at,
        )
        for record in records
    ]  # fmt: skip


def law_of(entry: bytes) -> str:
    """Return the rule set that a judged entry names."""
    said: dict[str, Any] = json.loads(entry)
    law: str = said["law"]
    return law
