"""How long records of the ledger are kept: by their day, their series, what points to them, and legal holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from ledger.judging.keeping import Keeping, keeping_of
from ledger.law.retention import last_day
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import load_registers
from tests.events import consent, provision, register
from tests.integration.world import World

DAY = 86_400_000_000


def day(at: int) -> date:
    return datetime.fromtimestamp(at // 1_000_000, UTC).astimezone(timezone(timedelta(hours=9))).date()


def kept(world: World) -> list[Keeping]:
    registers = load_registers(world.connection, LOG_ID, world.size)
    rows = world.rows()
    found = keeping_of(world.connection, registers, rows, world.size, world.clock)
    return [found[row.idx] for row in rows]


def three_years_from(at: int) -> date:
    return last_day(day(at) + timedelta(days=1), 3)


def told(world: World, *events: dict[str, Any]) -> list[Keeping]:
    world.registered()
    world.tell("consents.members", consent())
    world.tell("provisions.crm", *events)
    return kept(world)


def test_a_record_made_each_time_is_kept_three_years_from_its_making(world: World) -> None:
    (one,) = told(world, provision())
    assert one == Keeping(three_years_from(world.clock), open=False, held=False, dangling=False)


def test_the_day_of_a_series_moves_with_its_last_provision_until_it_closes(world: World) -> None:
    first = provision(form="lump", series="monthly", happened_at=world.clock - 2 * DAY)
    (one,) = told(world, first)
    assert one == Keeping(last_day(day(world.clock - 2 * DAY), 3), open=True, held=False, dangling=False)
    world.tell("provisions.crm", provision(form="lump", series="monthly", series_closed=True))
    one, two = kept(world)
    assert one.until == two.until == last_day(day(world.rows()[1].happened_at), 3)
    assert not one.open and not two.open


def test_a_series_to_another_recipient_is_another_series(world: World) -> None:
    one, _ = told(
        world,
        provision(form="lump", series="monthly", happened_at=world.clock - 3 * DAY),
        provision(form="lump", series="monthly", recipient="advertiser"),
    )
    assert one.until == last_day(day(world.clock - 3 * DAY), 3)


def test_a_document_stands_for_one_year_and_what_fails_as_one_for_three(world: World) -> None:
    document, failed = told(
        world,
        provision(form="substitute", substitute_document="contract 7"),
        provision(form="substitute"),
    )
    assert document.until == last_day(day(world.rows()[0].happened_at), 1)
    assert failed.until == three_years_from(world.clock)


def test_a_record_lives_as_long_as_what_points_to_it(world: World) -> None:
    holder = provision(form="substitute", substitute_document="contract 7")
    points = provision(omitted_items_record=str(UUID(bytes=holder["id"])))
    lost = provision(omitted_items_record=str(UUID(int=7)))
    one, two, three = told(world, holder, points, lost)
    assert one.until == two.until == three_years_from(world.clock)
    assert [one.dangling, two.dangling, three.dangling] == [False, False, True]


def test_an_officer_sets_the_period_of_exempt_and_voluntary_rows_and_holds_keep_everything(world: World) -> None:
    shown = {"necessity": "collapsed", "consent_difficult": "unconscious"}
    (one,) = told(world, provision(ground="27(1)ii", evidence=shown))
    assert one == Keeping(None, open=False, held=False, dangling=False)
    world.tell(
        "registers.operator",
        register("retention_periods", "exempt", {"months": 12}),
        register("legal_holds", "suit-1", {"ja": "訴訟", "recipients": ["company"]}),
    )
    (one,) = kept(world)
    assert one.until == last_day(day(world.clock) + timedelta(days=1), 1)
    assert one.held
