"""Trying a case: the documented scenarios, faults with their place, and the schema that describes both."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from ledger.cli.judge_command import judge
from streams.scenario import ScenarioInvalid
from streams.trial import PARTS, judge_scenario, read_scenario, scenario_schema

SCENARIOS = sorted((Path(__file__).parents[3] / "docs" / "scenarios").glob("*.json"))
#: What the documented scenarios come to: verdicts in order, and the days until which the records are kept.
VERDICTS = {
    "academic-recipient": "lawful violation violation",
    "consent-and-withdrawal": "violation lawful violation",
    "corrections-and-ids": "lawful not_provision lawful lawful violation violation lawful lawful violation",
    "emergency": "lawful violation violation",
    "health-and-children": "lawful lawful violation",
    "help-for-a-public-body": "lawful lawful violation violation",
    "inquiry-based-on-law": "lawful violation violation violation",
    "no-provision-at-all": "not_provision not_provision not_provision violation",
    "scope-of-a-consent": "lawful violation violation violation lawful violation",
    "series-and-substitute": "lawful lawful lawful lawful",
}


def written(name: str) -> dict[str, Any]:
    (path,) = (path for path in SCENARIOS if path.stem == name)
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def test_every_documented_scenario_is_known_here() -> None:
    assert [path.stem for path in SCENARIOS] == sorted(VERDICTS)


@pytest.mark.parametrize("name", sorted(VERDICTS))
def test_a_documented_scenario_ends_as_documented(name: str) -> None:
    tried = list(judge_scenario(read_scenario(written(name))))
    assert [one.judgement.verdict for one in tried] == VERDICTS[name].split()
    for one in tried:
        line = one.line()
        assert list(line)[:2] == ["event_id", "person"]
        assert line["explanation"]["ja"] and line["explanation"]["en"]
        assert (line["retain_until"] is None) == (line["record_duty"] != "statutory")
        assert (line["basis"] == "none") == (line["verdict"] != "lawful")


def test_a_series_is_kept_from_its_last_provision_and_a_leap_day_ends_in_february() -> None:
    tried = judge_scenario(read_scenario(written("series-and-substitute")))
    assert [str(one.retain_until) for one in tried] == ["2027-03-31", "2027-03-31", "2025-02-28", "2027-04-01"]


def test_a_consent_written_later_than_declared_is_late() -> None:
    tried = list(judge_scenario(read_scenario(written("corrections-and-ids"))))
    assert [one.judgement.marks for one in tried if one.judgement.marks] == [("voided",), ("late_evidence",)]


@pytest.mark.parametrize("name", sorted(VERDICTS))
def test_the_schema_accepts_what_is_read(name: str) -> None:
    Draft202012Validator.check_schema(scenario_schema())
    Draft202012Validator(scenario_schema()).validate(written(name))


def _without(field: str) -> Any:
    return lambda event: event.pop(field)


def _with(**more: Any) -> Any:
    return lambda event: event.update(more)


@pytest.mark.parametrize(
    ("part", "broken", "path"),
    [
        ("provisions", _without("recipient"), "$.provisions[1].recipient"),
        ("provisions", _with(surprise=1), "$.provisions[1].surprise"),
        ("provisions", _with(people=[{"namespace": "member"}]), "$.provisions[1].people[0].id"),
        ("provisions", _with(items="name"), "$.provisions[1].items"),
        ("provisions", _with(id="A-1"), "$.provisions[1].id"),
        ("consents", _with(happened_at="2026-06-01T10:00:00"), "$.consents[1].happened_at"),
        ("registers", _with(body={"ja": "CANARY"}), "$.registers[1].body"),
        ("registers", _with(register="CANARY"), "$.registers[1].body"),
    ],
)
def test_a_fault_is_named_by_its_place_and_both_reader_and_schema_find_it(part: str, broken: Any, path: str) -> None:
    scenario = copy.deepcopy(written("consent-and-withdrawal"))
    broken(scenario[part][1])
    with pytest.raises(ScenarioInvalid) as refused:
        read_scenario(scenario)
    assert refused.value.path == path and "CANARY" not in str(refused.value)
    if part == "provisions" and not path.endswith(".id"):
        assert not Draft202012Validator(scenario_schema()).is_valid(scenario)


@pytest.mark.parametrize(
    ("scenario", "path"), [([], "$"), ({"people": []}, "$.people"), ({"provisions": {}}, "$.provisions")]
)
def test_a_scenario_has_its_parts_and_no_others(scenario: Any, path: str) -> None:
    with pytest.raises(ScenarioInvalid) as refused:
        read_scenario(scenario)
    assert refused.value.path == path


def test_the_command_says_by_its_exit_code_what_it_found() -> None:
    lawful = written("series-and-substitute")
    violated = written("emergency")
    assert CliRunner().invoke(judge, ["-"], input=json.dumps(lawful)).exit_code == 0
    found = CliRunner().invoke(judge, ["-"], input=json.dumps(violated))
    assert found.exit_code == 1 and len(found.stdout.splitlines()) == 3
    broken = CliRunner().invoke(judge, ["-"], input='{"provisions": [')
    assert isinstance(broken.exception, ScenarioInvalid) and broken.exception.path == "line 1, column 17"
    assert set(json.loads(CliRunner().invoke(judge, ["--schema"]).stdout)["properties"]) == set(PARTS)
