"""The commands that show judgements, and what another law or register would make of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ledger.cases.inside import inside_of
from tests.events import LAG, consent, provision, register
from tests.integration.commands import run
from tests.integration.world import World

_AS = ("--as", "officer-1", "--reason", "inspection")
_COMPANY = {"name": "company", "address": "東京", "representative": "代表", "kind": "company", "country": "JP"}


@pytest.fixture
def judged(world: World) -> World:
    """A record judged twice, and one of another recipient."""
    world.registered()
    world.tell("provisions.crm", provision("CANARY"), provision("A-2", recipient="advertiser"))
    world.tell("consents.members", consent("CANARY"), consent("A-2", recipients=["advertiser"]))
    world.pass_time(2 * LAG)
    assert world.verdicts() == ["lawful", "lawful"]
    return world


def asked(world: World, *arguments: str, person: str = "") -> Any:
    done = run(world, *arguments, *_AS, "--json", person=person)
    assert done.returncode == 0, done.stderr
    assert "CANARY" not in done.stdout
    return json.loads(done.stdout)


def test_judgement_shows_each_with_its_cause_and_the_rule_that_decided(judged: World) -> None:
    record = judged.rows()[0]
    told = asked(judged, "judgement", record.entry_id.hex())
    first, second = told["judgements"]
    assert (first["verdict"], first["cause"], first["current"]) == ("undetermined", None, False)
    assert (second["verdict"], second["cause"]["kind"], second["current"]) == ("lawful", "consent", True)
    for one, answer in ((first, "missing"), (second, "yes")):
        (decisive,) = (rule for rule in one["rules"] if rule["decided"])
        assert (decisive["question"], decisive["answer"]) == ("consent_in_scope", answer)
        assert decisive["says"]["ja"] and decisive["says"]["en"]
        assert (one["law"], one["as_of"] > 0) == ("2022-04-01", True)
    before = asked(judged, "judgement", str(record.idx), "--at", str(second["index"]))["judgements"]
    assert [one["current"] for one in before] == [True]
    printed = run(judged, "judgement", str(record.idx), *_AS).stdout
    assert "◀" in printed and "同意" in printed and "CANARY" not in printed
    judged.settle()
    assert judged.ask("select count(*) from act") == [(3,)], "each look is an entry"


def test_of_a_reading_by_which_no_record_is_due_the_staff_see_who_approved_it(world: World) -> None:
    reading = {"ja": "本人に代わる提供", "en": "on behalf", "side": "provider", "approved_by": "officer-2"}
    world.registered()
    world.tell("registers.operator", register("interpretations", "on-behalf", reading))
    world.tell("provisions.crm", provision(ground="interpretation", evidence={"interpretation": "on-behalf"}))
    world.settle()
    record = world.rows()[0]
    (told,) = asked(world, "judgement", str(record.idx))["judgements"]
    assert (told["duty_reason"], told["approved_by"]) == ("interpretation:on-behalf", "officer-2")
    printed = run(world, "judgement", str(record.idx), *_AS).stdout
    assert "承認者：officer-2" in printed.replace("\n", "")
    inside = inside_of(world.connection, world.vault, world.registers(), record, world.size)
    assert inside is not None and inside.duty.en == "by a reading (on-behalf) that officer-2 approved"


def test_judgement_of_no_record_says_so(judged: World) -> None:
    for named in ("999999", "0", "f" * 32, "x" * 32, "-"):
        done = run(judged, "judgement", named, *_AS)
        assert (done.returncode, "Traceback" in done.stderr) == (2, False), named


def test_law_list_names_what_is_prepared(world: World) -> None:
    listed = json.loads(run(world, "law", "list", "--json").stdout)
    assert [(one["law"], one["in_force_from"]) for one in listed][-2:] == [
        ("2022-04-01", "2022-04-01"), ("2026-amendment", None),
    ]  # fmt: skip
    assert "prepared, not in force" in run(world, "law", "list").stdout


def test_law_diff_tells_which_records_another_rule_set_judges_otherwise_and_changes_none(world: World) -> None:
    world.registered()
    world.tell("registers.operator", register("recipients", "abroad", {**_COMPANY, "country": "US"}))
    world.tell("consents.members", consent("A-1", recipients=["abroad", "company"]))
    world.tell(
        "provisions.crm", provision("A-1"), provision("A-1", recipient="abroad", ground="28(1)consent"),
        provision("A-1", recipient="abroad", ground="28(1)consent", happened_at=1_600_000_000_000_000),
    )  # fmt: skip
    world.pass_time(2 * LAG)
    size = world.size
    found = asked(world, "law", "diff", "2022-04-01", "2017-05-30", "--over", "2026-01-01..2027-12-31")
    assert (found["looked_at"], found["differing"]) == (2, 1)
    (one,) = found["listed"]
    assert one["record"] == world.rows()[1].entry_id.hex()
    assert (one["before"]["verdict"], one["after"]["verdict"], one["after"]["basis"]) == (
        "violation", "lawful", "28(1)consent",
    )  # fmt: skip
    assert found["verdicts"] == [{"before": "violation", "after": "lawful", "records": 1}]
    world.settle()
    assert world.size == size + 1, "the act, and nothing else"
    for period in ("2026-01-01", "2026-02-30..2026-03-01", "2026-02-01..2026-01-01"):
        assert run(world, "law", "diff", "2022-04-01", "2017-05-30", "--over", period, *_AS).returncode == 2


def test_register_preview_tells_what_would_change_and_writes_nothing(judged: World) -> None:
    change = {
        "event": "RegisterChange", "happened_at": "2026-01-01T00:00:00Z", "register": "recipients", "key": "company",
        "valid_from": "2022-04-01T00:00:00+09:00", "body": {**_COMPANY, "country": "US"},
    }  # fmt: skip
    size = judged.size
    found = asked(judged, "register", "preview", "-", person=json.dumps(change))
    assert (found["looked_at"], found["differing"]) == (1, 1)
    assert found["verdicts"] == [{"before": "lawful", "after": "undetermined", "records": 1}]
    assert found["listed"][0]["index"] == judged.rows()[0].idx
    judged.settle()
    assert judged.size == size + 1, "the act, and nothing else"
    assert judged.verdicts() == ["lawful", "lawful"]
    judged.tell("registers.operator", register("recipients", "company", change["body"]))
    judged.settle()
    became = judged.ask("select verdict from judgement where cause = (select max(idx) from register)")
    assert became == [("undetermined",)], "as the preview said"


def test_register_preview_of_two_changes_judges_with_both(judged: World) -> None:
    changes = [
        {"happened_at": "2026-01-01T00:00:00Z", "register": "recipients", "key": key,
         "valid_from": "2022-04-01T00:00:00+09:00", "body": {**_COMPANY, "country": country}}
        for key, country in (("company", "US"), ("company", "JP"), ("advertiser", "DE"))
    ]  # fmt: skip
    found = asked(judged, "register", "preview", "-", person="\n".join(map(json.dumps, changes)))
    assert (found["looked_at"], found["differing"]) == (2, 0), "DE is equivalent, and company is told back"


def test_register_preview_names_line_and_path_of_a_fault(judged: World) -> None:
    change = {
        "happened_at": "2026-01-01T00:00:00Z", "register": "recipients", "key": "company",
        "valid_from": "2022-04-01T00:00:00+09:00", "body": {"name": "CANARY"},
    }  # fmt: skip
    done = run(judged, "register", "preview", "-", *_AS, person=json.dumps(change))
    assert done.returncode == 2
    assert "line 1, $.body" in done.stderr and "CANARY" not in done.stderr and "Traceback" not in done.stderr
