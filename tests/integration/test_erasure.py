"""Erasure: keys are destroyed, the log says so, proofs stay valid, and what was erased does not come back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ledger.cli.erase_command import finality
from ledger.cli.rebuild_command import rebuild_and_compare
from ledger.cli.wiring import ENGINE, ledger_connection
from ledger.judging.acts import enter_act
from ledger.judging.erasing import VIEWS, Erased, carry_out, nobody_appends, restore_orders, runs_of, to_resume
from ledger.judging.records import records_of_people
from ledger.log.head import LOG_ID, read_head
from ledger.log.proofs import Prover, verify_inclusion
from ledger.log.tiles import leaf_hash
from ledger.vault.catalogue import Order
from ledger.vault.erasure import Shredder
from streams.reproduce import Differing, reproduce
from tests.events import correction, now_us, provision
from tests.integration.agreement import agreed
from tests.integration.commands import run
from tests.integration.erasures import (
    DAY,
    YEAR,
    erase,
    erase_with_events,
    finish,
    identity,
    plan,
    readable,
    shredder,
    told,
)
from tests.integration.world import World

__all__ = ["shredder"]


def test_what_a_person_said_and_what_was_said_of_them_is_gone(world: World, shredder: Shredder) -> None:
    told(world)
    gone = identity(world, "A-1")
    theirs = {row.idx for row in records_of_people(world.connection, [gone], world.size)}
    consents = {idx for (idx,) in world.ask("select idx from consent where identity = %s", gone)}
    others = readable(world) - theirs - consents
    proofs = proofs_of(world, sorted(theirs))
    erased = erase(world, shredder, "A-1")
    assert readable(world) == others
    assert erased.entries == len(theirs | consents)
    assert world.vault.find(("member", "A-1")) == ()
    assert [row.identity for row in world.rows()] == [identity(world, "A-2")] * 2
    entry = json.loads(world.ask("select entry from entry where idx = %s", erased.first_entry)[0][0])
    assert entry["kind"] == "erasure"
    assert entry["ground"] == "request"
    assert {idx for first, end in entry["covers"] for idx in range(first, end)} == theirs | consents
    assert "key" not in json.dumps(entry), "no key is named in the tree"
    for idx, size, path, root in proofs:
        leaf = leaf_hash(bytes(world.ask("select entry from entry where idx = %s", idx)[0][0]))
        verify_inclusion(leaf, idx, size, path, root)


def proofs_of(world: World, indexes: list[int]) -> list[tuple[int, int, list[bytes], bytes]]:
    head = read_head(world.connection, LOG_ID)
    prover = Prover(head.size, lambda level, n: world.ask(
        "select hashes from tile where level = %s and n = %s", level, n)[0][0])  # fmt: skip
    return [(idx, head.size, prover.inclusion(idx), head.root) for idx in indexes]


def test_the_views_built_again_after_an_erasure_are_the_same(world: World, shredder: Shredder) -> None:
    told(world)
    erase(world, shredder, "A-1")
    _, found = rebuild_and_compare(world.settings, "rebuilt")
    assert {view: count for view, count in found.items() if count} == {}


@pytest.mark.parametrize("point", ["doomed", "said", "destroyed"])
def test_an_erasure_that_was_cut_off_is_finished(world: World, shredder: Shredder, point: str) -> None:
    told(world)
    before = readable(world)

    def crash(reached: str) -> None:
        if reached == point:
            raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        erase(world, shredder, "A-1", on_point=crash)
    (order,) = shredder.unfinished()
    finish(world, shredder, order)
    assert shredder.unfinished() == []
    assert len(before) - len(readable(world)) == 3
    assert world.ask("select count(*) from erased") == [(len(runs_of(sorted(before - readable(world)))),)]
    kinds = [json.loads(entry)["kind"] for (entry,) in world.ask("select entry from entry order by idx")]
    assert kinds.count("erasure") == 1


def test_a_batch_sealed_before_the_erasure_is_sealed_again(world: World, shredder: Shredder) -> None:
    told(world)
    reached: list[Erased] = []

    def at(point: str) -> None:
        if point == "after_lookup" and not reached:
            reached.append(erase(world, shredder, "A-1"))

    second = world.another_recorder(on_point=at)
    second.record([world.batch("provisions.crm", provision("A-1"))])
    (row,) = [row for row in world.rows() if row.identity not in (None, identity(world, "A-2"))]
    assert row.identity == identity(world, "A-1"), "who is told of again begins anew"
    assert row.idx in readable(world)
    assert row.idx > reached[0].first_entry


def test_what_comes_in_after_the_decision_is_not_taken_along(world: World, shredder: Shredder) -> None:
    """A batch sealed before the keys were doomed is sealed anew, although the log does not yet say what is gone."""
    told(world)
    one = [identity(world, "A-1")]
    ordered: list[Order] = []

    def at(point: str) -> None:
        if point == "after_lookup" and not ordered:
            with ledger_connection(world.settings, "pl_erasure") as connection, nobody_appends(connection):
                ordered.append(shredder.order(shredder.keys_of(one), one, "request", "officer-1", world.clock))

    second = world.another_recorder(on_point=at)
    second.record([world.batch("provisions.crm", provision("A-1"))])
    last = max(idx for (idx,) in world.ask("select idx from record"))
    finish(world, shredder, ordered[0])
    assert last in readable(world)


def test_what_was_told_of_an_event_goes_with_its_last_record(world: World, shredder: Shredder) -> None:
    world.registered()
    alone, together = provision("A-1"), provision(["A-1", "A-2"])
    world.tell("provisions.crm", alone, together)
    world.tell("provisions.crm", correction(alone["id"]), correction(together["id"]))
    world.settle()
    first, second = (idx for (idx,) in world.ask("select idx from fact where kind = 'correction' order by idx"))
    erase_with_events(world, shredder, "A-1")
    assert (first in readable(world), second in readable(world)) == (False, True)
    erase_with_events(world, shredder, "A-2")
    assert second not in readable(world)
    _, found = rebuild_and_compare(world.settings, "rebuilt")
    assert {view: count for view, count in found.items() if count} == {}


def test_an_act_entered_in_the_instant_of_the_erasure_is_covered_later(world: World, shredder: Shredder) -> None:
    told(world)
    gone = identity(world, "A-1")
    connection, vault = world.worker()
    vault.find(("member", "A-1"))  # remembers the key, as an open desk does
    erased = erase(world, shredder, "A-1")
    enter_act(connection, vault, world.registers(), "officer-1", "audit", "search", {}, gone, world.clock)
    world.settle()
    late = world.size - 1
    assert late not in readable(world)
    (order,) = to_resume(world.connection, shredder, world.clock)
    again = finish(world, shredder, order)
    assert again.entries == erased.entries + 1
    assert world.ask("select first_index, next_index from erased where idx = %s", again.first_entry) == [
        (late, late + 1)
    ]
    assert to_resume(world.connection, shredder, world.clock + 3 * DAY) == []


def test_of_an_erasure_nothing_stays_that_repeats_per_person(world: World, shredder: Shredder) -> None:
    told(world)
    gone = identity(world, "A-1")
    erase(world, shredder, "A-1")
    with world.vault_owner() as owner:
        rows = [str(row) for table in ("erasure_order", "destroyed", "doomed", "identity", "key") for row in
                owner.execute(f"select * from {table}".encode())]  # fmt: skip
    assert rows
    assert not [row for row in rows if str(gone) in row or repr(gone.to_bytes(8, "big"))[2:-1] in row]


def test_the_command_erases_who_may_go_and_refuses_who_may_not(world: World, tmp_path: Path) -> None:
    world.registered()
    exempt = {"ground": "27(1)ii", "evidence": {"necessity": "n", "consent_difficult": "c"}}
    world.tell("provisions.crm", provision("A-1", **exempt), provision("A-2"))
    world.settle()
    asked = ("erase", "person", "-", "--ground", "request", "--as", "officer-1", "--reason", "request")
    refused = run(world, *asked, person="member A-2\n")
    assert refused.returncode == 2 and "period_runs: 1" in refused.stderr and "Nothing was erased" in refused.stderr
    world.settle()
    assert world.ask("select command from intake join act using (intake_id)") == [("erase person",)], "asked, too"
    dry = json.loads(run(world, *asked, "--dry-run", "--json", person="member A-1\n").stdout)
    assert dry == {"records": 1, "erased": False}
    done = json.loads(run(world, *asked, "--json", person="member A-1\n").stdout)
    assert done["erased"]
    assert world.vault.find(("member", "A-1")) == ()
    last = finality(world.settings, now_us())
    assert done["final_in_backups"] == last.backups.isoformat()
    assert done["final_in_kafka"] == last.kafka.isoformat()
    assert done["final_in_quarantine"] == last.quarantine.isoformat()
    planned = run(world, "retention", "run", "--as", "officer-1", "--reason", "operation", "--json")
    assert json.loads(planned.stdout) == {
        "months": 0, "days": 0, "records": {"period_runs": 1}, "cases": {}, "run": False,
    }  # fmt: skip


def test_answers_in_files_are_removed_and_those_that_cannot_be_are_named(
    world: World, shredder: Shredder, tmp_path: Path
) -> None:
    told(world)
    agreed(world, "A-1")
    done = run(world, "disclose", "--as", "officer-1", "--reason", "request", "--out", str(tmp_path), "-",
               person="member A-1\n")  # fmt: skip
    assert done.returncode == 0, done.stderr
    world.settle()
    (tmp_path / "kaiji.csv").unlink()
    (tmp_path / "kaiji.html").unlink()
    (tmp_path / "kaiji.html").mkdir()
    erased = erase(world, shredder, "A-1")
    assert [Path(file).name for file in erased.removed] == ["kaiji.json"]
    assert [Path(file).name for file in erased.missing] == ["kaiji.csv"]
    assert [Path(file).name for file in erased.left] == ["kaiji.html"]
    assert not (tmp_path / "kaiji.json").exists()


def test_who_comes_back_is_a_new_person_with_new_keys(world: World, shredder: Shredder) -> None:
    told(world)
    before = identity(world, "A-1")
    erase(world, shredder, "A-1")
    world.tell("provisions.crm", provision("A-1"))
    assert identity(world, "A-1") != before


def test_runs_fold_and_unfold() -> None:
    assert runs_of([]) == []
    assert runs_of([3, 4, 5, 9, 11, 12]) == [(3, 6), (9, 10), (11, 13)]


def test_every_view_with_a_place_in_the_log_is_forgotten_or_says_why_not(world: World) -> None:
    """A table that comes to stand in the log has to be thought of: it is forgotten, or holds nobody's data."""
    with world.owner() as owner:
        tables = {name for (name,) in owner.execute(
            "select c.relname from pg_class c join pg_namespace n on n.oid = relnamespace join pg_attribute a"
            " on a.attrelid = c.oid and a.attname = 'idx' where n.nspname = 'ledger' and c.relkind = 'r'"
        )}  # fmt: skip
    about_nobody = {
        "entry", "sealed", "seen", "register", "watermark_entry", "act", "erased", "block", "touch", "rules", "cause",
        "task_answer",  # a random number and a service: what it says is sealed to a key that goes with the case
    }
    outlive = {"stop", "stop_acknowledgement"}
    assert tables - about_nobody - outlive - {"quarantine_resolution"} == set(VIEWS) - {"quarantine_resolution"}


