"""What somebody with every right over both databases may try, and who finds it.

Each attack is made as superuser with triggers off. ``found`` names the kind of finding and the index; then the same
audit is made without the checks that find it, and gets through: so it is they that do.
"""

from __future__ import annotations

import json
from functools import partial
from hashlib import sha256
from typing import Any

import psycopg
import pytest

from ledger.audit.audit import CHECKS, Check, Report, Seen, Source, audit
from ledger.cli.audit_command import judgements, views
from ledger.cli.wiring import ledger_connection, open_vault
from ledger.judging.acts import enter_act
from ledger.judging.erasing import carry_out
from ledger.log.entry import body_entry
from ledger.log.tiles import RightEdge, leaf_hash
from ledger.store.connect import VAULT_SCHEMA, connect
from ledger.vault.erasure import Shredder
from ledger.vault.seal import seal
from tests.events import consent, provision
from tests.integration.world import World

Attacker = psycopg.Connection[Any]


@pytest.fixture
def told(world: World) -> World:
    """A ledger with records, facts, an act, a quarantined message and a hole."""
    world.registered()
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    world.tell("provisions.crm", provision("A-1"), provision("A-2"), provision("A-1"), b"noise")
    world.skip("provisions.crm", 2)
    world.tell("provisions.crm", provision(["A-2", "A-3"]))
    connection, vault = world.worker()
    enter_act(connection, vault, world.registers(), "officer-1", "audit", "search", {}, None, world.clock)
    world.settle()
    return world


def attacking(world: World) -> Attacker:
    connection = world.owner()
    connection.execute("set session_replication_role = replica")
    return connection


def audited(world: World, without: frozenset[Check] = frozenset(), since: Seen | None = None) -> Report:
    vault = open_vault(world.settings, "pl_auditor")
    key_store = connect(world.settings.vault, "pl_auditor", VAULT_SCHEMA)
    with ledger_connection(world.settings, "pl_auditor") as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        source = Source(
            connection, vault, key_store,
            brought={
                "judgements": partial(judgements, connection, vault),
                "views": lambda *_: views(world.settings, connection, vault),
            },
        )  # fmt: skip
        report = audit(source, world.clock, since, CHECKS - without)
    key_store.close()
    vault.close()
    return report


def found(world: World, kind: str, index: int | None, by: set[Check], since: Seen | None = None) -> None:
    """The audit finds it, names index and kind, and would not without the checks named."""
    report = audited(world, since=since)
    assert (kind, index) in {(one.kind, one.index) for one in report.faults}, report.faults
    assert audited(world, frozenset(by), since).faults == (), "another check finds it too: name it"


def record(world: World, number: int = 0) -> int:
    return sorted(row.idx for row in world.rows())[number]


def rewrite_tree(attacker: Attacker) -> None:
    """Make tiles and head fit whatever the entries are now, as somebody would who knows how."""
    leaves = [leaf_hash(bytes(entry)) for (entry,) in attacker.execute("select entry from entry order by idx")]
    edge = RightEdge(0, {})
    tiles = edge.append(leaves).tiles
    attacker.execute("delete from tile")
    with attacker.cursor() as cursor:
        cursor.executemany("insert into tile (log_id, level, n, hashes) values (1, %s, %s, %s)", tiles)
    attacker.execute("update head set size = %s, root = %s", (len(leaves), edge.root()))


def test_an_honest_ledger_has_no_faults(told: World) -> None:
    report = audited(told)
    assert report.faults == ()
    assert [one.kind for one in report.findings] == ["hole"]
    assert (report.answers.valid, report.answers.erased, report.answers.missing) == (5, 0, 0)


def test_an_entry_edited(told: World) -> None:
    idx = record(told)
    with attacking(told) as attacker:
        ((entry,),) = attacker.execute("select entry from entry where idx = %s", (idx,)).fetchall()
        changed = bytes(entry).replace(b'"engine":"', b'"engine":"9')
        attacker.execute("update entry set entry = %s where idx = %s", (changed, idx))
    found(told, "entry_changed", idx, {"tree", "seals", "views", "judgements"})


def test_two_entries_swapped(told: World) -> None:
    one, other = record(told, 0), record(told, 1)
    with attacking(told) as attacker:
        for table in ("entry", "sealed"):
            attacker.execute(f"update {table} set idx = -1 where idx = {one}".encode())
            attacker.execute(f"update {table} set idx = {one} where idx = {other}".encode())
            attacker.execute(f"update {table} set idx = {other} where idx = -1".encode())
    found(told, "entry_changed", one, {"tree", "views", "judgements"})


