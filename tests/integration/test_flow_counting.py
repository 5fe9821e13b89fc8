"""What is counted for the flow map in memory is what plain counting of the views finds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from ledger.cli.wiring import ledger_connection
from ledger.judging import flow_counting
from ledger.judging.flow_counting import FlowCounting, People
from ledger.judging.flow_sums import Flow, Flows, Part, Reach, Total
from ledger.judging.ranges import EVERYTHING, Range, narrowing
from ledger.law.days import jst_day, midnight
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection
from ledger.vault.erasure import Shredder
from tests.events import correction, provision
from tests.integration.erasures import erase, shredder
from tests.integration.world import World

__all__ = ["shredder"]

_DAY = 86_400_000_000
_FLOWS = """
select r.recipient, item, r.purpose,
       count(*) filter (where r.happened_at >= %(since)s and r.happened_at < %(until)s), min(r.happened_at)
from record r cross join lateral unnest(r.items) item
where r.log_id = %(log)s and r.idx >= %(floor)s and r.idx < %(as_of)s
"""
_TOTALS = """
select r.recipient, count(*), count(distinct r.identity) from record r
where r.log_id = %(log)s and r.idx >= %(floor)s and r.idx < %(as_of)s
  and r.happened_at >= %(since)s and r.happened_at < %(until)s
"""
_REACH = """
select r.recipient, item, count(distinct r.identity) from record r cross join lateral unnest(r.items) item
where r.log_id = %(log)s and r.idx < %(as_of)s
  and r.happened_at >= %(since)s and r.happened_at < %(until)s and r.identity is not null
