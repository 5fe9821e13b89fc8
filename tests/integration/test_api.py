"""The HTTP API: everything the window and the commands do, by programs with tokens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ledger.cases.release import TICK
from tests.events import consent, provision, register
from tests.integration.apis import Program, api
from tests.integration.world import World


@pytest.fixture
def told(world: World) -> World:
    """Two people, each with lawful provisions, and one more of each role."""
    world.registered()
    world.tell("registers.operator", *(
        register("officers", name, {"display_name": name, "roles": [role]})
        for name, role in (("officer-2", "privacy_officer"), ("auditor-1", "auditor"))
    ))  # fmt: skip
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    world.tell("provisions.crm", provision("A-1"), provision("A-1"), provision("A-2"))
    world.settle()
    return world


@pytest.fixture
def programs(told: World) -> Iterator[list[Program]]:
    with api(told, "officer-1", "officer-2", "auditor-1") as served:
        yield served


def opened(program: Program, kind: str = "records", channel: str = "phone", **more: Any) -> dict[str, str]:
    answer = program.post("/v1/cases", {
        "kind": kind, "channel": channel, "asked": "三月の分", "contact": "山田 花子", "claimed": "A-1", **more,
    })  # fmt: skip
    assert answer.status == 201, answer.content
    return {name: answer.told[name] for name in ("number", "secret")}


def identified(program: Program, number: str, who: str = "A-1", turn: int = 1) -> None:
    told = {"method": "call_back", "ids": [{"namespace": "member", "id": who}]}
    answer = program.step(number, "identify", told, turn)
    assert answer.status == 200, answer.content


def test_a_case_goes_from_arrival_to_receipt_by_the_api_alone(told: World, programs: list[Program]) -> None:
    one, two, portal = programs
    own = opened(one)
    number = own["number"]
    identified(one, number)
    seen = one.get(f"/v1/cases/{number}/records").told
    withheld, given = (record["record"] for record in seen["records"])
    decision = {"as_of": seen["as_of"], "withheld": [{"record": withheld, "ground": "33(2)i"}]}
    assert one.step(number, "decide", decision, seen["turn"]).told["stage"] == "second"
    state = portal.post("/v1/person/state", own).told
    assert state["stage"] == "decision", "a person is not told of the second officer"
    shown = two.get(f"/v1/cases/{number}")
    assert shown.headers["etag"] == '"3"' and shown.told["decision"]["withheld"][0]["ground"] == "33(2)i"
    assert "secret" not in shown.content.decode() and "digest" not in shown.content.decode()
    assert one.step(number, "second", {"agrees": True}, 3).problem == "step_refused", "the second is the first"
    assert two.step(number, "second", {"agrees": True}, 3).told["stage"] == "answer"
    code = two.step(number, "answer", {}, 4).told["code"]
    early = portal.post("/v1/person/receive", {**own, "code": code, "format": "json"})
    assert early.problem == "code_wrong", "before its tick nobody is told of an answer"
    assert portal.post("/v1/person/state", own).told["stage"] == "answer"
    told.clock += TICK
    answer = portal.post("/v1/person/receive", {**own, "code": code, "format": "json"})
    assert [record["record_id"] for record in answer.told["records"]] == [given]
    assert "attachment" in answer.headers["content-disposition"]
    assert one.step(number, "note", {"text": "done"}).status == 200
    assert one.get(f"/v1/cases/{number}").told["opened"] == 1
    told.settle()
    assert told.ask(
        "select command, officer from intake where command like 'case%%' order by intake_id"
    ) == [
        ("case open", "officer-1"), ("case identify", "officer-1"), ("case show (records)", "officer-1"),
        ("case decide (records)", "officer-1"), ("case decide", "officer-1"), ("case follow", "(person)"),
        ("case show", "officer-2"), ("case second", "officer-2"), ("case answer", "officer-2"),
        ("case follow", "(person)"), ("case receive", "(person)"),
        ("case note", "officer-1"), ("case show", "officer-1"),
    ]  # fmt: skip
    answers = [shown, answer]
    assert {one.headers["cache-control"] for one in answers} == {"no-store"}


def test_a_complaint_by_the_portal_is_answered_in_words_and_another_withdrawn(
    told: World, programs: list[Program]
) -> None:  # fmt: skip
    one, _, portal = programs
    own = opened(portal, "complaint", "web")
    decided = one.step(own["number"], "decide", {"outcome": "whole", "reply": "お答えします。"}, 1)
    assert decided.told["stage"] == "answer"
    code = one.step(own["number"], "answer", {}, 2).told["code"]
    told.clock += TICK
    assert portal.post("/v1/person/receive", {**own, "code": code}).told == {
        "reply": "お答えします。", "grounds": [], "measure": "", "explained": "", "sued_over": False,
    }  # fmt: skip
    assert portal.post("/v1/person/withdraw", own).problem == "step_refused"
    other = opened(portal, "complaint", "web")
    assert portal.post("/v1/person/withdraw", other).told["stage"] == "closed"
    lacking = portal.post("/v1/cases", {"kind": "complaint", "channel": "web"})
    assert lacking.problem == "invalid"
    assert [fault["pointer"] for fault in lacking.told["faults"]] == ["/asked", "/contact"]
