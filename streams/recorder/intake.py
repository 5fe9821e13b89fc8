"""Moving acts of people from the intake into the log: in order, exactly once (rule 9), with what they do there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ledger.log.append import ready
from ledger.log.head import LOG_ID, read_head
from ledger.store.connect import Connection
from ledger.vault.keys import identity_of
from ledger.vault.seal import open_sealed
from ledger.vault.vault import Vault
from streams.recorder.effects import ANNOUNCED, EFFECTS, PlacedAct
from streams.recorder.transaction import Rows, append_all

_WAITING = """
select i.intake_id, i.entry_id, i.entry, i.key_id, i.sealed, i.made_at, i.officer, i.command from intake i
where i.log_id = %s and not exists (select from act a where a.intake_id = i.intake_id)
order by i.intake_id limit 500
"""
ACT = ("log_id", "idx", "intake_id")
_OUTBOX = ("log_id", "kind", "first_index", "next_index")
#: Words of the act itself, beside what it was about.
_OF_THE_ACT = frozenset({"command", "officer", "reason"})


def move_intake(connection: Connection, vault: Vault) -> int:
    """Append what waits in the intake, at most 500 acts, and return how many were moved."""
    if not connection.execute(_WAITING, (LOG_ID,)).fetchone():
        return 0
    with connection.transaction():
        head = read_head(connection, LOG_ID, lock=True)
        # Read again under the lock: another worker may have moved them meanwhile.
        waiting = connection.execute(_WAITING, (LOG_ID,)).fetchall()
        if not waiting:
            return 0
        rows = Rows()
        for idx, row in enumerate(waiting, start=head.size):
            rows.add("act", ACT, (LOG_ID, idx, row[0]))
        _add_effects(vault, rows, head.size, waiting)
        entries = [ready(row[1].bytes, row[2], row[3], row[4]) for row in waiting]
        append_all(connection, head.size, head.root, entries, rows, lambda: None)
    return len(waiting)


def _add_effects(vault: Vault, rows: Rows, first: int, waiting: Sequence[Sequence[Any]]) -> None:
    acting = [(first + place, row) for place, row in enumerate(waiting) if row[7] in EFFECTS]
    if not acting:
        return
    keys = vault.open_scopes({row[3] for _, row in acting})
    for idx, (_, entry_id, _, key_id, sealed, made_at, officer, command) in acting:
        if key_id not in keys:
            continue
        key, scope = keys[key_id]
        opening = open_sealed(key.cipher, sealed, entry_id.bytes)
        EFFECTS[command](
            rows, PlacedAct(idx, entry_id, made_at, officer, command, about_of(opening), identity_of(scope))
        )
        if command in ANNOUNCED:
            rows.add("outbox", _OUTBOX, (LOG_ID, ANNOUNCED[command], idx, idx + 1))


def about_of(opening: bytes) -> dict[str, Any]:
    """Return what an act was about, from what was sealed beside its entry."""
    body: dict[str, Any] = json.loads(opening)["body"]
    return {name: word for name, word in body.items() if name not in _OF_THE_ACT}
