"""What a worker does between batches costs little and holds nobody up."""

from __future__ import annotations

import threading

import pytest

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


def waiting(world: World) -> dict[str, object]:
    return {"log": LOG_ID, "awaits": waiting_for("register"), "after": -1, "upto": world.clock}


@pytest.mark.parametrize("analysed", [False, True])
def test_whether_a_grace_ends_is_asked_without_reading_what_waits_for_something_else(
    world: World, analysed: bool
) -> None:
    owner = world.owner()
    owner.execute(
        "insert into record (log_id, idx, entry_id, event_id, source, position, people, happened_at, appended_at,"
        " recipient, items, purpose, ground, verdict, basis, duty, awaits, touch)"
        " select %s, 1000 + n, gen_random_uuid(), gen_random_uuid(), 'crm', 0, 1, n, n, 'r', '{}', 'p', 'consent',"
        " 'undetermined', 'none', 'statutory', 'consent', n %% 7 from generate_series(1, 20000) n", (LOG_ID,),
    )  # fmt: skip
    if analysed:
        owner.execute("analyze record")
    owner.execute("set plan_cache_mode = force_custom_plan")
    (told,) = owner.execute("explain (analyze, buffers, format json) " + _WAITING, waiting(world)).fetchone() or (None,)
    owner.close()
    assert told[0]["Plan"]["Shared Hit Blocks"] < 100, "of 400 that hold the records alone"


def test_no_plan_outlives_the_table_it_was_made_for(world: World) -> None:
    connection, _ = world.worker()
    for _ in range(20):
        connection.execute(_WAITING, waiting(world))
    rows = connection.execute("select generic_plans, custom_plans from pg_prepared_statements").fetchall()
    connection.close()
    assert rows == [(0, 15)]