def test_judgements_are_made_again_after_an_erasure(world: World, shredder: Shredder) -> None:
    told(world)
    erase(world, shredder, "A-1")
    differing: list[Differing] = []
    with world.connection.transaction():
        reproduce(world.connection, world.vault, ENGINE, 0, world.size, differing.append, lambda *_: None)
    assert differing == []


def key_store_before(world: World) -> dict[str, list[tuple[object, ...]]]:
    """Copy the rows of the key store, as a backup does."""
    with world.vault_owner() as owner:
        return {
            table: owner.execute(f"select * from {table}".encode()).fetchall()
            for table in ("erasure_order", "doomed", "destroyed", "identity", "key")
        }


def restore(world: World, copy: dict[str, list[tuple[object, ...]]]) -> None:
    """Put the rows of a backup of the key store in the place of what is there."""
    with world.vault_owner() as owner:
        owner.execute("truncate erasure_order, doomed, destroyed, identity, key")
        for table, rows in copy.items():
            for row in rows:
                owner.execute(f"insert into {table} values ({', '.join(['%s'] * len(row))})".encode(), row)


@pytest.mark.parametrize("also_one_row", [False, True])
def test_a_key_store_restored_from_before_an_erasure_forgets_again(
    world: World, shredder: Shredder, also_one_row: bool
) -> None:
    told(world)
    before, gone = key_store_before(world), identity(world, "A-1")
    erase(world, shredder, "A-1")
    stays = readable(world)
    if also_one_row:  # somebody puts the keys back beside the order that destroyed them
        after = key_store_before(world)
        before = {**after, "key": before["key"], "identity": before["identity"]}
    restore(world, before)
    assert world.vault.find(("member", "A-1")) and readable(world) > stays, "the erasure is undone"
    audited = run(world, "audit", "--as", "officer-1", "--reason", "audit", "--json")
    assert "key_restored" in audited.stdout, audited.stderr
    done = run(world, "erase", "resume", "--as", "officer-1", "--reason", "request")
    assert done.returncode == 0, done.stderr
    assert stays <= readable(world)
    with world.vault_owner() as owner:
        assert owner.execute("select count(*) from identity where identity = %s", (gone,)).fetchone() == (0,)
        assert shredder.keys_of([gone]) == {}
    world.settle()
    assert not {idx for (idx,) in world.ask("select generate_series(first_index, next_index - 1) from erased")} & (
        readable(world)
    )
    assert restore_orders(world.connection, shredder) == 0, "nothing is left to do"
    assert world.vault.find(("member", "A-2"))


def test_a_month_that_retention_took_goes_again_and_its_person_stays(world: World, shredder: Shredder) -> None:
    told(world)
    before = key_store_before(world)
    due = plan(world, shredder, world.clock + 4 * YEAR)
    finish(world, shredder, shredder.order(due.keys, (), "retention", "officer-1", world.clock))
    stays = readable(world)
    restore(world, before)
    with ledger_connection(world.settings, "pl_erasure") as connection:
        assert restore_orders(connection, shredder) == 1
        for order in to_resume(connection, shredder, world.clock):
            carry_out(connection, shredder, order, lambda: world.clock)
    assert readable(world) == stays
    assert world.vault.find(("member", "A-1"))
