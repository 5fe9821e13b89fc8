"""Cases end: with their period, or with the person they were about; and nobody can read them after."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar
from uuid import UUID

import pytest

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook, CaseErased, case_id_of
from ledger.cases.files.store import Attaching, attach
from ledger.cases.keeping import CaseKeeping, counted, doom_due, standings
from ledger.cases.shelf import Shelf
from ledger.cases.steps import PERSON
from ledger.cli.wiring import ledger_connection
from ledger.judging.erasing import carry_out
from ledger.store.connect import VAULT_SCHEMA, connect
from ledger.vault.erasure import Shredder
from tests.events import now_us, provision
from tests.files import PDF
from tests.integration.commands import run
from tests.integration.world import World

DAY = 86_400_000_000
FIRST = ("--as", "officer-1", "--reason", "request")
EXEMPT = {"ground": "27(1)ii", "evidence": {"necessity": "n", "consent_difficult": "c"}}


@pytest.fixture
def shredder(world: World) -> Iterator[Shredder]:
    opened = Shredder(partial(connect, world.settings.vault, "pl_erasure", VAULT_SCHEMA))
    yield opened
    opened.close()


def ask(book: Casebook, kind: str = "records") -> str:
    return book.open({
        "kind": kind, "channel": "web", "language": "ja", "arrived": "2026-04-01", "asked": "canary", "contact": "",
        "claimed": "A-1",
    }, PERSON, now_us())[0].number  # fmt: skip


def withdraw(book: Casebook, number: str) -> None:
    book.step(number, PERSON, "request", "case withdraw", {}, now_us())


def test_a_case_whose_period_is_over_can_be_read_by_nobody(world: World, shredder: Shredder) -> None:
    book = Casebook(world.registered().connection, world.vault)
    over, running = ask(book), ask(book)
    attach(book, over, PDF, Attaching(PERSON, "request", now_us(), False, None))
    withdraw(book, over)
    world.settle()
    kept = CaseKeeping(now_us() + 2_000 * DAY, 1_825, ())
    assert counted(standings(book.all(), shredder, kept)) == {"due": 1, "open": 1}
    order = shredder.order([], (), "retention", "officer-1", now_us())
    with ledger_connection(world.settings, "pl_erasure") as connection:
        assert doom_due(book, book.all(), connection, shredder, order, kept) == 1
        done = carry_out(connection, shredder, order, now_us)
    acts = world.ask(
        "select a.idx from act a join intake using (intake_id) where case_id = %s", UUID(bytes=case_id_of(over))
    )
    assert len(acts) == done.entries == 3, "opened, attached, withdrawn"
    assert [case.number for case in book.all()] == [running]
    for say in (book.find, partial(withdraw, book)):
        with pytest.raises(CaseErased):
            say(over)
    assert world.ask("select count(*) from attachment") == [(0,)]
    audited = run(world, "audit", "--as", "officer-1", "--reason", "audit", "--json")
    assert audited.returncode == 0, audited.stdout
    with ledger_connection(world.settings, "pl_erasure") as connection:
        assert doom_due(book, book.all(), connection, shredder, order, kept) == 0


def test_who_is_erased_takes_their_cases_along_and_one_that_is_open_follows(world: World, shredder: Shredder) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1", **EXEMPT), provision("A-2", **EXEMPT))
    world.settle()
    book = Casebook(world.connection, world.vault)
    over, still, other = ask(book), ask(book), ask(book)
    for number, who in ((over, "A-1"), (still, "A-1"), (other, "A-2")):
        named = run(world, "case", "identify", number, *FIRST, "--method", "call_back", person=f"member {who}\n")
        assert named.returncode == 0, named.stderr
    withdraw(book, over)
    withdraw(book, other)
    world.settle()
    gone = run(world, "erase", "person", "-", "--ground", "request", *FIRST, "--json", person="member A-1\n")
    assert gone.returncode == 0, gone.stderr
    assert json.loads(gone.stdout)["cases"] == 1 and json.loads(gone.stdout)["cases_kept"] == 1
    assert {case.number for case in book.all()} == {still, other}
    world.settle()
    planned = run(world, "retention", "plan", "--as", "officer-1", "--reason", "operation")
    assert re.search(r"手続中 / open\W+1\b", planned.stdout) and "0 of cases may go" in planned.stdout
    withdraw(book, still)
    world.settle()
    done = run(world, "retention", "run", "--as", "officer-1", "--reason", "operation", "--json")
    assert json.loads(done.stdout)["cases"] == {"due": 1, "period_runs": 1}, done.stderr
    assert [case.number for case in book.all()] == [other]


class Reading(Casebook):
    """A casebook that tells how many cases it opened."""

    read: ClassVar[list[int]] = []

    def opened(self, case_ids: Sequence[bytes], at: int | None = None) -> dict[bytes, Case]:
        self.read.append(len(case_ids))
        return super().opened(case_ids, at)


def test_a_list_opens_each_case_once_and_again_when_it_moved(
    world: World, shredder: Shredder, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, shelf = Reading(world.registered().connection, world.vault), Shelf()
    Reading.read.clear()
    first, second = ask(book), ask(book)
    assert [case.number for case in shelf.all(book)] == [first, second]
    assert shelf.all(book) == shelf.all(book)
    withdraw(book, first)
    assert {case.number: case.stage for case in shelf.all(book)} == {first: "closed", second: "identity"}
    assert Reading.read == [2, 1]
    monkeypatch.setattr("ledger.cases.shelf.UNSETTLED", 0)
    third = ask(book)
    assert [case.number for case in shelf.all(book)] == [first, second, third], "those that did not move stay listed"
    world.settle()
    order = shredder.order([], (), "retention", "officer-1", now_us())
    with ledger_connection(world.settings, "pl_erasure") as connection:
        doom_due(book, book.all(), connection, shredder, order, CaseKeeping(now_us() + 2_000 * DAY, 1_825, ()))
        carry_out(connection, shredder, order, now_us)
    assert [case.number for case in shelf.all(book)] == [second, third], "what was destroyed is forgotten here too"
    assert shelf.all(book) == book.all()
