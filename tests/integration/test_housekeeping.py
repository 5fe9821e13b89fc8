"""What a worker does between batches costs little and holds nobody up."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from ledger.judging.awaiting import waiting_for
from ledger.log.head import LOG_ID, read_head
from streams.recorder import granted, intake, places
from streams.recorder.places import EVER, Corrected, Naming, OfPeople, Waiting, page_of
from streams.recorder.watermarks import _WAITING
from tests.events import provision
from tests.integration.grown import Reader, grow
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


#: A question that read a whole table of this many rows would read more blocks than one that does not may.
ROWS, FEW = 20_000, 120


def test_no_question_between_batches_reads_in_proportion_to_the_ledger(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (intake, granted):
        monkeypatch.setattr(module, "UNSETTLED", 20)
    world.registered()
    world.tell("provisions.crm", provision("A-1"))
    world.pass_time(60)
    grow(world, ROWS)
    for analysed in (False, True):
        recorder, reader = world.another_recorder(), Reader(world)
        connection = reader.along(recorder._front.connection())
        for first in (True, False):
            with world.owner() as owner:
                if analysed:
                    owner.execute("analyze")
                if not first:  # three consents are to be followed up
                    owner.execute("update head set rejudged_to = %s", (19_000_000 + ROWS - 2,))
            world.clock += 61_000_000
            recorder.housekeeping()
            assert recorder._front.connection() is connection
            # After a start all that waits is looked through, each by itself.
            most = 10 * ROWS if first else FEW
            assert {question: read for question, read in reader.blocks().items() if read > most} == {}


@pytest.mark.parametrize("analysed", [False, True])
def test_what_a_fact_reaches_is_found_without_reading_the_ledger(
    world: World, monkeypatch: pytest.MonkeyPatch, analysed: bool
) -> None:
    monkeypatch.setattr(places, "_PORTION", 10)
    world.registered()
    grow(world, ROWS)
    with world.owner() as owner:
        if analysed:
            owner.execute("analyze")
    minute, never = world.clock - 60_000_000, world.clock + 10**9
    reader = Reader(world)
    connection = reader.along(world.connection)
    named = Corrected(frozenset({("recipients", "r-7")}), 0, EVER, 10**9)
    for part, most, count in (
        (Waiting("consent", minute, world.clock, 10**9), 10, 10),
        (Waiting("register", -1, world.clock, 10**9), 10, 0),
        (OfPeople(frozenset({5, 6, 7}), 0, 10**9), 20, 12),
        (OfPeople(frozenset({5, 6, 7}), never, 10**9), 20, 0),
        (Naming(frozenset({("recipients", "r-7")}), never, EVER, 10**9), 10, 0),
        (replace(named, named=frozenset({("recipients", "nobody")})), 10, 0),
    ):
        assert len(page_of(connection, [part], None, most).records) == count
    assert {question: read for question, read in reader.blocks().items() if read > FEW} == {}
    assert len(page_of(connection, [named], None, ROWS).records) == ROWS // 100
    assert {question: read for question, read in reader.blocks().items() if read > FEW} == {}


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
