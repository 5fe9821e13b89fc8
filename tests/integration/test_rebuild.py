"""Every view rebuilt into an empty schema equals the running one, whatever has happened."""

from __future__ import annotations

import threading
from uuid import UUID

import pytest

from ledger.cases.casebook import Casebook, case_id_of
from ledger.cases.holding import drawn_tasks
from ledger.cases.service_tasks import OWN
from ledger.cli.preflight_command import open_preflight, read_question
from ledger.cli.rebuild_command import SchemaTaken, let_acts_be_taken_in, rebuild_and_compare
from ledger.cli.wiring import ledger_connection, open_vault
from ledger.judging.acts import OPERATIONS, enter_act
from ledger.judging.rereading import ask_to_reread
from ledger.judging.services import Service
from ledger.judging.standing import unread
from ledger.law.days import calendar, jst_day
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import load_registers
from streams.recorder import quarantine
from streams.recorder.ingest import Ingest
from streams.recorder.points import pass_by
from streams.recorder.rebuild import VIEWS
from tests.events import (
    HOUR,
    LAG,
    acknowledgement,
    consent,
    correction,
    heartbeat,
    link,
    now_us,
    provision,
    register,
    source_body,
    stop,
    task_answer,
)  # fmt: skip
from tests.integration.test_roles import granted
from tests.integration.world import World


def live_through_everything(world: World) -> None:
    """Let every kind of entry and every disposition come about."""
    world.registered()
    first, wrong = provision("A-1"), provision("A-1", recipient="advertiser")
    world.tell("provisions.crm", first, wrong, provision(["A-2", "A-3"]), provision([], ground="27(1)i"), b"noise")
    world.tell("provisions.crm", first, {**first, "method": "post"}, {**wrong, "purpose": "other"})
    world.tell("provisions.crm", {**first, "number": 9}, {**first, "method": "post"}, heartbeat(world.clock, 99))
    world.tell("consents.members", consent("A-1"), consent("A-2"), consent("A-2", "withdrawn"), b"noise", None)
    world.tell("links.members", link("A-1", "W-1"), link("W-9", None, "reassigned", "2026-01-01T00:00:00Z"))
    world.tell("stops.members", stop("A-2", "35(3)"), stop("A-3", items=["name"]))
    world.tell("stops.crm", acknowledgement(bytes(16)))
    world.skip("provisions.crm", 3)
    world.tell(
        "provisions.crm",
        correction(wrong["id"], replacement={"recipient": "company"}),
        provision("W-1"),
        provision("W-9", existence="ii", ground="27(1)ii", evidence={"necessity": "n", "consent_difficult": "c"}),
        provision(
            "A-4", happened_at=world.clock - 2 * HOUR, items=["name", "phone"], series="s", recipient_purpose="p"
        ),
        provision("A-4", form="lump", series="s", series_closed=True),
        provision("A-4", omitted_items_record=str(UUID(bytes=first["id"]))),
        provision("A-4", role="recipient", counterpart_event=str(UUID(bytes=first["id"]))),
    )
    world.settle()
    connection, vault = world.worker()
    registers = load_registers(world.connection, LOG_ID, world.size)
    for waits in (one for one in unread(connection, 10) if one.topic == "consents.members"):
        ask_to_reread(connection, vault, registers, "officer-1", "operation", waits, world.clock)
    world.settle()
    for place, end in (("consents.members/0/3", True), ("consents.members/0/4", True), ("provisions.crm/0/4", False)):
        message = quarantine.find(connection, place)
        if end:
            quarantine.dismiss(connection, vault, message, "officer-1", "operation", world.clock)
        else:
            replaced = world.readable_again(message, provision("A-5"))
            quarantine.replay(connection, Ingest(vault, "test", pass_by), vault, replaced, "officer-1", world.clock)
    enter_act(connection, vault, registers, "officer-1", "audit", "search", {}, None, world.clock)
    decide_everything(world)
    ask_services(world)
    world.pass_time(3 * LAG)
    world.tell("provisions.crm", provision("A-6", happened_at=world.clock))
    world.clock += 9 * 24 * HOUR
    world.settle()


def decide_everything(world: World) -> None:
    """Let two officers accept late evidence, acknowledge an alert and block; the rest is left to escalate and lapse."""
    at = world.clock
    world.tell("registers.operator", register("officers", "officer-2", {
        "display_name": "Officer", "roles": ["privacy_officer"],
    }))  # fmt: skip
    world.tell("provisions.crm", provision("A-7", happened_at=at - 2 * HOUR), provision("A-8", handling="theft"))
    world.tell("consents.members", consent("A-7", happened_at=at - 3 * HOUR))
    ((fact, identity),) = world.ask("select idx, identity from fact where kind = 'consent' order by idx desc limit 1")
    (alert,) = world.ask("select min(idx) from alert")[0]
    connection, vault = world.worker()
    registers = load_registers(world.connection, LOG_ID, world.size)
    for officer in ("officer-1", "officer-1", "officer-2", "officer-2"):
        for command, about, whom in (
            ("evidence accept", {"fact": {"index": fact}}, identity),
            ("alerts acknowledge", {"alert": alert, "note": "corrected"}, None),
            ("block source", {"block": {"kind": "source", "code": officer, "step": "block"}}, None),
        ):
            enter_act(connection, vault, registers, officer, "incident", command, about, whom, at)
    ask_and_provide_all_the_same(world)
    world.settle()
    assert world.ask("select officer from acceptance join fact using (log_id, idx)") == [("officer-2",)]


