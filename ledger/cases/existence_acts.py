"""Acts about whether a person may learn that a record is there, as the intake has them, and entering one.

Each is sealed under the key of what is told about whom the record is filed under, so it goes with the person. It is no
step of a case: who works the case without the role learns of it by nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from ledger.cases.existence import Act, Doing
from ledger.judging.acts import EXISTENCE, enter_act, said_in
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.arrays import Bigints
from ledger.store.connect import Connection
from ledger.vault.keys import facts
from ledger.vault.vault import SealingKey, Vault

# Spelled as the index `intake_existence` is.
_THESE = "command in ('existence hide', 'existence release', 'existence confirm')"
_ACTS = f"""
select i.entry_id, i.officer, i.command, i.made_at, a.idx, i.key_id, i.sealed
from intake i left join act a on a.intake_id = i.intake_id
where i.log_id = %s and i.key_id = any(%s) and i.{_THESE} order by i.intake_id
"""
_LATEST = f"select coalesce(max(intake_id), 0) from intake where log_id = %s and {_THESE}"
_IN_LOG = f"""
select count(*) from act a join intake i on i.intake_id = a.intake_id
where a.log_id = %s and i.log_id = a.log_id and a.idx < %s and i.{_THESE}
"""
#: One act about a record at a time: the next is judged by all before it.
_ALONE = "select pg_advisory_xact_lock(hashtext('existence'), hashtext(%s))"


def acts_about(connection: Connection, vault: Vault, identities: Collection[int]) -> list[Act]:
    """Return every act about records filed under these identities, in the order in which they were entered."""
    keys = vault.find_keys([facts(identity) for identity in identities])
    rows = connection.execute(_ACTS.encode(), (LOG_ID, Bigints([key.key_id for key in keys.values()]))).fetchall()
    opened = vault.open_keys({row[5] for row in rows})
    return [_act(row, opened[row[5]]) for row in rows if row[5] in opened]


def latest(connection: Connection) -> int:
    """Return a number that grows with every such act, whomever it is about."""
    row = connection.execute(_LATEST.encode(), (LOG_ID,)).fetchone()
    assert row is not None
    return int(row[0])


def in_log(connection: Connection, as_of: int) -> int:
    """Return how many such acts stand in the log below a head size: a release counts from when it does."""
    row = connection.execute(_IN_LOG.encode(), (LOG_ID, as_of)).fetchone()
    assert row is not None
    return int(row[0])


@contextmanager
def alone(connection: Connection, record: str) -> Iterator[None]:
    """Keep others from acting about a record (entry id in hex) meanwhile."""
    with connection.transaction():
        connection.execute(_ALONE, (record,))
        yield


def enter(
    connection: Connection, vault: Vault, registers: Registers, officer: str, reason: str, doing: Doing,
    about: Mapping[str, Any], identity: int, now: int,
) -> None:  # fmt: skip
    """Enter an act about a record that is filed under an identity. Raises ActRefused."""
    enter_act(
        connection, vault, registers, officer, reason, f"existence {doing}", about, identity, now, None, EXISTENCE
    )


def _act(row: tuple[Any, ...], key: SealingKey) -> Act:
    entry_id, officer, command, made_at, idx, _, sealed = row
    said = said_in(key, entry_id, sealed)
    return Act(
        entry_id.hex, cast(Doing, command.partition(" ")[2]), said["record"], officer, made_at, idx,
        said.get("because", ""), frozenset(said.get("silent", ())), said.get("proposal", ""),
    )  # fmt: skip
