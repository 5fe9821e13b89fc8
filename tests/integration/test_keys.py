"""The master key changes over while a worker runs, is given back by two shares, and keys that seal nothing go."""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ledger.cli.recording import open_recorder
from ledger.cli.serving import try_out
from ledger.cli.settings import Settings
from ledger.cli.window_command import open_desks
from ledger.cli.wiring import ledger_connection, migrate_all, open_master_keys, open_vault
from ledger.judging.sweeping import sweep
from ledger.law.days import jst_date
from ledger.store.connect import VAULT_SCHEMA, Connection, connect
from ledger.vault.keys import day, person_month
from ledger.vault.master import MasterKey, MasterKeys, WrongMasterKey, create_master_key
from ledger.vault.proving import NAMED_KEYS, retire_others
from ledger.vault.rotation import keys_by_master, open_everything, rotate_kafka, rotate_master
from ledger.vault.shares import combine, split
from tests.events import consent, provision
from tests.integration.commands import run_in
from tests.integration.workers import environment
from tests.integration.world import World


def key_role(world: World) -> Connection:
    return connect(world.settings.vault, "pl_keys", VAULT_SCHEMA)


def told(world: World) -> World:
    world.registered()
    world.tell("consents.members", consent("A-1"))
    world.tell("provisions.crm", provision("A-1"), provision("A-2"))
    return world


def openings(world: World) -> int:
    """How many keys the ledger's own master key opens."""
    return open_everything(key_role(world), open_master_keys(world.settings), lambda *_: None)


def test_a_master_key_changes_over_while_a_worker_goes_on(world: World) -> None:
    told(world)
    path = world.settings.master_key_file
    assert path is not None
    old, new = MasterKey.from_file(path), MasterKey(b"n" * 32)
    both = MasterKeys(new, [old])
    before = openings(world)
    # A worker that has the old key still, and one that has both, take in while the change is half done.
    done = rotate_master(key_role(world), both, lambda *_: None)
    assert done == before + len(NAMED_KEYS)
    assert keys_by_master(key_role(world)) == {new.number.hex(): before}
    world.tell("provisions.crm", provision("A-3"))
    assert set(keys_by_master(key_role(world))) == {new.number.hex(), old.number.hex()}
    rotate_master(key_role(world), both, lambda *_: None)
    assert open_everything(key_role(world), new, lambda *_: None) == sum(keys_by_master(key_role(world)).values())
    with pytest.raises(WrongMasterKey):
        openings(world)
    assert rotate_master(key_role(world), new, lambda *_: None) == 0


def test_a_change_that_was_cut_off_goes_on(world: World) -> None:
    told(world)
    path = world.settings.master_key_file
    assert path is not None
    old, new = MasterKey.from_file(path), MasterKey(b"n" * 32)
    with world.vault_owner() as owner:
        ((one, wrapped),) = owner.execute("select key_id, wrapped from key order by key_id limit 1").fetchall()
    rotate_master(key_role(world), MasterKeys(new, [old]), lambda *_: None)
    with world.vault_owner() as owner:
        owner.execute("update key set wrapped = %s where key_id = %s", (wrapped, one))
    assert rotate_master(key_role(world), MasterKeys(new, [old]), lambda *_: None) == 1


def test_the_key_of_message_keys_changes_for_whoever_starts_again(world: World) -> None:
    told(world)
    before, running = world.vault.kafka_key, world.vault
    rotate_kafka(key_role(world), open_master_keys(world.settings))
    assert running.kafka_key == before
    again = open_vault(world.settings, "pl_relay")
    assert again.kafka_key != before
    assert again.find(("member", "A-1")), "nothing else changed"
    again.close()


def test_two_shares_give_a_key_that_opens_everything(world: World) -> None:
    told(world)
    path = world.settings.master_key_file
    assert path is not None
    shares = split(bytes.fromhex(path.read_text().strip()))
    restored = MasterKey(combine(shares[1:]))
    assert open_everything(key_role(world), restored, lambda *_: None) == openings(world)
    with pytest.raises(WrongMasterKey):
        open_everything(key_role(world), MasterKey(bytes(32)), lambda *_: None)


