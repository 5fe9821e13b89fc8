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
from ledger.cases.casebook import Casebook, digest
from ledger.cases.collect import collect
from ledger.cases.disclosure.build import Evidence, build
from ledger.cases.disclosure.kept import announced, kept_records
from ledger.cases.given import confirmed, given_to
from ledger.cases.projection import Projection, project
from ledger.cli.settings import Settings
from ledger.cli.window_command import open_desks
from ledger.judging.acts import announce_key
from ledger.judging.coverage import coverage
from ledger.judging.records import Person, find_person
from ledger.log.checkpoint import Checkpoint
from ledger.log.head import LOG_ID, read_head
from ledger.log.note import Note
from ledger.log.proofs import Prover
from ledger.registers.snapshot import Registers, load_registers
from ledger.runtime.postgres import Postgres
from ledger.web.rate import Rates
from ledger.web.window import window_app
from tests.disclosures import COSIGNER, ISSUER, KEY, SIGNER, decoded
from tests.events import SECOND, consent, correction, now_us, provision, register
from tests.integration.pages import Page, browsing
from tests.integration.windows import FORM
from tests.integration.world import World, new_ledger

RENDERERS = (html.render, json_document.render, csv.render)


def ledger(settings: Settings, hidden_of: str, hidden: int, visible: int, at: int) -> World:
    """A ledger in which somebody has ``hidden`` silent records, among A-1's visible ones."""
    world = World(settings)
    world.clock = at
    world.registered()
    announce(world, at)
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


