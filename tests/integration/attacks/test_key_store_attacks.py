"""What somebody who may write in the key store may try: keys destroyed, changed or put back, ids of other people."""

from __future__ import annotations

import json
from functools import partial

import pytest

from ledger.audit.audit import Check
from ledger.log.entry import clear_entry
from ledger.store.connect import VAULT_SCHEMA, connect
from ledger.vault.erasure import Shredder
from ledger.vault.master import MasterKey
from ledger.vault.proving import named_context
from ledger.vault.vault import key_context
from tests.events import HOUR, provision, stop
from tests.integration.attacks.attackers import attacking, audited, erase, found, record, rewrite_tree, told
from tests.integration.commands import run
from tests.integration.world import World

__all__ = ["told"]


def test_a_key_replaced_in_the_vault(told: World) -> None:
    idx = record(told)
    ((key_id,),) = told.ask("select key_id from sealed where idx = %s", idx)
    with told.vault_owner() as owner:
        owner.execute("update key set wrapped = wrapped || '\\x00' where key_id = %s", (key_id,))
    found(told, "key_changed", idx, "seals")


def test_a_key_of_today_replaced_stops_no_audit(told: World) -> None:
    """The audit is an act itself, which is sealed under the key of its day."""
    ((idx,),) = told.ask("select batch_index from trace where disposition = 'quarantine'")
    audit = ("audit", "--as", "officer-1", "--reason", "audit", "--json")
    assert run(told, *audit).returncode == 0
    with told.vault_owner() as owner:
        owner.execute("update key set wrapped = wrapped || '\\x00' where kind = 'day'")
    done = run(told, *audit)
    assert done.returncode == 1, done.stderr
    assert ("key_changed", idx) in {(one["kind"], one["index"]) for one in json.loads(done.stdout)["findings"]}
    told.settle()
    assert told.ask("select command from intake join act using (intake_id) order by intake_id")[-2:] == [("audit",)] * 2


def test_keys_that_do_not_open_hide_no_other_fault(told: World) -> None:
    """Of each kind one is changed, and an id is handed over by the key store alone."""
    ((idx,),) = told.ask("select batch_index from trace where disposition = 'quarantine'")
    with told.vault_owner() as owner:
        # Of somebody whose own key stays: an entry that does not open names nobody.
        owner.execute("insert into identity select 77, blind, %s, generation from identity where int8send(identity)"
                      " = (select owner from key where kind = 'facts' order by key_id limit 1)", (told.clock,))
        owner.execute("update key set wrapped = wrapped || '\\x00' where kind = 'day'")
        owner.execute("update key set wrapped = wrapped || '\\x00' where key_id in"
                      " (select max(key_id) from key where kind <> 'day' group by kind)")  # fmt: skip
    assert {one.kind for one in audited(told, frozenset({"seals"})).faults} == {"key_changed", "identity_differs"}
    assert [(one.kind, one.index) for one in audited(told, frozenset({"batches"})).faults] == [("key_changed", idx)]


def test_a_key_destroyed_without_an_entry(told: World) -> None:
    idx = record(told)
    ((key_id,),) = told.ask("select key_id from sealed where idx = %s", idx)
    with told.vault_owner() as owner:
        owner.execute("delete from key where key_id = %s", (key_id,))
    found(told, "key_missing", idx, "seals")
    assert audited(told).answers.missing == len([
        1 for (one,) in told.ask("select key_id from sealed where key_id = %s", key_id) if one
    ])  # fmt: skip


def test_a_key_destroyed_behind_an_erasure_entry_that_said_so_in_advance(told: World) -> None:
    """One that covers entries to come, by somebody who waits for them."""
    end = told.size
    members = {"erasure": "0" * 32, "ground": "request", "officer": "officer-1", "at": "2026-04-01T00:00:00+00:00",
               "covers": [[end + 1, end + 1_000]], "days": []}  # fmt: skip
    with attacking(told) as attacker:
        attacker.execute("insert into entry values (1, %s, %s)", (end, clear_entry("erasure", members).entry))
        attacker.execute("insert into erased values (1, %s, %s, %s)", (end, end + 1, end + 1_000))
        rewrite_tree(attacker)
    told.tell("provisions.crm", provision("B-7"))
    ((idx, key_id),) = told.ask("select idx, key_id from record join sealed using (log_id, idx) where idx > %s", end)
    assert audited(told).faults == ()
    with told.vault_owner() as owner:
        owner.execute("delete from key where key_id = %s", (key_id,))
    found(told, "key_missing", idx, "seals")


def test_the_key_of_a_days_quarantine_destroyed_without_an_entry(told: World) -> None:
    ((idx,),) = told.ask("select batch_index from trace where disposition = 'quarantine'")
    with told.vault_owner() as owner:
        owner.execute("delete from key where key_id = (%s)", told.ask("select key_id from quarantine")[0])
    found(told, "key_missing", idx, "batches", "seals")


def test_what_was_erased_is_erased_as_recorded(told: World) -> None:
    erase(told)
    report = audited(told)
    assert report.faults == ()
    assert (report.answers.valid, report.answers.erased, report.answers.missing) == (3, 2, 0)


def test_a_key_put_back_from_a_backup(told: World) -> None:
    idx, kept = erase(told)
    with told.vault_owner() as owner, owner.cursor() as cursor:
        cursor.executemany("insert into key values (%s, %s, %s, %s, %s, %s, %s)", kept)
    found(told, "key_restored", idx, "seals", "keys")


def test_a_key_put_back_by_who_makes_the_store_forget_that_it_was_destroyed(told: World) -> None:
    idx, kept = erase(told)
    with told.vault_owner() as owner, owner.cursor() as cursor:
        cursor.executemany("insert into key values (%s, %s, %s, %s, %s, %s, %s)", kept)
        cursor.execute("delete from destroyed")
    found(told, "key_restored", idx, "seals")


