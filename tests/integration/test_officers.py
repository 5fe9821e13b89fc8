"""What officers decide, each within their roles: late evidence accepted by two, alerts acknowledged, blocks."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from ledger.cli.desk import desk
from ledger.judging.acts import DECISIONS, LOOKS, ActRefused, enter_act
from ledger.judging.alerts import alerts, find_alert
from ledger.judging.blocks import blocks_in_force
from ledger.judging.late_evidence import NotLateEvidence, could_heal, late_facts, waiting_fact
from ledger.judging.said import instant
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import load_registers
from ledger.vault.seal import open_sealed
from streams.recorder.intake import Mover
from tests.events import HOUR, LAG, SECOND, consent, correction, link, provision, register
from tests.integration.commands import run
from tests.integration.workers import environment
from tests.integration.world import World

DAY = 24 * HOUR


@pytest.fixture
def office(world: World) -> World:
    """A world with two privacy officers, an auditor and somebody who runs the machines."""
    world.registered()
    world.tell("registers.operator", *(
        register("officers", name, {"display_name": name, "roles": [role]})
        for name, role in (("officer-2", "privacy_officer"), ("auditor-1", "auditor"), ("runner-1", "operator"))
    ))  # fmt: skip
    return world


def do(
    world: World, officer: str, command: str, about: dict[str, Any], identity: int | None = None,
    roles: frozenset[str] = DECISIONS,
) -> None:  # fmt: skip
    """Enter an act as a command does, and let the worker move it."""
    registers = load_registers(world.connection, LOG_ID, world.size)
    connection, vault = world.worker()
    enter_act(connection, vault, registers, officer, "incident", command, about, identity, world.clock, roles=roles)
    connection.close()
    vault.close()
    world.settle()


def accept(world: World, officer: str, fact: str | None = None) -> int:
    """Accept the newest late fact, or the one named; return its index."""
    registers = load_registers(world.connection, LOG_ID, world.size)
    name = fact or str(late_facts(world.connection, registers, world.size, limit=1)[0].idx)
    found = waiting_fact(world.connection, registers, world.size, name)
    about = {"fact": {"index": found.idx, "entry": found.entry_id.hex(), "kind": found.kind}, "proof": {}}
    do(world, officer, "evidence accept", about, found.identity)
    return found.idx


def late_consent(world: World) -> None:
    """A provision of two hours ago and a consent of three, with a lag of one; then the grace ends."""
    world.tell("provisions.crm", provision("A-1", happened_at=world.clock - 2 * HOUR))
    world.tell("consents.members", consent("A-1", happened_at=world.clock - 3 * HOUR))
    world.pass_time(3 * LAG)


def test_late_evidence_counts_once_two_different_officers_have_accepted_it(office: World) -> None:
    late_consent(office)
    (row,) = office.rows()
    assert (row.verdict, row.marks) == ("violation", ("late_evidence",))
    fact = accept(office, "officer-1")
    assert office.verdicts() == ["violation"]
    accept(office, "officer-1")
    assert office.verdicts() == ["violation"], "the second is the first"
    accept(office, "officer-2")
    (row,) = office.rows()
    assert (row.verdict, row.basis, row.marks) == ("lawful", "consent", ())
    assert office.ask("select kind, count(*) from fact where kind = 'acceptance' group by 1") == [("acceptance", 1)]
    (cause,) = office.ask("select cause from judgement order by idx desc limit 1")
    assert office.ask("select fact_idx, officer from acceptance where idx = %s", *cause) == [(fact, "officer-2")]
    told = [verdict for (verdict,) in office.ask("select verdict from judgement order by idx")]
    assert told == ["undetermined", "violation", "lawful"], "every state stays in history"


def test_an_act_stands_before_the_look_that_it_announces_begins(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A look may take hours. Its act would be moved by nobody if it were committed only then."""
    for name, value in environment(office.settings).items():
        monkeypatch.setenv(name, value)
    with desk("reproduce", "officer-1", "audit", LOOKS) as at:
        at.enter({"from": 0, "to": 1})
        office.settle()
        assert office.ask("select command from intake join act using (log_id, intake_id)") == [("reproduce",)]


