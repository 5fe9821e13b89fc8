"""Two records of one act: what the provider's side and the recipient's say, found from either (articles 29 and 30)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ledger.judging.paired import Paired, pairs_of
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import load_registers
from tests.events import provision, register, source_body
from tests.integration.world import World

_CONFIRMED = {"confirmation": "契約書", "acquisition": "本人から直接"}


def pairs(world: World, number: int) -> tuple[Paired, ...]:
    registers = load_registers(world.connection, LOG_ID, world.size)
    return pairs_of(world.connection, world.vault, registers, world.rows()[number], world.size)


def reported(world: World, **theirs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Our provision to a company, then the company's report of having received it."""
    world.registered()
    world.tell("registers.operator", register("sources", "partner", source_body("company", "provisions")))
    ours = provision("A-1")
    world.tell("provisions.crm", ours)
    received = provision(
        "A-1", role="recipient", recipient="us", counterpart_event=str(UUID(bytes=ours["id"])),
        **{**_CONFIRMED, **theirs},
    )  # fmt: skip
    world.tell("provisions.partner", received)
    return ours, received


def test_two_reports_that_agree_are_paired_from_either_side(world: World) -> None:
    ours, received = reported(world)
    assert pairs(world, 0) == (Paired("partner", received["id"], ()),)
    assert pairs(world, 1) == (Paired("crm", ours["id"], ()),)


def test_what_the_reports_say_differently_is_shown(world: World) -> None:
    _, received = reported(world, items=["name", "phone"])
    assert pairs(world, 0) == (Paired("partner", received["id"], ("items",)),)


def test_a_record_nobody_points_to_has_no_other_side(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1"), provision("A-1", counterpart_event=str(UUID(int=9))))
    assert pairs(world, 0) == pairs(world, 1) == ()


def test_of_a_side_that_was_erased_nothing_is_compared(world: World) -> None:
    _, received = reported(world)
    with world.owner() as owner:
        owner.execute("update sealed set key_id = -1 where idx = %s", (world.rows()[1].idx,))
    assert pairs(world, 0) == (Paired("partner", received["id"], None),)
