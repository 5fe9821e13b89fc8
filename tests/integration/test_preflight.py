"""Asking before data leaves: real PostgreSQL, a real HTTP server on loopback, and the client a service installs."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from ledger.cli.preflight_command import open_preflight, read_question
from ledger.cli.rebuild_command import rebuild_and_compare
from ledger.cli.wiring import ledger_connection
from ledger.judging.acts import enter_act
from ledger.judging.footing import FOOTING
from ledger.judging.services import services_at
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import load_registers
from ledger.runtime.ports import LOOPBACK, free_port
from ledger.store.arrays import Bigints
from ledger.store.connect import keep_plans
from ledger.vault.seal import open_sealed
from ledger.web.connections import AT_ONCE
from streams.preflight_client import Answer, PreflightClient
from streams.recorder.rebuild import VIEWS
from tests.events import SECOND, consent, link, now_us, provision, register, stop
from tests.integration.commands import start_in
from tests.integration.workers import environment, wait_for
from tests.integration.world import World

KEY = "key-of-the-crm-service"


def service(key: str = KEY, **given: Any) -> dict[str, Any]:
    return {
        "sources": ["crm"], "recipients": ["company", "police"], "items": ["name", "phone"], "closed": True,
        "key_digest": hashlib.sha256(key.encode()).hexdigest(), **given,
    }  # fmt: skip


class Server:
    """The real command over a world's ledger."""

    def __init__(self, world: World, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://{LOOPBACK}:{self.port}"
        self._said = folder / "said"
        self.process = start_in(
            {**os.environ, **environment(world.settings)}, "preflight", "--listen", f"{LOOPBACK}:{self.port}",
            streams=[Path(os.devnull), self._said, self._said],
        )  # fmt: skip
        wait_for(lambda: self.status() == 204, 20)

    def status(self) -> int:
        try:
            connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=2)
            connection.request("GET", "/healthz")
            return connection.getresponse().status
        except OSError:
            return 0

    def post(self, body: bytes, key: str = KEY) -> tuple[int, dict[str, str], dict[str, Any]]:
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=5)
        connection.request("POST", "/v1/preflight", body, {"Authorization": f"Bearer {key}"})
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), json.loads(response.read())

    def ask(self, event: dict[str, Any], key: str = KEY) -> Answer:
        client = PreflightClient(self.url, key, timeout=5)
        try:
            return client.may_i(event)
        finally:
            client.close()

    def stop(self) -> str:
        self.process.terminate()
        self.process.join(10)
        self.process.kill()
        self.process.join()
        return self._said.read_text()


@pytest.fixture
def served(world: World, tmp_path: Path) -> Iterator[Server]:
    world.registered()
    world.tell("registers.operator", register("services", "crm-service", service()))
    server = Server(world, tmp_path)
    yield server
    server.stop()


def asked(who: str | list[str] = "A-1", **given: Any) -> dict[str, Any]:
    return {**provision(who, **given), "source": "crm"}


def make_known(world: World, *who: str) -> None:
    """Let the ledger have heard of people, by consents that cover nothing asked about here."""
    world.tell("consents.members", *(consent(one, items=["phone"], consent=f"other {one}") for one in who))


def written(who: str | list[str] = "A-1", **given: Any) -> bytes:
    """A question as JSON."""
    people = [who] if isinstance(who, str) else who
    return json.dumps({
        "source": "crm", "role": "provider", "people": [{"namespace": "member", "id": one} for one in people],
        "recipient": "company", "items": ["name"], "purpose": "operation", "ground": "consent", "evidence": [],
        "form": "each", "method": "api", "data_class": "personal_data", "handling": "intended", **given,
    }).encode()  # fmt: skip


def test_a_consent_in_force_is_yes_and_its_withdrawal_no(world: World, served: Server) -> None:
    assert (served.ask(asked()).answer, served.ask(asked()).reason) == ("no", "not_yet")
    world.tell("consents.members", consent("A-1"))
    assert (answer := served.ask(asked())).answer == "yes", answer
    world.tell("consents.members", consent("A-1", "withdrawn", happened_at=now_us()))
    assert (served.ask(asked()).answer, served.ask(asked()).reason) == ("no", "not_yet")


