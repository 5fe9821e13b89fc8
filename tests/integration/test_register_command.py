"""`register`: every register as of both times, and each look an entry."""

from __future__ import annotations

import json
from typing import Any

import pytest

from schemas import register_names
from tests.events import register
from tests.integration.commands import run
from tests.integration.world import World

ASKED = ("--as", "officer-1", "--reason", "inspection")
BODY = {"name": "見本", "address": "東京", "representative": "代表", "kind": "company", "country": "JP"}


@pytest.fixture
def moved(world: World) -> World:
    """A recipient that moves on 2025-04-01, of which the ledger hears later, in two versions."""
    world.registered()
    world.tell("registers.operator", register("recipients", "mover", BODY))
    later = {**BODY, "address": "大阪"}
    world.tell(
        "registers.operator",
        register("recipients", "mover", later, valid_from="2025-04-01T00:00:00+09:00"),
        register("recipients", "mover", {**later, "name": "新見本"}, valid_from="2025-04-01T00:00:00+09:00"),
        register("statutes", "past", {"ja": "旧法", "domestic": True}, valid_to="2023-01-01T00:00:00+09:00"),
    )
    return world


def asked(world: World, *arguments: str) -> Any:
    done = run(world, "register", *arguments, *ASKED, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_key_is_shown_as_it_held_and_as_the_ledger_knew_it(moved: World) -> None:
    now = asked(moved, "show", "recipients", "mover")
    assert [version["body"]["address"] for version in now["versions"]] == ["大阪"]
    then = asked(moved, "show", "recipients", "mover", "--valid-at", "2025-03-31T23:59:59+09:00")
    assert then["versions"][0]["body"] == BODY and then["versions"][0]["valid_to"] is None
    told_last = now["versions"][0]["index"]
    known_then = asked(moved, "show", "recipients", "mover", "--at", str(told_last - 1))
    assert known_then["versions"][0]["body"] == BODY and known_then["as_of"] == told_last - 1


def test_history_shows_what_later_versions_took_the_place_of(moved: World) -> None:
    versions = asked(moved, "history", "recipients", "mover")["versions"]
    assert [(one["body"]["name"], one["body"]["address"]) for one in versions] == [
        ("見本", "東京"), ("見本", "大阪"), ("新見本", "大阪"),
    ]  # fmt: skip
    table = run(moved, "register", "history", "recipients", "mover", *ASKED).stdout
    assert "address: 大阪" in table and "name: 新見本" in table and "3 versions" in table


def test_a_list_has_the_keys_that_hold_then_and_every_register_has_one(moved: World) -> None:
    assert asked(moved, "list")["registers"].keys() == register_names()
    keys = {one["key"] for one in asked(moved, "list", "statutes")["versions"]}
    before = asked(moved, "list", "statutes", "--valid-at", "2022-12-31T00:00:00+09:00")["versions"]
    assert keys == {"jp-1"} and {one["key"] for one in before} == {"jp-1", "past"}
    assert asked(moved, "list", "--at", "0")["registers"]["recipients"] == 0


def test_what_is_not_registered_is_said_and_no_traceback_shown(moved: World) -> None:
    for arguments in (("show", "recipients", "nobody"), ("history", "recipients", "nobody"), ("show", "people", "x"),
                      ("show", "recipients", "mover", "--valid-at", "2025-03-31T23:59:59"),
                      ("list", "--at", "1000000")):  # fmt: skip
        done = run(moved, "register", *arguments, *ASKED)
        assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr, arguments


def test_every_look_is_an_entry_and_a_stranger_gets_none(moved: World) -> None:
    asked(moved, "list")
    asked(moved, "show", "recipients", "mover")
    refused = run(moved, "register", "history", "recipients", "mover", "--as", "stranger", "--reason", "audit")
    assert refused.returncode == 2 and "大阪" not in refused.stdout
    assert moved.ask("select command from intake order by intake_id") == [("register list",), ("register show",)]
