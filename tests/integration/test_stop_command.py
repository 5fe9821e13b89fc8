"""`stop give`, `end` and `list` as an officer runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ledger.judging.said import iso
from tests.events import HOUR, acknowledgement, consent, provision
from tests.integration.commands import run
from tests.integration.world import World

BY = ("--as", "officer-1", "--reason", "request")


@pytest.fixture
def person(tmp_path: Path) -> str:
    path = tmp_path / "person"
    path.write_text("member CANARY-1\n")
    return str(path)


def listed(world: World, *more: str) -> list[dict[str, Any]]:
    done = run(world, "stop", "list", *BY, "--json", *more)
    assert done.returncode == 0, done.stderr
    stops: list[dict[str, Any]] = json.loads(done.stdout)["stops"]
    return stops


def test_a_stop_is_given_listed_acknowledged_and_ended(world: World, person: str) -> None:
    world.registered()
    provided_at = world.clock
    world.tell("consents.members", consent("CANARY-1", happened_at=provided_at - HOUR // 2))
    world.tell("provisions.crm", provision("CANARY-1", happened_at=provided_at))
    world.pass_time(2 * 3600)
    assert world.verdicts() == ["lawful"]
    given = run(
        world, "stop", "give", *BY, "--person", person, "--ground", "35(3)", "--recipient", "company", "--since",
        iso(provided_at), "--until", "2100-01-01T00:00:00+09:00",
    )  # fmt: skip
    assert given.returncode == 0, given.stderr
    world.settle()
    assert world.verdicts() == ["violation"]
    (stop,) = listed(world)
    assert stop["stop"] in given.stdout
    assert (stop["ground"], stop["recipients"], stop["items"]) == ("35(3)", ["company"], None)
    assert stop["ends_at"] == "2099-12-31T15:00:00.000000Z"
    assert (stop["in_force"], stop["acknowledged"], stop["awaited"], stop["done"]) == (True, [], ["crm"], False)
    world.tell("stops.crm", acknowledgement(bytes.fromhex(stop["stop"].replace("-", ""))))
    (stop,) = listed(world, "--person", person)
    assert (stop["acknowledged"], stop["awaited"], stop["done"]) == (["crm"], [], True)
    ended = run(world, "stop", "end", stop["stop"], *BY)
    assert ended.returncode == 0, ended.stderr
    world.settle()
    assert [one["in_force"] for one in listed(world)] == [False]
    again = run(world, "stop", "end", stop["stop"], *BY)
    assert again.returncode == 2 and "Traceback" not in again.stderr
    table = run(world, "stop", "list", *BY)
    assert "1 stop," in table.stdout and "35(3)" in table.stdout
    for said in (given, ended, again, table):
        assert "CANARY" not in said.stdout + said.stderr
    world.settle()
    commands = world.ask("select i.command from act a join intake i using (intake_id) order by a.idx")
    assert [name for (name,) in commands] == [
        "stop give", "stop list", "stop list", "stop end", "stop list", "stop list",
    ]  # fmt: skip


def test_somebody_elses_stops_are_not_shown_for_a_person(world: World, person: str, tmp_path: Path) -> None:
    world.registered()
    run(world, "stop", "give", *BY, "--person", person, "--ground", "27(2)")
    world.settle()
    other = tmp_path / "other"
    other.write_text("member B-1\n")
    assert len(listed(world, "--person", person)) == 1
    assert listed(world, "--person", str(other)) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        pytest.param(["--as", "stranger"], 2, id="a stranger"),
        pytest.param(["--ground", "35(9)"], 2, id="a ground there is not"),
        pytest.param(["--since", "2026-01-01T00:00:00"], 2, id="a time without its offset"),
        pytest.param(["--since", "2026-01-02T00:00:00Z", "--until", "2026-01-02T00:00:00Z"], 2, id="no time at all"),
    ],
)
def test_a_stop_that_cannot_be_is_not_entered(world: World, person: str, changed: list[str], code: int) -> None:
    world.registered()
    done = run(world, "stop", "give", *BY, "--person", person, "--ground", "27(2)", *changed)
    assert done.returncode == code and "Traceback" not in done.stderr
    world.settle()
    assert world.ask("select count(*) from intake") == [(0,)]
    assert world.ask("select count(*) from stop") == [(0,)]