def ask_services(world: World) -> None:
    """Let a service be asked for data in a case, and answer what nobody can read."""
    book = Casebook(ledger_connection(world.settings, "pl_reader"), open_vault(world.settings, "pl_reader"))
    world.tell("registers.operator", register("sources", "members", {
        **source_body("members", "consents", "links", "answers"), "holds": {"ja": "会員", "en": "m", "items": ["name"]},
    }))  # fmt: skip
    registers = world.registers()
    form = {"kind": "data", "channel": "post", "language": "ja", "arrived": "2026-04-01", "asked": "", "contact": "",
            "claimed": ""}  # fmt: skip
    receipt, _ = book.open(form, "officer-1", world.clock)
    identity = world.vault.find(("member", "A-1"))[0].identity
    said = {"method": "call_back", "ids": [["member", "A-1", str(identity)]]}
    case = book.step(receipt.number, "officer-1", "request", "case identify", said, world.clock, registers)
    due = calendar(jst_day(world.clock))
    tasks = drawn_tasks(
        case, case_id_of(case.number), book.vault, registers, ["members", OWN], due, "", world.clock
    )  # fmt: skip
    book.step(case.number, "officer-1", "request", "case task", tasks, world.clock, registers)
    world.settle()
    world.tell("answers.members", task_answer(bytes.fromhex(tasks["tasks"][0]["task"]), b"noise"))
    world.settle()
    book.connection.close()
    book.vault.close()


def ask_and_provide_all_the_same(world: World) -> None:
    """Let a service ask, be told no, provide, and be told yes."""
    preflight = open_preflight(world.settings)
    preflight.refresh()
    service = Service("crm-service", frozenset({"crm"}), frozenset({"company"}), frozenset({"name"}), None, 1)
    asked = {**provision("A-2"), "source": "crm"}
    body = {name: value for name, value in asked.items() if not isinstance(value, bytes | int)}
    question = read_question(service, body)
    preflight.answer([question, question])
    world.settle()
    world.tell("provisions.crm", provision("A-2", happened_at=now_us()))
    world.tell("consents.members", consent("A-2", happened_at=now_us()))
    preflight.answer([question])
    preflight.close()
    world.settle()
    assert world.ask("select refused from refusal order by idx") == [(True,), (False,)]


def test_the_rebuilt_views_equal_the_running_ones(world: World) -> None:
    live_through_everything(world)
    entries, found = rebuild_and_compare(world.settings, "rebuilt")
    assert entries == world.size
    assert found == dict.fromkeys(VIEWS, 0)
    for view in set(VIEWS) - {"erased", "export"}:
        assert world.ask(f"select count(*) from {view}")[0][0] > 0, f"{view} was not put to the test"
    assert {kind for (kind,) in world.ask("select distinct kind from alert")} == {
        "violation", "incident", "overdue", "escalated", "block_lapsed", "rejudged", "ignored_refusal", "silence",
        "numbers_missing", "stop_unacknowledged", "task_overdue",
    }  # fmt: skip
    assert {kind for (kind,) in world.ask("select distinct disposition from trace")} == {
        "entries", "duplicate", "conflict", "quarantine", "heartbeat", "hole",
    }  # fmt: skip


def test_the_rebuilds_own_act_is_taken_in_before_it_reads_where_a_worker_runs(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.registered()
    connection, vault = world.worker()
    enter_act(connection, vault, world.registers(), "officer-1", "operation", "rebuild", {}, None, now_us(),
              roles=OPERATIONS)  # fmt: skip
    monkeypatch.setattr("ledger.cli.rebuild_command._TAKEN_WITHIN", 0.2)
    let_acts_be_taken_in(connection)
    assert world.ask("select count(*) from act") == [(0,)], "no worker runs: it goes on"
    monkeypatch.setattr("ledger.cli.rebuild_command._TAKEN_WITHIN", 20.0)
    worker = threading.Timer(0.5, world.settle)
    worker.start()
    let_acts_be_taken_in(connection)
    assert world.ask("select count(*) from act") == [(1,)]
    worker.join()


def test_a_row_changed_in_a_view_shows(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1"))
    with world.owner() as owner:
        owner.execute("update record set verdict = 'lawful'")
    _, found = rebuild_and_compare(world.settings, "rebuilt")
    assert {view for view, count in found.items() if count} == {"record"}


@pytest.mark.parametrize("taken", ["ledger", "public"])
def test_a_schema_that_exists_is_not_rebuilt_into(world: World, taken: str) -> None:
    world.registered()
    with world.owner() as owner:
        before = granted(owner, "ledger")
    with pytest.raises(SchemaTaken):
        rebuild_and_compare(world.settings, taken)
    with world.owner() as owner:
        assert granted(owner, "ledger") == before
