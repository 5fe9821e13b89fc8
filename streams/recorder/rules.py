"""The word that a release judges by other rule sets than the ledger did: a fact, so that records are judged again.

A worker says it once, when it starts: what a release judges by does not change while it runs.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ledger.judging.rules import Sets, described, sets_below
from ledger.log.append import ready
from ledger.log.canonical import canonical
from ledger.log.entry import body_entry
from ledger.log.head import LOG_ID, read_head
from ledger.store.connect import Connection
from ledger.vault.keys import register
from ledger.vault.seal import seal
from ledger.vault.vault import Vault
from streams.recorder.facts import FACT_COLUMNS
from streams.recorder.transaction import Rows, append_all

_RULES = ("log_id", "idx", "sets")
_EVER = 2**62


def tell_rules(connection: Connection, vault: Vault, engine: str, now: int) -> bool:
    """Append what this release judges by, if it is not what the ledger judged by; return whether it was appended."""
    sets = described()
    if sets_below(connection, _EVER) == sets:
        return False
    scope = register()
    key = vault.keys({scope})[scope]
    with connection.transaction():
        head = read_head(connection, LOG_ID, lock=True)
        before = sets_below(connection, head.size)
        if before == sets:
            return False
        body = {"before": before, "engine": engine, "now": sets}
        sealable = body_entry("rules", body, beside={"at": str(now)})
        assert sealable.opening is not None
        sealed = seal(key.cipher, sealable.opening, sealable.entry_id)
        entry = ready(sealable.entry_id, sealable.entry, key.key_id, sealed)
        rows = Rows()
        add_rules(rows, head.size, entry.uuid, sets, now)
        append_all(connection, head.size, head.root, [entry], rows, lambda: None)
    return True


def add_rules(rows: Rows, idx: int, entry_id: UUID, sets: Sets, now: int) -> None:
    """Add the word, and the fact that lets records be judged again."""
    rows.add("rules", _RULES, (LOG_ID, idx, canonical(sets).decode()))
    values: dict[str, Any] = dict.fromkeys(FACT_COLUMNS) | {
        "log_id": LOG_ID, "idx": idx, "entry_id": entry_id, "kind": "rules", "happened_at": now, "appended_at": now,
        "late": False,
    }  # fmt: skip
    rows.add("fact", FACT_COLUMNS, tuple(values[column] for column in FACT_COLUMNS))
