"""What may be destroyed by itself, and what keeps a record or a month: periods, open series, legal holds."""

from __future__ import annotations

import json

import pytest

from ledger.cli.rebuild_command import rebuild_and_compare
from ledger.judging.due import NotYet, check_person, plan_keys
from ledger.judging.erasing import to_resume
from ledger.law.days import jst_date
from ledger.vault.erasure import Shredder
from streams.recorder import quarantine
from streams.recorder.quarantine import BytesErased
from tests.events import consent, provision, register
from tests.integration.erasures import DAY, YEAR, finish, identity, plan, readable, shredder, told
from tests.integration.world import World

__all__ = ["shredder"]


def test_a_month_in_which_something_came_after_the_plan_stays(world: World, shredder: Shredder) -> None:
    told(world)
    later = world.clock + 4 * YEAR
    planned = plan(world, shredder, later)
    world.tell("registers.operator", register("legal_holds", "suit", {"ja": "訴訟", "recipients": ["company"]}))
    again = plan_keys(
        world.connection, shredder, world.registers(), shredder.still(planned.keys), world.size, later
    )
    assert len(planned.keys) == 2
    assert again.keys == []


def test_a_record_about_nobody_goes_once_it_is_due(world: World, shredder: Shredder) -> None:
    world.registered()
    world.tell("provisions.crm", provision([], ground="consent"))
    world.settle()
    ((idx,),) = world.ask("select idx from record")
    assert plan(world, shredder, world.clock).keys == []
    due = plan(world, shredder, world.clock + 4 * YEAR)
    finish(world, shredder, shredder.order(due.keys, (), "retention", "officer-1", world.clock))
    assert idx not in readable(world)
    assert world.rows() == []


def test_quarantine_goes_with_the_key_of_its_day_and_the_log_says_which(world: World, shredder: Shredder) -> None:
    told(world)
    world.tell("provisions.crm", b"noise")
    ((taken_at,),) = world.ask("select taken_at from quarantine")
    today = jst_date(taken_at)
    assert shredder.days_before(today) == {}, "today's are kept"
    days = shredder.days_before(today + 1)
    erased = finish(world, shredder, shredder.order(days, (), "retention", "officer-1", world.clock))
    with pytest.raises(BytesErased):
        quarantine.replay(
            world.connection, None, world.vault, quarantine.find(world.connection, "provisions.crm/0/3"), "x", 0  # type: ignore[arg-type]
        )  # fmt: skip
    entry = json.loads(world.ask("select entry from entry where idx = %s", erased.first_entry)[0][0])
    assert entry["days"] == [today]
    assert world.ask("select count(*) from erased") == [(1,)], "an empty run: nothing but quarantine went"
    assert to_resume(world.connection, shredder, world.clock + 3 * DAY) == []
    _, found = rebuild_and_compare(world.settings, "rebuilt")
    assert {view: count for view, count in found.items() if count} == {}


def test_nothing_goes_while_a_period_runs(world: World) -> None:
    told(world)
    one = [identity(world, "A-1")]
    with pytest.raises(NotYet) as refused:
        check_person(world.connection, world.registers(), one, world.size, world.clock)
    assert refused.value.kept == {"period_runs": 2}
    assert check_person(world.connection, world.registers(), one, world.size, world.clock + 4 * YEAR) == 2


def test_an_open_series_keeps_what_belongs_to_it(world: World) -> None:
    world.registered()
    world.tell("consents.members", consent("A-1"))
    world.tell("provisions.crm", provision("A-1", form="lump", series="contract 1"))
    with pytest.raises(NotYet) as refused:
        check_person(
            world.connection, world.registers(), [identity(world, "A-1")], world.size, world.clock + 9 * YEAR
        )
    assert refused.value.kept == {"series_open": 1}


def test_a_legal_hold_keeps_what_it_covers(world: World) -> None:
    told(world)
    world.tell("registers.operator", register("legal_holds", "suit", {"ja": "訴訟", "recipients": ["company"]}))
    with pytest.raises(NotYet) as refused:
        check_person(
            world.connection, world.registers(), [identity(world, "A-1")], world.size, world.clock + 9 * YEAR
        )
    assert refused.value.kept == {"legal_hold": 2}


def test_retention_takes_a_month_once_all_of_it_is_due_and_leaves_consents(world: World, shredder: Shredder) -> None:
    told(world)
    now = plan(world, shredder, world.clock)
    assert now.keys == []
    assert now.records == {"period_runs": 4}
    later = world.clock + 4 * YEAR
    due = plan(world, shredder, later)
    assert due.records == {"due": 4}
    consents = {idx for (idx,) in world.ask("select idx from consent")}
    order = shredder.order(due.keys, (), "retention", "officer-1", later)
    finish(world, shredder, order)
    assert world.rows() == []
    assert consents <= readable(world)
    assert world.vault.find(("member", "A-1")), "a person whose month went is known still"
    assert plan(world, shredder, later).keys == []
