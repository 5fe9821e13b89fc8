"""The HTTP API: everything the window and the commands do, by programs with tokens."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from ledger.cases.moments import rfc3339
from ledger.cases.release import TICK
from ledger.cases.requests import KINDS
from ledger.judging.acts import ActRefused
from ledger.judging.clients import ClientRefused
from ledger.web.api import gate
from ledger.web.slots import PAGE, in_slots
from tests.events import acknowledgement, provision, register
from tests.integration.api_steps import OPEN, acts, identified, opened, programs, told
from tests.integration.apis import Answer, Program, api, token_for
from tests.integration.commands import run
from tests.integration.world import World

__all__ = ["programs", "told"]


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
    assert two.step(number, "answer", {"by": "email"}, 4).problem == "step_refused", "nowhere to send mail to"
    code = two.step(number, "answer", {"by": "phone"}, 4).told["code"]
    early = portal.post("/v1/person/receive", {**own, "code": code, "format": "json"})
    assert early.problem == "code_wrong", "before its tick nobody is told of an answer"
    assert portal.post("/v1/person/state", own).told["stage"] == "decision"
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


def test_a_verdict_is_confirmed_an_item_left_out_and_the_answer_supplemented(
    told: World, programs: list[Program]
) -> None:  # fmt: skip
    one, two, portal = programs
    told.tell("provisions.crm", provision("A-3", items=["name", "phone"]))
    told.pass_time(7200)
    own = opened(one)
    number = own["number"]
    identified(one, number, "A-3")
    seen = one.get(f"/v1/cases/{number}/records").told
    (record,) = seen["records"]
    name = record["record"]
    assert record["verdict"] == "violation" and record["decided_by"] == "27(1)" and "27条1項" in record["confirmed_ja"]
    assert [item["code"] for item in record["items"]] == ["name", "phone"]
    for wrong in ({"confirm": ["f" * 32]}, {"left_out": [{"record": name, "item": "address", "ground": "33(2)i"}]},
                  {"left_out": [{"record": name, "item": "phone", "ground": "33(2)i"}],
                   "withheld": [{"record": name, "ground": "33(2)i"}]}):  # fmt: skip
        assert one.step(number, "decide", {"as_of": seen["as_of"], **wrong}, 2).problem == "step_refused"
    plain = one.step(number, "decide", {"as_of": seen["as_of"]}, 2)
    assert plain.told["stage"] == "answer", "a violation that is not told takes one officer"
    told.clock += TICK
    code = one.step(number, "answer", {}, 3).told["code"]
    told.clock += TICK
    asked = {**own, "code": code, "format": "json"}
    first = portal.post("/v1/person/receive", asked, idempotency_key="key-0005").told
    assert first["records"][0]["added_by_operator"]["judgement"]["code"] == "being_checked"
    assert one.step(number, "supplement", {}, 4).told["stage"] == "decision"
    decision = {
        "as_of": one.get(f"/v1/cases/{number}/records").told["as_of"], "confirm_all": True,
        "left_out": [{"record": name, "item": "phone", "ground": "33(2)i"}],
    }  # fmt: skip
    assert one.step(number, "decide", decision, 5).told["stage"] == "second"
    shown = two.get(f"/v1/cases/{number}").told["decision"]
    assert shown["confirmed"] == [{"record": name, "verdict": "violation"}] and shown["outcome"] == "part"
    assert shown["left_out"] == [{"record": name, "item": "phone", "ground": "33(2)i"}]
    two.step(number, "second", {"agrees": True}, 6)
    assert portal.post("/v1/person/receive", asked, idempotency_key="key-0005").told == first
    again = two.step(number, "answer", {}, 7).told["code"]
    told.clock += TICK
    replayed = portal.post("/v1/person/receive", asked, idempotency_key="key-0005")
    assert replayed.problem == "code_wrong", "the code of an answer before opens no later one, asked again or not"
    anew = portal.post("/v1/person/receive", {**own, "code": again, "format": "json"}).content.decode()
    assert '"violation"' in anew and "phone" not in anew and "33(2)i" in anew


def test_a_person_has_their_code_sent_by_mail_through_the_portal_or_tells_the_staff(told: World) -> None:
    told.settings = told.settings.model_copy(update={"smtp_host": "127.0.0.1"})
    with api(told, "officer-1", "auditor-1", seconds=count().__next__) as (one, portal):
        own = opened(one, email="hanako@mail.example.jp")
        number = own["number"]
        identified(one, number)
        assert portal.post("/v1/person/code", own).problem == "step_refused", "there is no answer yet"
        seen = one.get(f"/v1/cases/{number}/records").told
        one.step(number, "decide", {"as_of": seen["as_of"]}, 2)
        released = one.step(number, "answer", {"by": "email"}, 3).told
        assert released["code"] is None
        told.clock += TICK
        state = portal.post("/v1/person/state", own).told
        assert state["receive_until"] == released["until"] and state["code_until"] is None
        sent = portal.post("/v1/person/code", own, idempotency_key="key-code-1")
        assert sent.told == {"by": "email", "until": rfc3339(told.clock + 600_000_000)}
        assert portal.post("/v1/person/code", own, idempotency_key="key-code-1").told == sent.told
        assert told.ask("select count(*) from mail where kind = 'receipt'") == [(1,)]
        soon = portal.post("/v1/person/code", own)
        assert soon.problem == "code_soon" and soon.headers["retry-after"] == "60"
        assert portal.post("/v1/person/state", own).told["code_until"] == sent.told["until"]
        assert one.step(number, "answer", {"by": "phone"}, 4).told["code"] is not None
        assert portal.post("/v1/person/code", own).told == {"by": "staff", "until": None}
        (message,) = one.get(f"/v1/cases/{number}").told["thread"]
        assert message["officer"] is None and "受取番号" in message["text"]


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
        "reply": "お答えします。", "grounds": [], "measure": "", "explained": "", "stop": [], "sued_over": False,
        "parts": [],
    }  # fmt: skip
    assert portal.post("/v1/person/withdraw", own).problem == "step_refused"
    other = opened(portal, "complaint", "web")
    assert portal.post("/v1/person/withdraw", other).told["stage"] == "closed"
    (operator,) = told.registers().keys_at("operator", told.clock)
    words = {"ja": "休みます", "en": "Closed"}
    told.tell("registers.operator", register("operator", operator.key, {**operator.body, "web_intake_shut": words}))
    shut = portal.post("/v1/cases", {"kind": "complaint", "channel": "web", "asked": "x", "contact": "y"})
    assert (shut.problem, shut.status, shut.told["notice"]) == ("intake_shut", 503, words)
    assert opened(one, "complaint")["number"], "what came by telephone is entered as ever"
    lacking = portal.post("/v1/cases", {"kind": "complaint", "channel": "web"})
    assert lacking.problem == "invalid"
    assert [fault["pointer"] for fault in lacking.told["faults"]] == ["/asked", "/contact"]


def test_a_stop_that_is_granted_says_what_it_covers(told: World, programs: list[Program]) -> None:
    one, two, portal = programs
    own = opened(one, "opt_out", scope="recipient")
    number = own["number"]
    identified(one, number)
    reply = {"outcome": "whole", "reply": "止めます。"}
    for scope in ({}, {"scope": {}}, {"scope": {"items": ["name"]}}, {"scope": {"recipients": ["nobody"]}}):
        assert one.step(number, "decide", {**reply, **scope}, 2).problem == "step_refused", scope
    decided = one.step(number, "decide", {**reply, "scope": {"recipients": ["company"]}}, 2)
    assert decided.told["stage"] == "answer"
    told.settle()
    assert told.ask("select ground, recipients, items from stop") == [("27(2)", ["company"], None)]
    early = two.step(number, "answer", {"by": "phone"}, 3)
    assert early.problem == "step_refused", "no service has said anything yet"
    code = two.step(number, "answer", {"by": "phone", "in_hand": "いま止めています。"}, 3).told["code"]
    told.clock += TICK
    assert portal.post("/v1/person/state", own).told["stop"]["ja"] == "停止の手続をしています"
    received = portal.post("/v1/person/receive", {**own, "code": code}).told
    assert (received["reply"], received["stop"]) == ("いま止めています。", [])
    shown = one.get(f"/v1/cases/{number}").told
    assert shown["decision"]["scope"] == {"recipients": ["company"], "items": None}
    (stop,) = shown["stops"]
    assert stop["services"] == [{"source": "crm", "since": None}] and not stop["stuck"] and stop["told_at"]
    told.tell("stops.crm", acknowledgement(bytes.fromhex(stop["stop"].replace("-", "")), effective_at=told.clock - 1))
    assert one.get(f"/v1/cases/{number}").told["stops"][0]["services"][0]["since"]
    assert portal.post("/v1/person/state", own).told["stop"]["en"].startswith("Stopped on ")
    listed = [each["number"] for each in one.get("/v1/cases").told["cases"]]
    assert number in listed, "that it is done is yet to be told"


def test_a_listing_stands_still_while_cases_come_and_go(told: World, programs: list[Program]) -> None:
    one, two, _ = programs
    numbers = []
    for day in (3, 1, 2, 5, 4):
        told.clock += 1
        numbers.append(opened(one, arrived=f"2026-01-0{day}")["number"])
    told.clock += 1
    everything = one.get("/v1/cases").told
    assert [case["number"] for case in everything["cases"]] == [numbers[at] for at in (1, 2, 0, 4, 3)]
    page = one.get("/v1/cases?limit=2").told
    listed, as_of = page["cases"], {page["as_of"]}
    for day in (1, 9):
        told.clock += 1
        opened(one, arrived=f"2026-01-0{day}")
        assert two.step(numbers[4 - day // 9], "withdraw", {}, 1).status == 200
        page = one.get(f"/v1/cases?cursor={page['next']}").told
        listed, as_of = [*listed, *page["cases"]], {*as_of, page["as_of"]}
    assert listed == everything["cases"] and page["next"] is None and len(as_of) == 1
    assert len(one.get("/v1/cases").told["cases"]) == 5, "two came and two went"
    assert len(one.get("/v1/cases?closed=true").told["cases"]) == 7
    assert len(one.get("/v1/cases?stage=closed").told["cases"]) == 2
    assert [case["due"] for case in one.get("/v1/cases?due_until=2026-01-16").told["cases"]] == [
        "2026-01-15", "2026-01-15", "2026-01-16",
    ]  # fmt: skip
    assert one.get("/v1/cases?kind=complaint").told["cases"] == []
    cursor = one.get("/v1/cases?limit=2").told["next"]
    other = ("A" if cursor[0] != "A" else "B") + cursor[1:]
    for program, used in ((two, cursor), (one, other), (one, "none"), (one, "€".encode().hex())):
        assert program.get(f"/v1/cases?cursor={used}").problem == "cursor_invalid"


def operations() -> Iterator[tuple[str, str, Any]]:
    """Give every operation that takes a token: method, path and an example of its body."""
    document = json.loads(Path("docs/openapi.json").read_text("utf-8"))
    for path, said in document["paths"].items():
        for method, operation in said.items():
            if operation.get("security") != []:
                content = operation.get("requestBody", {}).get("content", {})
                yield method.upper(), path, content.get("application/json", {}).get("example")


def sent(program: Program, method: str, path: str, told: Any) -> Answer:
    address = path.replace("{number}", "22222-22222").replace("{file}", "0" * 32)
    return program.get(address) if method == "GET" else program.post(address, told, 1)


def test_no_operation_opens_without_a_token_that_stands_and_a_role(told: World, programs: list[Program]) -> None:
    one, two, auditor = programs
    run(told, "api-client", "revoke", "for-officer-2", "--as", "officer-1", "--reason", "operation")
    short = Program(one.port, token_for(told, "officer-1", "short", days=0))
    strangers = [Program(one.port, ""), Program(one.port, "pl_wrong"), two, short]
    walked = list(operations())
    assert {path for _, path, _ in walked} >= {"/v1/cases", "/v1/person/receive", "/v1/vocabulary"}
    for number, (method, path, body) in enumerate(walked):
        answer = sent(strangers[number % len(strangers)], method, path, body)
        assert (answer.status, answer.problem) == (401, "not_authorised"), path
        assert answer.headers["www-authenticate"] == "Bearer"
    for stranger in strangers:
        assert stranger.get("/v1/cases").problem == "not_authorised"
    told.tell("registers.operator", register("officers", "officer-1", {"display_name": "x", "roles": ["operator"]}))
    for method, path, body in walked:
        answer = sent(auditor, method, path, body)
        needs_none = path.startswith("/v1/person/") or path == "/v1/vocabulary"
        assert answer.status != 401 and (answer.status == 403) != needs_none, path
        if needs_none and method == "POST":
            assert answer.problem == "no_such_case"
    assert one.get("/v1/cases").problem == "role_missing", "the role went with the register"
    assert acts(told, "case list") == acts(told, "case show") == 0


def test_what_lies_outside_an_officers_range_is_neither_shown_nor_decided(
    told: World, programs: list[Program]
) -> None:  # fmt: skip
    one, two, _ = programs
    body = {"display_name": "x", "roles": ["privacy_officer"]}
    told.tell("registers.operator", register("officers", "officer-2", {**body, "range": {"recipients": ["other"]}}))
    number = opened(one)["number"]
    identified(one, number)
    seen = two.get(f"/v1/cases/{number}/records").told
    assert (seen["records"], seen["beyond"]) == ([], True)
    assert two.step(number, "decide", {"as_of": seen["as_of"]}, 2).problem == "step_refused"
    mine = one.get(f"/v1/cases/{number}/records").told
    assert (len(mine["records"]), mine["beyond"], mine["records"][0]["verdict"]) == (2, False, "lawful")
    withheld = {"as_of": mine["as_of"], "withheld": [{"record": mine["records"][0]["record"], "ground": "33(2)i"}]}
    assert one.step(number, "decide", withheld, 2).status == 200
    assert two.step(number, "second", {"agrees": True}, 3).problem == "step_refused"
    told.tell("registers.operator", register("officers", "officer-2", {**body, "trained_until": "2026-01-01"}))
    lapsed = two.get(f"/v1/cases/{number}")
    assert (lapsed.status, lapsed.problem, lapsed.told["because"]) == (403, "lapsed", "training")


def test_what_the_person_wishes_is_kept_and_cuts_nothing(programs: list[Program]) -> None:
    one = programs[0]
    number = opened(one, since="2026-01-01", until="2026-01-31", delivery="post")["number"]
    shown = one.get(f"/v1/cases/{number}").told
    assert (shown["since"], shown["until"], shown["delivery"]) == ("2026-01-01", "2026-01-31", "post")
    identified(one, number)
    assert len(one.get(f"/v1/cases/{number}/records").told["records"]) == 2
    assert one.get(f"/v1/cases/{opened(one)['number']}").told["delivery"] is None
    backwards = {"since": "2026-02-01", "until": "2026-01-31"}
    for wrong, pointer in ((backwards, "/until"), ({"delivery": "x"}, "/delivery")):
        assert one.post("/v1/cases", {**OPEN, **wrong}).told["faults"][0]["pointer"] == pointer


def test_what_is_sent_is_read_strictly_and_never_repeated(programs: list[Program]) -> None:
    one = programs[0]
    deep = json.loads("[" * 9 + "]" * 9)
    for sent, faults in (
        ({**OPEN, "CANARY": 1}, [""]), ({**OPEN, "kind": "CANARY"}, ["/kind"]), ({**OPEN, "asked": 1}, ["/asked"]),
        ({**OPEN, "arrived": "2026-02-30"}, ["/arrived"]), ({**OPEN, "arrived": "20260201"}, ["/arrived"]),
        ({**OPEN, "arrived": "2999-01-01"}, ["/arrived"]), ({**OPEN, "asked": "x" * 4_001}, ["/asked"]),
        ({**OPEN, "email": "CANARY"}, ["/email"]), ({"channel": "post"}, ["/kind"]), ([], [""]),
    ):
        answer = one.post("/v1/cases", sent)
        assert (answer.status, answer.problem) == (400, "invalid"), sent
        assert [fault["pointer"] for fault in answer.told["faults"]] == faults
        assert "CANARY" not in answer.content.decode()
    assert one.post("/v1/cases", {**OPEN, "asked": deep}).problem == "json_unreadable"
    head = {"content-type": "application/json", "authorization": f"Bearer {one.token}", "act-reason": "request",
            "idempotency-key": "key-0006"}  # fmt: skip
    for body in (b"", b"{", b'{"kind": "records", "kind": "data"}', b'{"kind": NaN}', b'"\xff"', b'"\\ud800"',
                 b"[" * 60_000):  # fmt: skip
        assert one.ask("POST", "/v1/cases", body, head).problem == "json_unreadable", body[:40]
    assert one.ask("POST", "/v1/cases", b" " * 65_537, head).problem == "too_large"
    assert one.ask("POST", "/v1/cases", b"{}", {**head, "content-type": "text/plain"}).problem == "not_json"
    assert one.post("/v1/cases", OPEN, idempotency_key="").problem == "key_missing"
    assert one.post("/v1/cases", OPEN, idempotency_key="short").problem == "key_missing"
    assert one.post("/v1/cases", OPEN, act_reason="curiosity").told["faults"][0]["header"] == "Act-Reason"
    assert one.get("/v1/nowhere").problem == "not_found"
    assert one.ask("DELETE", "/v1/cases", None, head).problem == "method_not_allowed"


def test_a_problem_is_told_in_the_language_asked_for_and_at_its_address(programs: list[Program]) -> None:
    one = programs[0]
    english = one.get("/v1/cases/22222-22222")
    japanese = one.get("/v1/cases/22222-22222", accept_language="ja-JP")
    assert english.told["title"] == "No such case" and japanese.told["title"] == "その番号の件はありません"
    assert japanese.headers["content-language"] == "ja"
    about = Program(one.port, "").get(english.told["type"])
    assert about.told["detail"] == english.told["detail"]
    assert Program(one.port, "").get("/openapi.json").told["openapi"] == "3.1.0"
    assert Program(one.port, "").get("/healthz").status == 204
    assert {kind["code"] for kind in one.get("/v1/vocabulary").told["kinds"]} == set(KINDS)


def test_a_wrong_secret_and_an_unknown_number_are_told_alike_in_slots(
    programs: list[Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "in_slots", in_slots)
    one, _, portal = programs
    own = opened(one)
    answers = []
    for sent in ({**own, "secret": "22222-22222"}, {**own, "number": "22222-22222"}):
        began = time.monotonic()
        answers.append(portal.post("/v1/person/state", sent))
        assert time.monotonic() - began >= PAGE
    assert answers[0].content == answers[1].content and answers[0].problem == "no_such_case"


def test_who_asks_too_often_is_told_when_to_come_again(told: World) -> None:
    with api(told, "officer-1") as (one,):
        answers = [one.get("/v1/vocabulary") for _ in range(101)]
        assert [answer.status for answer in answers] == [200] * 100 + [429]
        assert answers[-1].problem == "too_often" and int(answers[-1].headers["retry-after"]) >= 1
        stranger = Program(one.port, "pl_wrong")
        assert [stranger.get("/v1/vocabulary").problem for _ in range(10)] == ["not_authorised"] * 9 + ["too_often"]


def test_what_one_client_keeps_busy_is_bounded(programs: list[Program], monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, _ = programs
    go_on, inside = threading.Event(), threading.Semaphore(0)

    def slowly(*_: Any) -> dict[str, Any]:
        inside.release()
        assert go_on.wait(20)
        return {}

    monkeypatch.setattr("ledger.web.api.about.grounds_of", slowly)
    with ThreadPoolExecutor(8) as pool:
        busy = [pool.submit(one.get, "/v1/vocabulary") for _ in range(8)]
        assert all(inside.acquire(timeout=10) for _ in busy)
        refused = one.get("/v1/cases")
        assert refused.problem == "too_many_at_once" and refused.headers["retry-after"]
        assert two.get("/v1/cases").status == 200, "others are served"
        go_on.set()
        assert {answer.result().status for answer in busy} == {200}
    assert one.get("/v1/cases").status == 200


def test_a_client_is_listed_and_its_name_is_taken_once(told: World) -> None:
    officer = ("--as", "officer-1", "--reason", "operation")
    made = run(told, "api-client", "create", "desk", *officer, "--days", "3")
    token = made.stdout.strip()
    assert made.returncode == 0 and token.startswith("pl_")
    (client,) = json.loads(run(told, "api-client", "list", *officer, "--json").stdout)
    assert (client["name"], client["officer"], client["state"]) == ("desk", "officer-1", "stands")
    with told.owner() as owner:
        (sealed,) = owner.execute("select sealed from intake where command = 'api-client create'").fetchone() or (b"",)
    assert token.encode() not in bytes(sealed)
    again = run(told, "api-client", "create", "desk", *officer)
    assert again.returncode == 2 and "is there already" in again.stderr
    with pytest.raises(ClientRefused):
        token_for(told, "officer-1", "No!")
    with pytest.raises(ActRefused):
        token_for(told, "stranger", "x")
    assert run(told, "api-client", "revoke", "desk", *officer).returncode == 0
    assert run(told, "api-client", "revoke", "desk", *officer).returncode == 2


def test_a_code_goes_by_mail_where_mail_is_sent(told: World) -> None:
    told.settings = told.settings.model_copy(update={"smtp_host": "127.0.0.1"})
    with api(told, "officer-1") as (one,):
        number = opened(one, "complaint", email="hanako@example.jp")["number"]
        assert one.step(number, "decide", {"outcome": "whole", "reply": "お答えします。"}, 1).status == 200
        answer = one.step(number, "answer", {"by": "email"}, 2, idempotency_key="key-0007")
        assert answer.told["code"] is None
        assert one.step(number, "answer", {"by": "email"}, 2, idempotency_key="key-0007").told == answer.told
    with told.owner() as owner:
        assert owner.execute("select count(*) from mail").fetchone() == (1,)


def test_nobody_works_a_case_on_themselves_and_an_agent_waits_for_proof(told: World, programs: list[Program]) -> None:
    one, two, _ = programs
    agent = {"kind": "mandated", "name": "代理 太郎"}
    number = opened(one, agent=agent, protected=False)["number"]
    run(told, "case", "conflicts", "declare", "--as", "officer-2", "--reason", "request", person="kin member A-1\n")
    for refused in (two.get(f"/v1/cases/{number}"), two.get(f"/v1/cases/{number}/records")):
        assert refused.problem == "step_refused" and "another officer" in refused.told["because"]
    identified(one, number)
    for step, told_ in (("decide", {"as_of": 9, "withheld": [{"record": "f" * 32, "ground": "33(2)i"}]}),
                        ("second", {"agrees": True}), ("answer", {"by": "email"}), ("stop/scope", {}),
                        ("tasks", {}), ("own", {"officer": "nobody"})):  # fmt: skip
        refused = two.step(number, step, told_, 2)
        assert "another officer" in refused.told["because"], "nothing else is said of it, and no record looked at"
    shown = one.get(f"/v1/cases/{number}").told
    assert (shown["agent"]["name"], bool(shown["agent"]["lacking"]), shown["fee"]) == ("代理 太郎", True, 0)
    as_of = one.get(f"/v1/cases/{number}/records").told["as_of"]
    assert one.step(number, "decide", {"as_of": as_of}, 2).problem == "step_refused"
