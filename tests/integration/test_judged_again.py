"""Facts lead to new judgements of exactly the records they touch, with one entry and one alert for each cause."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from ledger.judging import rules
from ledger.law.rulesets import RULE_SETS
from ledger.vault.seal import open_sealed
from streams.recorder import places, rejudge
from streams.recorder.points import Point
from tests.events import HOUR, LAG, SECOND, consent, correction, link, provision, register
from tests.integration.world import World

_COMPANY = {"name": "company", "address": "東京", "representative": "代表", "kind": "company", "country": "JP"}
_PURPOSE = {"ja": "運営のため", "en": "operation"}
_SURVEYED = {"ja": "米国", "en": "US", "surveyed_on": "2026-01-01"}


def causes(world: World) -> list[dict[str, Any]]:
    """Every cause: kind of fact, counts and verdicts."""
    return [
        {"fact": kind, "looked_at": looked_at, "changed": changed, "verdicts": json.loads(verdicts)}
        for kind, looked_at, changed, verdicts in world.ask(
            "select fact_kind, looked_at, changed, verdicts from cause order by idx"
        )
    ]


def settled(world: World) -> World:
    """Let everything told so far have been judged, and forget nothing of it."""
    world.settle()
    return world


@pytest.fixture
def lawful(world: World) -> World:
    """Three people's lawful provisions: two to the company, one to the advertiser, one of another purpose's phone."""
    world.registered()
    world.tell("consents.members", *(
        consent(who, recipients=["company", "advertiser"], items=["name", "phone"]) for who in ("A-1", "A-2", "A-3")
    ))  # fmt: skip
    world.tell(
        "provisions.crm", provision("A-1"), provision("A-2"), provision("A-3", recipient="advertiser"),
        provision("A-3", recipient="advertiser", items=["phone"]),
    )  # fmt: skip
    settled(world)
    assert world.verdicts() == ["lawful"] * 4
    return world


def test_a_corrected_register_judges_lawful_records_again_and_looks_at_no_other(lawful: World) -> None:
    abroad = {**_COMPANY, "country": "US"}
    lawful.tell("registers.operator", register("recipients", "company", abroad))
    lawful.settle()
    assert lawful.verdicts()[2:] == ["lawful", "lawful"]
    assert "lawful" not in lawful.verdicts()[:2], "a consent that told nothing of the country is none to go abroad on"
    (cause,) = causes(lawful)
    assert (cause["fact"], cause["looked_at"], cause["changed"]) == ("register", 2, 2)
    lawful.tell("registers.operator", register("recipients", "company", _COMPANY))
    lawful.settle()
    assert lawful.verdicts() == ["lawful"] * 4, "violations are judged again too"
    assert len(causes(lawful)) == 2


def test_only_what_changed_is_written(lawful: World) -> None:
    size = lawful.size
    lawful.tell("registers.operator", register("recipients", "company", {**_COMPANY, "address": "大阪"}))
    lawful.settle()
    assert causes(lawful) == []
    assert lawful.size == size + 2, "the fact and its batch, and nothing else"


def test_the_span_of_the_version_bounds_what_is_looked_at(lawful: World) -> None:
    at = lawful.clock
    lawful.tell(
        "provisions.crm", *(provision("A-1", happened_at=at - ago * SECOND) for ago in (2, 1))
    )  # fmt: skip
    lawful.settle()
    told = register("recipients", "company", {**_COMPANY, "country": "US"})
    lawful.tell("registers.operator", {**told, "valid_from": at - 2 * SECOND, "valid_to": at - 1 * SECOND})
    lawful.settle()
    (cause,) = causes(lawful)
    assert (cause["looked_at"], cause["changed"]) == (1, 1)


def test_each_register_touches_what_names_it(lawful: World) -> None:
    policy = {
        "title": "t", "in_force_from": "2022-04-01",
        "sentences": [{"number": "1", "ja": "あ", "en": "a", "rule": "consent_or_law"}],
    }  # fmt: skip
    source = dict(lawful.registers().told("sources", "crm")[-1].body)
    for name, key, body, looked_at in (
        ("purposes", "operation", {**_PURPOSE, "announced_on": "2099-01-01"}, 4),
        ("data_items", "phone", {"ja": "電話", "en": "phone", "sensitive": True}, 1),
        ("sources", "crm", {**source, "lag_seconds": 1}, 4),
        ("sources", "members", {**source, "lag_seconds": 1}, 0),
        ("policies", "p-1", {**policy, "services": ["elsewhere"]}, 0),
        ("policies", "p-2", {**policy, "services": ["crm"]}, 4),
        ("policies", "p-2", {**policy, "services": ["elsewhere"]}, 4),
        ("policies", "p-3", policy, 4),
        ("statutes", "jp-1", {"ja": "法", "domestic": False}, 0),
        ("operator", "us", lawful.registers().told("operator", "us")[-1].body, 0),
        ("holidays", "2026-01-01", {"ja": "元日", "kind": "public"}, 0),
    ):
        assert lawful.reached(register(name, key, dict(body))) == looked_at, (name, key)


def test_a_country_touches_the_recipients_that_are_there(lawful: World) -> None:
    lawful.tell("registers.operator", register("recipients", "company", {**_COMPANY, "country": "US"}))
    lawful.settle()
    assert lawful.reached(register("countries", "US", _SURVEYED)) == 2
    assert lawful.reached(register("countries", "FR", _SURVEYED)) == 0


def test_terms_and_notices_touch_the_consents_that_name_them(lawful: World) -> None:
    text = {"title": "t", "version": "2", "ja": "規約", "shown_from": "2022-04-01", "said": "sha256:other"}
    lawful.tell("consents.members", consent("A-2", "changed", terms="terms-2"))
    lawful.settle()
    before = len(causes(lawful))
    lawful.tell("registers.operator", register("terms", "terms-2", text))
    lawful.settle()
    assert [cause["looked_at"] for cause in causes(lawful)[before:]] == [1]
    assert lawful.reached(register("terms", "terms-1", text)) == 4
    # What was shown at a consent counts for as long as the consent stands, not for as long as it was shown.
    assert lawful.reached(register("terms", "terms-1", text, valid_to="2022-05-01T00:00:00+09:00")) == 4
    assert lawful.reached(register("terms", "terms-8", {**text, "service": "crm"})) == 4
    notice = {"about": "28(2)", "ja": "米国の制度", "countries": ["US"]}
    lawful.tell("consents.members", consent("A-3", "changed", foreign_information="notice-1"))
    assert lawful.reached(register("notices", "notice-1", notice)) == 2
    assert lawful.reached(register("notices", "notice-2", notice)) == 0
    assert lawful.reached(register("terms", "terms-9", text)) == 0


def test_what_a_correction_names_is_touched_too(world: World) -> None:
    world.registered()
    world.tell("consents.members", consent("A-1"))
    wrong = provision("A-1", recipient="advertiser")
    world.tell("provisions.crm", wrong, correction(wrong["id"], replacement={"recipient": "company"}))
    world.settle()
    assert world.verdicts() == ["lawful"]
    world.tell("registers.operator", register("recipients", "company", {**_COMPANY, "country": "US"}))
    world.settle()
    assert world.verdicts() != ["lawful"]


def test_records_of_an_earlier_release_are_found_without_names(lawful: World) -> None:
    with lawful.owner() as owner:
        owner.execute("update record set touch = null")
    lawful.tell("registers.operator", register("recipients", "company", {**_COMPANY, "country": "US"}))
    lawful.settle()
    (cause,) = causes(lawful)
    assert (cause["looked_at"], cause["changed"]) == (4, 2)


def test_a_cause_larger_than_a_pass_lets_ingest_in_between(lawful: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rejudge, "RECORDS_A_PASS", 3)
    lawful.tell("provisions.crm", *(provision("A-1") for _ in range(10)))
    lawful.settle()
    between = []

    def take_in(point: Point) -> None:
        if point == "after_pass" and len(between) < 3:
            between.append(lawful.size)
            lawful.tell("provisions.crm", provision("A-1"))

    worker = lawful.another_recorder(take_in)
    lawful.tell("registers.operator", register("recipients", "company", {**_COMPANY, "country": "US"}))
    for _ in range(5):
        worker.housekeeping()
    assert len(between) == 3
    assert "lawful" not in [row.verdict for row in lawful.rows(recipient="company")]
    (cause,) = causes(lawful)
    assert (cause["looked_at"], cause["changed"]) == (12, 12), "what came in between was judged with the fact"
    assert lawful.ask("select count(*) from judgement") == [(12,)]
    (first, last), = lawful.ask("select first_judgement, last_judgement from cause")
    assert last - first > 11, "ingest appended between the passes"


def test_a_killed_pass_goes_on_where_the_last_ended(lawful: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rejudge, "RECORDS_A_PASS", 2)
    lawful.tell("provisions.crm", *(provision("A-1") for _ in range(5)))
    lawful.settle()

    class Killed(Exception):
        pass

    def die(point: Point) -> None:
        if point == "after_pass":
            raise Killed

    lawful.tell("registers.operator", register("recipients", "company", {**_COMPANY, "country": "US"}))
    for done in (2, 4, 6):
        with pytest.raises(Killed):
            lawful.another_recorder(die).housekeeping()
        assert lawful.ask("select count(*) from judgement") == [(done,)]
        assert causes(lawful) == []
    lawful.another_recorder().housekeeping()
    assert lawful.ask("select count(*), count(distinct record_idx) from judgement") == [(7, 7)]
    (cause,) = causes(lawful)
    assert (cause["looked_at"], cause["changed"]) == (7, 7)
    assert lawful.ask("select kind, count(*) from alert group by 1") == [("rejudged", 1)]


def test_two_workers_at_one_cause_write_nothing_twice(lawful: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rejudge, "RECORDS_A_PASS", 1)
    other = lawful.another_recorder()
    inside = []

    def both(point: Point) -> None:
        if point == "after_pass" and not inside:
            inside.append(True)
            other.housekeeping()

    lawful.tell("registers.operator", register("recipients", "company", {**_COMPANY, "country": "US"}))
    lawful.another_recorder(both).housekeeping()
    lawful.settle()
    assert lawful.ask("select count(*), count(distinct record_idx) from judgement") == [(2, 2)]
    assert len(causes(lawful)) == 1


def test_one_alert_for_each_cause_and_it_names_the_cause(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", *(provision(f"A-{number}") for number in range(5)))
    world.pass_time(2 * LAG)
    assert world.verdicts() == ["violation"] * 5
    assert causes(world) == [
        {"fact": "watermark", "looked_at": 5, "changed": 5, "verdicts": {"undetermined": {"violation": 5}}}
    ]
    assert world.ask("select a.kind, a.record_idx, c.idx = a.idx from alert a join cause c using (idx)") == [
        ("violation", None, True)
    ]
    assert world.ask("select count(*) from alert") == [(1,)]


def test_the_entry_of_a_cause_refers_to_its_fact(lawful: World) -> None:
    lawful.tell("registers.operator", register("recipients", "company", {**_COMPANY, "country": "US"}))
    lawful.settle()
    ((entry, sealed, key_id, fact_id),) = lawful.ask(
        "select e.entry, s.sealed, s.key_id, f.entry_id from cause c join entry e using (idx) join sealed s using (idx)"
        " join fact f on f.idx = c.fact_idx"
    )
    said = json.loads(entry)
    assert (said["kind"], said["refs"]) == ("cause", [fact_id.hex])
    key = lawful.vault.open_keys({key_id})[key_id]
    body = json.loads(open_sealed(key.cipher, sealed, bytes.fromhex(said["id"])))["body"]
    assert (body["fact"], body["looked_at"], body["changed"]) == ("register", 2, 2)


def test_a_late_withdrawal_touches_what_came_after_it_only(world: World) -> None:
    world.registered()
    at = world.clock
    world.tell("consents.members", consent("A-1", happened_at=at - 600 * SECOND))
    world.tell(
        "provisions.crm", *(provision("A-1", happened_at=at - ago * SECOND) for ago in (200, 60)),
    )
    world.settle()
    world.clock += 3 * HOUR
    world.tell("consents.members", consent("A-1", "withdrawn", happened_at=at - 100 * SECOND))
    world.settle()
    assert world.verdicts() == ["lawful", "undetermined"]
    (cause,) = causes(world)
    assert (cause["fact"], cause["looked_at"], cause["changed"]) == ("consent", 1, 1)


def test_a_link_touches_both_ids(world: World) -> None:
    world.registered()
    world.tell("consents.members", consent("A-1"))
    world.tell("provisions.crm", provision("A-1"), provision("W-1"))
    world.settle()
    world.tell("links.members", link("A-1", "W-1"))
    world.settle()
    assert world.verdicts() == ["lawful", "lawful"]
    (cause,) = causes(world)
    assert (cause["fact"], cause["looked_at"], cause["changed"]) == ("link", 2, 1)


def test_a_fact_between_look_up_and_lock_is_judged_with(lawful: World, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rejudge.judge_again
    told = []

    def withdrawn_meanwhile(*arguments: Any) -> Any:
        judged = whole(*arguments)
        if not told:
            told.append(lawful.tell("consents.members", consent("A-1", "withdrawn", happened_at=lawful.clock - HOUR)))
        return judged

    monkeypatch.setattr(rejudge, "judge_again", withdrawn_meanwhile)
    lawful.tell("registers.operator", register("purposes", "operation", {**_PURPOSE, "announced_on": "2099-01-01"}))
    lawful.recorder.housekeeping()
    ((size,),) = lawful.ask("select idx from fact where kind = 'consent' order by idx desc limit 1")
    as_of = {
        row: int(seen) for row, seen in lawful.ask(
            "select record_idx, convert_from(entry, 'UTF8')::json ->> 'as_of' from judgement join entry using (idx)"
        )
    }  # fmt: skip
    first = lawful.rows()[0].idx
    assert as_of[first] > size and all(seen <= size for row, seen in as_of.items() if row != first)


def changed_rules(monkeypatch: pytest.MonkeyPatch, name: str, **otherwise: Any) -> None:
    """Let this release's rule sets say something else."""
    sets = {**RULE_SETS, name: replace(RULE_SETS[name], **otherwise)}
    monkeypatch.setattr("streams.recorder.rules.described", lambda: rules.described(sets))
    monkeypatch.setitem(RULE_SETS, name, sets[name])


