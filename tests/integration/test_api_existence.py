"""Existence acts and an officer's own declaration by programs: for who has the role, and told to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from tests.events import consent, now_us, provision, register
from tests.integration.api_steps import acts, identified, opened
from tests.integration.apis import Program, api
from tests.integration.test_existence import BODY, staffed
from tests.integration.world import World

#: What differs between two answers whatever they are about.
_DRAWN = ("date", "content-length")


@pytest.fixture
def told(world: World) -> World:
    """A-1 has a record that nobody may learn of, A-2 has none; both have a plain one."""
    staffed(world, now_us())
    world.tell("registers.operator", register("officers", "officer-4", {
        "display_name": "Existence", "roles": ["existence_officer"],
    }))  # fmt: skip
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    world.tell("provisions.crm", provision("A-1"), provision("A-1", recipient="shelter"), provision("A-2"))
    world.settle()
    return world


@pytest.fixture
def programs(told: World) -> Iterator[list[Program]]:
    officers = ("officer-1", "officer-2", "officer-3", "officer-4")
    with api(told, *officers, seconds=count().__next__) as served:
        yield served


def test_a_record_is_hidden_and_released_by_two_programs(told: World, programs: list[Program]) -> None:
    one, two, _, alone = programs
    number = opened(one)["number"]
    assert one.get(f"/v1/cases/{number}/existence").problem == "step_refused", "nobody knows who it is"
    identified(one, number)
    listed = alone.get(f"/v1/cases/{number}/existence")
    assert "etag" not in listed.headers and acts(told, "existence list (records)") == 1
    hidden, plain = listed.told["records"]
    assert [reason["code"] for reason in hidden["silent"]] == [BODY] and plain["silent"] == []
    act: dict[str, Any] = {"record": plain["record"], "because": "i"}
    done = [one.step(number, "existence/hide", act, idempotency_key="hide-0001") for _ in range(2)]
    assert done[0].told == done[1].told == {"record": plain["record"]} and acts(told, "existence hide") == 1
    assert one.step(number, "existence/hide", act).problem == "step_refused"
    assert one.step(number, "existence/hide", {**act, "because": "v"}).problem == "invalid"
    assert one.step(number, "existence/hide", {**act, "record": "0" * 32}).problem == "step_refused"
    assert one.get(f"/v1/cases/{number}/records").told["records"] == [], "it binds at once"

    act = {"record": hidden["record"], "because": "known"}
    assert one.step(number, "existence/release", {**act, "seen": ["claim:i"]}).problem == "step_refused"
    assert one.step(number, "existence/release", {**act, "seen": [BODY]}).status == 200
    waiting = two.get(f"/v1/cases/{number}/existence").told["records"]
    (proposal,) = next(record["proposals"] for record in waiting if record["record"] == hidden["record"])
    confirm = {"record": hidden["record"], "proposal": proposal["proposal"]}
    assert one.step(number, "existence/confirm", confirm).problem == "step_refused", "the second is the first"
    assert two.step(number, "existence/confirm", confirm).status == 200
    told.settle()
    assert [record["record"] for record in one.get(f"/v1/cases/{number}/records").told["records"]] == [
        hidden["record"]
    ]  # fmt: skip
    assert one.get(f"/v1/cases/{number}").headers["etag"] == '"2"', "no step of the case"


def test_without_the_role_the_same_bytes_come_whatever_is_hidden(told: World, programs: list[Program]) -> None:
    one, _, without, _ = programs
    numbers = []
    for who in ("A-1", "A-2"):
        numbers.append(opened(one, claimed=who)["number"])
        identified(one, numbers[-1], who)
    record = one.get(f"/v1/cases/{numbers[0]}/existence").told["records"][0]["record"]
    asked = (
        ("hide", {"record": record, "because": "i"}),
        ("release", {"record": record, "seen": [BODY], "because": "known"}),
        ("confirm", {"record": record, "proposal": record}),
    )
    for number in (*numbers, "22222-22222"):
        answers = [without.get(f"/v1/cases/{number}/existence")]
        answers += [without.step(number, f"existence/{act}", said) for act, said in asked]
        assert {answer.problem for answer in answers} == {"role_missing"}
        for answer in answers:
            shown = {name: value for name, value in answer.headers.items() if name not in _DRAWN}
            assert (answer.status, answer.content, shown) == (403, answers[0].content, {
                name: value for name, value in answers[0].headers.items() if name not in _DRAWN
            })  # fmt: skip
    looked = [without.get(f"/v1/cases/{number}/records").told for number in numbers]
    assert [len(look["records"]) for look in looked] == [1, 1]
    assert acts(told, "existence hide") == acts(told, "existence release") == 0


def test_who_was_declared_closes_their_case_to_the_officers_programs(told: World, programs: list[Program]) -> None:
    one, two, _, alone = programs
    number = opened(one)["number"]
    said = {"people": [{"relation": "kin", "namespace": "member", "id": "A-1"}]}
    declared = [two.post("/v1/conflicts", said, idempotency_key="conflict-0001") for _ in range(2)]
    assert declared[0].told == declared[1].told == {"ids": 1} and acts(told, "case conflicts declare") == 1
    assert two.post("/v1/conflicts", {"people": []}, idempotency_key="conflict-0001").problem == "key_reused"
    for look in ("", "/records", "/existence", "/files"):
        assert "another officer" in two.get(f"/v1/cases/{number}{look}").told["because"], look
    for step, told_ in (
        ("existence/hide", {"record": "0" * 32, "because": "i"}), ("letters/sample", {"kind": "receipt"}),
        ("files/" + "0" * 32 + "/discard", {}),
    ):
        assert "another officer" in two.step(number, step, told_).told["because"], step
    address = {"address": "a@example.jp", "held_since": "2020-01-01"}
    for step, told_ in (("death", {}), ("letters", {"kind": "receipt"}), ("code", address)):
        assert "another officer" in two.step(number, step, told_, 1).told["because"], step
    assert alone.post("/v1/conflicts", said).problem == "role_missing"
    assert two.post("/v1/conflicts", {"people": [{"relation": "friend", "namespace": "m", "id": "1"}]}).problem == (
        "invalid"
    )
    assert two.post("/v1/conflicts", {"people": []}).told == {"ids": 0}
    assert two.get(f"/v1/cases/{number}").status == 200, "it stands for what was declared before"


def test_a_death_and_a_code_by_mail_are_entered_by_programs(told: World) -> None:
    told.settings = told.settings.model_copy(update={"smtp_host": "127.0.0.1"})
    with api(told, "officer-1", seconds=count().__next__) as (one,):
        number = opened(one)["number"]
        said = {"address": "taro@example.jp", "held_since": "2020-01-01"}
        assert one.step(number, "code", {**said, "address": "x"}, 1).problem == "invalid"
        assert one.step(number, "code", {**said, "held_since": "2999-01-01"}, 1).problem == "step_refused"
        sent = [one.step(number, "code", said, 1, idempotency_key="code-0001") for _ in range(2)]
        assert sent[0].told == sent[1].told and sent[0].headers["etag"] == '"2"'
        assert told.ask("select kind from mail") == [("proof",)], "once"
        assert one.step(number, "identify", {
            "method": "email_code", "ids": [{"namespace": "member", "id": "A-1"}],
        }, 2).problem == "step_refused", "nobody typed it yet"  # fmt: skip
        assert one.step(number, "death", {}, 1).problem == "moved_on"
        assert one.step(number, "death", {}, 2).told["stage"] == "closed"
        assert one.get(f"/v1/cases/{number}").told["closed_because"] == "death"


def test_a_person_proves_who_asks_and_writes_through_a_portal(told: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told.settings = told.settings.model_copy(update={"smtp_host": "127.0.0.1"})
    monkeypatch.setattr("ledger.cases.codes_by_mail.new_code", lambda: "ABCDEFGHJK")
    with api(told, "officer-1", "officer-4", seconds=count().__next__) as (one, portal):
        own = opened(one)
        number = own["number"]
        typed = {**own, "mailed": "abcde-fghjk"}
        assert portal.post("/v1/person/prove", typed).told == {"proved": False}, "none was sent"
        assert acts(told, "case prove") == 0
        sent = {"address": "taro@example.jp", "held_since": "2020-01-01"}
        assert one.step(number, "code", sent, 1).status == 200
        assert portal.post("/v1/person/state", own).told["proof_sent_to"] == "t***@e***.jp"
        wrong = [portal.post("/v1/person/prove", {**own, "mailed": "22222"}, idempotency_key="prove-0001")
                 for _ in range(2)]  # fmt: skip
        assert wrong[0].told == wrong[1].told == {"proved": False} and acts(told, "case prove") == 1, "it counts, once"
        assert portal.post("/v1/person/prove", typed).told == {"proved": True}
        assert portal.post("/v1/person/state", own).told["proof_sent_to"] is None
        ids = {"method": "email_code", "ids": [{"namespace": "member", "id": "A-1"}]}
        assert one.step(number, "identify", ids, one.get(f"/v1/cases/{number}").told["turn"]).status == 200
        assert portal.post("/v1/person/write", {**own, "text": " "}).problem == "invalid"
        assert portal.post("/v1/person/write", {**own, "secret": "22222", "text": "x"}).problem == "no_such_case"
        after = portal.post("/v1/person/write", {**own, "text": "まだですか"}, idempotency_key="write-0001").told
        again = portal.post("/v1/person/write", {**own, "text": "まだですか"}, idempotency_key="write-0001").told
        assert again == after and acts(told, "case write") == 1
        turn = one.get(f"/v1/cases/{number}").told["turn"]
        assert one.step(number, "message", {"text": "お待ちください"}, turn).status == 200
        thread = portal.post("/v1/person/state", own).told["thread"]
        assert [(said["from_you"], said["text"]) for said in thread] == [
            (True, "まだですか"), (False, "お待ちください"),
        ]  # fmt: skip
        assert "officer" not in str(thread), "which officer wrote it is not told"