def announce(world: World, at: int) -> None:
    """Announce the issuer's key, as an office does before it answers."""
    connection, vault = world.worker()
    body = {"issuer": ISSUER, "jwk": KEY.public.jwk, "valid_from": at // 1_000_000}
    announce_key(connection, vault, "officer-1", body, (), at)
    world.recorder.housekeeping()
    connection.close()
    vault.close()


def received(world: World) -> list[bytes]:
    """Everything A-1 receives, with what a random source drew replaced by a placeholder of its length."""
    registers = load_registers(world.connection, LOG_ID, world.size)
    person = find_person(world.connection, world.vault, "member", "A-1", world.size, world.clock)
    answer = collect(
        world.connection, world.vault, registers, person, PersonId("member", "A-1"), world.size, world.clock
    )
    projection = project(answer)
    return [
        *(
            re.sub(rb"[0-9a-f]{32}", b"0" * 32, re.sub(rb"([0-9a-f]{4} ){7}[0-9a-f]{4}", b"0" * 39, render(projection)))
            for render in RENDERERS
        ),
        *proved(world, registers, person, projection),
    ]


def proved(world: World, registers: Registers, person: Person | None, projection: Projection) -> list[bytes]:
    """The same as evidence, taken apart: hashes, signatures, salts and ids replaced by placeholders of their length."""
    root, size = read_head(world.connection, LOG_ID).root, world.size
    text = Checkpoint(SIGNER.key.name, size, root).text()
    note = Note(text, (SIGNER.sign(text), COSIGNER.cosign(text, world.clock // 1_000_000)))

    def tile(level: int, n: int) -> bytes:
        ((hashes,),) = world.ask("select hashes from tile where level = %s and n = %s", level, n)
        return bytes(hashes)

    kept = kept_records(world.connection, world.vault, person, {one.record_id for one in projection.records}, size)
    told = announced(world.connection, world.vault, ISSUER, KEY.public)
    covered = coverage(world.connection, registers, size, world.clock).as_json()
    evidence = Evidence(ISSUER, KEY, told, note, Prover(size, tile), (), covered)
    file = json.loads(build(projection, kept, evidence))
    jwt, *disclosures, _ = file.pop("sd_jwt").split("~")
    head, payload, signature = jwt.split(".")
    claim = json.loads(decoded(payload))
    for records in (file["records"], claim["records"]):
        records.sort(key=lambda record: record["index"])  # what happened at one instant stands in order of random ids
    drawn = re.compile(rb'[0-9a-f]{32}|[A-Za-z0-9_+/-]{43,}=*|(?<=^\[")[A-Za-z0-9_-]{22}')
    return [
        drawn.sub(lambda found: b"0" * len(found[0]), part)
        for part in (
            json.dumps(file).encode(), decoded(head), json.dumps(claim).encode(), signature.encode(),
            *sorted((decoded(text) for text in disclosures), key=lambda text: text[24:]),
        )
    ]  # fmt: skip


@pytest.mark.parametrize("visible", [0, 1, 50])
@pytest.mark.parametrize("hidden", [1, 3])
def test_hidden_records_leave_no_trace(postgres: Postgres, folder: Path, hidden: int, visible: int) -> None:
    at = now_us()
    mine, theirs = (ledger(new_ledger(postgres, folder), whose, hidden, visible, at) for whose in ("A-1", "B-1"))
    assert mine.size == theirs.size
    assert received(mine) == received(theirs)
    mine.close()
    theirs.close()


def through_the_window(world: World) -> list[bytes]:
    """Every page and file that A-1 gets from the asking to the receiving, with what was drawn replaced likewise."""
    desks = open_desks(world.settings)
    pages: list[Page] = []
    with browsing(window_app(desks, Rates(lambda: 0.0), lambda: world.clock)) as browser:
        pages.append(browser.post("/ja/ask/records", FORM))
        number, secret = re.findall(r"<code>([0-9A-Z-]+)</code>", pages[0].text)
        receipt = {"number": number, "secret": secret}
        for command, said in steps(world):
            pages.append(browser.post("/ja/follow", receipt))
            with desks.one() as desk:
                Casebook(desk.connection, desk.vault).step(
                    number, "officer-1", "request", command, said, world.clock, world.registers()
                )
        pages += [browser.post("/en/follow", receipt), browser.post("/ja/receive", {**receipt, "code": "23456"})]
        pages.append(browser.post("/ja/records", {**receipt, "code": CODE}))
        for form in ("html", "json", "csv"):
            pages.append(browser.post("/ja/receive", {**receipt, "code": CODE, "format": form}))
    desks.close()
    return [_anonymous(page) for page in pages]


CODE = "ABCDEFGHJK"


def steps(world: World) -> list[tuple[str, dict[str, object]]]:
    """What an officer does who looks at what the person would be given."""
    ids = confirmed(world.connection, world.vault, [("member", "A-1")], world.size, world.clock)
    given = given_to(
        world.connection, world.vault, world.registers(), ids, {}, world.size, world.clock
    )
    outcome = "whole" if given.projection.records else "none"
    return [
        ("case identify", {"method": "call_back", "ids": [one.written() for one in ids]}),
        ("case decide", {"outcome": outcome, "as_of": world.size, "withheld": {}, "text": ""}),
        ("case answer", {"code_digest": digest(CODE), "code_until": world.clock + 1}),
    ]


def _anonymous(page: Page) -> bytes:
    headers = {name: value for name, value in page.headers.items() if name != "date"}
    told = json.dumps([page.status, headers]).encode() + page.content
    drawn = re.compile(rb"[2-9A-Z]{5}(-[2-9A-Z]{5})+|[0-9a-f]{32}|([0-9a-f]{4} ){7}[0-9a-f]{4}")
    return drawn.sub(lambda found: b"0" * len(found[0]), told)


@pytest.mark.parametrize("visible", [0, 1, 50])
def test_hidden_records_leave_no_trace_in_the_window(postgres: Postgres, folder: Path, visible: int) -> None:
    at = now_us()
    mine, theirs = (ledger(new_ledger(postgres, folder), whose, 3, visible, at) for whose in ("A-1", "B-1"))
    told = through_the_window(mine)
    assert told == through_the_window(theirs)
    assert len(told) == 10 and told[0] != told[1]
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
    announce(world, world.clock)
    assert json.loads(received(world)[1])["records"] == []


def test_a_visible_record_is_told(world: World) -> None:
    world.registered()
    announce(world, world.clock)
    world.tell("provisions.crm", provision("A-1"))
    assert len(json.loads(received(world)[1])["records"]) == 1
