"""Rule 7: whether there are hidden records can be told from nothing that reaches the person.

Two ledgers of equal length differ only in whose the hidden records are, at the same places. What one person receives
from either is the same, byte for byte, at the same moment.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ledger.cases import csv, html
from ledger.cases import json as json_document
from ledger.cases.answer import PersonId
from ledger.cases.collect import collect
from ledger.cases.projection import project
from ledger.cli.settings import Settings
from ledger.judging.records import find_person
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import load_registers
from ledger.runtime.postgres import Postgres
from tests.events import SECOND, consent, correction, now_us, provision, register
from tests.integration.world import World, new_ledger

RENDERERS = (html.render, json_document.render, csv.render)


def ledger(settings: Settings, hidden_of: str, hidden: int, visible: int, at: int) -> World:
    """A ledger in which somebody has ``hidden`` silent records, among A-1's visible ones."""
    world = World(settings)
    world.clock = at
    world.registered()
    world.tell("consents.members", consent("A-1", happened_at=at - 100 * SECOND))
    silent = (
        {"recipient": "police", "ground": "27(1)i", "evidence": {"statute": "jp-1"}},
        {"ground": "27(1)ii", "existence": "ii", "evidence": {"necessity": "n", "consent_difficult": "c"}},
    )
    for number in range(max(hidden, visible)):
        happened_at = at - (50 - number % 40) * SECOND
        if number < visible:
            world.tell("provisions.crm", provision("A-1", happened_at=happened_at))
        if number < hidden:
            world.tell("provisions.crm", provision(hidden_of, happened_at=happened_at, **silent[number % 2]))
    return world


def received(world: World) -> list[bytes]:
    """Everything A-1 receives, with what a random source drew replaced by a placeholder of its length."""
    registers = load_registers(world.connection, LOG_ID, world.size)
    person = find_person(world.connection, world.vault, "member", "A-1", world.size, world.clock)
    answer = collect(
        world.connection, world.vault, registers, person, PersonId("member", "A-1"), world.size, world.clock
    )
    projection = project(answer)
    return [
        re.sub(rb"[0-9a-f]{32}", b"0" * 32, re.sub(rb"([0-9a-f]{4} ){7}[0-9a-f]{4}", b"0" * 39, render(projection)))
        for render in RENDERERS
    ]


@pytest.mark.parametrize("visible", [0, 1, 50])
@pytest.mark.parametrize("hidden", [1, 3])
def test_hidden_records_leave_no_trace(postgres: Postgres, folder: Path, hidden: int, visible: int) -> None:
    at = now_us()
    mine, theirs = (ledger(new_ledger(postgres, folder), whose, hidden, visible, at) for whose in ("A-1", "B-1"))
    assert mine.size == theirs.size
    assert received(mine) == received(theirs)
    mine.close()
    theirs.close()


def test_a_correction_of_a_silent_record_keeps_it_silent(world: World) -> None:
    world.registered()
    body = {"name": "見本", "address": "東京", "representative": "代表", "kind": "victim_support", "country": "JP"}
    world.tell("registers.operator", register("recipients", "shelter", body))
    world.tell("consents.members", consent("A-1"))
    told, other = provision("A-1", recipient="shelter"), provision("A-1", recipient="company")
    world.tell(
        "provisions.crm",
        told,
        other,
        correction(told["id"], replacement={"recipient": "company"}),
        correction(other["id"], replacement={"recipient": "shelter"}),
    )
    world.settle()
    assert [row.duty for row in world.rows()] == ["statutory", "statutory"]
    assert json.loads(received(world)[1])["records"] == []


def test_a_visible_record_is_told(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1"))
    assert len(json.loads(received(world)[1])["records"]) == 1
