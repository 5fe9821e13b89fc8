"""What somebody with every right over both databases may try, and which check of the audit finds it.

Each attack is made as superuser with triggers off. ``found`` names the check, the kind of finding and the index; then
the same audit is made with that check off, and the attack gets through: so it is that check that finds it. Where an
attack trips several checks, each finds it alone.
"""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from ledger.audit.audit import Seen
from ledger.judging.acts import enter_act
from ledger.log.entry import body_entry
from ledger.vault.seal import open_sealed, seal
from tests.events import provision
from tests.integration.attacks.attackers import attacking, audited, found, record, rewrite_tree, told
from tests.integration.commands import run
from tests.integration.test_rebuild import live_through_everything
from tests.integration.world import World

__all__ = ["told"]


def test_an_honest_ledger_has_no_faults(told: World) -> None:
    report = audited(told)
    assert report.faults == ()
    assert [one.kind for one in report.findings] == ["hole"]
    assert (report.answers.valid, report.answers.erased, report.answers.missing) == (5, 0, 0)


def test_a_ledger_that_lived_through_everything_has_no_faults(world: World) -> None:
    """Every kind of entry there is, conflicts, replays and duplicates among them: no check cries wolf."""
    live_through_everything(world)
    world.settle()
    report = audited(world)
    assert (report.faults, report.answers.missing) == ((), 0)


def test_an_entry_edited(told: World) -> None:
    idx = record(told)
    with attacking(told) as attacker:
        ((entry,),) = attacker.execute("select entry from entry where idx = %s", (idx,)).fetchall()
        changed = bytes(entry).replace(b'"engine":"', b'"engine":"9')
        attacker.execute("update entry set entry = %s where idx = %s", (changed, idx))
    found(told, "entry_changed", idx, "tree")


def test_two_entries_swapped(told: World) -> None:
    one, other = record(told, 0), record(told, 1)
    with attacking(told) as attacker:
        for table in ("entry", "sealed"):
            attacker.execute(f"update {table} set idx = -1 where idx = {one}".encode())
            attacker.execute(f"update {table} set idx = {one} where idx = {other}".encode())
            attacker.execute(f"update {table} set idx = {other} where idx = -1".encode())
    found(told, "entry_changed", one, "tree")


def test_an_entry_deleted_in_the_middle(told: World) -> None:
    idx = record(told, 1)
    with attacking(told) as attacker:
        for table in ("entry", "sealed", "record"):
            attacker.execute(f"delete from {table} where idx = {idx}".encode())
    found(told, "entry_missing", idx, "tree", "batches")


def test_the_tail_cut(told: World) -> None:
    before = audited(told).seen
    with attacking(told) as attacker:
        last = told.size - 1
        attacker.execute("delete from intake where intake_id in (select intake_id from act where idx >= %s)", (last,))
        for table in ("entry", "sealed", "act"):
            attacker.execute(f"delete from {table} where idx >= {last}".encode())
        rewrite_tree(attacker)
    seen_before(told, before, last)


def test_an_entry_inserted(told: World) -> None:
    end = told.size
    with attacking(told) as attacker:
        attacker.execute("insert into entry (log_id, idx, entry) values (1, %s, '{}')", (end,))
    found(told, "entry_beyond", end, "tree")


def test_an_entry_inserted_in_the_middle(told: World) -> None:
    idx = record(told, 1)
    with attacking(told) as attacker:
        for table in ("entry", "sealed"):
            attacker.execute(f"update {table} set idx = -idx - 1 where idx >= {idx}".encode())
            attacker.execute(f"update {table} set idx = -idx where idx < 0".encode())
        made_up = body_entry("note", {"made": "up"}).entry
        attacker.execute("insert into entry (log_id, idx, entry) values (1, %s, %s)", (idx, made_up))
    found(told, "entry_changed", idx, "tree", "seals", "intake", "batches")


def test_the_whole_tree_rewritten_and_re_headed(told: World) -> None:
    """By somebody who has the master key too, and lets another officer have looked."""
    before = audited(told).seen
    ((idx, entry, key_id, sealed),) = told.ask("""
        select idx, entry, key_id, sealed from act join sealed using (log_id, idx) join entry using (log_id, idx)
    """)
    key = told.vault.open_keys({key_id})[key_id]
    said = json.loads(open_sealed(key.cipher, sealed, bytes.fromhex(json.loads(entry)["id"])))["body"]
    other = body_entry("act", {**said, "officer": "officer-2"})
    assert other.opening is not None
    with attacking(told) as attacker:
        to_be = (other.entry, seal(key.cipher, other.opening, other.entry_id))
        attacker.execute("update entry set entry = %s where idx = %s", (other.entry, idx))
        attacker.execute("update sealed set sealed = %s where idx = %s", (to_be[1], idx))
        attacker.execute("update intake set officer = 'officer-2', entry = %s, sealed = %s, entry_id = %s",
                         (*to_be, other.entry_id.hex()))  # fmt: skip
        rewrite_tree(attacker)
    seen_before(told, before, before.size)


def seen_before(world: World, before: Seen, index: int) -> None:
    """Nothing inside the database tells: what the auditor, a witness or anybody with a head saw before does."""
    assert audited(world).faults == ()
    assert [(one.kind, one.index) for one in audited(world, since=before).faults] == [("history_changed", index)]


def test_the_head_changed_alone(told: World) -> None:
    with attacking(told) as attacker:
        attacker.execute("update head set root = %s", (sha256(b"other").digest(),))
    found(told, "head_differs", told.size, "tree")