def test_a_release_with_other_rules_judges_the_days_of_those_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.registered()
    abroad = {**_COMPANY, "country": "US"}
    world.tell("registers.operator", register("recipients", "abroad", abroad))
    world.tell("registers.operator", register("countries", "US", _SURVEYED))
    world.tell("consents.members", consent("A-1", recipients=["abroad"]))
    world.tell("provisions.crm", provision("A-1", recipient="abroad", ground="28(1)consent"), provision("A-1"))
    world.pass_time(2 * LAG)
    assert world.verdicts() == ["violation", "violation"]
    before = causes(world)
    changed_rules(monkeypatch, "2017-05-30", informed_foreign_consent=True)
    world.another_recorder().housekeeping()
    world.settle()
    assert causes(world) == before, "no record is of those days"
    changed_rules(monkeypatch, "2022-04-01", informed_foreign_consent=False)
    world.another_recorder().housekeeping()
    world.settle()
    assert world.verdicts() == ["lawful", "violation"]
    assert causes(world)[len(before):] == [
        {"fact": "rules", "looked_at": 2, "changed": 1, "verdicts": {"violation": {"lawful": 1}}}
    ]
    assert world.ask("select count(*) from rules") == [(3,)]


def test_a_worker_that_starts_again_says_nothing_new(world: World) -> None:
    world.registered()
    world.settle()
    world.another_recorder().housekeeping()
    assert world.ask("select count(*) from rules") == [(1,)]


