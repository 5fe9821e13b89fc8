"""Trying a case: the documented scenarios, faults with their place, and the schema that describes both."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from ledger.cli.judge_command import judge
from schemas import register_names
from streams.scenario import ScenarioInvalid
from streams.scenario_file import PARTS, read_scenario, scenario_schema
from streams.trial import judge_scenario

SCENARIOS = sorted((Path(__file__).parents[3] / "docs" / "scenarios").glob("*.json"))
#: What the documented scenarios come to: verdicts in order, and the days until which the records are kept.
VERDICTS = {
    "abroad": (
        "lawful violation lawful violation violation lawful lawful violation lawful lawful violation lawful "
        "lawful violation lawful violation lawful violation violation"
    ),
    "classes-of-data": (
        "lawful violation lawful violation lawful not_provision violation violation lawful lawful violation "
        "violation lawful violation violation not_provision not_provision undetermined"
    ),
    "consent": (
        "violation lawful violation lawful violation violation violation lawful violation violation lawful "
        "lawful lawful violation violation lawful violation violation violation lawful violation lawful "
        "violation lawful"
    ),
    "corrections-and-ids": "lawful not_provision lawful lawful violation violation lawful lawful violation",
    "exceptions-of-article-27": (
        "lawful violation violation violation lawful lawful lawful violation violation lawful lawful "
        "violation lawful lawful violation violation lawful violation violation lawful violation violation "
        "violation lawful violation violation"
    ),
    "form-and-retention": (
        "lawful lawful lawful lawful lawful lawful lawful lawful lawful lawful lawful not_provision lawful "
        "lawful violation lawful lawful violation"
    ),
    "no-provision-and-incidents": (
        "not_provision not_provision not_provision violation violation not_provision not_provision "
        "not_provision undetermined undetermined violation lawful"
    ),
    "not-a-third-party": (
        "lawful violation violation violation violation violation violation violation lawful violation lawful "
        "violation lawful lawful violation violation violation violation violation violation lawful"
    ),
    "opt-out": (
        "lawful violation violation violation violation violation violation violation lawful violation "
        "violation violation violation violation violation violation lawful violation violation lawful lawful"
    ),
    "the-recipients-side": (
        "lawful violation violation violation lawful violation violation lawful lawful violation lawful "
        "lawful lawful lawful violation lawful lawful lawful lawful"
    ),
}


def written(name: str) -> dict[str, Any]:
    (path,) = (path for path in SCENARIOS if path.stem == name)
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def test_ten_scenarios_are_documented_each_in_both_languages_and_known_here() -> None:
    assert [path.stem for path in SCENARIOS] == sorted(VERDICTS) and len(VERDICTS) == 10
    page = (Path(__file__).parents[3] / "docs" / "scenarios.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[(.+?)\]\(.+?\) \| (.+?) \| (.+?) \|$", page, re.M)
    described = {name: (ja, en) for name, ja, en in rows}
    assert set(described) == set(VERDICTS)
    assert all(not ja.isascii() and en.isascii() for ja, en in described.values())


def test_a_code_means_the_same_in_every_scenario_and_no_person_is_in_two() -> None:
    said: dict[tuple[str, str, str], Any] = {}
    people: dict[str, str] = {}
    for path in SCENARIOS:
        told = written(path.stem)
        for change in told["registers"]:
            place = (change["register"], change["key"], change["valid_from"])
            assert said.setdefault(place, change["body"]) == change["body"], place
        for event in told["provisions"]:
            for person in event["people"]:
                assert people.setdefault(person["id"], path.stem) == path.stem, person


@pytest.mark.parametrize("name", sorted(VERDICTS))
def test_a_documented_scenario_ends_as_documented(name: str) -> None:
    tried = list(judge_scenario(read_scenario(written(name))))
    assert [one.judgement.verdict for one in tried] == VERDICTS[name].split()
    for one in tried:
        line = one.line()
        assert list(line)[:2] == ["event_id", "person"]
        assert line["explanation"]["ja"] and line["explanation"]["en"]
        assert line["retain_until"] or line["record_duty"] != "statutory"
        assert (line["basis"] == "none") == (line["verdict"] != "lawful")
        assert line["decided_by"] in {rule["question"] for rule in line["rules"]} or line["marks"] == ["voided"]
        lacking = {code for rule in one.judgement.rules for code in rule.missing}
        late = "late_evidence" in line["marks"]
        assert set(line["missing"]) - lacking == ({"acceptance:late_evidence"} if late else set())


def lines(name: str) -> list[dict[str, Any]]:
    return [one.line() for one in judge_scenario(read_scenario(written(name)))]


def test_each_form_is_kept_in_its_way_and_what_holds_omitted_items_outlives_who_points_to_it() -> None:
    assert [(line["retain_until"], line["held"], " ".join(line["marks"])) for line in lines("form-and-retention")] == [
        ("2027-03-31", False, ""),  # a series of two, kept from its last provision, at 00:30 in Japan
        ("2027-03-31", False, ""),
        ("2025-02-28", False, "document_unregistered"),  # one year from a leap day
        ("2027-04-01", False, ""),
        ("2029-06-02", False, "form_failed"),  # a lump of no series
        ("2027-06-01", False, ""),  # one year, by a registered document
        ("2029-06-02", False, "form_failed"),  # a document that lacks an item
        ("2029-09-01", False, ""),  # one year by itself, but a later record leaves items to it
        ("2029-09-01", False, ""),
        ("2029-09-01", False, "omission_dangling"),
        ("2028-06-03", False, ""),  # exempt: 24 months, set by an officer
        ("2027-06-03", False, ""),  # voluntary: 12 months
        ("2029-06-04", True, ""),
        ("2028-06-04", True, ""),
        ("2029-06-04", True, ""),
        ("2029-07-10", False, "made_late"),
        ("2028-06-05", False, ""),
        ("2029-06-05", False, ""),
    ]


def test_a_series_named_by_blanks_is_no_series() -> None:
    scenario = written("form-and-retention")
    series = [one for one in scenario["provisions"] if one["form"] == "lump" and one.get("series")]
    scenario["provisions"] = [{**series[0], "series": " \u3000"}]
    (line,) = (one.line() for one in judge_scenario(read_scenario(scenario)))
    assert line["marks"] == ["form_failed"]


def test_who_approved_a_reading_is_named_beside_it() -> None:
    read = [line for line in lines("form-and-retention") if line["duty_reason"].startswith("interpretation:")]
    assert read and {line["approved_by"] for line in read} == {"officer-1"}
    others = [line for line in lines("consent") + lines("form-and-retention") if line not in read]
    assert {line["approved_by"] for line in others} == {None}


def test_without_a_period_set_by_an_officer_exempt_and_voluntary_rows_have_none() -> None:
    scenario = written("form-and-retention")
    scenario["registers"] = [one for one in scenario["registers"] if one["register"] != "retention_periods"]
    for one in judge_scenario(read_scenario(scenario)):
        assert (one.kept.retain_until is None) == (one.judgement.duty != "statutory")


def test_the_two_sides_of_an_act_are_shown_with_what_they_say_differently() -> None:
    paired = [line for line in lines("the-recipients-side") if line["counterpart"]]
    assert [[one["code"] for one in line["counterpart"]["differences"]] for line in paired] == [
        [], [], ["items", "day"], ["items", "day"],
    ]  # fmt: skip
    for line in paired:
        (other,) = (one for one in paired if one["event_id"] == line["counterpart"]["event_id"])
        assert other["counterpart"]["event_id"] == line["event_id"]
        assert all(one["ja"] and one["en"] for one in line["counterpart"]["differences"])


def test_a_line_names_the_sentence_of_the_policy_and_the_versions_it_was_held_to() -> None:
    broken = next(line for line in lines("opt-out") if line["verdict"] == "lawful")
    assert broken["policy"] == "broken" and broken["policy_version"] == "seed"
    assert broken["policy_sentence"]["number"] == "4" and "同意をいただいた提供先" in broken["policy_sentence"]["ja"]
    assert [line["terms_version"] for line in lines("consent")][12] == "terms-8"
    receipt = lines("the-recipients-side")[0]
    assert receipt["policy_sentence"] is None


def test_a_registered_policy_takes_the_place_of_the_seed() -> None:
    scenario = written("opt-out")
    sentence = {
        "number": "9", "ja": "届け出た方法で提供します。", "en": "By opt-out.", "rule": "consent_or_law",
        "allows": ["27(2)"],
    }  # fmt: skip
    policy = {"title": "方針", "in_force_from": "2026-01-01", "sentences": [sentence]}
    scenario["registers"].append({
        "happened_at": "2026-01-01T00:00:00+09:00", "register": "policies", "key": "policy-2",
        "valid_from": "2026-01-01T00:00:00+09:00", "body": policy,
    })  # fmt: skip
    line = next(judge_scenario(read_scenario(scenario))).line()
    assert (line["policy"], line["policy_version"]) == ("kept", "policy-2")
    assert line["policy_sentence"] == {"number": "9", "ja": sentence["ja"], "en": sentence["en"]}


@pytest.mark.parametrize(("name", "register"), [("consent", "terms"), ("abroad", "notices")])
def test_what_a_text_said_still_limits_a_consent_when_its_register_entry_has_ended(name: str, register: str) -> None:
    scenario = written(name)
    ended = [change for change in scenario["registers"] if change["register"] == register]
    assert ended
    for change in ended:
        change["valid_to"] = "2022-04-01T00:00:01+09:00"
    tried = judge_scenario(read_scenario(scenario))
    assert [one.judgement.verdict for one in tried] == VERDICTS[name].split()


def test_a_consent_written_later_than_declared_is_late() -> None:
    tried = list(judge_scenario(read_scenario(written("corrections-and-ids"))))
    assert [one.judgement.marks for one in tried if one.judgement.marks] == [("voided",), ("late_evidence",)]


def test_the_schema_completes_the_body_of_every_register() -> None:
    schema = scenario_schema()
    change = schema["properties"]["registers"]["items"]
    assert change["properties"]["register"]["enum"] == sorted(register_names()) == sorted(schema["$defs"]["registers"])
    wrong = {"register": "purposes", "key": "k", "happened_at": "2026-01-01T00:00:00Z",
             "valid_from": "2026-01-01T00:00:00Z", "body": {"ja": "目的"}}  # fmt: skip
    assert not Draft202012Validator(schema).is_valid({"registers": [wrong]})
    right = {**wrong, "body": {"ja": "目的", "en": "purpose", "announced_on": "2026-01-01"}}
    Draft202012Validator(schema).validate({"registers": [right, {**right, "body": json.dumps(right["body"])}]})


@pytest.mark.parametrize("name", sorted(VERDICTS))
def test_the_schema_accepts_what_is_read(name: str) -> None:
    Draft202012Validator.check_schema(scenario_schema())
    Draft202012Validator(scenario_schema()).validate(written(name))


def _without(field: str) -> Any:
    return lambda event: event.pop(field)


def _with(**more: Any) -> Any:
    return lambda event: event.update(more)


def _saying(**more: Any) -> Any:
    return lambda event: event["body"].update(more)


@pytest.mark.parametrize(
    ("part", "broken", "path"),
    [
        ("provisions", _without("recipient"), "$.provisions[1].recipient"),
        ("provisions", _with(surprise=1), "$.provisions[1].surprise"),
        ("provisions", _with(people=[{"namespace": "member"}]), "$.provisions[1].people[0].id"),
        ("provisions", _with(items="name"), "$.provisions[1].items"),
        ("provisions", _with(id="A-1"), "$.provisions[1].id"),
        ("consents", _with(happened_at="2026-06-01T10:00:00"), "$.consents[1].happened_at"),
        ("registers", _with(body={"name": "CANARY"}), "$.registers[1].body.address"),
        ("registers", _saying(country="CANARY"), "$.registers[1].body.country"),
        ("registers", _saying(range=["fine", "CANARY CANARY"]), "$.registers[1].body.range[1]"),
        ("registers", _saying(surprise="CANARY"), "$.registers[1].body.surprise"),
        ("registers", _with(body="{CANARY"), "$.registers[1].body"),
        ("registers", _with(register="CANARY"), "$.registers[1].register"),
        ("registers", _with(key="鍵"), "$.registers[1].key"),
    ],
)
def test_a_fault_is_named_by_its_place_and_both_reader_and_schema_find_it(part: str, broken: Any, path: str) -> None:
    scenario = copy.deepcopy(written("consent"))
    broken(scenario[part][1])
    with pytest.raises(ScenarioInvalid) as refused:
        read_scenario(scenario)
    assert refused.value.path == path and "CANARY" not in str(refused.value)
    if not path.endswith((".id", ".key", "happened_at", "registers[1].body")):
        assert not Draft202012Validator(scenario_schema()).is_valid(scenario)


@pytest.mark.parametrize(
    ("scenario", "path"), [([], "$"), ({"people": []}, "$.people"), ({"provisions": {}}, "$.provisions")]
)
def test_a_scenario_has_its_parts_and_no_others(scenario: Any, path: str) -> None:
    with pytest.raises(ScenarioInvalid) as refused:
        read_scenario(scenario)
    assert refused.value.path == path


@pytest.mark.parametrize(
    ("part", "member", "unwritable"),
    [
        ("provisions", "recipient", "\ud800"), ("consents", "terms_said", "\udfff"), ("consents", "first_day", 2**31),
        ("consents", "last_day", -(2**31) - 1), ("provisions", "number", 2**63),
    ],
)  # fmt: skip
def test_what_no_event_can_hold_is_a_fault(part: str, member: str, unwritable: Any) -> None:
    scenario = written("consent")
    scenario[part][1][member] = unwritable
    with pytest.raises(ScenarioInvalid) as refused:
        read_scenario(scenario)
    assert refused.value.path == f"$.{part}[1].{member}"


def test_an_event_told_twice_is_judged_once_and_another_under_its_id_is_a_fault() -> None:
    scenario = written("opt-out")
    first = {**scenario["provisions"][0], "id": "00000000-0000-4000-8000-000000000001"}
    again = {**first, "written_at": "2030-01-01T00:00:00+09:00", "instance": "another"}
    elsewhere = {**first, "source": "another"}
    (once, other) = judge_scenario(read_scenario({**scenario, "provisions": [first, again, elsewhere]}))
    assert once.event_id == other.event_id and "made_late" not in once.judgement.marks
    with pytest.raises(ScenarioInvalid) as refused:
        read_scenario({**scenario, "provisions": [first, {**first, "items": []}]})
    assert refused.value.path == "$.provisions[1].id"


def test_the_command_says_by_its_exit_code_what_it_found() -> None:
    violated = written("opt-out")
    lawful = {**violated, "provisions": violated["provisions"][:1]}
    assert CliRunner().invoke(judge, ["-"], input=json.dumps(lawful)).exit_code == 0
    found = CliRunner().invoke(judge, ["-"], input=json.dumps(violated))
    assert found.exit_code == 1 and len(found.stdout.splitlines()) == len(violated["provisions"])
    broken = CliRunner().invoke(judge, ["-"], input='{"provisions": [')
    assert isinstance(broken.exception, ScenarioInvalid) and broken.exception.path == "line 1, column 17"
    assert set(json.loads(CliRunner().invoke(judge, ["--schema"]).stdout)["properties"]) == set(PARTS)


@pytest.mark.parametrize("member", ["terms", "terms_said", "consented_by"])
def test_what_a_consent_says_in_blanks_it_does_not_say(member: str) -> None:
    scenario = written("consent")
    (given,) = (one for one in scenario["consents"] if one["person"]["id"] == "A-211")
    scenario["provisions"] = [one for one in scenario["provisions"] if one["people"][0]["id"] == "A-211"]
    (before,) = judge_scenario(read_scenario(scenario))
    given[member] = " \u3000"
    (after,) = judge_scenario(read_scenario(scenario))
    assert (before.judgement.verdict, after.judgement.verdict) == ("lawful", "violation")