def test_connections_that_ask_nothing_keep_no_service_out(world: World, served: Server) -> None:
    world.tell("consents.members", consent("A-1"))
    with ExitStack() as stack:
        held = [stack.enter_context(socket.create_connection((LOOPBACK, served.port))) for _ in range(AT_ONCE + 20)]
        for one in held[::2]:
            one.sendall(b"POST /v1/preflight HTTP/1.1\r\nHost: x\r\n")
        assert [served.ask(asked()).answer for _ in range(3)] == ["yes"] * 3
        held[0].settimeout(5)
        with suppress(ConnectionError):
            assert held[0].recv(1) == b"", "who has asked nothing for longest made room"


def test_one_person_without_consent_makes_it_no_for_all(world: World, served: Server) -> None:
    world.tell("consents.members", consent("A-1"))
    assert served.ask(asked(["A-1"])).yes
    assert not served.ask(asked(["A-1", "A-2"])).yes


def test_the_consent_of_a_linked_id_counts(world: World, served: Server) -> None:
    world.tell("consents.members", consent("A-1"))
    world.tell("links.members", link("A-1", "W-1"))
    assert served.ask(asked("W-1")).yes


def test_an_unknown_person_gets_the_same_shape_and_stays_unknown(world: World, served: Server) -> None:
    world.tell("consents.members", consent("A-1"), consent("A-1", "withdrawn", happened_at=now_us()))
    known, unknown = served.post(written("A-1")), served.post(written("N-1"))
    assert known[0] == unknown[0] == 200
    assert {name: value for name, value in known[2].items() if name != "id"} == {
        name: value for name, value in unknown[2].items() if name != "id"
    }
    assert set(known[1]) == set(unknown[1])
    assert world.vault.find(("member", "N-1")) == ()
    assert world.vault.find(("member", "A-1")) != ()


def test_each_answer_is_an_act_under_the_key_of_the_person_it_is_about(world: World, served: Server) -> None:
    world.tell("consents.members", consent("A-1"))
    answer = served.ask(asked(["A-1", "N-1"]))
    rows = world.ask("select entry_id, key_id, sealed, officer, command from intake order by intake_id")
    assert [(officer, command) for *_, officer, command in rows] == [("crm-service", "preflight")] * 2
    scopes = []
    for entry_id, key_id, sealed, _, _ in rows:
        key, scope = world.vault.open_scopes({key_id})[key_id]
        body = json.loads(open_sealed(key.cipher, sealed, entry_id.bytes))["body"]
        assert body["answer_id"] == (answer.answer_id or "").replace("-", "")
        assert body["answer"] == "no" and "N-1" not in json.dumps(body)
        scopes.append(scope.kind)
    assert scopes == ["facts", "day"]
    world.settle()
    assert len(world.ask("select from act")) == 2


def test_who_has_no_key_learns_nothing(served: Server) -> None:
    status, _, told = served.post(written(), key="wrong")
    assert (status, told) == (401, {"answer": "unknown", "reason": "not_authorised"})
    connection = http.client.HTTPConnection(LOOPBACK, served.port, timeout=5)
    connection.request("POST", "/v1/preflight", written())
    assert connection.getresponse().status == 401


@pytest.mark.parametrize("outside", [{"source": "members"}, {"recipient": "advertiser"}, {"items": ["name", "other"]}])
def test_outside_its_range_a_service_learns_nothing_about_anybody(
    world: World, served: Server, outside: dict[str, Any]
) -> None:
    assert served.post(written(**outside))[::2] == (403, {"answer": "unknown", "reason": "out_of_range"})
    assert world.ask("select from intake") == []


@pytest.mark.parametrize(
    ("body", "status", "path"),
    [
        (b"not json", 400, "$"),
        (b"[" * 50_000, 400, "$"),
        (b'{"source": "\\ud800"}', 400, "$"),
        (written(role="recipient"), 400, "$.role"),
        (written(secret="taro@example.jp"), 400, "$"),
        (written(items="name"), 400, "$.items"),
        (written([f"A-{number}" for number in range(101)]), 400, "$.people"),
        (written(method="x" * 70_000), 413, None),
    ],
)
def test_a_question_that_cannot_be_read_is_refused_without_repeating_it(
    served: Server, body: bytes, status: int, path: str | None
) -> None:
    got, _, told = served.post(body)
    assert (got, told.get("path")) == (status, path)
    assert set(told.values()) <= {"unknown", "invalid", "too_large", path}