def test_a_key_store_that_was_rolled_back_and_goes_on(told: World) -> None:
    """What was sealed since the copy was made is lost, and the person is begun anew: no erasure says so."""
    before = {row.idx for row in told.rows()}
    with told.vault_owner() as owner:
        for table in ("key", "identity"):
            owner.execute(f"create table yesterday_{table} as table {table}".encode())
    told.tell("provisions.crm", provision("B-7"))
    (lost,) = {row.idx for row in told.rows()} - before
    with told.vault_owner() as owner:
        owner.execute("delete from key where key_id not in (select key_id from yesterday_key)")
        owner.execute("delete from identity where identity not in (select identity from yesterday_identity)")
        owner.execute("drop table yesterday_key, yesterday_identity")
    found(told, "key_missing", lost, "seals")
    told.recorder.close()
    told.recorder = told.another_recorder()
    told.tell("provisions.crm", provision("B-7"))
    found(told, "key_missing", lost, "seals")


def test_an_erasure_left_half_done(told: World) -> None:
    shredder = Shredder(partial(connect, told.settings.vault, "pl_erasure", VAULT_SCHEMA))
    identity = told.vault.find(("member", "A-1"))[0].identity
    shredder.order(shredder.keys_of([identity]), [identity], "request", "officer-1", told.clock)
    shredder.close()
    report = audited(told)
    kinds = {one.kind for one in report.findings}
    assert {"erasure_unfinished", "key_missing"} <= kinds, "the keys are out of reach and the log does not say so yet"


def test_ids_of_two_people_swapped_in_the_key_store(told: World) -> None:
    with told.vault_owner() as attacker:
        one, other = [identity for (identity,) in attacker.execute("select identity from identity limit 2")]
        attacker.execute("update identity set identity = -1 where identity = %s", (one,))
        attacker.execute("update identity set identity = %s where identity = %s", (one, other))
        attacker.execute("update identity set identity = %s where identity = -1", (other,))
    faults = audited(told, frozenset({"seals"})).faults
    assert {one.kind for one in faults} == {"identity_differs"}
    found(told, "identity_differs", faults[0].index, "seals")


def test_an_id_handed_over_by_the_key_store_alone(told: World) -> None:
    at = told.clock - HOUR
    with told.vault_owner() as attacker:
        attacker.execute("insert into identity select 77, blind, %s, generation from identity limit 1", (at,))
    assert ("identity_differs", None) in {(one.kind, one.index) for one in audited(told).faults}
    told.tell("provisions.crm", provision("A-1"))


def test_another_well_formed_key_in_place_of_one(told: World) -> None:
    """Wrapped by the master key and for this very row: only what it opens tells that it is another."""
    row = told.rows()[0]
    ((key_id,),) = told.ask("select key_id from sealed where idx = %s", row.idx)
    ((_, scope),) = told.vault.open_scopes({key_id}).values()
    assert told.settings.master_key_file is not None
    master = MasterKey.from_file(told.settings.master_key_file)
    (wrapped,) = master.wrap_all([(bytes(range(32)), key_context(key_id, scope))])
    with told.vault_owner() as attacker:
        attacker.execute("update key set wrapped = %s where key_id = %s", (wrapped, key_id))
    found(told, "sealed_changed", row.idx, "seals")


@pytest.mark.parametrize(("name", "kind", "by"), [
    ("index", "identity_differs", ("seals", "keys")), ("content", "view_changed", ("views",)),
    ("tombstone", "stopped_differs", ("keys",)),
])  # fmt: skip
def test_another_well_known_key_in_place_of_one(told: World, name: str, kind: str, by: tuple[Check, ...]) -> None:
    """It opens: what was found by the former, or hashed with it, is not found or differs."""
    stopped(told, "A-1")
    assert told.settings.master_key_file is not None
    master = MasterKey.from_file(told.settings.master_key_file)
    (wrapped,) = master.wrap_all([(bytes(range(32)), named_context(name))])
    with told.vault_owner() as attacker:
        attacker.execute("update named_key set wrapped = %s where name = %s", (wrapped, name))
    faults = audited(told, frozenset(by[:1])).faults
    assert faults and faults[0].index is not None
    found(told, kind, faults[0].index, *by)


def stopped(world: World, who: str) -> int:
    """Let somebody have their data's provision stopped; return the stop's index."""
    world.tell("stops.members", stop(who, "35(3)"))
    world.settle()
    ((idx,),) = world.ask("select max(idx) from stop")
    return int(idx)


def test_whom_a_stop_binds_dropped_from_the_key_store(told: World) -> None:
    idx = stopped(told, "A-1")
    assert audited(told).faults == ()
    with told.vault_owner() as attacker:
        attacker.execute("delete from stopped")
    found(told, "stopped_differs", idx, "keys")


def test_whom_a_stop_binds_dropped_once_they_were_erased(told: World) -> None:
    """Their id would come back as somebody whom no stop binds."""
    idx = stopped(told, "A-1")
    erase(told)
    assert audited(told).faults == ()
    with told.vault_owner() as attacker:
        attacker.execute("delete from stopped")
    found(told, "stopped_differs", idx, "keys")


def test_a_stop_given_to_another_id(told: World) -> None:
    first, second = stopped(told, "A-1"), stopped(told, "A-2")
    with told.vault_owner() as attacker:
        one, other = [identity for (identity,) in attacker.execute("select identity from stopped")]
        attacker.execute("update stopped set identity = %s - identity", (one + other,))
    for idx in (first, second):
        found(told, "stopped_differs", idx, "keys")
