"""Who sees to what is wrong or not yet known: to the records of one recipient that claimed one ground, one officer at a
time, so that each group is somebody's and none is worked by two unawares.

Read from the intake, where it stands at once. It is about nobody, sealed under the key of its day, and lapses with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.judging.acts import DECISIONS, enter_act, said_in
from ledger.judging.standing import Standing
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

# Spelled as the index `intake_charge` is. The newest so many are read.
_ACTS = """
select officer, made_at, entry_id, key_id, sealed from intake
where log_id = %s and command = 'violations own' order by intake_id desc limit 1000
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Records that stand so, of one recipient, that claimed one ground."""

    standing: Standing
    recipient: str
    ground: str


@dataclass(frozen=True, slots=True)
class Charge:
    """Which officer sees to a group (empty: nobody any more), and since when (µs UTC)."""

    owner: str
    since: int


class ChargeMoved(Exception):
    """Somebody else came to see to the group since it was looked at. Nothing was entered; look at who does now."""


def charges(connection: Connection, vault: Vault) -> Mapping[Group, Charge]:
    """Return who sees to which group."""
    rows = connection.execute(_ACTS, (LOG_ID,)).fetchall()
    keys = vault.open_keys({key_id for _, _, _, key_id, _ in rows})
    found: dict[Group, Charge] = {}
    for officer, made_at, entry_id, key_id, sealed in rows:
        if key_id not in keys:
            continue
        said = said_in(keys[key_id], entry_id, sealed)["group"]
        group = Group(said["standing"], said["recipient"], said["ground"])
        found.setdefault(group, Charge(officer if said["taken"] else "", made_at))
    return {group: charge for group, charge in found.items() if charge.owner}


def take(
    connection: Connection, vault: Vault, registers: Registers, officer: str, reason: str, group: Group, before: str,
    now: int, *, taken: bool,
) -> None:  # fmt: skip
    """Enter that an officer takes charge of a group, or gives their charge up (``taken`` False), if it is still whose
    it was (``before``, empty for nobody). Raises ChargeMoved and ActRefused."""
    owner = charge.owner if (charge := charges(connection, vault).get(group)) is not None else ""
    if owner != before or (owner == officer) == taken:
        raise ChargeMoved("the group is another officer's by now")
    said = {"standing": group.standing, "recipient": group.recipient, "ground": group.ground, "taken": taken}
    enter_act(
        connection, vault, registers, officer, reason, "violations own", {"group": said}, None, now, None, DECISIONS
    )