def test_pages_are_not_served_with_another_key(world: World, tmp_path: Path) -> None:
    desks = open_desks(world.settings)
    try_out(desks)
    desks.close()
    create_master_key(tmp_path / "another.key")
    with pytest.raises(WrongMasterKey):
        try_out(open_desks(world.settings.model_copy(update={"master_key_file": tmp_path / "another.key"})))


def test_a_wrapped_key_moved_to_another_row_does_not_open(world: World) -> None:
    told(world)
    with world.vault_owner() as owner:
        owner.execute("""
            update key a set wrapped = b.wrapped from key b
            where a.kind = 'person_month' and b.kind = 'person_month' and a.key_id <> b.key_id
        """)
    with pytest.raises(WrongMasterKey):
        openings(world)


def test_a_master_key_from_the_environment_opens_what_one_from_a_file_wrapped(world: World) -> None:
    told(world)
    path = world.settings.master_key_file
    assert path is not None
    settings = world.settings.model_copy(
        update={"master_key": type(world.settings.master_key)(path.read_text()), "master_key_file": None}
    )
    vault = open_vault(settings, "pl_reader")
    assert vault.find(("member", "A-1"))
    assert path.read_text().strip() not in repr(settings)
    vault.close()


def test_keys_that_seal_nothing_are_swept_and_others_stay(world: World) -> None:
    told(world)
    _, vault = world.worker()
    ((identity,),) = world.ask("select min(identity) from record")
    vault.keys({person_month(identity, 199901)})
    with world.vault_owner() as owner:
        owner.execute("update key set made_at = made_at - interval '2 days'")
    before = openings(world)
    erasing = ledger_connection(world.settings, "pl_erasure")
    store = connect(world.settings.vault, "pl_erasure", VAULT_SCHEMA)
    assert sweep(erasing, store, 24) == 1
    assert openings(world) == before - 1
    assert sweep(erasing, store, 24) == 0
    world.tell("provisions.crm", provision("A-1"))
    assert len(world.rows()) == 3