def test_who_asks_too_often_waits(world: World, served: Server) -> None:
    world.tell("registers.operator", register("services", "slow", service("slow-key", per_minute=12)))
    wait_for(lambda: served.post(written(), key="slow-key")[0] == 200)
    answers = [served.post(written(), key="slow-key") for _ in range(3)]
    status, headers, told = answers[-1]
    assert (status, told["reason"]) == (429, "too_often")
    assert 1 <= int({name.lower(): value for name, value in headers.items()}["retry-after"]) <= 5


def test_a_key_that_was_changed_stops_working(world: World, served: Server) -> None:
    assert served.post(written())[0] == 200
    world.tell("registers.operator", register("services", "crm-service", service("another-key")))
    wait_for(lambda: served.post(written())[0] == 401, 5)
    assert served.post(written(), key="another-key")[0] == 200


def test_a_stop_or_block_that_was_just_entered_binds_before_it_stands_in_the_log(world: World, served: Server) -> None:
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    registers = load_registers(world.connection, LOG_ID, world.size)
    (holder,) = world.vault.find(("member", "A-1"))
    enter_act(
        world.connection, world.vault, registers, "officer-1", "request", "stop give", {}, holder.identity, world.clock
    )
    assert (served.ask(asked("A-1")).answer, served.ask(asked("A-2")).answer) == ("no", "yes")
    enter_act(
        world.connection, world.vault, registers, "officer-1", "incident", "block recipient",
        {"block": {"kind": "recipient", "code": "company", "step": "block"}}, None, world.clock,
    )  # fmt: skip
    assert served.ask(asked("A-2")).reason == "blocked"


def test_a_stop_that_stands_in_the_log_binds_for_every_id_of_the_person(world: World, served: Server) -> None:
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    world.tell("links.members", link("A-1", "W-1"))
    assert served.ask(asked("W-1")).yes
    world.tell("stops.members", stop("A-1", "35(5)", happened_at=world.clock))
    assert [served.ask(asked(who)).answer for who in ("A-1", "W-1", "A-2")] == ["no", "no", "yes"]


def test_what_a_question_rests_on_is_looked_up_by_index_in_tables_nobody_has_analysed(world: World) -> None:
    world.registered()
    with ledger_connection(world.settings, "pl_reader") as connection:
        keep_plans(connection)
        told = connection.execute(f"explain {FOOTING}".encode(), {"log": LOG_ID, "people": Bigints([1, 2])}).fetchall()
    plan = "\n".join(line for (line,) in told)
    assert "Index" in plan and "Seq Scan" not in plan, plan


def test_a_block_entered_where_the_clock_is_ahead_binds_from_the_first_moment(world: World, served: Server) -> None:
    world.tell("consents.members", consent("A-1"))
    registers = load_registers(world.connection, LOG_ID, world.size)
    enter_act(
        world.connection, world.vault, registers, "officer-1", "incident", "block recipient",
        {"block": {"kind": "recipient", "code": "company", "step": "block"}}, None, now_us() + 300 * SECOND,
    )  # fmt: skip
    assert served.ask(asked("A-1")).reason == "blocked"
    world.settle()
    assert served.ask(asked("A-1")).reason == "blocked"


def test_no_answer_leaves_before_it_is_committed(world: World, served: Server) -> None:
    """While the commit cannot end, nothing is answered; the client says unknown."""
    with world.owner() as owner, owner.transaction():
        owner.execute("lock table intake in exclusive mode")
        client = PreflightClient(served.url, KEY, timeout=1)
        assert client.may_i(asked()).answer == "unknown"
        served.process.kill()
        client.close()
    assert world.ask("select from act") == []


def test_what_was_answered_survives_a_kill(world: World, served: Server) -> None:
    answers = [served.ask(asked()) for _ in range(5)]
    served.process.kill()
    assert all(answer.answer == "no" for answer in answers)
    assert len(world.ask("select from intake")) == 5


