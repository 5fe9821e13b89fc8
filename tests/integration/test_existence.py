"""The existence screen in officers' hands: what is hidden and released, and that nobody else learns of it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ledger.cases import collect
from ledger.cases.case import Case
from ledger.cases.casebook import Casebook, digest
from ledger.cases.deadline import deadline
from ledger.cases.given import answer_of, confirmed
from ledger.cases.looking import would_be_given
from ledger.cases.projection import Projection
from ledger.cases.release import TICK, released
from ledger.cases.screened import Existence, Screened, confirm, hide, release, screened
from ledger.cases.steps import StepRefused
from ledger.cases.told import as_given, told_to
from ledger.judging.acts import ActRefused
from ledger.judging.looks import looks_by_reason
from ledger.judging.ranges import EVERYTHING, Range
from ledger.judging.reads import reads
from ledger.judging.records import Opened, RecordRow, open_records
from ledger.law.days import calendar, jst_day
from ledger.runtime.postgres import Postgres
from ledger.store.connect import Connection
from ledger.vault.vault import Vault
from tests.events import SECOND, consent, now_us, provision, register
from tests.integration.commands import run
from tests.integration.consoles import console
from tests.integration.world import World, new_ledger

FIRST, SECOND_ONE, WITHOUT = "officer-1", "officer-2", "officer-3"
CODE = "ABCDEFGHJK"


def staffed(world: World, at: int) -> World:
    """A company with two officers who have the role, and one who works cases without it."""
    world.clock = at
    world.registered()
    world.tell("registers.operator", *(
        register("officers", name, {"display_name": name, "roles": ["privacy_officer", *roles]})
        for name, roles in ((FIRST, ["existence_officer"]), (SECOND_ONE, ["existence_officer"]), (WITHOUT, []))
    ), register("recipients", "shelter", {
        "name": "見本支援センター", "address": "東京", "representative": "代表", "kind": "victim_support",
        "country": "JP",
    }))  # fmt: skip
    return world


@pytest.fixture
def told(world: World) -> World:
    """A-1 with a plain record, one to a victim support body, one that its source flags."""
    staffed(world, now_us())
    world.tell("consents.members", consent("A-1"))
    world.tell(
        "provisions.crm", provision("A-1"), provision("A-1", recipient="shelter"), provision("A-1", existence="ii")
    )
    world.settle()
    return world


def identified(world: World, who: str) -> Case:
    """Open a case of somebody by what came on paper, and identify them."""
    book = Casebook(world.connection, world.vault)
    said = {
        "kind": "records", "channel": "post", "language": "ja", "arrived": calendar(jst_day(world.clock)).isoformat(),
        "asked": "a", "contact": "c", "claimed": who,
    }  # fmt: skip
    receipt, _ = book.open(said, FIRST, world.clock)
    ids = confirmed(world.connection, world.vault, [("member", who)], world.size, world.clock)
    return step(world, receipt.number, "case identify", method="call_back", ids=[one.written() for one in ids])


def step(world: World, number: str, command: str, officer: str = FIRST, **said: Any) -> Case:
    book = Casebook(world.connection, world.vault)
    return book.step(number, officer, "request", command, said, world.clock, world.registers())


def decided(world: World, case: Case, outcome: str = "whole", **withheld: str) -> Case:
    return step(world, case.number, "case decide", outcome=outcome, as_of=world.size, withheld=withheld, text="")


def answered(world: World, case: Case) -> Case:
    return step(world, case.number, "case answer", **{**released(CODE, world.clock), "code_digest": digest(CODE)})


def by(world: World, officer: str = FIRST, range_: Range = EVERYTHING) -> Existence:
    return Existence(officer, "request", world.clock, world.registers(), range_)


def seen(world: World, case: Case, officer: str = FIRST) -> dict[str, Screened]:
    return screened(world.connection, world.vault, case, by(world, officer))


BODY = "kind:victim_support"


def the(found: dict[str, Screened], reason: str) -> str:
    """The record that is left out for a reason; of none, the one that is given."""
    (record,) = (name for name, one in found.items() if one.silent == ({reason} if reason else set()))
    return record


def would(world: World, case: Case) -> set[str]:
    given = would_be_given(world.connection, world.vault, world.registers(), case, {}, world.size, world.clock)
    return {one.record_id for one in given.projection.records}


def shown_to(world: World, case: Case) -> Projection:
    """What of the answer the person is shown now."""
    case = told_to(world.connection, world.vault, case, world.clock)
    return answer_of(world.connection, world.vault, world.registers(), case).projection


def gave(world: World, case: Case) -> set[str]:
    given = answer_of(world.connection, world.vault, world.registers(), case)
    return {one.record_id for one in given.projection.records}


def test_an_answer_opens_the_records_that_were_decided_about_and_no_others(
    told: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left out of it costs no time that somebody could measure."""
    case = identified(told, "A-1")
    theirs = would(told, case)
    seen = step(told, case.number, "case decide", outcome="whole", as_of=told.size, withheld={}, text="",
                records=sorted(theirs))  # fmt: skip
    case = answered(told, seen)
    opened: list[str] = []

    def opening(connection: Connection, vault: Vault, rows: Sequence[RecordRow]) -> list[Opened]:
        opened.extend(row.entry_id.hex() for row in rows)
        return open_records(connection, vault, rows)

    monkeypatch.setattr(collect, "open_records", opening)
    assert gave(told, case) == theirs == set(opened)
    assert len(opened) == 1, "of three"



