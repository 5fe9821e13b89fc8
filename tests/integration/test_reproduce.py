"""Every judgement can be made again from the log, as it stood when it was made, and what was changed since is found."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from ledger.cli.wiring import ENGINE
from ledger.judging.acts import enter_act
from ledger.law.rulesets import RULE_SETS
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import load_registers
from streams.reproduce import Differing, Reproduced, reproduce
from tests.events import HOUR, LAG, SECOND, consent, correction, link, provision, register, stop
from tests.integration.commands import run
from tests.integration.world import World

_COMPANY = {"name": "company", "address": "東京", "representative": "代表", "kind": "company", "country": "JP"}


def made_again(world: World, engine: str = ENGINE) -> tuple[Reproduced, list[Differing]]:
    """Make every judgement of a world again."""
    found: list[Differing] = []
    counts = reproduce(
        world.connection, world.vault, engine, 0, world.size, found.append, lambda done, total: None
    )  # fmt: skip
    return counts, found


@pytest.fixture
def lived(world: World) -> World:
    """A world in which every kind of fact has changed a judgement."""
    world.registered()
    at = world.clock
    wrong, void = provision("A-1", recipient="advertiser"), provision("A-3")
    world.tell("provisions.crm", provision("A-1"), wrong, provision(["A-2", "W-1"]), void, provision("N-1"))
    world.tell("consents.members", *(consent(who, happened_at=at - HOUR // 2) for who in ("A-1", "A-2", "A-3")))
    world.settle()
    world.tell("links.members", link("A-1", "W-1"), link("W-9", None, "reassigned", "2026-01-01T00:00:00Z"))
    world.tell("provisions.crm", correction(wrong["id"], replacement={"recipient": "company"}))
    world.tell("provisions.crm", provision("W-9"), provision("N-1", recipient="newcomer"))
    world.settle()
    world.tell("registers.operator", register("recipients", "newcomer", _COMPANY))
    world.tell("registers.operator", register("recipients", "company", {**_COMPANY, "country": "US"}))
    world.settle()
    world.tell("registers.operator", register("recipients", "company", _COMPANY))
    world.settle()
    world.tell("stops.members", stop("A-2", "35(3)", happened_at=at - 2 * SECOND))
    world.pass_time(2 * LAG)
    world.clock += 3 * HOUR
    world.tell("provisions.crm", correction(void["id"], "void", happened_at=at + HOUR))
    world.tell("consents.members", consent("A-2", "withdrawn", happened_at=at - 20 * SECOND))
    world.tell("consents.members", consent("N-1", happened_at=at - HOUR))
    world.settle()
    accept(world, *world.ask("select idx, identity from fact where late order by idx desc limit 1")[0])
    world.pass_time(2 * LAG)
    return world


def accept(world: World, fact: int, identity: int) -> None:
    """Let two officers accept late evidence."""
    world.tell("registers.operator", register("officers", "officer-2", {
        "display_name": "Officer", "roles": ["privacy_officer"],
    }))  # fmt: skip
    connection, vault = world.worker()
    registers = load_registers(world.connection, LOG_ID, world.size)
    for officer in ("officer-1", "officer-2"):
        enter_act(
            connection, vault, registers, officer, "incident", "evidence accept", {"fact": {"index": fact}}, identity,
            world.clock,
        )  # fmt: skip
    world.settle()


def test_every_judgement_of_an_eventful_log_is_made_again(lived: World) -> None:
    kinds = {kind for (kind,) in lived.ask("select distinct fact_kind from cause")}
    assert kinds >= {"consent", "link", "correction", "register", "watermark", "acceptance"}, "put to the test"
    counts, found = made_again(lived)
    assert found == []
    ((total,),) = lived.ask("select (select count(*) from record) + (select count(*) from judgement)")
    assert (counts.reproduced, counts.erased, counts.differing) == (total, 0, 0)
    done = run(lived, "reproduce", "--as", "officer-1", "--reason", "audit", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["reproduced"] == total


@pytest.mark.parametrize(
    "tampering",
    [
        "delete from consent where idx = (select min(idx) from consent)",
        "delete from watermark_entry",
        "update register set body = replace(body, '\"country\":\"JP\"', '\"country\":\"US\"') where key = 'company'",
        "delete from link",
    ],
)
def test_a_view_that_was_changed_is_found(lived: World, tampering: str) -> None:
    with lived.owner() as owner:
        assert owner.execute(tampering.encode()).rowcount
    counts, found = made_again(lived)
    assert found and counts.unexplained == counts.differing == len(found)
    assert {one.why for one in found} == {"changed"}
    assert all(one.members for one in found)
    done = run(lived, "reproduce", "--as", "officer-1", "--reason", "audit", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["differs"] == len(found)


def test_what_was_sealed_beside_a_record_and_changed_is_found(lived: World) -> None:
    (row, *_) = lived.rows()
    with lived.owner() as owner:
        owner.execute("update sealed set sealed = sealed || 'x'::bytea where idx = %s", (row.idx,))
    _, found = made_again(lived)
    assert {(one.record, one.why) for one in found} == {(row.idx, "broken")}


def test_a_destroyed_key_is_an_erasure_and_no_difference(lived: World) -> None:
    (row, *_) = lived.rows()
    ((key_id,),) = lived.ask("select key_id from sealed where idx = %s", row.idx)
    vault_owner = lived.vault_owner()
    vault_owner.execute("delete from key where key_id = %s", (key_id,))
    counts, found = made_again(lived)
    assert (counts.erased > 0, found) == (True, [])


def test_another_release_or_rule_set_is_told_apart_and_needs_an_entry(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.registered()
    world.tell("registers.operator", register("recipients", "abroad", {**_COMPANY, "country": "US"}))
    world.tell("consents.members", consent("A-1", recipients=["abroad"]))
    world.tell("provisions.crm", provision("A-1", recipient="abroad", ground="28(1)consent"))
    world.pass_time(2 * LAG)
    world.tell("provisions.crm", provision("A-1", recipient="abroad", ground="28(1)consent"))
    world.settle()
    assert world.verdicts() == ["violation", "violation"]
    monkeypatch.setitem(RULE_SETS, "2022-04-01", replace(RULE_SETS["2022-04-01"], informed_foreign_consent=False))
    counts, found = made_again(world)
    assert {one.why for one in found} == {"rules"} and counts.unexplained == counts.differing > 0
    world.another_recorder().housekeeping()
    world.settle()
    counts, found = made_again(world)
    assert counts.unexplained == 0 and found, "the word that the rules changed says why"
    ((said,),) = world.ask("select max(idx) from rules")
    assert {one.explained_by for one in found} == {said}


def test_what_another_release_judged_otherwise_is_explained_by_a_later_judgement_only(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1"), provision("A-2"))
    monkeypatch.setattr("streams.reproduce.judge_looked", otherwise)
    counts, found = made_again(world, engine="9.9.9")
    assert ({one.why for one in found}, counts.unexplained) == ({"engine"}, 2)
    world.tell("consents.members", consent("A-1"))
    world.settle()
    _, found = made_again(world, engine="9.9.9")
    assert [one.explained_by for one in found] == [None] * 3, "the release that differs judged it again, not this one"
    world.tell("consents.members", consent("A-2"))
    world.another_recorder(engine="9.9.9").housekeeping()
    _, found = made_again(world, engine="9.9.9")
    ((later, second),) = world.ask("select max(idx), max(record_idx) from judgement")
    by = {one.idx: one.explained_by for one in found}
    assert by.pop(second) == later and by.pop(later) is None and set(by.values()) == {None}


def otherwise(*arguments: Any) -> Any:
    """Judge as a release does that gives another reason."""
    from ledger.judging.judging import judge_looked

    judged = judge_looked(*arguments)
    return replace(judged, judgement=replace(judged.judgement, duty_reason="another"))