@pytest.mark.parametrize("size", [2**53 - 1, 0])
def test_the_head_s_size_changed_alone(told: World, size: int) -> None:
    """However large it is, the audit ends."""
    with attacking(told) as attacker:
        attacker.execute("update head set size = %s", (size,))
    assert audited(told, frozenset({"tree"})).faults
    assert audited(told).faults


@pytest.mark.parametrize("change", ["delete from head", "update head set size = -1", f"update head set size = {2**62}"])
def test_a_head_that_is_gone_or_that_no_log_has_is_said(told: World, change: str) -> None:
    with attacking(told) as attacker:
        attacker.execute(change.encode())
    done = run(told, "audit", "--as", "officer-1", "--reason", "audit")
    assert done.returncode == 2
    assert "somebody removed or changed it" in done.stderr


def test_a_tile_changed(told: World) -> None:
    with attacking(told) as attacker:
        attacker.execute("update tile set hashes = overlay(hashes placing sha256('x') from 97 for 32) where level = 0")
    found(told, "entry_changed", 3, "tree")


def test_a_tile_made_longer(told: World) -> None:
    """Recording would stop at it, and an exported folder hold what no tree has."""
    size = told.size
    with attacking(told) as attacker:
        attacker.execute("update tile set hashes = hashes || sha256('x') where level = 0")
    found(told, "tile_changed", size, "tree")


@pytest.mark.parametrize(("level", "n"), [(0, 1), (1, 0), (7, 0), (0, -1), (-1, 0)])
def test_a_tile_of_no_tree_of_this_size(told: World, level: int, n: int) -> None:
    with attacking(told) as attacker:
        attacker.execute("insert into tile values (1, %s, %s, sha256('x'))", (level, n))
    found(told, "tile_changed", told.size, "tree")


def test_a_view_edited(told: World) -> None:
    idx = record(told)
    with attacking(told) as attacker:
        attacker.execute("update record set verdict = 'not_provision' where idx = %s", (idx,))
    found(told, "view_changed", idx, "views")


def test_a_sealed_payload_edited(told: World) -> None:
    idx = record(told)
    with attacking(told) as attacker:
        statement = "update sealed set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1) where idx = %s"
        attacker.execute(statement, (idx,))
    found(told, "sealed_changed", idx, "seals")
    assert audited(told).answers.missing == 1


def test_openings_of_two_people_swapped(told: World) -> None:
    one, other = record(told, 0), record(told, 1)
    with attacking(told) as attacker:
        attacker.execute("""
            update sealed s set key_id = o.key_id, sealed = o.sealed from sealed o
            where (s.idx, o.idx) in ((%s, %s), (%s, %s))
        """, (one, other, other, one))  # fmt: skip
    for idx in (one, other):
        found(told, "sealed_changed", idx, "seals")


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
    found(told, "opening_differs", fact, "seals")


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
    found(told, "digest_reused", other, "seals")


def test_a_position_changed(told: World) -> None:
    with attacking(told) as attacker:
        attacker.execute("update position set next_offset = next_offset - 1 where topic = 'provisions.crm'")
    found(told, "position_differs", None, "batches", "views")


def test_a_quarantine_row_dropped(told: World) -> None:
    ((idx,),) = told.ask("select batch_index from trace where disposition = 'quarantine'")
    with attacking(told) as attacker:
        attacker.execute("delete from quarantine")
    found(told, "quarantine_missing", idx, "batches", "outbox")


def test_quarantined_bytes_changed(told: World) -> None:
    ((idx,),) = told.ask("select batch_index from trace where disposition = 'quarantine'")
    with attacking(told) as attacker:
        attacker.execute("update quarantine set sealed = sealed || '\\x00'")
    found(told, "quarantine_changed", idx, "batches")


def test_a_hole_dropped_from_the_trace(told: World) -> None:
    ((idx,),) = told.ask("select batch_index from trace where disposition = 'hole'")
    with attacking(told) as attacker:
        attacker.execute("delete from trace where disposition = 'hole'")
    found(told, "trace_differs", idx, "batches", "views")


def test_an_intake_row_dropped(told: World) -> None:
    ((idx,),) = told.ask("select idx from act")
    with attacking(told) as attacker:
        attacker.execute("delete from intake")
    found(told, "intake_missing", idx, "intake", "views")


def test_an_intake_row_changed(told: World) -> None:
    ((idx,),) = told.ask("select idx from act")
    with attacking(told) as attacker:
        attacker.execute("update intake set entry = entry || ' '")
    found(told, "intake_changed", idx, "intake")


@pytest.mark.parametrize("command", ["case attach", "case destroy", "key announce"])
def test_an_act_that_is_said_to_be_another_stops_no_audit(told: World, command: str) -> None:
    with attacking(told) as attacker:
        attacker.execute("update intake set command = %s", (command,))
    ((idx,),) = told.ask("select idx from act")
    found(told, "intake_changed", idx, "intake")


def test_an_act_that_nobody_moves(told: World) -> None:
    connection, vault = told.worker()
    enter_act(connection, vault, told.registers(), "officer-1", "audit", "search", {}, None, told.clock)
    told.clock += 120_000_000
    found(told, "intake_waiting", None, "intake")


def test_an_act_that_nobody_moves_dated_ahead(told: World) -> None:
    connection, vault = told.worker()
    enter_act(connection, vault, told.registers(), "officer-1", "audit", "search", {}, None, told.clock)
    ((intake_id,),) = told.ask("select max(intake_id) from intake")
    with attacking(told) as attacker:
        attacker.execute("update intake set made_at = made_at + 86400000000 where intake_id = %s", (intake_id,))
    found(told, "intake_waiting", None, "intake")


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
    report = audited(world, frozenset({"tree"}))
    assert report.faults[0].index == size
    assert report.faults[0].kind == "entry_changed"
