"""Moving acts of people from the intake into the log: in order, exactly once (rule 9), with what they do there.

All that can be done before the lock is. Acts are looked for among the last ones only, since the intake keeps every act
there ever was; whoever starts looks through all of them once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ledger.judging.acts import UNSETTLED
from ledger.log.append import Ready, ready
from ledger.log.head import LOG_ID, read_head
from ledger.store.arrays import Bigints
from ledger.store.connect import Connection
from ledger.vault.keys import Scope, identity_of
from ledger.vault.seal import open_sealed
from ledger.vault.vault import SealingKey, Vault
from streams.recorder.effects import ANNOUNCED, EFFECTS, PlacedAct
from streams.recorder.transaction import Rows, append_all

#: Acts moved in one transaction, for which ingest waits; and such portions in one turn.
_PORTION, _PORTIONS = 500, 4
_WAITING = """
select i.intake_id, i.entry_id, i.entry, i.key_id, i.sealed, i.made_at, i.officer, i.command from intake i
where i.log_id = %(log)s and i.intake_id > %(after)s
  and not exists (select from act a where a.intake_id = i.intake_id offset 0)
order by i.intake_id limit %(portion)s
"""
_STANDING = "select key_epoch, (select coalesce(max(intake_id), 0) from act) from head where log_id = %s"
_MOVED = "select intake_id from act where intake_id = any(%s)"
ACT = ("log_id", "idx", "intake_id")
_OUTBOX = ("log_id", "kind", "first_index", "next_index")
#: Words of the act itself, beside what it was about.
_OF_THE_ACT = frozenset({"command", "made_at", "officer", "reason"})


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An act ready to be appended. ``about`` is None where it has no effect, or nobody can open it any more."""

    intake_id: int
    entry: Ready
    made_at: int
    officer: str
    command: str
    about: dict[str, Any] | None
    identity: int | None

    def placed(self, idx: int) -> PlacedAct:
        assert self.about is not None
        return PlacedAct(idx, self.entry.uuid, self.made_at, self.officer, self.command, self.about, self.identity)


class Mover:
    """Moves acts. What it remembers is only that it has looked through the whole intake once."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._looked_through = False

    def move(self, connection: Connection) -> int:
        """Append what waits in the intake, in portions between which ingest comes in, and return how many acts."""
        moved = 0
        for _ in range(_PORTIONS):
            epoch, waiting = self._waiting(connection)
            moved += _append(connection, epoch, waiting)
            if len(waiting) < _PORTION:
                self._looked_through = True
                break
        return moved

    def _waiting(self, connection: Connection) -> tuple[int, list[_Waiting]]:
        """Return the key epoch before any key was opened, and the next acts."""
        row = connection.execute(_STANDING, (LOG_ID,)).fetchone()
        assert row is not None
        after = row[1] - UNSETTLED if self._looked_through else 0
        values = {"log": LOG_ID, "after": after, "portion": _PORTION}
        rows = connection.execute(_WAITING, values, binary=True).fetchall()
        acting = {row[3] for row in rows if row[7] in EFFECTS}
        keys = self._vault.open_scopes(acting) if acting else {}
        return row[0], [_read(row, keys.get(row[3])) for row in rows]


def _read(row: Sequence[Any], opened: tuple[SealingKey, Scope] | None) -> _Waiting:
    intake_id, entry_id, entry, key_id, sealed, made_at, officer, command = row
    about = identity = None
    if command in EFFECTS and opened is not None:
        key, scope = opened
        about, identity = about_of(open_sealed(key.cipher, sealed, entry_id.bytes)), identity_of(scope)
    return _Waiting(
        intake_id, ready(entry_id.bytes, entry, key_id, sealed), made_at, officer, command, about, identity
    )


def _append(connection: Connection, epoch: int, waiting: Sequence[_Waiting]) -> int:
    if not waiting:
        return 0
    with connection.transaction():
        head = read_head(connection, LOG_ID, lock=True)
        if head.key_epoch != epoch:
            return 0  # keys were destroyed: what was opened may have to be forgotten, the next turn opens anew
        # Looked at again under the lock: another worker may have moved them meanwhile.
        moved = {one for (one,) in connection.execute(_MOVED, (Bigints([act.intake_id for act in waiting]),))}
        acts = [act for act in waiting if act.intake_id not in moved]
        if not acts:
            return 0
        rows = Rows()
        for idx, act in enumerate(acts, start=head.size):
            rows.add("act", ACT, (LOG_ID, idx, act.intake_id))
            if act.about is not None:
                EFFECTS[act.command](rows, act.placed(idx))
                if act.command in ANNOUNCED:
                    rows.add("outbox", _OUTBOX, (LOG_ID, ANNOUNCED[act.command], idx, idx + 1))
        append_all(connection, head.size, head.root, [act.entry for act in acts], rows, lambda: None)
    return len(acts)


def about_of(opening: bytes) -> dict[str, Any]:
    """Return what an act was about, from what was sealed beside its entry."""
    body: dict[str, Any] = json.loads(opening)["body"]
    return {name: word for name, word in body.items() if name not in _OF_THE_ACT}