def test_an_acceptance_of_what_was_forgotten_since_changes_nothing(office: World) -> None:
    late_consent(office)
    fact = accept(office, "officer-1")
    connection, vault = office.worker()
    ((identity,),) = office.ask("select identity from fact where idx = %s", fact)
    enter_act(
        connection, vault, office.registers(), "officer-2", "incident", "evidence accept",
        {"fact": {"index": fact}}, identity, office.clock,
    )  # fmt: skip
    Mover(vault).move(connection)
    with office.owner() as owner:
        owner.execute("delete from fact where idx = %s", [fact])
        owner.execute("delete from consent where idx = %s", [fact])
    office.settle()
    assert office.verdicts() == ["violation"]


def test_a_late_correction_and_a_late_link_are_accepted_in_the_same_way(office: World) -> None:
    at = office.clock
    wrong = provision("A-1", recipient="advertiser", happened_at=at - 60 * SECOND)
    office.tell("consents.members", *(consent(who, happened_at=at - 120 * SECOND) for who in ("A-1", "A-2")))
    office.tell("provisions.crm", wrong, provision("W-2", happened_at=at - 60 * SECOND))
    office.pass_time(2 * LAG)
    office.tell(
        "provisions.crm",
        correction(wrong["id"], replacement={"recipient": "company"}, happened_at=office.clock - 90 * 60 * SECOND),
    )
    office.tell("links.members", link("A-2", "W-2", happened_at=office.clock - 90 * 60 * SECOND))
    office.settle()
    assert [(row.verdict, row.marks) for row in office.rows()] == [("violation", ("late_evidence",))] * 2
    registers = load_registers(office.connection, LOG_ID, office.size)
    found = late_facts(office.connection, registers, office.size, limit=10)
    assert [(fact.kind, could_heal(office.connection, fact, office.size)) for fact in found] == [
        ("link", 1), ("correction", 1),
    ]  # fmt: skip
    for fact in found:
        accept(office, "officer-1", fact.entry_id.hex())
        accept(office, "officer-2", str(fact.idx))
    assert office.verdicts() == ["lawful", "lawful"]


def test_acceptance_counts_as_of_the_head_at_which_it_was_made(office: World) -> None:
    late_consent(office)
    fact = accept(office, "officer-1")
    size = office.size
    accept(office, "officer-2", str(fact))
    registers = load_registers(office.connection, LOG_ID, office.size)
    (before,) = late_facts(office.connection, registers, size, limit=1)
    (after,) = late_facts(office.connection, registers, office.size, limit=1)
    assert (before.accepted, before.accepted_by) == (False, ("officer-1",))
    assert (after.accepted, after.accepted_by) == (True, ("officer-1", "officer-2"))


def test_a_record_taken_in_after_the_acceptance_is_judged_with_it_at_once(office: World) -> None:
    late_consent(office)
    accept(office, "officer-1")
    accept(office, "officer-2")
    office.tell("provisions.crm", provision("A-1", happened_at=office.clock - 60 * SECOND))
    assert office.ask("select verdict from record order by idx desc limit 1") == [("lawful",)]


def test_an_acceptance_appended_between_look_up_and_lock_counts(office: World) -> None:
    office.tell("consents.members", consent("A-1", happened_at=office.clock - 3 * HOUR))
    accept(office, "officer-1")
    work = office.recorder.prepare([office.batch("provisions.crm", provision("A-1"))])
    accept(office, "officer-2")
    office.recorder.commit(work)
    assert office.ask("select verdict from record") == [("lawful",)]


def test_what_binds_at_once_or_came_in_time_waits_for_no_acceptance(office: World) -> None:
    at = office.clock
    office.tell(
        "consents.members",
        consent("A-1", happened_at=at - 60 * SECOND),
        consent("A-1", "withdrawn", happened_at=at - 3 * HOUR),
    )
    registers = load_registers(office.connection, LOG_ID, office.size)
    (withdrawal,) = late_facts(office.connection, registers, office.size, limit=10)
    for name in (str(withdrawal.idx), str(withdrawal.idx - 1), "0", "x", "9" * 30, "a" * 32):
        with pytest.raises(NotLateEvidence):
            waiting_fact(office.connection, registers, office.size, name)


