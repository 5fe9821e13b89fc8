"""Stops through the recorder: they bind when they come, for the records they reach, and outlive the person's keys."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from ledger.cli.rebuild_command import rebuild_and_compare
from ledger.judging.acts import enter_act
from ledger.judging.said import iso
from ledger.judging.stops import effected, stops_below
from ledger.log.entry import new_id
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import load_registers
from ledger.store.connect import VAULT_SCHEMA, connect
from ledger.vault.identities import holder_at
from ledger.vault.keys import facts, stops
from streams.recorder.rebuild import VIEWS
from streams.recorder.stops import SealedPerson
from tests.events import (
    HOUR,
    LAG,
    SECOND,
    acknowledgement,
    consent,
    correction,
    link,
    now_us,
    provision,
    register,
    source_body,
    stop,
)  # fmt: skip
from tests.integration.world import World

NOTIFICATION = {
    "operator": "見本", "provision_is_a_purpose": True, "items": ["name"], "acquisition": "web",
    "methods": ["api"], "stops_on_request": True, "how_to_ask": "web", "updating": "daily", "starts_on": "2022-06-01",
    "notified_on": "2022-04-02", "noticed_on": "2022-04-02", "published_on": "2022-04-10",
    "own_publication_on": "2022-04-11",
}  # fmt: skip


def opted_out(who: str = "A-1", **given: Any) -> dict[str, Any]:
    """A provision on opt-out, as notified."""
    return provision(who, ground="27(2)", opt_out_notification="n-1", **given)


@pytest.fixture
def selling(world: World) -> World:
    """A world in which opt-out was notified, and two sources provide."""
    world.registered()
    world.tell(
        "registers.operator",
        register("opt_out_notifications", "n-1", NOTIFICATION),
        register("sources", "shop", source_body("shop", "provisions", "stops")),
    )
    return world


def give(world: World, who: str, ground: str, since: int, ends_at: int | None = None) -> UUID:
    """Take a stop as an officer does."""
    _, vault = world.worker()
    person = ("member", who)
    vault.keep_stopped([person])
    identity = holder_at(vault.holdings([person])[person].holders, since)
    sealed = SealedPerson.of(new_id(), person, vault.keys({facts(identity)})[facts(identity)])
    _enter(world, "stop give", identity, sealed, ground, since, ends_at)
    return UUID(bytes=sealed.stop)


def end(world: World, stopped: UUID, at: int) -> None:
    """End a stop as an officer does."""
    (row,) = (row for row in stops_below(world.connection, LOG_ID, world.size) if row.stop == stopped)
    sealed = SealedPerson(stopped.bytes, row.key_id, row.person)
    _enter(world, "stop end", row.identity, sealed, row.ground, row.since, at)


def _enter(
    world: World, command: str, identity: int, sealed: SealedPerson, ground: str, since: int, ends_at: int | None
) -> None:
    connection, vault = world.worker()
    about = {
        **sealed.words(), "ground": ground, "since": iso(since), "ends_at": ends_at and iso(ends_at),
        "recipients": None, "items": None,
    }  # fmt: skip
    registers = load_registers(connection, LOG_ID, world.size)
    enter_act(
        connection, vault, registers, "officer-1", "request", command, about, identity, world.clock, stops(identity)
    )
    world.settle()


def erase(world: World, who: str) -> None:
    """Destroy the person's keys and blind index as erasure does, which spares the keys of stops."""
    _, vault = world.worker()
    identities = [holder.identity for holder in vault.find(("member", who))]
    with connect(world.settings.vault_dsn, "pl_erasure", VAULT_SCHEMA) as erasing:
        erasing.execute(
            "delete from key where kind in ('person_month', 'facts') and owner = any(%s)",
            ([identity.to_bytes(8, "big") for identity in identities],),
        )
        erasing.execute("delete from identity where identity = any(%s)", (identities,))
    with connect(world.settings.ledger_dsn, "pl_erasure") as erasing:
        erasing.execute("delete from record where identity = any(%s)", (identities,))
    with world.owner() as owner:
        owner.execute("update head set key_epoch = key_epoch + 1")


def test_a_stop_bars_the_opt_out_from_its_instant_and_nothing_else(selling: World) -> None:
    selling.tell("consents.members", consent("A-1"))
    selling.tell("stops.members", stop("A-1", happened_at=selling.clock))
    selling.tell(
        "provisions.crm",
        opted_out(happened_at=selling.clock - SECOND),
        opted_out(happened_at=selling.clock),
        opted_out("A-2", happened_at=selling.clock),
        provision("A-1", happened_at=selling.clock),
    )
    assert selling.verdicts() == ["lawful", "violation", "lawful", "lawful"]


