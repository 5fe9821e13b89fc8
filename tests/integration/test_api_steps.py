"""The steps beside the way by programs: each as the command of its name takes it, once, by what was seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.events import register, source_body
from tests.integration.api_steps import acts, identified, opened
from tests.integration.apis import Program, api
from tests.integration.world import World


@pytest.fixture
def told(world: World) -> World:
    world.registered()
    world.tell(
        "registers.operator",
        register("officers", "officer-2", {"display_name": "Second", "roles": ["privacy_officer"]}),
        register("sources", "paper", {
            **source_body("paper", "provisions"), "holds": {"ja": "会員係", "en": "Members", "items": ["name"]},
        }),
    )  # fmt: skip
    world.settle()
    return world


@pytest.fixture
def programs(told: World) -> Iterator[list[Program]]:
    with api(told, "officer-1", "officer-2") as served:
        yield served


def test_an_agents_case_is_worked_beside_the_way_by_programs(programs: list[Program]) -> None:
    one, two = programs
    own = opened(one, agent={"kind": "mandated", "name": "代理 太郎"})
    number = own["number"]
    unknown = one.step(number, "pause", {"cause": "holiday"})
    assert unknown.problem == "invalid" and unknown.told["faults"][0]["pointer"] == "/cause"
    assert one.step(number, "pause", {"cause": "fee"}).problem == "step_refused", "nothing is waited for"
    paused = one.step(number, "pause", {"cause": "identity"}, idempotency_key="pause-0001")
    assert (paused.status, paused.headers["etag"]) == (200, '"1"'), "it moves nothing"
    assert one.step(number, "pause", {"cause": "identity"}, idempotency_key="pause-0001").told == paused.told
    assert one.get(f"/v1/cases/{number}").told["paused_for"] == "identity"
    assert one.step(number, "resume", {}).status == one.step(number, "own", {"officer": "officer-2"}).status == 200
    assert one.step(number, "own", {"officer": "nobody"}).problem == "step_refused"
    assert one.step(number, "extend", {"because": "volume", "until": "2999-01-01"}).status == 200
    assert one.step(number, "agent", {"proof": "mandate"}).problem == "not_looked_at"
    assert one.step(number, "agent", {"proof": "family_register"}, 1).problem == "step_refused", "it shows no mandate"
    assert one.step(number, "agent", {"proof": "mandate"}, 1).status == 200
    assert two.step(number, "principal", {"unsafe": "danger"}, 1).problem == "moved_on"
    both = {"by": "call_back", "held_since": "2020-01-01", "unsafe": "danger"}
    assert two.step(number, "principal", both, 2).problem == "step_refused"
    assert two.step(number, "principal", {"by": "call_back", "held_since": "2020-01-01"}, 2).status == 200
    assert one.step(number, "screen", {"interest": "none_adverse"}, 3).problem == "step_refused", "no parent asks"
    assert one.step(number, "fee", {"settled": "paid"}, 3).problem == "step_refused", "no fee was named"
    assert one.step(number, "message", {"text": " "}, 3).problem == "invalid"
    assert one.step(number, "message", {"text": "お待ちください"}, 3).status == 200
    shown = one.get(f"/v1/cases/{number}").told
    assert (shown["agent"]["lacking"], shown["owner"], shown["paused_for"]) == (None, "officer-2", None)
    assert shown["extended"] == "2999-01-01" and shown["letters"] == []
    assert [(said["officer"], said["text"]) for said in shown["thread"]] == [("officer-1", "お待ちください")]
    assert one.step(number, "unsafe", {"contacts": "03-0000-0000"}, 4).problem == "step_refused", "an agent asks"
    assert one.step(number, "protect", {"because": "violence"}, 4).status == 200
    shown = one.get(f"/v1/cases/{number}").told
    assert shown["protected"] and shown["agent"]["lacking"]
    assert one.post("/v1/person/state", own).told["stage"] == "identity"


def test_a_complaint_a_stop_and_tasks_are_worked_by_programs(told: World, programs: list[Program]) -> None:
    one, two = programs
    number = opened(one, "complaint")["number"]
    assert one.step(number, "assign", {"category": "safety", "responsible": "x"}).problem == "step_refused"
    for step, said in (
        ("assign", {"category": "safety", "responsible": "officer-2"}),
        ("refer", {"to": "article26", "handling": "open"}),
        ("conclude", {"outcome": "put_right", "lessons": "手順を直した"}),
    ):
        assert one.step(number, step, said).status == 200, step
    assert one.step(number, "tasks", {}, 1).problem == "step_refused", "services are asked for data alone"

    number = opened(one, "opt_out")["number"]
    assert one.step(number, "stop/scope", {}, 1).problem == "step_refused"
    identified(one, number)
    said = {"outcome": "whole", "reply": "止めます。", "scope": {}}
    assert one.step(number, "decide", said, 2).status == 200
    assert one.step(number, "stop/scope", {}, 3).problem == "step_refused", "the decision says what it covers"
    assert one.step(number, "stop/close", {"because": "id_passed_on"}, 3).problem == "step_refused", "none is stuck"
    more = {"method": "call_back", "ids": [{"namespace": "member", "id": "A-2"}]}
    early = one.step(number, "stop/id", more, 3)
    assert early.problem == "step_refused" and "no stop was given" in early.told["because"]

    number = opened(one, "data")["number"]
    identified(one, number)
    assert one.step(number, "tasks", {"sources": ["nobody"]}, 2).problem == "step_refused"
    assert one.step(number, "tasks", {}, 2).status == 200
    tasks = {task["source"]: task for task in one.get(f"/v1/cases/{number}").told["tasks"]}
    assert set(tasks) == {"paper", "(ledger)"} and not tasks["paper"]["announced"]
    given = {"outcome": "given", "held": [{"item": "name", "value": "見本 太郎"}]}
    mine, theirs = ({"task": tasks[source]["task"], **given} for source in ("(ledger)", "paper"))
    for wrong in (mine, {**theirs, "ground": "33(2)i"}):
        assert two.step(number, "tasks/answer", wrong, 3).problem == "step_refused"
    assert two.step(number, "tasks/answer", theirs, 3).status == 200
    (paper,) = (task for task in one.get(f"/v1/cases/{number}").told["tasks"] if task["source"] == "paper")
    assert (paper["state"], paper["rows"], paper["by"]) == ("answered", 1, "officer-2")
    by_itself = {"task": mine["task"], "from_ledger": True}
    for wrong in ({**by_itself, "task": theirs["task"]}, {**by_itself, "outcome": "given"}, {"task": mine["task"]}):
        assert two.step(number, "tasks/answer", wrong, 4).problem == "step_refused"
    assert acts(told, "case report (records)") == 0
    assert two.step(number, "tasks/answer", by_itself, 4).status == 200
    (own,) = (task for task in one.get(f"/v1/cases/{number}").told["tasks"] if task["source"] == "(ledger)")
    assert (own["outcome"], own["rows"], own["by"]) == ("none_held", 0, "officer-2")
    assert acts(told, "case report (records)") == 1, "with whose records it looked at"