def test_evidence_commands_keep_the_digest_of_the_proof_and_not_the_proof(office: World, tmp_path: Path) -> None:
    late_consent(office)
    proof = tmp_path / "proof.pdf"
    proof.write_bytes(b"CANARY proof")
    asked = ("--reason", "incident", "--proof", str(proof), "--kept-at", "binder 7")
    (told,) = json.loads(run(office, "evidence", "list", "--as", "auditor-1", "--reason", "audit", "--json").stdout)[
        "evidence"
    ]
    assert (told["kind"], told["change"], told["records"], told["state"], told["lag_seconds"]) == (
        "consent", "given", 1, "waits", LAG,
    )  # fmt: skip
    refused = run(office, "evidence", "accept", str(told["index"]), "--as", "auditor-1", *asked)
    assert refused.returncode == 2 and "privacy_officer" in refused.stderr
    first = run(office, "evidence", "accept", str(told["index"]), "--as", "officer-1", *asked)
    assert first.returncode == 0, first.stderr
    office.settle()
    again = run(office, "evidence", "accept", str(told["index"]), "--as", "officer-1", *asked)
    assert again.returncode == 2 and "another officer" in again.stderr
    done = run(office, "evidence", "accept", told["entry"], "--as", "officer-2", *asked)
    assert "after officer-1" in done.stdout, done.stderr
    office.settle()
    assert office.verdicts() == ["lawful"]
    (kept,) = office.ask("select entry_id, key_id, sealed from intake where command = 'evidence accept' limit 1")
    opened = open_sealed(office.vault.open_keys({kept[1]})[kept[1]].cipher, kept[2], kept[0].bytes)
    assert json.loads(opened)["body"]["proof"] == {
        "kept_at": "binder 7", "sha256": hashlib.sha256(b"CANARY proof").hexdigest(), "size": 12,
    }  # fmt: skip
    assert b"CANARY" not in opened


def test_an_alert_nobody_acknowledged_in_time_is_escalated_once_to_whom_the_service_names(office: World) -> None:
    office.tell("registers.operator", register("services", "crm-service", {
        "sources": ["crm"], "closed": True, "responsible": "officer-1", "escalates_to": "officer-2",
        "escalate_hours": 2,
    }))  # fmt: skip
    office.tell("provisions.crm", provision("A-1", ground="27(1)i"), provision("A-2", ground="27(1)i"))
    seen, unseen = (alert.idx for alert in alerts(office.connection, office.size, only_open=True, limit=10))
    do(office, "officer-1", "alerts acknowledge", {"alert": seen, "note": "looking_into"})
    office.clock += 110 * 60 * SECOND
    office.settle()
    assert office.ask("select kind from alert where kind = 'escalated'") == []
    for _ in range(3):
        office.clock += 30 * 60 * SECOND
        office.settle()
    assert office.ask("select concerns, addressed_to from alert where kind = 'escalated'") == [(unseen, "officer-2")]
    (escalated,) = office.ask("select idx, raised_at from alert where kind = 'escalated'")
    (still,) = alerts(office.connection, office.size, only_open=True, limit=10)
    assert (still.idx, still.source, still.responsible, still.escalated_to) == (unseen, "crm", "officer-1", "officer-2")
    assert still.escalated_at == escalated[1]
    found = find_alert(office.connection, office.size, escalated[0])
    assert found.idx == unseen, "an escalation is acknowledged with what was escalated"
    do(office, "officer-2", "alerts acknowledge", {"alert": found.idx, "note": "corrected"})
    assert alerts(office.connection, office.size, only_open=True, limit=10) == []
    first, _ = alerts(office.connection, office.size, only_open=False, limit=10)
    assert (first.acknowledged_by, first.note) == ("officer-1", "looking_into")


def test_without_a_service_an_alert_is_escalated_after_a_day_to_every_privacy_officer(office: World) -> None:
    office.tell("provisions.crm", provision("A-1", ground="27(1)i"))
    office.clock += DAY - 60 * SECOND
    office.settle()
    assert office.ask("select count(*) from alert") == [(1,)]
    office.clock += 120 * SECOND
    office.settle()
    assert office.ask("select addressed_to from alert where kind = 'escalated'") == [(None,)]
    office.clock += 9 * DAY
    office.settle()
    assert office.ask("select count(*) from alert where kind = 'escalated'") == [(1,)]


