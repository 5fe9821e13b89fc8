"""Who looked at whose records is told by person, by officer and by time, and is itself a look that is told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ledger.cli.settings import Settings
from ledger.judging.due import keys_of_person
from ledger.vault.erasure import Shredder
from tests.events import consent, link, provision
from tests.integration.agreement import agreed
from tests.integration.commands import run
from tests.integration.erasures import finish, identity, shredder
from tests.integration.world import World

__all__ = ["shredder"]
PERSON = ("--person", "-")


@pytest.fixture
def lived(world: World) -> World:
    world.registered()
    world.tell("links.members", link("A-1", "W-1"))
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    world.tell("provisions.crm", provision("A-1"), provision("A-2"))
    world.settle()
    return world


def told(world: World, *options: str, person: str = "") -> list[dict[str, Any]]:
    done = run(world, "reads", "--as", "officer-1", "--reason", "audit", "--json", *options, person=person)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["reads"]
    return found


def look(world: World, who: str, reason: str = "inspection") -> None:
    agreed(world, who)
    done = run(world, "search", "--as", "officer-1", "--reason", reason, *PERSON, person=f"member {who}\n")
    assert done.returncode == 0, done.stderr


def test_looks_at_a_person_are_found_by_any_id_of_theirs_and_by_no_other(lived: World) -> None:
    look(lived, "A-1", "complaint")
    look(lived, "A-2")
    look(lived, "W-1")
    run(lived, "search", "--as", "officer-1", "--reason", "operation")
    for number in ("A-1", "W-1"):
        mine = [one for one in told(lived, *PERSON, person=f"member {number}\n") if one["command"] == "search"]
        assert [(one["officer"], one["reason"], one["concerned"]) for one in mine] == [
            ("officer-1", "inspection", "person"), ("officer-1", "complaint", "person"),
        ]  # fmt: skip
    assert told(lived, *PERSON, person="member nobody\n") == []
    assert "A-1" not in json.dumps(told(lived))


def test_a_look_at_one_record_is_a_look_at_its_person(lived: World) -> None:
    (row,) = lived.rows(people=[identity(lived, "A-2")])
    assert run(lived, "judgement", str(row.idx), "--as", "officer-1", "--reason", "incident").returncode == 0
    (mine,) = told(lived, *PERSON, person="member A-2\n")
    assert (mine["command"], mine["about"]["record_index"]) == ("judgement", row.idx)


def test_asking_who_looked_is_a_look_that_is_told(lived: World) -> None:
    assert told(lived, *PERSON, person="member A-1\n") == []
    (asked,) = told(lived, *PERSON, person="member A-1\n")
    assert (asked["command"], asked["reason"]) == ("reads", "audit")
    refused = run(lived, "reads", "--as", "stranger", "--reason", "audit")
    assert refused.returncode == 2


def test_reads_are_narrowed_by_officer_and_time_and_turn_pages(lived: World) -> None:
    for _ in range(3):
        done = run(lived, "search", "--as", "officer-1", "--reason", "inspection")
        assert done.returncode == 0, done.stderr
    assert told(lived, "--officer", "nobody") == []
    everything = told(lived, "--officer", "officer-1")
    assert [one["command"] for one in everything] == ["reads", "search", "search", "search"]
    middle = everything[2]["made_at"]
    assert [one["act"] for one in told(lived, "--until", middle)] == [everything[3]["act"]]
    assert everything[2]["act"] in [one["act"] for one in told(lived, "--since", middle)]
    first = told(lived, "--officer", "officer-1", "--until", everything[0]["made_at"], "--limit", "2")
    rest = told(
        lived, "--officer", "officer-1", "--until", everything[0]["made_at"], "--before", str(first[-1]["act"])
    )
    assert [one["act"] for one in first + rest] == [one["act"] for one in everything[1:]]


def test_after_an_erasure_there_was_a_look_and_nobody_says_at_whom(lived: World, shredder: Shredder) -> None:
    look(lived, "A-2", "incident")
    lived.settle()
    one = [identity(lived, "A-2")]
    keys = keys_of_person(lived.connection, shredder, one, lived.size)
    finish(lived, shredder, shredder.order(keys, one, "request", "officer-1", lived.clock))
    assert told(lived, *PERSON, person="member A-2\n") == []
    (left,) = [one for one in told(lived) if one["command"] == "search"]
    assert (left["officer"], left["reason"], left["concerned"], left["about"]) == (
        "officer-1", "incident", "erased", None,
    )  # fmt: skip


def test_reads_go_by_an_index(lived: World, settings: Settings) -> None:
    with lived.owner() as owner:
        owner.execute("set enable_seqscan = off")
        for clause in ("key_id = any('{1,2}')", "officer = 'officer-1'", "made_at >= 1"):
            plan = owner.execute(
                "explain select intake_id from intake where log_id = 1 and command <> 'preflight'"
                f" and {clause} and made_at < 9 order by made_at desc, intake_id desc limit 5".encode()
            ).fetchall()
            assert "Index" in str(plan) and "intake_pkey" not in str(plan), clause


def test_building_the_views_again_names_who_and_why_and_is_an_entry(lived: World) -> None:
    assert run(lived, "rebuild").returncode == 2
    assert run(lived, "rebuild", "--as", "stranger", "--reason", "operation").returncode == 2
    done = run(lived, "rebuild", "--as", "officer-1", "--reason", "operation", "--json")
    assert done.returncode == 0, done.stderr
    assert lived.ask("select command, officer, reason from intake order by intake_id desc limit 1") == [
        ("rebuild", "officer-1", "operation")
    ]