def test_a_release_takes_two_and_reaches_what_was_seen_and_no_answer_that_was_given(told: World) -> None:
    db, case = (told.connection, told.vault), identified(told, "A-1")
    found = seen(told, case)
    plain, sheltered, flagged = the(found, ""), the(found, BODY), the(found, "claim:ii")
    assert list(found)[2] == plain and would(told, case) == {plain}
    first = answered(told, decided(told, case))
    told.clock += TICK

    with pytest.raises(StepRefused, match="look again"):
        release(*db, case, by(told), sheltered, {"claim:ii"}, "known")
    release(*db, case, by(told), sheltered, {BODY}, "known")
    (proposal,) = seen(told, case)[sheltered].proposals
    with pytest.raises(StepRefused, match="somebody else"):
        confirm(*db, case, by(told), sheltered, proposal.name)
    told.settle()
    assert would(told, case) == {plain}
    confirm(*db, case, by(told, SECOND_ONE), sheltered, proposal.name)
    assert would(told, case) == {plain}, "it counts from where it stands in the log"
    before = told.size
    told.settle()
    assert would(told, case) == {plain, sheltered} and told.size > before
    assert gave(told, first) == {plain}, "an answer that was given shows nothing of it"

    step(told, case.number, "case supplement")
    second = answered(told, decided(told, case))
    told.clock += TICK
    assert gave(told, second) == {plain, sheltered}
    hide(*db, case, by(told), sheltered, "i")
    hide(*db, case, by(told, SECOND_ONE), plain, "iv")
    assert would(told, case) == set(), "at once, without the log"
    assert gave(told, second) == {plain, sheltered} and gave(told, first) == {plain}
    assert {len(one.silent) for one in seen(told, case).values()} == {1}
    with pytest.raises(StepRefused, match="no such release"):
        confirm(*db, case, by(told, SECOND_ONE), sheltered, proposal.name)
    told.settle()
    assert would(told, case) == set() and flagged in seen(told, case)


