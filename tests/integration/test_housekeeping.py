"""What a worker does between batches costs little and holds nobody up."""

from __future__ import annotations

import threading

from ledger.judging.awaiting import waiting_for
from ledger.log.head import LOG_ID, read_head
from streams.recorder.watermarks import _WAITING
from tests.events import provision
from tests.integration.world import World


def test_with_nothing_told_nobody_waits_for_the_head_lock(world: World) -> None:
    world.registered()
    world.settle()
    world.tell("provisions.crm", provision("A-1"))
    with world.owner() as other, other.transaction():
        read_head(other, LOG_ID, lock=True)
        tidying = threading.Thread(target=world.recorder.housekeeping, daemon=True)
        tidying.start()
        tidying.join(10)
        assert not tidying.is_alive(), "housekeeping waits for whoever appends"


def test_no_plan_outlives_the_table_it_was_made_for(world: World) -> None:
    connection, _ = world.worker()
    for _ in range(20):
        connection.execute(_WAITING, (LOG_ID, waiting_for("consent"), -1, world.clock))
    rows = connection.execute("select generic_plans, custom_plans from pg_prepared_statements").fetchall()
    connection.close()
    assert rows == [(0, 15)]
