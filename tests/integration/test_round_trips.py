"""Of many records as many questions are asked as of one: each is asked of all of them at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from ledger.cases.given import confirmed, people_of
from ledger.cases.verdicts import judged
from ledger.cli.wiring import ENGINE, ledger_connection, open_vault
from ledger.judging.keeping import keeping_of
from ledger.judging.lookup import linked
from ledger.judging.records import IdentityUnknown, find_people, find_person, owners_of, people_at
from ledger.judging.said import iso
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection
from ledger.vault.vault import Vault
from streams.recorder.granted import Granter
from streams.recorder.ingest import Ingest
from streams.recorder.places import OfEvent, page_of, records_of_corrected
from streams.recorder.points import pass_by
from streams.recorder.rejudge import rejudge
from streams.recorder.standing import standing
from streams.reproduce import reproduce
from tests.events import HOUR, correction, link, provision
from tests.integration.test_granted_stops import asked, decide
from tests.integration.world import World

#: Everybody with one id more, that is linked.
PEOPLE = [f"A-{number}" for number in range(8)]
IDS = [("member", who) for who in PEOPLE]
Opens = Callable[[Connection, Vault, World, int], object]


@pytest.fixture
def known(world: World) -> World:
    """One batch of provisions, the first half of whose ids have changed hands since."""
    world.registered()
    world.tell("links.members", *(link(who, who.replace("A", "W")) for who in PEOPLE))
    at = world.clock - HOUR
    world.tell("provisions.crm", *(provision(who, happened_at=at - HOUR) for who in PEOPLE))
    world.tell("links.members", *(link(who, None, "reassigned", iso(at)) for who in PEOPLE[:4]))
    world.settle()
    return world


def counted(open_one: Callable[[], Connection], told: list[str]) -> Connection:
    """A connection that tells what is asked over it."""
    connection = open_one()
    execute = connection.execute

    def asking(question: Any, *more: Any, **how: Any) -> Any:
        told.append(str(question))
        return execute(question, *more, **how)

    connection.execute = asking  # type: ignore[method-assign]
    return connection


def questions(world: World, opens: Opens, count: int) -> tuple[list[str], list[str]]:
    """What is asked of the ledger and of the key store to open ``count`` of something."""
    of_ledger: list[str] = []
    of_vault: list[str] = []
    connection = counted(lambda: ledger_connection(world.settings, "pl_worker"), of_ledger)
    vault = open_vault(world.settings, "pl_worker")
    connect = vault._connect
    vault._connect = lambda: counted(connect, of_vault)
    try:
        opens(connection, vault, world, count)
    finally:
        vault.close()
        connection.close()
    return of_ledger, of_vault


def _standing(connection: Connection, vault: Vault, world: World, count: int) -> None:
    indexes = [row.idx for row in world.rows()][:count]
    assert len(standing(connection, vault, indexes, world.size)) == count


def _reproduce(connection: Connection, vault: Vault, world: World, count: int) -> None:
    first = world.rows()[0].idx
    done = reproduce(connection, vault, ENGINE, first, first + count, lambda _: None, lambda done, total: None)
    assert (done.reproduced, done.differing) == (count, 0)


def _find(connection: Connection, vault: Vault, world: World, count: int) -> None:
    assert len(find_people(connection, vault, IDS[:count], world.size, world.clock)) == count


def _confirmed(connection: Connection, vault: Vault, world: World, count: int) -> None:
    ids = confirmed(connection, vault, IDS[:count], world.size, world.clock)
    assert len(people_of(connection, vault, ids, world.size, world.clock)) == count


def _verdicts(connection: Connection, vault: Vault, world: World, count: int) -> None:
    people = list(find_people(world.connection, world.vault, IDS[4 : 4 + count], world.size, world.clock).values())
    wanted = {row.entry_id.hex() for row in world.rows()}
    assert len(judged(connection, vault, people, wanted, world.size)) == len(people)


@pytest.mark.parametrize("opens", [_standing, _reproduce, _find, _confirmed])
def test_eight_people_are_asked_about_at_once(known: World, opens: Opens) -> None:
    one, many = questions(known, opens, 1), questions(known, opens, 8)
    assert many == one and one[1]


def test_the_verdicts_of_several_people_are_looked_for_at_once(known: World) -> None:
    assert questions(known, _verdicts, 4) == questions(known, _verdicts, 1)


def test_whose_records_are_is_the_same_asked_together_or_one_by_one(known: World) -> None:
    rows = known.rows()
    together = owners_of(known.vault, rows)
    assert together == [owner for row in rows for owner in owners_of(known.vault, [row])]
    assert together == [known.vault.find(one)[0].identity for one in IDS], "told before their ids changed hands"
    found = find_people(known.connection, known.vault, [*IDS, ("member", "nobody")], known.size, known.clock)
    assert found == {one: find_person(known.connection, known.vault, *one, known.size, known.clock) for one in IDS}
    assert [found[one].identity for one in IDS] == [known.vault.find(one)[-1].identity for one in IDS]


def test_who_was_erased_keeps_their_records_and_is_no_person_any_more(known: World) -> None:
    gone, there = known.vault.find(IDS[7])[0].identity, known.vault.find(IDS[0])[-1].identity
    with known.vault_owner() as owner:
        owner.execute("delete from identity where identity = %s", (gone,))
    rows = known.rows()
    assert owners_of(known.vault, rows)[7] == gone
    assert known.vault.holders_of([gone]) == {}
    _, links = linked(known.connection, LOG_ID, known.size, [gone, there])
    with pytest.raises(IdentityUnknown):
        people_at(known.vault, links, [there, gone], known.clock)


def _omitting(connection: Connection, vault: Vault, world: World, count: int) -> None:
    rows = [row for row in world.rows() if row.source == "crm"][-count:]
    kept = keeping_of(connection, world.registers(), rows, world.size, world.clock)
    assert [one.dangling for one in kept.values()] == [True] * count


def test_what_holds_what_records_omit_is_looked_for_at_once(known: World) -> None:
    away = str(UUID(bytes=provision()["id"]))
    known.tell("provisions.crm", *(provision("A-1", omitted_items_record=away) for _ in range(8)))
    assert questions(known, _omitting, 8) == questions(known, _omitting, 1)


def _judged_again(connection: Connection, vault: Vault, world: World, count: int) -> None:
    told = [provision(who, recipient="advertiser") for who in PEOPLE[:count]]
    world.tell("provisions.crm", *told)
    world.settle()
    world.tell("provisions.crm", *(correction(one["id"], "void") for one in told))
    assert rejudge(connection, vault, Ingest(vault, ENGINE, pass_by), ENGINE, world.clock, pass_by).looked_at == count


def test_what_corrections_touch_is_looked_for_at_once(known: World) -> None:
    one, many = questions(known, _judged_again, 1), questions(known, _judged_again, 8)
    assert len(many[0]) == len(one[0]) and len(many[1]) == len(one[1])


def test_what_corrections_touch_is_the_same_asked_together_or_one_by_one(known: World) -> None:
    told = [provision(PEOPLE[:3]), provision("A-1"), provision([])]
    known.tell("provisions.crm", *told)
    parts = {place: OfEvent("crm", one["id"]) for place, one in enumerate(told)}
    parts[9] = OfEvent("shop", told[0]["id"])
    alone = {place: page_of(known.connection, [part], None, 10).records for place, part in parts.items()}
    assert records_of_corrected(known.connection, parts, 5) == alone
    assert [len(records) for records in alone.values()] == [3, 1, 1, 0]
    assert records_of_corrected(known.connection, parts, 4) is None


def _granted(connection: Connection, vault: Vault, world: World, count: int) -> None:
    del count
    assert Granter(vault).give(connection, world.clock) == 0


def test_cases_that_were_decided_are_opened_at_once(known: World) -> None:
    asking = []
    for who in PEOPLE[:3]:
        decide(known, asked(known, "stop_provision", who), "refused")
        asking.append(questions(known, _granted, 0))
    assert asking == [asking[0]] * 3
