"""The record path: once, in order, judged as of what was known, with a trace of every offset."""

from __future__ import annotations

import pytest

from streams.ports import Fenced
from streams.recorder import quarantine
from tests.events import HOUR, LAG, SECOND, consent, correction, heartbeat, link, provision, register
from tests.integration.world import World


def test_a_provision_within_consent_is_lawful(world: World) -> None:
    world.registered()
    world.tell("consents.members", consent("A-1"))
    world.tell("provisions.crm", provision("A-1"))
    (row,) = world.rows()
    assert (row.verdict, row.basis, row.duty) == ("lawful", "consent", "statutory")


def test_facts_of_one_poll_are_taken_in_before_provisions(world: World) -> None:
    world.registered()
    late = world.batch("provisions.crm", provision("A-1"))
    world.recorder.record([late, world.batch("consents.members", consent("A-1"))])
    assert world.verdicts() == ["lawful"]


def test_a_consent_that_arrives_afterwards_leads_to_a_new_judgement(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1"))
    assert world.verdicts() == ["undetermined"]
    world.tell("consents.members", consent("A-1"))
    world.settle()
    assert world.verdicts() == ["lawful"]
    assert world.ask("select verdict from record") == [("undetermined",)], "the first judgement stays"


def test_what_no_consent_covers_becomes_a_violation_when_the_lag_has_passed(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1"))
    world.pass_time(LAG - 10)
    assert world.verdicts() == ["undetermined"]
    world.pass_time(20)
    assert world.verdicts() == ["violation"]
    assert world.ask("select kind, count(*) from alert group by 1") == [("violation", 1)]
    assert {kind for (kind,) in world.ask("select kind from watermark_entry")} >= {"consent"}


def test_the_watermark_is_the_least_over_partitions(world: World) -> None:
    world.registered()
    world.recorder.positions([("consents.members", world.batch("consents.members").topic_id, 1)])
    world.tell("provisions.crm", provision("A-1"))
    world.pass_time(2 * LAG)
    assert world.verdicts() == ["undetermined"], "partition 1 has said nothing"
    world.tell("consents.members", heartbeat(world.clock, 0), partition=1)
    world.settle()
    assert world.verdicts() == ["violation"]


def test_a_consent_dated_9999_ends_no_grace(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1"))
    world.tell("consents.members", consent("B-1", happened_at=253_370_764_800_000_000))
    world.tell("links.members", heartbeat(world.clock + 10 * LAG * SECOND, 0))
    world.settle()
    assert world.verdicts() == ["undetermined"]


def test_an_unread_consent_holds_the_watermark_until_it_is_dismissed(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1"))
    world.tell("consents.members", b"noise")
    world.pass_time(3 * LAG)
    assert world.verdicts() == ["undetermined"]
    connection, vault = world.worker()
    message = quarantine.find(connection, "consents.members/0/0")
    quarantine.dismiss(connection, vault, message, "officer-1", "operation", world.clock)
    world.settle()
    assert world.verdicts() == ["violation"]
    world.tell("consents.members", b"noise", b"noise")
    (first, _), (last, _) = world.ask('select "offset", topic from quarantine where "offset" > 0 order by 1')
    world.tell("provisions.crm", provision("A-2", happened_at=world.clock))
    for offset in (last, first):
        world.pass_time(3 * LAG)
        assert world.verdicts() == ["violation", "undetermined"], "held again, whatever was dismissed before"
        message = quarantine.find(connection, f"consents.members/0/{offset}")
        quarantine.dismiss(connection, vault, message, "officer-1", "operation", world.clock)
    world.settle()
    assert world.verdicts() == ["violation", "violation"]


def test_the_same_event_again_is_a_duplicate_and_other_content_a_conflict(world: World) -> None:
    world.registered()
    first = provision("A-1")
    world.tell("provisions.crm", first, {**first, "written_at": first["written_at"] + 1}, {**first, "method": "post"})
    world.tell("provisions.crm", first, {**first, "method": "post"}, {**first, "method": "hand"})
    assert len(world.rows()) == 1
    assert world.traced() == {
        "entries": len(world.ask("select 1 from fact where kind = 'register'")) + 1,
        "duplicate": 3,
        "conflict": 2,
    }
    assert len(world.ask("select 1 from conflict")) == 2


def test_replaying_a_topic_from_its_start_is_fenced_and_changes_nothing(world: World) -> None:
    world.registered()
    batch = world.tell("provisions.crm", provision("A-1"), provision("A-2"))
    size = world.size
    with pytest.raises(Fenced):
        world.recorder.record([batch])
    assert world.size == size


def test_a_recreated_topic_with_the_same_events_adds_only_duplicates(world: World) -> None:
    world.registered()
    first = provision("A-1")
    world.tell("provisions.crm", first)
    world.forget_topic("provisions.crm")
    world.tell("provisions.crm", first)
    assert len(world.rows()) == 1
    assert world.traced()["duplicate"] == 1


def test_a_gap_of_offsets_leaves_a_hole(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1"))
    world.skip("provisions.crm", 5)
    world.tell("provisions.crm", provision("A-2"))
    assert world.traced()["hole"] == 5


def test_a_withdrawal_binds_what_came_after_it_only(world: World) -> None:
    world.registered()
    at = world.clock
    world.tell(
        "consents.members",
        consent("A-1", happened_at=at - 300 * SECOND),
        consent("A-1", "withdrawn", happened_at=at - 100 * SECOND),
    )
    world.tell(
        "provisions.crm",
        provision("A-1", happened_at=at - 200 * SECOND),
        provision("A-1", happened_at=at - 100 * SECOND),
        provision("A-1", happened_at=at - 50 * SECOND),
    )
    world.pass_time(2 * LAG)
    assert world.verdicts() == ["lawful", "violation", "violation"]


def test_a_consent_that_comes_later_than_declared_heals_nothing_but_is_marked(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1", happened_at=world.clock - 2 * HOUR))
    world.tell("consents.members", consent("A-1", happened_at=world.clock - 3 * HOUR))
    world.pass_time(3 * LAG)
    (row,) = world.rows()
    assert (row.verdict, row.marks) == ("violation", ("late_evidence",))


def test_a_late_withdrawal_binds_at_once(world: World) -> None:
    world.registered()
    at = world.clock
    world.tell("consents.members", consent("A-1", happened_at=at - 600 * SECOND))
    world.tell("provisions.crm", provision("A-1", happened_at=at - 60 * SECOND))
    assert world.verdicts() == ["lawful"]
    world.clock += 3 * HOUR
    world.tell("consents.members", consent("A-1", "withdrawn", happened_at=at - 100 * SECOND))
    world.settle()
    assert world.verdicts() == ["undetermined"]
    world.pass_time(2 * LAG)
    assert world.verdicts() == ["violation"]


def test_the_consent_of_a_linked_id_counts_from_the_day_of_the_link(world: World) -> None:
    world.registered()
    world.tell("consents.members", consent("A-1"))
    world.tell("provisions.crm", provision("W-1"))
    assert world.verdicts() == ["undetermined"]
    world.tell("links.members", link("A-1", "W-1"))
    world.settle()
    assert world.verdicts() == ["lawful"]


def test_a_correction_replaces_what_it_corrects_and_a_void_ends_it(world: World) -> None:
    world.registered()
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    wrong, void = provision("A-1", recipient="advertiser"), provision("A-2")
    world.tell("provisions.crm", wrong, void)
    assert world.verdicts() == ["undetermined", "lawful"]
    world.tell(
        "provisions.crm",
        correction(wrong["id"], replacement={"recipient": "company"}),
        correction(void["id"], "void"),
    )
    world.settle()
    assert world.verdicts() == ["lawful", "not_provision"]


def test_a_correction_in_the_same_poll_counts_too(world: World) -> None:
    world.registered()
    world.tell("consents.members", consent("A-1"))
    wrong = provision("A-1", recipient="advertiser")
    world.tell("provisions.crm", wrong, correction(wrong["id"], replacement={"recipient": "company"}))
    world.settle()
    assert world.verdicts() == ["lawful"]


def test_a_register_that_arrives_afterwards_is_waited_for(world: World) -> None:
    world.registered()
    world.tell("consents.members", consent("A-1", recipients=["newcomer"]))
    world.tell("provisions.crm", provision("A-1", recipient="newcomer"))
    assert world.verdicts() == ["undetermined"]
    body = {"name": "n", "address": "a", "representative": "r", "kind": "company", "country": "JP"}
    world.tell("registers.operator", register("recipients", "newcomer", body))
    world.settle()
    assert world.verdicts() == ["lawful"]


def test_one_event_about_many_people_is_one_record_each(world: World) -> None:
    world.registered()
    world.tell("consents.members", consent("A-1"))
    world.tell("provisions.crm", provision(["A-1", "A-2", "A-3"]), provision([], ground="27(1)i"))
    rows = world.rows()
    assert [(row.position, row.people) for row in rows] == [(0, 3), (1, 3), (2, 3), (0, 1)]
    assert [row.verdict for row in rows] == ["lawful", "undetermined", "undetermined", "violation"]
    assert rows[3].identity is None


def test_an_undetermined_record_older_than_the_limit_raises_an_alert_whatever_the_topics_do(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1"))
    world.clock += 8 * 24 * HOUR
    world.settle()
    world.settle()
    assert world.verdicts() == ["undetermined"]
    assert world.ask("select kind from alert where kind <> 'silence'") == [("overdue",)]


def test_an_event_about_nobody_sent_twice_in_one_batch_is_one_record(world: World) -> None:
    world.registered()
    nobody = provision([], ground="31(1)", data_class="personal_related", evidence={"consent_confirmed": "letter"})
    world.tell("provisions.crm", nobody, nobody, provision("A-1"), {**nobody, "method": "paper"})
    assert len(world.rows()) == 2
    traced = world.traced()
    assert (traced["duplicate"], traced["conflict"]) == (1, 1)