def test_a_server_without_its_database_answers_unknown(world: World, served: Server) -> None:
    with world.owner() as owner:
        owner.execute("alter table register rename to register_away")
        wait_for(lambda: served.ask(asked()).reason == "unavailable")
        owner.execute("alter table register_away rename to register")
    wait_for(lambda: served.ask(asked()).answer == "no")
    assert "A-1" not in served.stop()


def test_a_provision_that_ignored_a_no_says_so(world: World, served: Server) -> None:
    make_known(world, "A-1")
    world.tell("provisions.crm", provision("A-1", happened_at=now_us() - 100 * SECOND))
    served.ask(asked("A-1"))
    world.clock = now_us()
    world.settle()
    ignoring = provision("A-1", happened_at=now_us())
    world.tell("provisions.crm", ignoring, provision("A-1", items=["phone"], happened_at=now_us()))
    assert [row.marks for row in world.rows()] == [(), ("ignored_refusal",), ()]
    assert world.ask("select kind, count(*) from alert group by 1") == [("ignored_refusal", 1)]


def test_a_yes_that_followed_lifts_the_no(world: World, served: Server) -> None:
    make_known(world, "A-1")
    served.ask(asked("A-1"))
    served.ask(asked("A-1"))
    world.tell("consents.members", consent("A-1"))
    assert served.ask(asked("A-1")).yes
    world.clock = now_us()
    world.settle()
    assert world.ask("select refused from refusal order by idx") == [(True,), (False,)]
    world.tell("provisions.crm", provision("A-1", happened_at=now_us()))
    assert [row.marks for row in world.rows()] == [()]


def test_a_no_that_reached_the_log_after_the_provision_marks_it_all_the_same(world: World, served: Server) -> None:
    make_known(world, "A-1")
    served.ask(asked("A-1"))
    world.clock = now_us()
    world.tell("provisions.crm", provision("A-1", happened_at=now_us()))
    assert [row.marks for row in world.rows()] == [()]
    world.settle()
    assert [row.marks for row in world.rows()] == [("ignored_refusal",)]
    assert world.ask("select kind, count(*) from alert group by 1") == [("ignored_refusal", 1)]


def test_a_violation_that_ignored_a_no_raises_both_alerts_and_the_views_can_be_rebuilt(
    world: World, served: Server
) -> None:
    make_known(world, "A-1", "A-2")
    served.ask(asked("A-1"))
    served.ask(asked("A-2"))
    world.clock = now_us()
    world.settle()
    world.tell(
        "provisions.crm", provision("A-1", ground="27(1)i", happened_at=now_us()),
        provision("A-2", happened_at=now_us()),
    )  # fmt: skip
    world.tell("consents.members", consent("A-2", happened_at=now_us() - 10 * SECOND))
    served.ask(asked("A-2"))
    world.pass_time(7_200)
    assert world.ask("select kind, count(*) from alert group by 1 order by 1") == [
        ("ignored_refusal", 2), ("violation", 1),
    ]  # fmt: skip
    _, found = rebuild_and_compare(world.settings, "rebuilt")
    assert found == dict.fromkeys(VIEWS, 0)
    assert world.ask("select count(*) from refusal") == [(3,)]


def test_five_hundred_answers_a_second_are_moved_in_order_and_once(world: World) -> None:
    world.registered()
    world.tell("registers.operator", register("services", "crm-service", service()))
    preflight = open_preflight(world.settings)
    preflight.refresh()
    (crm,) = services_at(preflight.registers, now_us())
    questions = [read_question(crm, json.loads(written(f"N-{number}"))) for number in range(50)]
    for _ in range(24):
        preflight.answer(questions)
    preflight.close()
    begun = time.monotonic()
    world.recorder.housekeeping()
    assert time.monotonic() - begun < 2
    rows = world.ask("select a.idx, i.intake_id from intake i left join act a using (intake_id) order by intake_id")
    assert len(rows) == 1_200
    assert [idx for idx, _ in rows] == sorted(idx for idx, _ in rows)
    world.recorder.housekeeping()
    assert world.ask("select count(*) from act") == [(1_200,)]