def test_only_the_role_and_only_within_the_range_and_never_about_oneself(told: World) -> None:
    db, case = (told.connection, told.vault), identified(told, "A-1")
    record = the(seen(told, case), "")
    for act in (
        lambda officer: hide(*db, case, officer, record, "i"),
        lambda officer: release(*db, case, officer, the(seen(told, case), BODY), {BODY}, "over"),
        lambda officer: screened(*db, case, officer),
    ):
        with pytest.raises(ActRefused, match="existence_officer"):
            act(by(told, WITHOUT))
    beyond = by(told, range_=Range(recipients=frozenset({"advertiser"})))
    assert screened(*db, case, beyond) == {}
    with pytest.raises(StepRefused, match="range"):
        hide(*db, case, beyond, record, "i")
    assert would(told, case) == {record}

    shown = run(told, "case", "existence", "list", case.number, "--as", FIRST, "--reason", "request", "--all")
    assert "2 records left out, 1 that would be given." in shown.stdout and BODY in shown.stdout, shown.stderr
    assert run(told, "case", "existence", "hide", case.number, record, "--because", "i", "--as", FIRST,
               "--reason", "request").returncode == 0  # fmt: skip
    assert would(told, case) == set()
    looked = [
        run(told, "reads", "--as", officer, "--reason", "audit", "--person", "-", person="member A-1\n").stdout
        for officer in (FIRST, WITHOUT)
    ]
    assert "existence hide" in looked[0] and "existence" not in looked[1] and "reads" in looked[1]
    refused = run(told, "case", "existence", "list", case.number, "--as", WITHOUT, "--reason", "request")
    assert refused.returncode == 2 and not refused.stdout and record not in refused.stderr
    declared = run(told, "case", "conflicts", "declare", "--as", FIRST, "--reason", "request",
                   person="kin member A-1\n")  # fmt: skip
    assert declared.returncode == 0
    conflicted = run(told, "case", "existence", "list", case.number, "--as", FIRST, "--reason", "request")
    assert conflicted.returncode == 2 and not conflicted.stdout


@pytest.mark.parametrize("outcome", ["refused", "part"])
def test_what_is_hidden_after_the_decision_is_told_by_nothing(told: World, outcome: str) -> None:
    case = identified(told, "A-1")
    plain = the(seen(told, case), "")
    kept = {plain: "33(2)i"} if outcome == "refused" else {}
    out = {} if kept else {plain: {"name": "33(2)i"}}
    case = step(told, case.number, "case decide", outcome=outcome, as_of=told.size, withheld=kept, left_out=out,
                text="", explained="speaks of it")  # fmt: skip
    case = step(told, case.number, "case second", SECOND_ONE, agrees=True, names_nobody_else=True)
    case = answered(told, case)
    hide(told.connection, told.vault, case, by(told), plain, "i")  # before its tick
    told.clock += TICK
    given = answer_of(told.connection, told.vault, told.registers(), case).projection
    assert (given.records, given.withheld) == ((), ())
    as_told = told_to(told.connection, told.vault, case, told.clock)
    assert as_told.decision is not None and not as_told.decision.withheld and not as_told.decision.left_out
    assert as_told.decision.explained == "" == shown_to(told, case).explained
    exact = as_given(as_told, given, ())
    assert exact.decision is not None and exact.decision.outcome == "none"
    plainly = identified(told, "A-9")
    plainly = answered(told, decided(told, plainly, "none"))
    assert deadline(as_told, told.clock).suit_from == deadline(plainly, told.clock).suit_from
    assert deadline(case, told.clock).suit_from != deadline(as_told, told.clock).suit_from


def hidden_of(settings: Any, whose: str, visible: int, at: int) -> World:
    """A ledger in which somebody has two silent records, at the same places."""
    world = staffed(World(settings), at)
    world.tell("consents.members", consent("A-1", happened_at=at - 90 * SECOND), consent("B-1"))
    for number in range(2):
        if number < visible:
            world.tell("provisions.crm", provision("A-1", happened_at=at - 60 * SECOND))
        silent: dict[str, Any] = {"recipient": "shelter"} if number else {"existence": "ii"}
        world.tell("provisions.crm", provision(whose, happened_at=at - 30 * SECOND, **silent))
    world.settle()
    return world