class Crashing:
    """A connection whose process dies as soon as it has destroyed something."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, values: tuple[Any, ...]) -> Any:
        done = self._connection.execute(statement.encode(), values)
        if "delete" in statement:
            raise ConnectionAbortedError
        return done


def aged(world: World) -> tuple[Connection, Connection]:
    """Make every key two days older, and return the connections that sweep."""
    with world.vault_owner() as owner:
        owner.execute("update key set made_at = made_at - interval '2 days'")
    return ledger_connection(world.settings, "pl_erasure"), connect(world.settings.vault, "pl_erasure", VAULT_SCHEMA)


def unreadable(world: World) -> int:
    """How many entries are sealed under a key that is not there."""
    with world.vault_owner() as owner:
        keys = {key_id for (key_id,) in owner.execute("select key_id from key")}
    return sum(key_id not in keys for (key_id,) in world.ask("select key_id from sealed"))


def test_a_sweep_cut_off_right_after_destroying_loses_nothing_of_a_worker_that_has_the_key(world: World) -> None:
    told(world)
    swept: list[None] = []

    def at(point: str) -> None:
        if point == "after_lookup" and not swept:
            swept.append(None)
            erasing, store = aged(world)
            with pytest.raises(ConnectionAbortedError):
                sweep(erasing, Crashing(store), 24)  # type: ignore[arg-type]
            erasing.close()

    world.another_recorder(on_point=at).record([world.batch("provisions.crm", provision("A-9"))])
    assert swept
    assert len(world.rows()) == 3
    assert unreadable(world) == 0


@pytest.mark.parametrize("reached", ["marked", "raised"])
@pytest.mark.parametrize("crash", [False, True])
def test_a_key_looked_up_while_it_is_swept_stays(world: World, reached: str, crash: bool) -> None:
    told(world)
    _, vault = world.worker()
    month = jst_date(world.clock) // 100
    person = world.vault.find(("member", "A-1"))[-1].identity
    other = vault.holdings([("member", "A-9")])[("member", "A-9")].holders[-1].identity
    made = vault.keys({person_month(other, month), person_month(person, 199901)})
    erasing, store = aged(world)

    def at(point: str) -> None:
        if point == reached:
            world.another_recorder().record([world.batch("provisions.crm", provision("A-9"))])
            if crash:
                raise ConnectionAbortedError

    with contextlib.suppress(ConnectionAbortedError):
        sweep(erasing, store, 24, at)
    assert unreadable(world) == 0
    assert (made[person_month(other, month)].key_id,) in world.ask("select key_id from sealed"), "the key was in use"
    sweep(erasing, store, 24)
    assert unreadable(world) == 0
    with world.vault_owner() as owner:
        assert owner.execute("select count(*) from key where period = 199901").fetchone() == (0,)
        assert owner.execute("select count(*) from key where closing").fetchone() == (0,)


def with_keys(world: World, current: bytes, other: Path | None = None) -> Settings:
    secret = type(world.settings.master_key)(current.hex())
    return world.settings.model_copy(
        update={"master_key": secret, "master_key_file": None, "master_key_other_file": other}
    )


@pytest.mark.parametrize("beside_the_right_one", [False, True])
def test_a_process_with_a_master_key_the_store_does_not_know_wraps_nothing(
    world: World, beside_the_right_one: bool
) -> None:
    told(world)
    before = openings(world)
    right = world.settings.master_key_file if beside_the_right_one else None
    settings = with_keys(world, b"x" * 32, right)
    vault = open_vault(settings, "pl_reader")
    with pytest.raises(WrongMasterKey, match="does not know master key"):
        vault.keys({day(19990101)})
    with pytest.raises(WrongMasterKey):
        open_recorder(settings)
    with pytest.raises(WrongMasterKey):
        migrate_all(settings)
    assert openings(world) == before, "the right master key opens everything still"


def test_a_former_master_key_wraps_nothing_once_it_is_retired(world: World) -> None:
    told(world)
    path = world.settings.master_key_file
    assert path is not None
    new = MasterKey(b"n" * 32)
    _, running = world.worker()
    running.keys({day(19990101)})
    rotate_master(key_role(world), MasterKeys(new, [MasterKey.from_file(path)]), lambda *_: None)
    running.keys({day(19990102)})
    rotate_master(key_role(world), MasterKeys(new, [MasterKey.from_file(path)]), lambda *_: None)
    retire_others(key_role(world), new)
    with pytest.raises(WrongMasterKey, match="does not know master key"):
        running.keys({day(19990103)})
    swapped = open_vault(with_keys(world, b"n" * 32), "pl_worker")
    assert swapped.find(("member", "A-1"))
    swapped.keys({day(19990103)})
    assert set(keys_by_master(key_role(world))) == {new.number.hex()}


def rotate(settings: Settings) -> subprocess.CompletedProcess[str]:
    """Run the command that changes the master key over."""
    other = settings.master_key_other_file
    named = {} if other is None else {"PROVISION_LEDGER_MASTER_KEY_OTHER_FILE": str(other)}
    return run_in(
        {**os.environ, **environment(settings), **named},
        "keys", "rotate", "master", "--as", "officer-1", "--reason", "operation",
    )  # fmt: skip


def test_the_command_changes_the_master_key_over(world: World, tmp_path: Path) -> None:
    told(world)
    new = tmp_path / "new.key"
    create_master_key(new)
    old = world.settings.master_key_file
    both = world.settings.model_copy(update={"master_key_file": new, "master_key_other_file": old})
    assert rotate(world.settings.model_copy(update={"master_key_file": new})).returncode == 2, "it opens nothing"
    done = rotate(both)
    assert done.returncode == 0, done.stderr
    world.tell("provisions.crm", provision("A-3"))
    assert len(keys_by_master(key_role(world))) == 2, "a worker with the former key goes on until it is retired"
    assert rotate(both).returncode == 0
    done = rotate(world.settings.model_copy(update={"master_key_file": new}))
    assert done.returncode == 0, done.stderr
    refused = rotate(world.settings)
    assert refused.returncode == 2 and "Nothing was changed" in refused.stderr