def test_a_stop_of_the_same_poll_is_taken_in_before_provisions(selling: World) -> None:
    provided = selling.batch("provisions.crm", opted_out(happened_at=selling.clock))
    selling.recorder.record([provided, selling.batch("stops.members", stop("A-1", happened_at=selling.clock))])
    assert selling.verdicts() == ["violation"]


def test_a_stop_told_afterwards_binds_at_once_what_happened_since(selling: World) -> None:
    since = selling.clock - 2 * HOUR
    selling.tell("provisions.crm", *(opted_out(happened_at=at) for at in (since - SECOND, since, since + HOUR)))
    assert selling.verdicts() == ["lawful"] * 3
    selling.tell("stops.members", stop("A-1", happened_at=since))
    selling.settle()
    assert selling.verdicts() == ["lawful", "violation", "violation"]
    causes = selling.ask("select distinct f.kind from judgement j join fact f on f.idx = j.cause")
    assert causes == [("stop",)]
    assert selling.ask("select kind, count(*) from alert group by 1") == [("violation", 1)], "one for the cause"


def test_what_was_stopped_between_look_up_and_append_is_judged_with_the_stop(selling: World) -> None:
    provided = selling.batch("provisions.crm", opted_out(happened_at=selling.clock))
    work = selling.recorder.prepare([provided])
    other = selling.another_recorder()
    other.record([selling.batch("stops.members", stop("A-1", happened_at=selling.clock))])
    selling.recorder.commit(work)
    assert selling.ask("select verdict from record") == [("violation",)]


def test_a_stop_reaches_the_persons_other_ids(selling: World) -> None:
    selling.tell("links.members", link("A-1", "W-1"))
    selling.tell("stops.members", stop("A-1", happened_at=selling.clock))
    selling.tell("provisions.crm", opted_out("W-1", happened_at=selling.clock))
    assert selling.verdicts() == ["violation"]


def test_an_officers_stop_binds_and_its_end_lets_go_from_then_on(selling: World) -> None:
    t0 = selling.clock
    stopped = give(selling, "A-1", "27(2)", t0)
    selling.clock += HOUR
    selling.tell("provisions.crm", opted_out(happened_at=t0 - 1), opted_out(happened_at=t0 + 1))
    assert selling.verdicts() == ["lawful", "violation"]
    selling.tell("provisions.crm", opted_out(happened_at=selling.clock))
    end(selling, stopped, selling.clock)
    selling.tell("provisions.crm", opted_out(happened_at=selling.clock + 1))
    assert selling.verdicts() == ["lawful", "violation", "lawful", "lawful"]
    (row,) = stops_below(selling.connection, LOG_ID, selling.size)
    assert (row.stop, row.since, row.ends_at) == (stopped, t0, selling.clock)


def test_a_stop_takes_the_ground_from_under_a_consent_given_before_it(selling: World) -> None:
    selling.tell("consents.members", consent("A-1", happened_at=selling.clock - HOUR))
    selling.tell("provisions.crm", provision("A-1", happened_at=selling.clock))
    selling.tell("stops.members", stop("A-1", "35(3)", happened_at=selling.clock - SECOND))
    selling.settle()
    assert selling.verdicts() == ["undetermined"], "a later consent may still arrive"
    selling.pass_time(2 * LAG)
    assert selling.verdicts() == ["violation"]


def test_the_same_stop_twice_is_one_and_another_of_the_same_id_is_a_conflict(selling: World) -> None:
    told = stop("A-1")
    selling.tell("stops.members", told, {**told, "number": 2})
    selling.tell("stops.members", {**told, "ground": "35(3)"})
    assert selling.ask("select ground from stop") == [("27(2)",)]
    assert selling.traced()["duplicate"] == 1
    assert selling.traced()["conflict"] == 1


def test_no_source_can_speak_over_anothers_stop(selling: World) -> None:
    told = stop("A-1", happened_at=selling.clock)
    selling.tell("stops.members", told)
    selling.tell("stops.shop", {**told, "ends_at": selling.clock + 1, "person": {"namespace": "member", "id": "A-2"}})
    selling.tell("provisions.crm", opted_out(happened_at=selling.clock + SECOND))
    assert selling.verdicts() == ["violation"]
    assert selling.ask("select count(distinct stop) from stop") == [(2,)]


