"""What somebody with every right may do to a file that came with a case."""

from __future__ import annotations

from uuid import UUID

import pytest

from ledger.cases.casebook import Casebook, case_id_of
from ledger.cases.files.store import destroy
from ledger.cli.wiring import ledger_connection, open_vault
from ledger.store.connect import VAULT_SCHEMA, connect
from ledger.vault.erasure import Shredder
from tests.integration.attacks.attackers import attacking, audited, file_attached, found, told
from tests.integration.world import World

__all__ = ["told"]


@pytest.fixture
def attached(told: World) -> tuple[int, str]:
    """The index at which a file was attached, and its case's number."""
    number = file_attached(told)
    ((idx,),) = told.ask("select max(idx) from act")
    return int(idx), number


def destroyed(world: World, number: str) -> None:
    """Destroy a case's files as the staff do."""
    book = Casebook(ledger_connection(world.settings, "pl_reader"), open_vault(world.settings, "pl_reader"))
    files = [one.file_id for one in book.find(number).files]
    with ledger_connection(world.settings, "pl_erasure") as connection:
        shredder = Shredder(lambda: connect(world.settings.vault, "pl_erasure", VAULT_SCHEMA))
        destroy(connection, shredder, files)
        shredder.close()
    book.step(number, "officer-1", "request", "case destroy", {"files": files}, world.clock)
    book.connection.close()
    book.vault.close()


def test_a_file_dropped(told: World, attached: tuple[int, str]) -> None:
    assert audited(told).faults == ()
    with attacking(told) as attacker:
        attacker.execute("delete from attachment")
    found(told, "file_missing", attached[0], "files")


def test_a_part_of_a_file_dropped(told: World, attached: tuple[int, str]) -> None:
    with attacking(told) as attacker:
        attacker.execute("delete from attachment where part = 1")
    found(told, "file_changed", attached[0], "files")


def test_the_key_of_a_file_destroyed_without_an_act(told: World, attached: tuple[int, str]) -> None:
    with told.vault_owner() as attacker:
        attacker.execute("delete from key where kind = 'attachment'")
    found(told, "file_missing", attached[0], "files")


def test_a_file_of_another_case(told: World, attached: tuple[int, str]) -> None:
    other = file_attached(told)
    with attacking(told) as attacker:
        attacker.execute("update attachment set case_id = %s", (UUID(bytes=case_id_of(other)),))
    found(told, "file_changed", attached[0], "files")


def test_a_file_that_was_destroyed_and_is_put_back(told: World, attached: tuple[int, str]) -> None:
    idx, number = attached
    with told.vault_owner() as owner:
        (key,) = owner.execute("select * from key where kind = 'attachment'").fetchall()
        destroyed(told, number)
        assert audited(told).faults == (), "before the act is moved, too"
        told.settle()
        assert audited(told).faults == ()
        owner.execute(f"insert into key values ({', '.join(['%s'] * len(key))})".encode(), key)
    found(told, "key_restored", idx, "files")


def test_a_file_that_no_act_attached(told: World, attached: tuple[int, str]) -> None:
    made_up = UUID(int=7)
    with attacking(told) as attacker, told.vault_owner() as owner:
        owner.execute("insert into key select 7, kind, %s, period, wrapped from key where kind = 'attachment'",
                      (made_up.bytes,))  # fmt: skip
        attacker.execute("insert into attachment select log_id, %s, part, case_id, 7, sealed from attachment",
                         (made_up,))  # fmt: skip
    found(told, "file_changed", None, "files")
