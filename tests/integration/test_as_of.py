"""Rule 2: a judgement rests on what was below its ``as_of``, even when another worker comes in between."""

from __future__ import annotations

import threading

import pytest

from streams.recorder.ingest import Ingest
from streams.recorder.points import Point
from tests.events import consent, link, provision
from tests.integration.world import World


def meet_at_the_barrier(world: World, told: dict[str, object], topic: str) -> None:
    """Let one worker look a provision up, another append a fact about its person, and the first append after it."""
    looked, appended = threading.Event(), threading.Event()

    def wait_after_lookup(point: Point) -> None:
        if point == "after_lookup" and not looked.is_set():
            looked.set()
            assert appended.wait(10)

    slow = world.another_recorder(wait_after_lookup)
    batch = world.batch("provisions.crm", provision("A-1"))
    first = threading.Thread(target=slow.record, args=([batch],))
    first.start()
    assert looked.wait(10)
    world.tell(topic, told)
    appended.set()
    first.join(10)


def test_a_consent_appended_between_look_up_and_lock_counts(world: World) -> None:
    world.registered()
    meet_at_the_barrier(world, consent("A-1"), "consents.members")
    assert world.ask("select verdict from record") == [("lawful",)], "judged with what stands before it in the log"


def test_a_link_appended_between_look_up_and_lock_counts(world: World) -> None:
    world.registered()
    world.tell("consents.members", consent("W-1"))
    meet_at_the_barrier(world, link("A-1", "W-1"), "links.members")
    assert world.ask("select verdict from record") == [("lawful",)]


def test_without_the_second_look_the_barrier_shows_the_fault(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ingest, "_draft_again", lambda *_: None)
    world.registered()
    meet_at_the_barrier(world, consent("A-1"), "consents.members")
    assert world.ask("select verdict from record") == [("undetermined",)]


def test_a_record_names_the_head_it_was_judged_as_of(world: World) -> None:
    world.registered()
    world.tell("consents.members", consent("A-1"))
    size = world.size
    world.tell("provisions.crm", provision("A-1"))
    (entry,) = world.ask("select convert_from(entry, 'UTF8')::json ->> 'as_of' from entry join record using (idx)")
    assert int(entry[0]) == size


def test_the_same_event_in_two_workers_at_once_is_recorded_once(world: World) -> None:
    world.registered()
    told = provision("A-1")
    ready, go = threading.Barrier(2), threading.Barrier(2)

    def together(point: Point) -> None:
        if point == "after_lookup" and not done.is_set():
            ready.wait(10)
            go.wait(10)
            done.set()

    done = threading.Event()
    workers = [world.another_recorder(together) for _ in range(2)]
    batches = [world.batch("provisions.crm", told, partition=number) for number in range(2)]
    running = [
        threading.Thread(target=worker.record, args=([batch],)) for worker, batch in zip(workers, batches, strict=True)
    ]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(20)
    assert len(world.rows()) == 1
    assert world.traced()["duplicate"] == 1