def test_a_stop_outlives_the_persons_keys_and_blind_index(selling: World) -> None:
    selling.tell("provisions.crm", opted_out("A-1"))
    selling.tell("stops.members", stop("A-1", happened_at=selling.clock))
    before = give(selling, "B-1", "35(3)", selling.clock)
    for who in ("A-1", "B-1"):
        erase(selling, who)
    selling.tell("provisions.crm", *(opted_out(who, happened_at=selling.clock + 1) for who in ("A-1", "B-1", "C-1")))
    assert selling.verdicts() == ["violation", "violation", "lawful"]
    end(selling, before, selling.clock + 2)
    selling.tell("provisions.crm", opted_out("B-1", happened_at=selling.clock + 3))
    assert selling.verdicts()[-1] == "lawful"


def test_a_stop_that_outlived_its_person_is_rebuilt_and_names_nobody(selling: World) -> None:
    selling.tell("stops.members", stop("CANARY-1", happened_at=selling.clock))
    give(selling, "CANARY-1", "withdrawal", selling.clock)
    erase(selling, "CANARY-1")
    _, found = rebuild_and_compare(selling.settings, "rebuilt")
    assert found["stop"] == 0
    assert selling.ask("select count(*) from rebuilt.stop") == [(2,)]
    opened = [
        selling.vault.open_scopes({key_id}) for (key_id,) in selling.ask("select distinct key_id from stop")
    ]  # fmt: skip
    assert opened == [{}], "what says who it is was destroyed"


def test_done_is_said_only_when_every_source_that_provides_has_acknowledged(selling: World) -> None:
    selling.tell("stops.members", stop("A-1"))
    ((stopped,),) = selling.ask("select stop from stop")

    def progress() -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        registers = load_registers(selling.connection, LOG_ID, selling.size)
        now = selling.clock
        (found,) = effected(selling.connection, LOG_ID, selling.size, registers, [stopped], now).values()
        return found.acknowledged, found.awaited, found.done

    assert progress() == ((), ("crm", "shop"), False)
    selling.tell("stops.crm", acknowledgement(stopped.bytes))
    selling.tell("stops.members", acknowledgement(stopped.bytes))
    assert progress() == (("crm",), ("shop",), False)
    selling.tell("stops.shop", acknowledgement(stopped.bytes, effective_at=selling.clock + HOUR))
    assert progress() == (("crm",), ("shop",), False)
    selling.clock += HOUR
    assert progress() == (("crm", "shop"), (), True)


def test_stops_and_acknowledgements_are_rebuilt_as_they_ran(selling: World) -> None:
    told = stop("A-1", recipients=["company"], items=["name", "phone"], ends_at="2100-01-01T00:00:00Z")
    selling.tell("stops.members", told, {**told, "number": 2}, {**told, "ground": "35(1)"})
    selling.tell("stops.crm", acknowledgement(new_id()))
    stopped = give(selling, "A-2", "35(5)", selling.clock, selling.clock + HOUR)
    end(selling, stopped, selling.clock + SECOND)
    selling.tell("provisions.crm", opted_out("A-1"), opted_out("A-2"))
    selling.settle()
    entries, found = rebuild_and_compare(selling.settings, "rebuilt")
    assert (entries, found) == (selling.size, dict.fromkeys(VIEWS, 0))
    assert selling.ask("select count(*), count(distinct stop) from stop") == [(3, 2)]


def test_what_a_correction_makes_of_a_record_is_held_to_the_stop_too(selling: World) -> None:
    selling.tell("stops.members", stop("A-1", happened_at=selling.clock - HOUR, recipients=["advertiser"]))
    told = opted_out("A-1", happened_at=selling.clock)
    selling.tell("provisions.crm", told)
    assert selling.verdicts() == ["lawful"]
    selling.tell("provisions.crm", correction(told["id"], replacement={"recipient": "advertiser"}))
    selling.settle()
    assert selling.verdicts() == ["violation"]


def test_no_id_stands_in_a_view_of_stops(selling: World) -> None:
    selling.tell("stops.members", stop("CANARY-1", happened_at=now_us()))
    give(selling, "CANARY-2", "35(3)", selling.clock)
    for table in ("stop", "fact", "outbox", "entry", "sealed", "intake"):
        for (row,) in selling.ask(f"select t::text from {table} t"):
            assert "CANARY" not in row and b"CANARY".hex() not in row