def test_an_entry_deleted_in_the_middle(told: World) -> None:
    idx = record(told, 1)
    with attacking(told) as attacker:
        for table in ("entry", "sealed", "record"):
            attacker.execute(f"delete from {table} where idx = {idx}".encode())
    found(told, "entry_missing", idx, {"tree", "views"})


def test_the_tail_cut(told: World) -> None:
    before = audited(told).seen
    with attacking(told) as attacker:
        last = told.size - 1
        for table in ("entry", "sealed", "act"):
            attacker.execute(f"delete from {table} where idx >= {last}".encode())
        rewrite_tree(attacker)
    report = audited(told, since=before)
    assert [(one.kind, one.index) for one in report.faults] == [("history_changed", last)]
    # Without what was seen before, only what was not cut with it tells.
    assert audited(told, frozenset({"intake", "batches", "views", "judgements"})).faults == ()


def test_an_entry_inserted(told: World) -> None:
    end = told.size
    with attacking(told) as attacker:
        attacker.execute("insert into entry (log_id, idx, entry) values (1, %s, '{}')", (end,))
    found(told, "entry_beyond", end, {"tree"})


def test_an_entry_inserted_in_the_middle(told: World) -> None:
    idx = record(told, 1)
    with attacking(told) as attacker:
        for table in ("entry", "sealed"):
            attacker.execute(f"update {table} set idx = -idx - 1 where idx >= {idx}".encode())
            attacker.execute(f"update {table} set idx = -idx where idx < 0".encode())
        made_up = body_entry("note", {"made": "up"}).entry
        attacker.execute("insert into entry (log_id, idx, entry) values (1, %s, %s)", (idx, made_up))
    found(told, "entry_changed", idx, {"tree", "seals", "intake", "batches", "views", "judgements"})


def test_the_whole_tree_rewritten_and_re_headed(told: World) -> None:
    before = audited(told).seen
    idx = record(told)
    key = told.vault.open_keys({told.ask("select key_id from sealed where idx = %s", idx)[0][0]})
    with attacking(told) as attacker:
        ours = body_entry("note", {"made": "up"})
        assert ours.opening is not None
        ((key_id, sealing),) = key.items()
        attacker.execute("update entry set entry = %s where idx = %s", (ours.entry, idx))
        attacker.execute(
            "update sealed set sealed = %s where idx = %s", (seal(sealing.cipher, ours.opening, ours.entry_id), idx)
        )
        attacker.execute("delete from record where idx = %s", (idx,))
        attacker.execute("delete from alert where idx = %s", (idx,))
        rewrite_tree(attacker)
        assert key_id
    # Nothing inside the database tells: what the auditor, a witness or anybody with a head saw before does.
    assert audited(told, frozenset({"views", "batches", "judgements"})).faults == ()
    report = audited(told, since=before)
    assert ("history_changed", before.size) in {(one.kind, one.index) for one in report.faults}


def test_the_head_changed_alone(told: World) -> None:
    with attacking(told) as attacker:
        attacker.execute("update head set root = %s", (sha256(b"other").digest(),))
    found(told, "head_differs", told.size, {"tree"})


def test_a_tile_changed(told: World) -> None:
    with attacking(told) as attacker:
        attacker.execute("update tile set hashes = overlay(hashes placing sha256('x') from 97 for 32) where level = 0")
    found(told, "entry_changed", 3, {"tree"})


def test_a_view_edited(told: World) -> None:
    idx = record(told)
    with attacking(told) as attacker:
        attacker.execute("update record set verdict = 'not_provision' where idx = %s", (idx,))
    found(told, "view_changed", idx, {"views"})


def test_a_sealed_payload_edited(told: World) -> None:
    idx = record(told)
    with attacking(told) as attacker:
        statement = "update sealed set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1) where idx = %s"
        attacker.execute(statement, (idx,))
    report = audited(told, frozenset({"views"}))
    assert ("sealed_changed", idx) in {(one.kind, one.index) for one in report.faults}
    assert report.answers.missing == 1
    assert audited(told, frozenset({"seals", "views", "judgements"})).faults == ()


