"""People who are erased, and what is due to go: the steps that tests of erasure share."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from ledger.cli.wiring import ledger_connection
from ledger.judging.due import added, keys_of_person, plan_months
from ledger.judging.erasing import Erased, carry_out
from ledger.store.connect import VAULT_SCHEMA, connect
from ledger.vault.catalogue import Order
from ledger.vault.erasure import Shredder
from tests.events import consent, provision
from tests.integration.world import World

DAY = 86_400_000_000
YEAR = 366 * DAY


@pytest.fixture
def shredder(world: World) -> Iterator[Shredder]:
    opened = Shredder(partial(connect, world.settings.vault, "pl_erasure", VAULT_SCHEMA))
    yield opened
    opened.close()


def identity(world: World, who: str) -> int:
    return world.vault.find(("member", who))[-1].identity


def told(world: World) -> World:
    """Two people with consents and provisions, one of them together."""
    world.registered()
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    world.tell("provisions.crm", provision("A-1"), provision("A-2"), provision(["A-1", "A-2"]))
    world.settle()
    return world


def erase(world: World, shredder: Shredder, who: str, **how: object) -> Erased:
    one = [identity(world, who)]
    order = shredder.order(shredder.keys_of(one), one, "request", "officer-1", world.clock)
    return finish(world, shredder, order, **how)


def erase_with_events(world: World, shredder: Shredder, who: str) -> Erased:
    """Erase a person as the command does: with what is told of events that were about this person alone."""
    one = [identity(world, who)]
    keys = keys_of_person(world.connection, shredder, one, world.size)
    return finish(world, shredder, shredder.order(keys, one, "request", "officer-1", world.clock))


def finish(world: World, shredder: Shredder, order: Order, **how: object) -> Erased:
    with ledger_connection(world.settings, "pl_erasure") as connection:
        return carry_out(connection, shredder, order, lambda: world.clock, **how)  # type: ignore[arg-type]


def readable(world: World) -> set[int]:
    """Indexes of entries whose opening somebody holding every key could read."""
    with world.vault_owner() as owner:
        keys = {key_id for (key_id,) in owner.execute("select key_id from key")}
    return {idx for idx, key_id in world.ask("select idx, key_id from sealed") if key_id in keys}


def plan(world: World, shredder: Shredder, now: int):  # type: ignore[no-untyped-def]
    return added(
        part for part, _ in plan_months(world.connection, shredder, world.registers(), world.size, now)
    )