"""


@pytest.fixture
def opened() -> list[Connection]:
    return []


@pytest.fixture
def counting(world: World, opened: list[Connection]) -> Iterator[FlowCounting]:
    def connect() -> Connection:
        opened.append(ledger_connection(world.settings, "pl_reader"))
        return opened[-1]

    made = FlowCounting(connect)
    yield made
    made.close()


def test_a_ledger_counted_on_is_one_counted_plainly_through_all_that_becomes_of_it(
    world: World, counting: FlowCounting, shredder: Shredder, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(flow_counting, "BATCH", 9)
    draw = random.Random(20)
    world.registered()
    counting.step()
    with counting.counted() as counted:
        assert (counted.floor, counted.as_of) == (world.size - 9, world.size), "a batch, the newest first"
    for turn in range(12):
        told = [_random(draw, world.clock) for _ in range(draw.randrange(1, 8))]
        world.tell("provisions.crm", *told)
        if turn % 3 == 1:
            world.tell("provisions.crm", correction(told[0]["id"], action="void"))
        if turn % 4 == 2 and world.vault.find(("member", who := f"A-{draw.randrange(4)}")):
            erase(world, shredder, who)
        for _ in range(draw.randrange(1, 4)):
            counting.step()
        agrees(world, counting, draw)
    erase(world, shredder, "A-1")
    world.settle()
    while counting.step():
        agrees(world, counting, draw)
    agrees(world, counting, draw)
    with counting.counted() as counted:
        assert (counted.floor, counted.as_of) == (0, world.size)


def test_who_loses_the_connection_counts_anew(
    world: World, counting: FlowCounting, opened: list[Connection]
) -> None:  # fmt: skip
    world.registered()
    world.tell("provisions.crm", *(provision("A-1", recipient=recipient) for recipient in ("company", "police")))
    counting.step()
    with world.owner() as owner:
        # A ledger restored from before, and the server that was stopped for it.
        owner.execute("delete from record where recipient = 'police'")
        owner.execute("select pg_terminate_backend(%s)", (opened[0].info.backend_pid,))
    with pytest.raises(psycopg.Error):
        counting.step()
    with pytest.raises(psycopg.OperationalError, match="lost"), counting.counted():
        pass
    counting.step()
    agrees(world, counting, random.Random(1))


def test_people_are_counted_once_all_is_and_told_again_until_somebody_is_erased(
    world: World, counting: FlowCounting, shredder: Shredder, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    world.registered()
    world.tell("provisions.crm", provision(["A-1", "A-2"]), provision("A-2", items=["name", "phone"]))
    today = jst_day(world.clock)
    part = Part(today - 30, today, EVERYTHING)
    monkeypatch.setattr(flow_counting, "AT_ONCE", 0)
    counting.catch_up()
    assert counting.reach(part, world.size) is None, "nothing was counted, and a page does not count so much"
    counting.step()
    monkeypatch.setattr(flow_counting, "_QUICK", 0)
    before = world.size
    assert counting.reach(part, before) is None, "a page does not count so many"
    counting.work_off()
    assert counting.reach(part, before) == [
        Reach("company", None, 2), Reach("company", "name", 2), Reach("company", "phone", 1)
    ]
    assert counting.people(part) is None and not counting.work_off(), "and nobody else waits"
    assert counting.people(part) == People({"company": 2}, before)
    world.tell("provisions.crm", provision("A-3"))
    counting.step()
    found = counting.reach(part, before)
    assert found is not None and found[0].people == 2, "what came since is not told"
    assert counting.people(part) == People({"company": 2}, before), "as last counted, and it says of when"
    counting.work_off()
    assert counting.people(part) == People({"company": 3}, world.size)
    erase(world, shredder, "A-1")
    counting.step()
    assert counting.people(part) is None and counting.reach(part, before) is None
    assert counting.work_off() and not counting.work_off(), "two wait"
    found = counting.reach(part, before)
    assert found is not None and found[0].people == 1
    assert counting.people(part) == People({"company": 2}, world.size)


def _random(draw: random.Random, now: int) -> dict[str, Any]:
    today = midnight(jst_day(now))
    people = [f"A-{who}" for who in range(4) if draw.random() < 0.4]
    return provision(
        people, recipient=draw.choice(("company", "advertiser", "police")),
        items=draw.sample(("name", "address", "phone"), draw.randrange(1, 4)),
        purpose=draw.choice(("operation", "screening")),
        happened_at=draw.choice((now, now - draw.randrange(600 * _DAY), today, today - 1)),
    )  # fmt: skip


def agrees(world: World, counting: FlowCounting, draw: random.Random) -> None:
    """Compare what was counted of several parts with plain counting of the same entries."""
    today = jst_day(world.clock)
    whole = Part(today - 364, today, EVERYTHING)
    parts = (
        whole, Part(0, 2_900_000, EVERYTHING), Part(today, today, EVERYTHING), replace(whole, purpose="screening"),
        replace(whole, within=Range(frozenset({"company"}), frozenset({"name", "phone"}))),
        Part(today - draw.randrange(300, 600), today - draw.randrange(300), EVERYTHING),
    )  # fmt: skip
    with counting.counted() as counted:
        for part in parts:
            flows, people = _plainly(world, part, counted.floor, counted.as_of)
            assert counted.sums.flows(part) == flows
            assert {one.recipient: counted.sums.people(part)[one.recipient] for one in flows.totals} == people
            assert counted.sums.first_day == _first(world, counted.floor, counted.as_of)
        floor, as_of = counted.floor, counted.as_of
    if not floor:
        assert counting.reach(whole, as_of - 5) == _reached(world, whole, as_of - 5)


def _plainly(world: World, part: Part, floor: int, as_of: int) -> tuple[Flows, dict[str, int]]:
    narrowed, values = _asked(part, floor, as_of)
    by_flow = world.connection.execute((_FLOWS + narrowed + " group by 1, 2, 3").encode(), values).fetchall()
    totals = world.connection.execute((_TOTALS + narrowed + " group by 1").encode(), values).fetchall()
    flows = [Flow(*row[:4], jst_day(row[4])) for row in by_flow if row[3]]
    return Flows(
        sorted(flows, key=lambda one: (-one.records, one.recipient, one.item, one.purpose)),
        sorted((Total(*row[:2]) for row in totals), key=lambda one: (-one.records, one.recipient)),
    ), {row[0]: row[2] for row in totals}  # fmt: skip


def _first(world: World, floor: int, as_of: int) -> int | None:
    asked = "select min(happened_at) from record where log_id = %s and idx >= %s and idx < %s"
    ((first,),) = world.ask(asked, LOG_ID, floor, as_of)
    return None if first is None else jst_day(first)


def _reached(world: World, part: Part, before: int) -> list[Reach]:
    narrowed, values = _asked(part, 0, before)
    grouped = _REACH + narrowed + " group by grouping sets ((1), (1, 2))"
    found = [Reach(*row) for row in world.connection.execute(grouped.encode(), values)]
    return sorted(found, key=lambda one: (one.recipient, one.item or ""))


def _asked(part: Part, floor: int, as_of: int) -> tuple[str, dict[str, object]]:
    narrowed, held = narrowing(part.within)
    purpose = "" if part.purpose is None else " and r.purpose = %(purpose)s"
    return narrowed.as_string() + purpose, {
        **held, "log": LOG_ID, "floor": floor, "as_of": as_of, "purpose": part.purpose,
        "since": midnight(part.first), "until": midnight(part.last + 1),
    }  # fmt: skip
