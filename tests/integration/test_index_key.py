"""The key of the blind index changes over while workers run: nobody is lost, and nobody becomes two."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.errors import LockNotAvailable

from ledger.cli.wiring import open_master_keys, open_vault
from ledger.store.connect import VAULT_SCHEMA, connect
from ledger.vault import reindexing
from ledger.vault.erasure import Shredder
from ledger.vault.identities import holder_at
from ledger.vault.keys import person_month
from ledger.vault.master import MasterKey, MasterKeys, WrongMasterKey
from ledger.vault.reindexing import rotate_index
from ledger.vault.rotation import open_everything, rotate_master
from ledger.vault.vault import Vault
from tests.events import consent, link, provision
from tests.integration.commands import run
from tests.integration.test_keys import key_role
from tests.integration.world import World

MEMBERS = [("member", f"A-{number}") for number in range(12)]


class Crash(Exception):
    pass


def change(world: World, on_point: Callable[[str], None] = lambda _: None) -> tuple[int, int]:
    return rotate_index(key_role(world), open_master_keys(world.settings), lambda *_: None, on_point)


@contextmanager
def portions_of(size: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reindexing, "_PORTION", size)
        yield


def generations(world: World) -> dict[int, int]:
    with world.vault_owner() as owner:
        return dict(owner.execute("select generation, count(*) from identity group by 1").fetchall())


def identities(vault: Vault, *people: tuple[str, str]) -> dict[tuple[str, str], tuple[int, ...]]:
    """Look people up, as whoever remembers none of them, and give those an identity who have none."""
    vault.forget_people()
    held = vault.holdings(people or MEMBERS)
    return {person: tuple(one.identity for one in held[person].holders) for person in people or MEMBERS}


def working(world: World) -> Vault:
    return open_vault(world.settings, "pl_worker")


def shredder(world: World) -> Shredder:
    return Shredder(lambda: connect(world.settings.vault, "pl_erasure", VAULT_SCHEMA))


def test_everybody_is_found_again_and_nothing_of_the_former_generation_stays(world: World) -> None:
    worker = working(world)
    before = identities(worker)
    with world.vault_owner() as owner:
        former = {bytes(blind) for (blind,) in owner.execute("select blind from identity")}
    for generation in (2, 3):
        assert change(world) == (generation, len(MEMBERS))
        assert generations(world) == {generation: len(MEMBERS)}
        assert identities(worker) == before, "a worker that went on"
        assert identities(working(world)) == before, "a worker that was started since"
        assert all(world.vault.find(person)[0].identity == before[person][0] for person in MEMBERS), "a reader"
    with world.vault_owner() as owner:
        assert former.isdisjoint(bytes(blind) for (blind,) in owner.execute("select blind from identity"))


def test_the_former_key_alone_finds_nobody_any_more(world: World) -> None:
    identities(working(world))
    change(world)
    with world.vault_owner() as owner:
        owner.execute("delete from named_key where name = 'index'")
    with pytest.raises(LookupError, match="no key index"):
        open_vault(world.settings, "pl_reader").find(MEMBERS[0])
    with world.vault_owner() as owner:  # as whoever knows the former key and not the new one
        owner.execute("insert into named_key select 'index', wrapped from named_key where name = 'index.2'")
    with pytest.raises(WrongMasterKey):
        open_vault(world.settings, "pl_reader").find(MEMBERS[0])


def test_recording_goes_on_across_a_change(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", *(provision(f"A-{number}") for number in range(6)))
    other, number = world.another_recorder(), itertools.count()

    def at(_: str) -> None:
        turn = next(number)
        for one in (world.recorder, other):
            one.record([world.batch("provisions.crm", provision("A-1"), provision(f"N-{turn}"), provision("B-1"))])

    with portions_of(2):
        change(world, at)
    at("after")
    turns = next(number)
    records = world.rows()
    assert len(records) == 6 + 6 * turns
    assert len({record.identity for record in records}) == 6 + turns + 1, "each id is one identity"
    assert set(generations(world)) == {2}


STEPS = ["begun", "moved", "moved", "left"]


@pytest.mark.parametrize("step", range(len(STEPS)))
def test_a_change_cut_off_at_any_step_goes_on(world: World, step: int) -> None:
    stale, worker = working(world), working(world)
    before = identities(worker)
    identities(stale)
    reached: list[str] = []

    def crash(point: str) -> None:
        reached.append(point)
        if len(reached) == step + 1:
            raise Crash

    with portions_of(6), pytest.raises(Crash):
        change(world, crash)
    assert reached == STEPS[: step + 1]
    newcomer = ("member", "new")
    assert identities(worker) == before
    first = identities(worker, newcomer)
    assert identities(stale, newcomer) == first, "a worker that knew nothing of the change"
    assert identities(stale) == before
    finished = step + 1 == len(STEPS)
    assert change(world)[0] == (3 if finished else 2), "no further key is drawn before the change is done"
    assert len(generations(world)) == 1
    assert identities(stale, *MEMBERS, newcomer) == before | first


@pytest.mark.parametrize("reached", ["begun", "moved", "left"])
def test_a_worker_that_looked_before_a_change_begins_nobody_twice(world: World, reached: str) -> None:
    """The worker misses an id, another one begins it, the key changes over so far; only then the first writes."""
    late, other = working(world), working(world)
    begin: Callable[..., Any] = late._begin
    raced: list[Any] = []

    def crash(point: str) -> None:
        if point == reached:
            raise Crash

    def after_another(unknown: Any) -> Any:
        raced.append(identities(other, MEMBERS[5]))
        with pytest.raises(Crash):
            change(world, crash)
        return begin(unknown)

    late._begin = after_another  # type: ignore[method-assign]
    assert identities(late, MEMBERS[5]) == raced[0]
    assert sum(generations(world).values()) == 1


def test_nobody_moves_while_a_worker_begins_identities(world: World) -> None:
    """Between its last look and its writing another one could begin the same id, and the change move it away."""
    late, other = working(world), working(world)
    write: Callable[..., Any] = late._written
    raced: list[Any] = []

    def after_another(*begun: Any) -> Any:
        raced.append(identities(other, MEMBERS[5]))
        impatient = key_role(world)
        impatient.execute("set lock_timeout = '200ms'")
        with pytest.raises(LockNotAvailable):
            rotate_index(impatient, open_master_keys(world.settings), lambda *_: None)
        return write(*begun)

    late._written = after_another  # type: ignore[method-assign, assignment]
    assert identities(late, MEMBERS[5]) == raced[0]
    assert generations(world) == {1: 1}


def test_two_changes_at_once_are_one(world: World) -> None:
    before = identities(working(world))
    with portions_of(3):
        second: list[tuple[int, int]] = []

        def at(point: str) -> None:
            if point == "moved" and not second:
                second.append(change(world))

        assert change(world, at)[0] == 2
    assert second[0][0] == 2
    assert generations(world) == {2: len(MEMBERS)}
    assert identities(working(world)) == before


def test_who_was_erased_is_found_in_no_generation(world: World) -> None:
    worker = working(world)
    gone = identities(worker, *MEMBERS)[MEMBERS[3]]
    erasing = shredder(world)

    def erase(point: str) -> None:
        if point == "begun":
            order = erasing.order([], gone, "request", "officer-1", world.clock)
            erasing.destroy(order, world.clock)
            erasing.finish(order, world.clock)

    change(world, erase)
    assert world.vault.find(MEMBERS[3]) == ()
    assert generations(world) == {2: len(MEMBERS) - 1}
    assert identities(worker, MEMBERS[3])[MEMBERS[3]] != gone


@pytest.mark.parametrize("where", ["begun", "moved"])
def test_who_was_erased_and_stopped_comes_back_as_before_amid_a_change(world: World, where: str) -> None:
    worker = working(world)
    before = identities(worker)
    worker.keep_stopped([MEMBERS[3]])
    order = shredder(world).order([], before[MEMBERS[3]], "request", "officer-1", world.clock)
    shredder(world).destroy(order, world.clock)

    def told(point: str) -> None:
        if point == where:
            assert identities(worker, MEMBERS[3])[MEMBERS[3]] == before[MEMBERS[3]]

    with portions_of(4):
        change(world, told)
    assert identities(working(world)) == before


@pytest.mark.parametrize("where", ["begun", "moved", "left"])
def test_an_id_that_changes_hands_amid_a_change_keeps_its_holders(world: World, where: str) -> None:
    worker, stale = working(world), working(world)
    before = identities(worker)
    identities(stale)
    reader = open_vault(world.settings, "pl_reader")
    assert len(reader.find(MEMBERS[4])) == 1
    done: list[None] = []

    def at(point: str) -> None:
        if point == where and not done:
            done.append(None)
            for person in MEMBERS:
                stale.reassign(person, world.clock)
                stale.reassign(person, world.clock)
        if done:
            for person in MEMBERS:
                holders = reader.find(person)
                assert len(holders) == 2
                assert worker.holders_of([holders[0].identity]) == {holders[0].identity: holders}
                assert holder_at(holders, world.clock) == holders[1].identity
                assert holder_at(holders, world.clock - 1) == before[person][0]

    with portions_of(5):
        change(world, at)
    assert done
    assert generations(world) == {2: 2 * len(MEMBERS)}


def test_an_id_changes_hands_by_an_event_after_a_change(world: World) -> None:
    world.registered()
    world.tell("consents.members", consent("A-1"))
    world.tell("provisions.crm", provision("A-1"))
    change(world)
    world.tell("links.members", link("A-1", None, "reassigned", "2026-01-01T00:00:00Z"))
    assert len(world.vault.find(("member", "A-1"))) == 2


def test_two_workers_and_a_change_at_once(world: World) -> None:
    """For real in parallel: workers meet the same new ids in another order while they move."""
    people = [("member", f"P-{number}") for number in range(1_500)]
    done = threading.Event()

    def work(order: list[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, ...]]:
        vault = working(world)
        seen: dict[tuple[str, str], tuple[int, ...]] = {}
        for at in itertools.count(0, 50):
            if done.is_set() and at >= len(order):
                return seen
            for person, found in identities(vault, *order[at % len(order) :][:50]).items():
                assert seen.setdefault(person, found) == found
        raise AssertionError

    with ThreadPoolExecutor() as pool:
        workers = [pool.submit(work, people), pool.submit(work, people[::-1])]
        try:
            with portions_of(20):
                assert [change(world)[0] for _ in range(3)] == [2, 3, 4]
        finally:
            done.set()
        one, other = (worker.result(60) for worker in workers)
    assert one == other
    assert len(one) == len(people)
    assert sum(generations(world).values()) == len(people)
    change(world)
    assert generations(world) == {5: len(people)}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["work", "look", "crash", "change"]), st.integers(0, 30)), max_size=12))
def test_whatever_happens_in_whatever_order_an_id_stays_who_it_is(world: World, steps: list[tuple[str, int]]) -> None:
    vaults = [working(world), working(world), open_vault(world.settings, "pl_reader")]
    with world.vault_owner() as owner:
        owner.execute("delete from identity")
    known: dict[tuple[str, str], tuple[int, ...]] = {}
    for what, number in steps:
        person = MEMBERS[number % len(MEMBERS)]
        if what == "work":
            assert known.setdefault(person, found := identities(vaults[number % 2], person)[person]) == found
        elif what == "look":
            assert tuple(one.identity for one in vaults[2].find(person)) == known.get(person, ())
        else:
            points = itertools.count()

            def at(_: str, stop: int = number % 5 if what == "crash" else -1, points: Iterator[int] = points) -> None:
                if next(points) == stop:
                    raise Crash

            with portions_of(2), suppress(Crash):
                change(world, at)
    change(world)
    assert len(generations(world)) <= 1
    assert sum(generations(world).values()) == len(known)
    for vault in vaults:
        assert {
            person: tuple(one.identity for one in held) for person, held in vault.find_all(MEMBERS).items()
        } == known
        vault.close()


def test_the_keys_of_every_generation_change_master_and_open_by_a_trial_restore(world: World) -> None:
    worker = working(world)
    before = identities(worker)
    worker.keys({person_month(before[MEMBERS[0]][0], 202601)})
    change(world)
    path = world.settings.master_key_file
    assert path is not None
    new = MasterKey(b"n" * 32)
    rotate_master(key_role(world), MasterKeys(new, [MasterKey.from_file(path)]), lambda *_: None)
    assert open_everything(key_role(world), new, lambda *_: None) == 1
    with world.vault_owner() as owner:
        assert owner.execute(
            "select count(*) from named_key where substr(wrapped, 2, 4) <> %s", (new.number,)
        ).fetchone() == (0,)
        owner.execute("update named_key set wrapped = wrapped || '\\x00' where name = 'index.2'")
    with pytest.raises(WrongMasterKey):
        open_everything(key_role(world), new, lambda *_: None)


def test_a_master_key_the_store_does_not_know_begins_no_change(world: World) -> None:
    with pytest.raises(WrongMasterKey, match="does not know master key"):
        rotate_index(key_role(world), MasterKey(b"n" * 32), lambda *_: None)
    with world.vault_owner() as owner:
        assert owner.execute("select count(*) from blind_generation").fetchone() == (1,)


def test_the_command_changes_the_key_of_the_blind_index_over(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1"), provision("A-2"))
    done = run(world, "keys", "rotate", "index", "--as", "officer-1", "--reason", "operation")
    assert done.returncode == 0, done.stderr
    assert "generation 2 of the blind index only" in done.stdout
    ((held,),) = [tuple(generations(world).items())]
    assert held[0] == 2
    world.tell("provisions.crm", provision("A-1"))
    assert len({row.identity for row in world.rows()}) == 2
