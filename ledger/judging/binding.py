"""Acts of officers that bind before they stand in the log: a block or a stop counts from the moment it is entered."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from ledger.judging.acts import UNSETTLED, said_in
from ledger.store.connect import Connection
from ledger.vault.keys import identity_of
from ledger.vault.vault import Vault

#: Read by an index over these commands alone (`intake_binding`), from behind the acts that were moved last.
WAITING = f"""
select i.entry_id, i.key_id, i.sealed from intake i
where i.log_id = %(log)s and i.command in ('block recipient', 'block source', 'stop give')
  and i.intake_id > (select coalesce(max(intake_id), 0) from act) - {UNSETTLED}
  and not exists (select from act a where a.intake_id = i.intake_id)
"""


class Binding(NamedTuple):
    """Recipients and sources (kind and code) that an officer has just blocked, and identities that have just been
    stopped; the log will tell within a second. ``everything``: one of the decisions cannot be read here."""

    blocked: frozenset[tuple[str, str]]
    stopped: frozenset[int]
    everything: bool

    def covers(self, recipient: str, source: str) -> bool:
        """Tell whether a block of the recipient or the source is on its way."""
        return self.everything or not self.blocked.isdisjoint({("recipient", recipient), ("source", source)})

    def concerns(self, identities: Collection[int]) -> bool:
        """Tell whether a stop of one of these is on its way, whatever it covers."""
        return not self.stopped.isdisjoint(identities)


NOTHING = Binding(frozenset(), frozenset(), False)


def what_binds(connection: Connection, log_id: int, vault: Vault) -> Binding:
    """Return what the blocks and stops in the intake are about that are not in the log yet."""
    rows = connection.execute(WAITING.encode(), {"log": log_id}, binary=True).fetchall()
    keys = vault.open_scopes({key_id for _, key_id, _ in rows})
    blocked, stopped, everything = set(), set(), False
    for entry_id, key_id, sealed in rows:
        if key_id not in keys:
            everything = True
            continue
        key, scope = keys[key_id]
        identity = identity_of(scope)
        if identity is None:
            block = said_in(key, entry_id, sealed)["block"]
            blocked.add((block["kind"], block["code"]))
        else:
            stopped.add(identity)
    return Binding(frozenset(blocked), frozenset(stopped), everything)