def test_that_records_were_judged_again_is_told_and_asks_for_nothing(office: World) -> None:
    office.tell("provisions.crm", provision("A-1"))
    office.tell("consents.members", consent("A-1"))
    office.settle()
    assert office.ask("select kind from alert") == [("rejudged",)]
    office.clock += 2 * DAY
    office.settle()
    assert office.ask("select kind from alert") == [("rejudged",)]
    assert alerts(office.connection, office.size, only_open=True, limit=10) == []
    assert len(alerts(office.connection, office.size, only_open=False, limit=10)) == 1


def test_a_worker_that_starts_later_escalates_what_was_left(office: World) -> None:
    office.tell("provisions.crm", provision("A-1", ground="27(1)i"))
    office.clock += 90 * DAY
    office.another_recorder().housekeeping()
    assert office.ask("select count(*) from alert where kind = 'escalated'") == [(1,)]


def test_mis_sent_and_stolen_data_raises_an_incident(office: World) -> None:
    office.tell("provisions.crm", provision("A-1", handling="mis_sent"), provision("A-2", handling="theft"))
    assert office.verdicts() == ["not_provision"] * 2
    assert office.ask("select kind, count(*) from alert group by 1") == [("incident", 2)]


def test_an_incident_is_listed_with_the_days_of_article_26_from_when_its_source_wrote_of_it(office: World) -> None:
    at = instant("2026-06-15T00:30:00+09:00")
    told = [provision("A-1", handling=handling, happened_at=at, written_at=at) for handling in ("mis_sent", "theft")]
    office.tell("provisions.crm", *told)
    office.tell("provisions.crm", provision("A-2", ground="27(1)i"))
    asked = ("alerts", "list", "--as", "officer-1", "--reason", "incident")
    found = json.loads(run(office, *asked, "--json").stdout)["alerts"][::-1]
    assert [alert["article_26"] and list(alert["article_26"].values()) for alert in found] == [
        ["2026-06-15", "2026-06-17", "2026-06-19", "2026-07-14"],
        ["2026-06-15", "2026-06-17", "2026-06-19", "2026-08-13"],
        None,
    ]
    assert "final by 2026-07-14" in run(office, *asked).stdout


def test_holidays_that_are_not_on_file_are_said_and_stop_no_list(office: World) -> None:
    at = instant("2029-06-15T00:30:00+09:00")
    office.clock = at
    office.tell("provisions.crm", provision("A-1", handling="mis_sent", happened_at=at, written_at=at))
    office.tell("registers.operator", register("holidays", "no day", {"ja": "x", "kind": "public"}))
    listed = run(office, "alerts", "list", "--as", "officer-1", "--reason", "incident")
    assert "not on file" in listed.stdout, listed.stderr


def test_alert_commands_name_who_answers_and_no_person(office: World) -> None:
    office.tell("provisions.crm", provision("CANARY", ground="27(1)i"))
    asked = ("alerts", "list", "--as", "officer-1", "--reason", "inspection", "--json")
    listed = run(office, *asked)
    (told,) = json.loads(listed.stdout)["alerts"]
    assert (told["kind"], told["responsible"], told["acknowledged_by"]) == (
        "violation", ["officer-1", "officer-2"], None,
    )  # fmt: skip
    assert "CANARY" not in listed.stdout
    by = ("--as", "officer-2", "--reason", "incident", "--note-code", "looking_into")
    assert run(office, "alerts", "acknowledge", "999999", *by).returncode == 2
    assert run(office, "alerts", "acknowledge", str(told["index"]), *by).returncode == 0
    office.settle()
    assert json.loads(run(office, *asked, "--open").stdout)["alerts"] == []
    (told,) = json.loads(run(office, *asked).stdout)["alerts"]
    assert (told["acknowledged_by"], told["note"]) == ("officer-2", "looking_into")
    assert "Acknowledged" in run(office, "alerts", "list", "--as", "auditor-1", "--reason", "audit").stdout


