"""What is asked of the API twice, at once, or while something breaks, is done once."""

from __future__ import annotations

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

import ledger.cases.casebook
from ledger.cases.once import LASTS
from ledger.runtime.ports import LOOPBACK
from tests.integration.api_steps import OPEN, acts, opened, programs, told
from tests.integration.apis import Program
from tests.integration.workers import wait_for
from tests.integration.world import World

__all__ = ["programs", "told"]


def test_the_same_request_under_one_key_is_done_once_and_answered_twice(told: World, programs: list[Program]) -> None:
    one, two, _ = programs
    first, again = (one.post("/v1/cases", OPEN, idempotency_key="key-0001") for _ in range(2))
    assert again.told == first.told and acts(told, "case open") == 1
    assert "idempotency-replayed" not in first.headers and again.headers["idempotency-replayed"] == "true"
    number = first.told["number"]
    decision = {"outcome": "whole", "reply": "お答えします。"}
    for _ in range(2):
        assert one.step(number, "decide", decision, 1, idempotency_key="key-0002").headers["etag"] == '"2"'
    assert acts(told, "case decide") == 1
    for other in (
        one.post("/v1/cases", {**OPEN, "asked": "別の苦情"}, idempotency_key="key-0001"),
        one.step(number, "note", {"text": "x"}, idempotency_key="key-0001"),
        one.step(number, "decide", decision, 2, idempotency_key="key-0002"),
    ):
        assert (other.status, other.problem) == (422, "key_reused")
    assert two.post("/v1/cases", OPEN, idempotency_key="key-0001").told != first.told, "keys are a client's own"
    with told.owner() as owner:
        kept = owner.execute("select sealed from asked_once").fetchall()
    assert all(b"secret" not in bytes(sealed) for (sealed,) in kept)
    told.clock += LASTS + 1
    assert one.post("/v1/cases", OPEN, idempotency_key="key-0001").told != first.told
    with told.owner() as owner:
        assert owner.execute("select count(*) from asked_once").fetchone() == (1,), "what is past its day is forgotten"


def test_a_refusal_keeps_nothing(told: World, programs: list[Program]) -> None:
    one = programs[0]
    number = opened(one)["number"]
    assert one.step(number, "answer", {}, 1, idempotency_key="key-0003").problem == "step_refused"
    assert one.step(number, "note", {"text": "x"}, idempotency_key="key-0003").status == 200


def slow_steps(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Let steps wait before they are entered; return what tells that one does, and what lets it go on."""
    begun, go_on, enter = threading.Event(), threading.Event(), ledger.cases.casebook.enter_step

    def slowly(*given: Any) -> None:
        begun.set()
        assert go_on.wait(10)
        enter(*given)

    monkeypatch.setattr("ledger.cases.casebook.enter_step", slowly)
    return begun, go_on


def test_a_crash_leaves_both_the_step_and_its_answer_or_neither(
    told: World, programs: list[Program], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    one = programs[0]

    def away(*_: Any) -> bytes:
        raise psycopg.OperationalError

    with monkeypatch.context() as crash:
        crash.setattr("ledger.cases.once.seal", away)
        failed = one.post("/v1/cases", OPEN, idempotency_key="key-0004")
    assert (failed.problem, failed.headers["retry-after"]) == ("unavailable", "2")
    assert acts(told, "case open") == 0
    body, (begun, go_on) = json.dumps(OPEN).encode(), slow_steps(monkeypatch)
    with socket.create_connection((LOOPBACK, one.port)) as gone:
        gone.sendall(
            b"POST /v1/cases HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAct-Reason: request\r\n"
            b"Idempotency-Key: key-0004\r\nAuthorization: Bearer " + one.token.encode() + b"\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        )
        assert begun.wait(10)
    go_on.set()
    wait_for(lambda: acts(told, "case open") == 1)
    wait_for(lambda: one.post("/v1/cases", OPEN, idempotency_key="key-0004").status == 201)
    assert one.post("/v1/cases", OPEN, idempotency_key="key-0004").headers["idempotency-replayed"] == "true"
    assert acts(told, "case open") == 1


def test_what_is_under_way_under_a_key_is_not_begun_again(
    told: World, programs: list[Program], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    one, (begun, go_on) = programs[0], slow_steps(monkeypatch)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(one.post, "/v1/cases", OPEN, idempotency_key="key-0005")
        assert begun.wait(10)
        meanwhile = one.post("/v1/cases", OPEN, idempotency_key="key-0005")
        go_on.set()
        assert (meanwhile.status, meanwhile.problem) == (409, "key_busy") and meanwhile.headers["retry-after"]
        assert first.result().status == 201
    assert acts(told, "case open") == 1


def test_of_two_officers_who_saw_the_same_one_steps(programs: list[Program]) -> None:
    one, two, _ = programs
    number = opened(one)["number"]
    told = {"method": "call_back", "ids": [{"namespace": "member", "id": "A-1"}]}
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda program: program.step(number, "identify", told, 1), (one, two)))
    assert sorted(answer.status for answer in answers) == [200, 412]
    assert next(answer for answer in answers if answer.status == 412).problem == "moved_on"
    assert one.post(f"/v1/cases/{number}/identify", told).problem == "not_looked_at"