def learned_without_the_role(world: World, whose: str) -> list[bytes]:
    """All that an officer without the role, and the person, get of A-1's case after acts about the hidden records."""
    db, cases = (world.connection, world.vault), {who: identified(world, who) for who in ("A-1", "B-1")}
    case, other = cases["A-1"], cases[whose]
    for one in cases.values():
        seen(world, one)
    flagged, sheltered = the(seen(world, other), "claim:ii"), the(seen(world, other), BODY)
    hide(*db, other, by(world), flagged, "iv")
    release(*db, other, by(world), sheltered, {BODY}, "known")
    world.settle()
    told: list[bytes] = []
    with console(world, WITHOUT) as (seat,):
        seat.look(case.number)
        for page in ("", "/records", "/thread", "/history", "/existence", f"/existence/{flagged}", "/decide"):
            shown = seat.get(f"/ja/cases/{case.number}{page}")
            told.append(str(shown.status).encode() + shown.content)
        told.append(seat.get("/ja/people").content)
    person = [one.identity for one in case.ids if one.identity is not None]
    found = reads(*db, people=person, officer=None, since=None, until=world.clock + 1, limit=100)
    told.append(json.dumps([(one.command, one.officer, one.about) for one in found]).encode())
    told.append(json.dumps(looks_by_reason(world.connection, 0), sort_keys=True).encode())
    case = answered(world, decided(world, case, "whole" if would(world, case) else "none"))
    world.clock += TICK
    given = answer_of(*db, world.registers(), case)
    told += [repr(given.projection).encode(), str(case.answered_at).encode()]
    drawn = re.compile(rb'[2-9A-Z]{5}-?[2-9A-Z]{5}|[0-9a-f]{32}|(?<=name="csrf" value=")[^"]+|\d{15,}')
    return [drawn.sub(b"", page) for page in told]


@pytest.mark.parametrize("visible", [0, 2])
def test_who_has_no_role_learns_nothing_of_it(postgres: Postgres, folder: Path, visible: int) -> None:
    at = now_us()
    mine, theirs = (hidden_of(new_ledger(postgres, folder), whose, visible, at) for whose in ("A-1", "B-1"))
    told = learned_without_the_role(mine, "A-1"), learned_without_the_role(theirs, "B-1")
    for one, other in zip(*told, strict=True):
        assert one == other
    assert told[0][0] != told[0][1]
    mine.close()
    theirs.close()


def test_two_officers_release_a_record_in_the_console_and_a_third_finds_no_such_page(told: World) -> None:
    case = identified(told, "A-1")
    home = f"/ja/cases/{case.number}"
    with console(told, FIRST, SECOND_ONE, WITHOUT) as (first, second, without):
        for seat in (first, second, without):
            seat.look(case.number)
        listed = first.get(f"{home}/existence")
        assert "存否を答えない記録2件、回答に含められる記録1件" in listed.text
        page = f"{home}/existence/{the(seen(told, case), BODY)}"
        shown = first.get(page)
        assert "見本支援センター" in shown.text and "相手方が被害者の支援団体です" in shown.text
        assert first.send(page, {"doing": "release", "seen": BODY}).status == 400
        assert first.send(page, {"doing": "release", "seen": "claim:ii", "release": "known"}).status == 409
        assert first.send(page, {"doing": "release", "seen": BODY, "release": "known"}).status == 303
        waits = first.get(page)
        assert "あなたの提案です" in waits.text and 'name="proposal"' not in waits.text
        waits = second.get(page)
        proposal = {"doing": "confirm", "proposal": re.findall(r'name="proposal" value="([0-9a-f]+)"', waits.text)[0]}
        assert first.send(page, proposal).status == 409
        assert second.send(page, proposal).status == 303
        assert "存否を答えない記録1件、回答に含められる記録2件" in second.get(f"{home}/existence").text
        told.settle()
        assert len(would(told, case)) == 2 and "見本支援センター" in without.get(f"{home}/records").text
        hidden = second.send(page, {"doing": "hide", "hide": "i"})
        assert hidden.status == 303 and len(would(told, case)) == 1
        assert "見本支援センター" not in without.get(f"{home}/records").text, "no look that was kept shows it"
        assert first.get(f"{home}/existence/{'0' * 32}").status == 404
        for address in (f"{home}/existence", page):
            assert without.get(address).status == 403
        assert without.send(page, {"doing": "hide", "hide": "i"}).status == 403
        assert "存否" not in without.get(f"{home}/records").text and "存否" in first.get(f"{home}/records").text
        assert page not in without.get(f"{home}/records").text