@pytest.mark.parametrize(
    ("name", "ground", "day", "body"),
    [
        ("opt_out_notifications", "27(2)", "notified_on",
         {"operator": "o", "provision_is_a_purpose": True, "items": ["name"], "acquisition": "a", "methods": ["api"],
          "stops_on_request": True, "how_to_ask": "h", "updating": "u", "starts_on": "2023-01-01",
          "noticed_on": "2022-06-01", "published_on": "2022-07-01", "own_publication_on": "2022-07-02"}),
        ("joint_use", "27(5)iii", "noticed_on",
         {"fact_stated": True, "items": ["name", "phone"], "users": ["company"], "purposes": ["operation"],
          "manager": {"name": "m", "address": "a", "representative": "r"}}),
    ],
)  # fmt: skip
def test_a_version_that_is_over_touches_what_a_later_one_is_read_beside(
    world: World, name: str, ground: str, day: str, body: dict[str, Any]
) -> None:
    world.registered()
    changed: dict[str, Any] = (
        {"items": ["name", "phone"], "noticed_on": "2025-12-01"} if ground == "27(2)"
        else {"purposes": ["operation", "advertising"]}
    )  # fmt: skip
    since = "2026-01-01T00:00:00+09:00"
    named = {"opt_out_notification": "paper"} if ground == "27(2)" else {"agreement": "paper"}
    world.tell("registers.operator", register(name, "paper", {**body, day: "2022-05-01"}))
    world.tell("registers.operator", register(name, "paper", {**body, **changed, day: "2025-12-01"}, valid_from=since))
    world.tell("provisions.crm", provision(ground=ground, **named))
    settled(world)
    assert world.verdicts() == ["lawful"]
    # The version before is told to have had the later one's day already: the change was never told anew.
    world.tell("registers.operator", register(name, "paper", {**body, day: "2025-12-01"}, valid_to=since))
    settled(world)
    assert world.verdicts() == ["violation"]


def test_looking_through_many_consents_takes_no_statement_for_each(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is taken in meanwhile, so a text that a million people were shown must be gone through quickly."""
    world.registered()
    world.tell("consents.members", *(consent(f"P-{number}") for number in range(300)))
    world.tell("provisions.crm", provision("P-7"))
    asked: list[int] = []
    monkeypatch.setattr(places, "_records_of", lambda *given: asked.append(1) or iter(()))
    part = places.OfConsenting("terms", "terms-1", 0, 2**62, world.size)
    assert list(part.places(world.connection, None)) == []
    assert len(asked) == 1