def test_a_block_binds_at_once_and_lapses_with_an_alert_unless_a_second_officer_confirms(office: World) -> None:
    for kind, code in (("recipient", "advertiser"), ("source", "crm")):
        do(office, "officer-1", f"block {kind}", {"block": {"kind": kind, "code": code, "step": "block"}})
    do(office, "officer-2", "block confirm", {"block": {"kind": "source", "code": "crm", "step": "confirm"}})
    found = blocks_in_force(office.connection, office.size, office.clock)
    assert found.covers("advertiser", "shop") and found.covers("company", "crm")
    assert not found.covers("company", "shop")
    assert blocks_in_force(office.connection, 0, office.clock).covers("company", "crm") is False
    office.clock += DAY
    found = blocks_in_force(office.connection, office.size, office.clock)
    assert not found.covers("advertiser", "shop") and found.covers("company", "crm")
    office.settle()
    office.clock += 120 * SECOND
    office.settle()
    (lapse,) = office.ask("select kind, record_idx, concerns from alert where kind = 'block_lapsed'")
    assert lapse == ("block_lapsed", None, office.ask("select idx from block where kind = 'recipient'")[0][0])
    (told,) = alerts(office.connection, office.size, only_open=True, limit=10)
    assert (told.kind, told.record, told.source) == ("block_lapsed", None, None)


def test_block_commands_say_what_is_in_force_and_refuse_what_changes_nothing(office: World) -> None:
    by = {name: ("--as", name, "--reason", "incident") for name in ("officer-1", "officer-2")}
    assert "lapses at" in run(office, "block", "recipient", "company", *by["officer-1"]).stdout
    office.settle()
    for refused in (("recipient", "company"), ("confirm", "recipient", "company"), ("lift", "source", "crm")):
        assert run(office, "block", *refused, *by["officer-1"]).returncode == 2
    assert "confirmed by officer-2" in run(office, "block", "confirm", "recipient", "company", *by["officer-2"]).stdout
    office.settle()
    assert "second officer" in run(office, "block", "lift", "recipient", "company", *by["officer-1"]).stdout
    office.settle()
    (told,) = json.loads(run(office, "block", "list", *by["officer-2"], "--json").stdout)
    assert (told["state"], told["until"], told["lift_asked_by"]) == ("confirmed", None, "officer-1")
    assert "lifted" in run(office, "block", "lift", "recipient", "company", *by["officer-2"]).stdout
    office.settle()
    assert not blocks_in_force(office.connection, office.size, office.clock + DAY).covers("company", "crm")
    assert run(office, "block", "recipient", "é", *by["officer-1"]).returncode == 2


@pytest.mark.parametrize(
    ("officer", "command", "roles", "may"),
    [
        ("officer-1", "search", LOOKS, True),
        ("auditor-1", "search", LOOKS, True),
        ("runner-1", "search", LOOKS, False),
        ("officer-1", "block recipient", DECISIONS, True),
        ("auditor-1", "block recipient", DECISIONS, False),
        ("runner-1", "block recipient", DECISIONS, False),
        ("stranger", "search", LOOKS, False),
    ],
)  # fmt: skip
def test_a_role_limits_what_an_officer_may_do(
    office: World, officer: str, command: str, roles: frozenset[str], may: bool
) -> None:
    about = {"block": {"kind": "recipient", "code": "company", "step": "block"}}
    if may:
        do(office, officer, command, about, roles=roles)
    else:
        with pytest.raises(ActRefused, match=officer):
            do(office, officer, command, about, roles=roles)
    assert office.ask("select count(*) from act") == [(int(may),)]


def test_only_who_is_an_officer_at_the_time_may_act(office: World) -> None:
    office.tell("registers.operator", register(
        "officers", "officer-9", {"display_name": "left", "roles": ["privacy_officer"]},
        valid_to="2026-01-01T00:00:00+09:00",
    ))  # fmt: skip
    with pytest.raises(ActRefused):
        do(office, "officer-9", "search", {})


def test_who_runs_the_machines_sees_to_the_quarantine_and_an_auditor_only_looks(office: World) -> None:
    office.tell("provisions.crm", b"noise", b"noise")
    for officer in ("runner-1", "auditor-1"):
        assert run(office, "quarantine", "list", "--as", officer, "--reason", "operation").returncode == 0
    dismiss = ("quarantine", "dismiss", "provisions.crm/0/0", "--reason", "operation", "--as")
    refused = run(office, *dismiss, "auditor-1")
    assert refused.returncode == 2 and "operator or privacy_officer" in refused.stderr
    for _ in range(2):
        assert "proposed; it rests once another officer" in run(office, *dismiss, "runner-1").stdout
    assert run(office, *dismiss, "officer-1").stdout == "provisions.crm/0/0: dismissed\n"
    assert office.ask("select outcome from quarantine_resolution") == [("dismissed",)]
