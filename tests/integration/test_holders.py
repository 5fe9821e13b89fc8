"""An id that was given to somebody else: what is done about its present holder is never the earlier holder's, nor shown
to them, and the other way round."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ledger.cli.wiring import ledger_connection
from ledger.judging.due import keys_of_person
from ledger.judging.erasing import carry_out, nobody_appends
from ledger.judging.records import find_person
from ledger.judging.said import iso
from ledger.store.connect import VAULT_SCHEMA, connect
from ledger.vault.catalogue import Order
from ledger.vault.erasure import Shredder
from ledger.vault.identities import Holder
from ledger.vault.keys import identity_of
from tests.events import HOUR, consent, link, provision
from tests.integration.agreement import agreed
from tests.integration.commands import run
from tests.integration.world import World

DAY = 24 * HOUR
BY = ("--as", "officer-1", "--reason", "inspection")
#: As many ids: whether a random identity sorts before another must not decide a test.
MANY = [f"A-{number}" for number in range(8)]


@pytest.fixture
def handed_over(world: World) -> World:
    """Ids that all belong to somebody else since yesterday; each of the earlier holders has another id, W-…"""
    world.registered()
    long_ago, yesterday = world.clock - 10 * DAY, world.clock - DAY
    for who in MANY:
        other = who.replace("A", "W")
        world.tell("links.members", link(who, other, since=iso(long_ago)))
        world.tell("links.members", link(who, None, "reassigned", iso(yesterday)))
        world.tell("consents.members", consent(who, happened_at=long_ago), appended_at=long_ago)
        world.tell("consents.members", consent(who, happened_at=world.clock - HOUR))
        world.tell("provisions.crm", provision(who, happened_at=long_ago + HOUR), appended_at=long_ago + HOUR)
        world.tell("provisions.crm", provision(who, happened_at=world.clock - HOUR // 2))
    world.settle()
    return world


def holders(world: World, who: str) -> tuple[Holder, Holder]:
    """The earlier and the present holder."""
    earlier, present = world.vault.find(("member", who))
    return earlier, present


def about(world: World, command: str) -> list[int | None]:
    """Whose key each act of the command is sealed under, oldest first."""
    rows = world.ask("select key_id from intake where command = %s order by intake_id", command)
    scopes = world.vault.open_scopes([key_id for (key_id,) in rows])
    return [identity_of(scopes[key_id][1]) for (key_id,) in rows]


def answered(world: World, *arguments: str, person: str = "") -> Any:
    done = run(world, *arguments, person=f"member {person}\n" if person else "")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def reads_of(world: World, who: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answered(world, "reads", *BY, "--person", "-", "--json", person=who)["reads"]
    return found


def test_a_person_is_who_holds_the_id_now_and_an_earlier_holder_by_a_link(handed_over: World) -> None:
    for who in MANY:
        earlier, present = holders(handed_over, who)
        now = find_person(handed_over.connection, handed_over.vault, "member", who, handed_over.size, handed_over.clock)
        assert now is not None
        assert now.identity == present.identity and now.linked == {present.identity}
        before = find_person(
            handed_over.connection, handed_over.vault, "member", who, handed_over.size, present.since - 1
        )
        assert before is not None and before.identity == earlier.identity
        other = find_person(
            handed_over.connection, handed_over.vault, "member", who.replace("A", "W"), handed_over.size,
            handed_over.clock,
        )  # fmt: skip
        assert other is not None
        assert other.linked == {other.identity, earlier.identity} and other.identity != earlier.identity


def test_looks_are_entered_with_the_present_holder(handed_over: World, tmp_path: Path) -> None:
    for who in MANY:
        agreed(handed_over, who)
        answered(handed_over, "search", *BY, "--person", "-", "--json", person=who)
        reads_of(handed_over, who)
    done = run(handed_over, "disclose", *BY, "--out", str(tmp_path), person=f"member {MANY[0]}\n")
    assert done.returncode == 0, done.stderr
    present = [holders(handed_over, who)[1].identity for who in MANY]
    assert about(handed_over, "search") == present
    assert about(handed_over, "reads") == present
    assert about(handed_over, "disclose") == present[:1]


def test_reads_of_an_earlier_holder_are_not_told_to_the_present_one_nor_the_other_way_round(handed_over: World) -> None:
    who, other = MANY[0], MANY[0].replace("A", "W")
    by_holder = {row.identity: row.idx for row in handed_over.rows()}
    earlier, present = holders(handed_over, who)
    for holder, times in ((earlier, 1), (present, 2)):
        for _ in range(times):
            answered(handed_over, "judgement", str(by_holder[holder.identity]), *BY, "--json")
    seen = [one["about"]["record_index"] for one in reads_of(handed_over, who) if one["command"] == "judgement"]
    assert seen == [by_holder[present.identity]] * 2
    seen = [one["about"]["record_index"] for one in reads_of(handed_over, other) if one["command"] == "judgement"]
    assert seen == [by_holder[earlier.identity]]


def test_a_look_at_a_record_told_before_the_handing_over_was_known_is_one_at_whose_it_is(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1", happened_at=world.clock - HOUR))
    world.tell("links.members", link("A-1", None, "reassigned", iso(world.clock - DAY)))
    world.settle()
    (row,) = world.rows()
    earlier, present = holders(world, "A-1")
    assert row.identity == earlier.identity
    answered(world, "judgement", str(row.idx), *BY, "--json")
    assert about(world, "judgement") == [present.identity]
    assert [one["command"] for one in reads_of(world, "A-1")] == ["judgement"]


def test_a_stop_is_the_present_holders_however_far_back_it_binds(handed_over: World) -> None:
    who = MANY[0]
    earlier, present = holders(handed_over, who)
    assert [row.verdict for row in handed_over.rows(people=[earlier.identity])] == ["lawful"]
    given = run(
        handed_over, "stop", "give", *BY, "--person", "-", "--ground", "35(3)", "--since",
        iso(handed_over.clock - 10 * DAY + 1), person=f"member {who}\n",
    )  # fmt: skip
    assert given.returncode == 0, given.stderr
    handed_over.settle()
    assert about(handed_over, "stop give") == [present.identity]
    assert handed_over.ask("select identity from stop") == [(present.identity,)]
    assert [row.verdict for row in handed_over.rows(people=[earlier.identity])] == ["lawful"]


def test_stops_of_an_earlier_holder_are_listed_for_who_that_is_and_not_for_the_present_one(world: World) -> None:
    world.registered()
    world.tell("links.members", link("A-1", "W-1"))
    given = run(world, "stop", "give", *BY, "--person", "-", "--ground", "27(2)", person="member A-1\n")
    assert given.returncode == 0, given.stderr
    world.settle()
    world.tell("links.members", link("A-1", None, "reassigned", iso(world.clock + 1)))
    world.settle()
    listed = ("stop", "list", *BY, "--person", "-", "--json")
    assert answered(world, *listed, person="A-1")["stops"] == []
    assert [one["ground"] for one in answered(world, *listed, person="W-1")["stops"]] == ["27(2)"]
    assert answered(world, *listed, person="nobody")["stops"] == []
    _, present = holders(world, "A-1")
    assert about(world, "stop list")[0] == present.identity


def doomed(world: World, identity: int) -> tuple[Shredder, Order]:
    """Order that an identity be erased, as the command does."""
    shredder = Shredder(partial(connect, world.settings.vault, "pl_erasure", VAULT_SCHEMA))
    with ledger_connection(world.settings, "pl_erasure") as connection, nobody_appends(connection) as size:
        keys = keys_of_person(connection, shredder, [identity], size)
        return shredder, shredder.order(keys, [identity], "request", "officer-1", world.clock)


def erased(world: World, identity: int) -> None:
    shredder, order = doomed(world, identity)
    with ledger_connection(world.settings, "pl_erasure") as connection:
        carry_out(connection, shredder, order, lambda: world.clock)
    shredder.close()
    world.vault.forget_people()


def shown(world: World, who: str, into: Path) -> list[Any]:
    agreed(world, who)
    done = run(world, "disclose", *BY, "--out", str(into), person=f"member {who}\n")
    assert done.returncode == 0, done.stderr
    answer = json.loads(next(into.glob("*.json")).read_text())
    return list(answer["records"])


def test_erasing_the_present_holder_makes_the_earlier_one_nobody_else(handed_over: World, tmp_path: Path) -> None:
    who, other = MANY[0], MANY[0].replace("A", "W")
    earlier, present = holders(handed_over, who)
    erased(handed_over, present.identity)
    now = find_person(handed_over.connection, handed_over.vault, "member", who, handed_over.size, handed_over.clock)
    assert now is not None and now.identity not in (earlier.identity, present.identity)
    assert shown(handed_over, who, tmp_path / "present") == []
    (kept,) = [row for row in handed_over.rows() if row.identity == earlier.identity]
    assert [row["record_id"] for row in shown(handed_over, other, tmp_path / "earlier")] == [kept.entry_id.hex()]
    handed_over.tell("provisions.crm", provision(who, happened_at=handed_over.clock - HOUR // 4))
    handed_over.settle()
    assert [row.identity for row in handed_over.rows()][-1] == now.identity, "told after, and about who holds it now"


def test_erasing_the_earlier_holder_gives_the_present_one_nothing_told_late(handed_over: World) -> None:
    who = MANY[0]
    earlier, present = holders(handed_over, who)
    erased(handed_over, earlier.identity)
    late = handed_over.clock - 9 * DAY
    handed_over.tell("provisions.crm", provision(who, happened_at=late), appended_at=late)
    handed_over.settle()
    (row,) = [row for row in handed_over.rows() if row.happened_at == late]
    assert row.identity not in (earlier.identity, present.identity)
    begun, still = holders(handed_over, who)
    assert still == present and begun == Holder(earlier.since, row.identity or 0)


def test_an_id_whose_holders_are_all_erased_still_tells_them_apart(handed_over: World) -> None:
    who = MANY[0]
    before = holders(handed_over, who)
    for holder in before:
        erased(handed_over, holder.identity)
    after = holders(handed_over, who)
    assert [holder.since for holder in after] == [holder.since for holder in before]
    assert not {holder.identity for holder in after} & {holder.identity for holder in before}


def test_a_stop_of_an_erased_holder_binds_them_and_not_who_held_the_id_before(handed_over: World) -> None:
    who = MANY[0]
    earlier, present = holders(handed_over, who)
    given = run(
        handed_over, "stop", "give", *BY, "--person", "-", "--ground", "withdrawal", "--since",
        iso(handed_over.clock - HOUR // 3), person=f"member {who}\n",
    )  # fmt: skip
    assert given.returncode == 0, given.stderr
    handed_over.settle()
    erased(handed_over, present.identity)
    erased(handed_over, earlier.identity)
    assert holders(handed_over, who)[1] == present
    at, late = handed_over.clock - HOUR // 4, handed_over.clock - 9 * DAY
    handed_over.tell("consents.members", consent(who, happened_at=late - HOUR), appended_at=late - HOUR)
    handed_over.tell("consents.members", consent(who, happened_at=handed_over.clock - HOUR // 2))
    handed_over.tell("provisions.crm", provision(who, happened_at=late), appended_at=late)
    handed_over.tell("provisions.crm", provision(who, happened_at=at))
    handed_over.settle()
    verdicts = {row.happened_at: row.verdict for row in handed_over.rows()}
    assert (verdicts[late], verdicts[at]) == ("lawful", "undetermined"), "another consent may still arrive"


def test_what_is_told_while_an_erasure_is_carried_out_is_told_of_somebody_who_can_be_found(handed_over: World) -> None:
    who = MANY[0]
    _, present = holders(handed_over, who)
    shredder, order = doomed(handed_over, present.identity)
    handed_over.tell("provisions.crm", provision(who, happened_at=handed_over.clock - HOUR // 4))
    handed_over.settle()
    with ledger_connection(handed_over.settings, "pl_erasure") as connection:
        carry_out(connection, shredder, order, lambda: handed_over.clock)
    shredder.close()
    found = find_person(handed_over.connection, handed_over.vault, "member", who, handed_over.size, handed_over.clock)
    assert found is not None and [row.identity for row in handed_over.rows()][-1] == found.identity


def test_a_page_of_a_person_holds_their_own_records_only(handed_over: World) -> None:
    who, other = MANY[0], MANY[0].replace("A", "W")
    earlier, _ = holders(handed_over, who)
    agreed(handed_over, other)
    first = answered(handed_over, "search", *BY, "--person", "-", "--limit", "1", "--json", person=other)
    (mine,) = handed_over.rows(people=[earlier.identity])
    assert [row["index"] for row in first["records"]] == [mine.idx], "newer records of the id are of who has it now"


def test_an_erasure_says_which_records_lie_under_another_holders_key(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1", happened_at=world.clock - HOUR))
    world.tell("links.members", link("A-1", None, "reassigned", iso(world.clock - DAY)))
    world.settle()
    told = answered(world, "erase", "person", "-", *BY, "--ground", "request", "--json", person="A-1")
    assert told["records_under_others"] == 1
    assert len(world.rows()) == 1