def test_openings_of_two_people_swapped(told: World) -> None:
    one, other = record(told, 0), record(told, 1)
    with attacking(told) as attacker:
        attacker.execute("""
            update sealed s set key_id = o.key_id, sealed = o.sealed from sealed o
            where (s.idx, o.idx) in ((%s, %s), (%s, %s))
        """, (one, other, other, one))  # fmt: skip
    report = audited(told, frozenset({"views"}))
    assert {("sealed_changed", one), ("sealed_changed", other)} <= {(got.kind, got.index) for got in report.faults}
    assert audited(told, frozenset({"seals", "views", "judgements"})).faults == ()


def test_an_opening_written_anew_by_who_holds_the_key(told: World) -> None:
    (fact,) = told.ask("select min(idx) from consent")[0]
    ((entry,),) = told.ask("select entry from entry where idx = %s", fact)
    ((key_id,),) = told.ask("select key_id from sealed where idx = %s", fact)
    other = body_entry("consent", {"said": "something else"})
    assert other.opening is not None
    key = told.vault.open_keys({key_id})[key_id]
    with attacking(told) as attacker:
        sealed = seal(key.cipher, other.opening, bytes.fromhex(json.loads(entry)["id"]))
        attacker.execute("update sealed set sealed = %s where idx = %s", (sealed, fact))
    report = audited(told, frozenset({"views"}))
    assert ("opening_differs", fact) in {(one.kind, one.index) for one in report.faults}
    assert audited(told, frozenset({"seals", "views"})).faults == ()


def test_a_digest_used_again(told: World) -> None:
    one, other = record(told, 0), record(told, 1)
    with attacking(told) as attacker:
        ((first,),) = attacker.execute("select entry from entry where idx = %s", (one,)).fetchall()
        ((second,),) = attacker.execute("select entry from entry where idx = %s", (other,)).fetchall()
        words = json.loads(bytes(second))
        words["claims"]["person"] = json.loads(bytes(first))["claims"]["person"]
        changed = json.dumps(words, separators=(",", ":"), sort_keys=True).encode()
        attacker.execute("update entry set entry = %s where idx = %s", (changed, other))
        rewrite_tree(attacker)
    found(told, "digest_reused", other, {"seals"})


def test_a_position_changed(told: World) -> None:
    with attacking(told) as attacker:
        attacker.execute("update position set next_offset = next_offset - 1 where topic = 'provisions.crm'")
    found(told, "position_differs", None, {"batches", "views"})


def test_a_quarantine_row_dropped(told: World) -> None:
    ((idx,),) = told.ask("select batch_index from trace where disposition = 'quarantine'")
    with attacking(told) as attacker:
        attacker.execute("delete from quarantine")
    found(told, "quarantine_missing", idx, {"batches", "outbox"})


def test_quarantined_bytes_changed(told: World) -> None:
    ((idx,),) = told.ask("select batch_index from trace where disposition = 'quarantine'")
    with attacking(told) as attacker:
        attacker.execute("update quarantine set sealed = sealed || '\\x00'")
    found(told, "quarantine_changed", idx, {"batches"})


def test_a_hole_dropped_from_the_trace(told: World) -> None:
    ((idx,),) = told.ask("select batch_index from trace where disposition = 'hole'")
    with attacking(told) as attacker:
        attacker.execute("delete from trace where disposition = 'hole'")
    found(told, "trace_differs", idx, {"batches", "views"})


def test_an_intake_row_dropped(told: World) -> None:
    ((idx,),) = told.ask("select idx from act")
    with attacking(told) as attacker:
        attacker.execute("delete from intake")
    found(told, "intake_missing", idx, {"intake", "views"})


def test_an_intake_row_changed(told: World) -> None:
    ((idx,),) = told.ask("select idx from act")
    with attacking(told) as attacker:
        attacker.execute("update intake set entry = entry || ' '")
    found(told, "intake_changed", idx, {"intake"})


def test_an_act_that_nobody_moves(told: World) -> None:
    connection, vault = told.worker()
    enter_act(connection, vault, told.registers(), "officer-1", "audit", "search", {}, None, told.clock)
    told.clock += 120_000_000
    found(told, "intake_waiting", None, {"intake"})


def test_a_key_replaced_in_the_vault(told: World) -> None:
    idx = record(told)
    ((key_id,),) = told.ask("select key_id from sealed where idx = %s", idx)
    with told.vault_owner() as owner:
        owner.execute("update key set wrapped = wrapped || '\\x00' where key_id = %s", (key_id,))
    report = audited(told, frozenset({"views", "judgements"}))
    assert ("key_changed", idx) in {(one.kind, one.index) for one in report.faults}
    assert audited(told, frozenset({"seals", "views", "judgements"})).faults == ()


def test_a_key_destroyed_without_an_entry(told: World) -> None:
    idx = record(told)
    ((key_id,),) = told.ask("select key_id from sealed where idx = %s", idx)
    with told.vault_owner() as owner:
        owner.execute("delete from key where key_id = %s", (key_id,))
    report = audited(told, frozenset({"views"}))
    assert ("key_missing", idx) in {(one.kind, one.index) for one in report.faults}
    assert report.answers.missing == len([
        1 for (one,) in told.ask("select key_id from sealed where key_id = %s", key_id) if one
    ])  # fmt: skip
    assert audited(told, frozenset({"seals", "views"})).faults == ()


def test_the_key_of_a_days_quarantine_destroyed_without_an_entry(told: World) -> None:
    ((idx,),) = told.ask("select batch_index from trace where disposition = 'quarantine'")
    with told.vault_owner() as owner:
        owner.execute("delete from key where key_id = (%s)", told.ask("select key_id from quarantine")[0])
    report = audited(told, frozenset({"views", "seals"}))
    assert ("key_missing", idx) in {(one.kind, one.index) for one in report.faults}
    assert audited(told, frozenset({"views", "seals", "batches"})).faults == ()


def erase(world: World) -> tuple[int, list[tuple[Any, ...]]]:
    """Erase a person; return an erased entry and the keys as yesterday's backup has them."""
    shredder = Shredder(partial(connect, world.settings.vault, "pl_erasure", VAULT_SCHEMA))
    identity = world.vault.find(("member", "A-1"))[0].identity
    keys = shredder.keys_of([identity])
    with world.vault_owner() as owner:
        kept = owner.execute("select * from key where key_id = any(%s)", (list(keys),)).fetchall()
    order = shredder.order(keys, [identity], "request", "officer-1", world.clock)
    with ledger_connection(world.settings, "pl_erasure") as connection:
        carry_out(connection, shredder, order, lambda: world.clock)
    shredder.close()
    ((idx,),) = world.ask("select min(first_index) from erased")
    return idx, kept


def test_what_was_erased_is_erased_as_recorded(told: World) -> None:
    erase(told)
    report = audited(told)
    assert report.faults == ()
    assert (report.answers.valid, report.answers.erased, report.answers.missing) == (3, 2, 0)


def test_a_key_put_back_from_a_backup(told: World) -> None:
    idx, kept = erase(told)
    with told.vault_owner() as owner, owner.cursor() as cursor:
        cursor.executemany("insert into key values (%s, %s, %s, %s, %s, %s, %s)", kept)
    found(told, "key_restored", idx, {"seals", "keys", "views"})


def test_an_erasure_left_half_done(told: World) -> None:
    shredder = Shredder(partial(connect, told.settings.vault, "pl_erasure", VAULT_SCHEMA))
    identity = told.vault.find(("member", "A-1"))[0].identity
    shredder.order(shredder.keys_of([identity]), [identity], "request", "officer-1", told.clock)
    shredder.close()
    report = audited(told, frozenset({"views"}))
    kinds = {one.kind for one in report.findings}
    assert {"erasure_unfinished", "key_missing"} <= kinds, "the keys are out of reach and the log does not say so yet"


def test_an_incremental_audit_goes_on_where_the_last_one_ended(told: World) -> None:
    seen = audited(told).seen
    told.tell("provisions.crm", provision("A-9"))
    report = audited(told, since=seen)
    assert (report.first, report.size) == (seen.size, told.size)
    assert report.faults == ()
    assert report.answers.valid == 1


@pytest.mark.parametrize("size", [0, 1, 255, 256, 300])
def test_the_first_bad_index_is_named_wherever_it_lies(world: World, size: int) -> None:
    world.registered()
    world.tell("provisions.crm", *(provision(f"A-{number}") for number in range(300)))
    with attacking(world) as attacker:
        attacker.execute("update entry set entry = entry || ' ' where idx >= %s", (size,))
    report = audited(world, CHECKS - {"tree"})
    assert report.faults[0].index == size
    assert report.faults[0].kind == "entry_changed"


