"""What a service is told when its event is wrong: which field, never what stood in it."""

from __future__ import annotations

import json
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import INPUT_EVENTS, event_schema
from streams.publisher import (
    MAX_MESSAGE_BYTES,
    EventInvalid,
    EventTooLarge,
    NumberFile,
    NumbersUnreadable,
    check_event,
    event_json_lines,
    key_for,
    topic_for,
)
from streams.scenario import ScenarioInvalid, from_json
from streams.wire import decode
from tests.events import consent, correction, link, provision, register
from tests.unit.streams.drawn import LAST_TIME, TIMES, events

#: Stands where a person's name might: no error may repeat it.
CANARY = "山田太郎CANARY"
EVENTS: dict[str, dict[str, Any]] = {
    "Provision": provision(source="s"),
    "ProvisionCorrection": correction(bytes(16), source="s", replacement={"recipient": "other"}),
    "ConsentChange": consent(source="s"),
    "PersonLink": link("A-1", "A-2", source="s"),
    "RegisterChange": register("statutes", "jp-1", {"ja": "刑法", "domestic": True}, source="s"),
}
WRONG = (7, 1.5, {CANARY: CANARY}, [{CANARY: CANARY}], CANARY.encode(), b"x", 2**70, "\ud800" + CANARY, object())


def fields_of(name: str, kind: Any) -> list[str]:
    return [field["name"] for field in json.loads(event_schema(name))["fields"] if field["type"] == kind]


def with_canaries(event: Any) -> Any:
    """The event with the canary in every text."""
    if isinstance(event, str):
        return CANARY
    if isinstance(event, dict):
        return {name: with_canaries(value) for name, value in event.items()}
    if isinstance(event, list):
        return [with_canaries(value) for value in event]
    return event


# check_event ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVENTS)
def test_a_good_event_is_returned_as_its_bytes(name: str) -> None:
    assert decode(check_event(name, EVENTS[name])).event == EVENTS[name]


@given(st.sampled_from(sorted(EVENTS)).flatmap(lambda name: st.tuples(st.just(name), events(name))))
def test_what_check_event_accepts_the_ledger_reads(drawn: tuple[str, dict[str, Any]]) -> None:
    name, event = drawn
    assert decode(check_event(name, event)).event == event


@pytest.mark.parametrize(
    ("name", "field"),
    [(name, field) for name in EVENTS for field in fields_of(name, "string") if field != "terms_said"],
)
@pytest.mark.parametrize("wrong", [7, 1.5, None, [CANARY], {CANARY: CANARY}, CANARY.encode()])
def test_a_text_of_another_type_is_refused_by_its_fields_name(name: str, field: str, wrong: Any) -> None:
    with pytest.raises(EventInvalid) as refused:
        check_event(name, {**with_canaries(EVENTS[name]), field: wrong})
    assert str(refused.value) == f"{name}: field {field} does not fit the schema"


@pytest.mark.parametrize(("name", "field"), [(name, field) for name in EVENTS for field in fields_of(name, "long")])
@pytest.mark.parametrize("wrong", [None, CANARY, [CANARY], {CANARY: 1}])
def test_a_number_of_another_type_is_refused_by_its_fields_name(name: str, field: str, wrong: Any) -> None:
    with pytest.raises(EventInvalid) as refused:
        check_event(name, {**with_canaries(EVENTS[name]), field: wrong})
    assert str(refused.value) == f"{name}: field {field} does not fit the schema"


@pytest.mark.parametrize(
    ("name", "field"),
    [(name, field["name"]) for name in EVENTS for field in json.loads(event_schema(name))["fields"]],
)
def test_no_refusal_repeats_a_value(name: str, field: str) -> None:
    for wrong in WRONG:
        try:
            check_event(name, {**with_canaries(EVENTS[name]), field: wrong})
        except EventInvalid as refused:
            assert str(refused).startswith(f"{name}: ")
            assert not set(CANARY[:4]) & set(str(refused)) and "CANARY" not in str(refused)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        (name, field["name"])
        for name in EVENTS
        for field in json.loads(event_schema(name))["fields"]
        if "default" not in field
    ],
)
def test_a_field_left_out_is_refused(name: str, field: str) -> None:
    event = {key: value for key, value in EVENTS[name].items() if key != field}
    with pytest.raises(EventInvalid) as refused:
        check_event(name, event)
    assert str(refused.value).endswith("does not fit the schema")


@pytest.mark.parametrize("name", EVENTS)
def test_a_field_there_is_not_is_refused_by_name(name: str) -> None:
    with pytest.raises(EventInvalid) as refused:
        check_event(name, {**EVENTS[name], "salary": CANARY})
    assert str(refused.value) == f"{name}: field salary does not fit the schema"


@pytest.mark.parametrize(
    ("name", "field"), [(name, field) for name in EVENTS for field in TIMES if field in EVENTS[name]]
)
@pytest.mark.parametrize("at", [-1, LAST_TIME + 1])
def test_a_time_out_of_range_is_refused_before_it_is_sent(name: str, field: str, at: int) -> None:
    with pytest.raises(EventInvalid) as refused:
        check_event(name, {**EVENTS[name], field: at})
    assert str(refused.value) == f"{name}: time_out_of_range"


@pytest.mark.parametrize("name", ["", "Verdict", "Stop", "SourceHeartbeat", "provision", CANARY])
def test_only_a_services_events_are_published(name: str) -> None:
    with pytest.raises(EventInvalid):
        check_event(name, EVENTS["Provision"])


def test_an_event_at_the_size_limit_passes_and_beyond_it_is_refused() -> None:
    spare = MAX_MESSAGE_BYTES - len(check_event("RegisterChange", {**EVENTS["RegisterChange"], "body": "x" * 70_000}))
    fitting = {**EVENTS["RegisterChange"], "body": "x" * (70_000 + spare)}
    assert len(check_event("RegisterChange", fitting)) == MAX_MESSAGE_BYTES
    with pytest.raises(EventTooLarge) as refused:
        check_event("RegisterChange", {**fitting, "body": fitting["body"] + "y"})
    assert str(refused.value) == f"RegisterChange: {MAX_MESSAGE_BYTES + 1} bytes, at most {MAX_MESSAGE_BYTES}"


def test_too_many_people_are_too_large_and_none_is_named() -> None:
    people = [{"namespace": "member", "id": f"{CANARY}-{number}"} for number in range(60_000)]
    with pytest.raises(EventTooLarge) as refused:
        check_event("Provision", {**EVENTS["Provision"], "people": people})
    assert CANARY not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("Provision", "provisions.s"),
        ("ProvisionCorrection", "provisions.s"),
        ("ConsentChange", "consents.s"),
        ("PersonLink", "links.s"),
        ("RegisterChange", "registers.s"),
    ],
)
def test_each_kind_of_event_has_its_topic(name: str, topic: str) -> None:
    assert topic_for(name, "s") == topic


def test_a_message_key_is_a_random_id_and_a_correction_travels_with_what_it_corrects() -> None:
    event = EVENTS["Provision"]
    assert key_for(event) == event["id"]
    corrects = correction(event["id"], source="s")
    assert key_for(corrects) == event["id"] != corrects["id"]


def test_numbers_are_handed_out_once_even_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "numbers"
    numbers = NumberFile(path)
    assert (numbers.last_number(), numbers.next_numbers(3), numbers.next_numbers(1)) == (0, 1, 4)
    again = NumberFile(path)
    assert (again.last_number(), again.next_numbers(2), again.last_number()) == (4, 5, 6)


def test_two_processes_with_one_file_are_given_different_numbers(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from streams.publisher import NumberFile;"
        "numbers = NumberFile(Path(sys.argv[1])); print(*[numbers.next_numbers(1) for _ in range(50)])"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "numbers")], text=True, stdout=subprocess.PIPE)
        for _ in range(3)
    ]
    given = [int(number) for one in running for number in one.communicate()[0].split()]
    assert sorted(given) == list(range(1, 151))
    assert [path.name for path in tmp_path.iterdir()] == ["numbers"], "nothing else is left there"


def test_a_file_that_was_removed_meanwhile_starts_no_numbers_anew(tmp_path: Path) -> None:
    numbers = NumberFile(tmp_path / "numbers")
    assert numbers.next_numbers(7) == 1
    (tmp_path / "numbers").unlink()
    assert numbers.next_numbers(1) == 8


@pytest.mark.parametrize("content", [b"", b"twelve", b"\xff", b"-5", b"1_0", b"9" * 19])
def test_a_file_that_holds_no_number_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "numbers").write_bytes(content)
    with pytest.raises(NumbersUnreadable, match="numbers"):
        NumberFile(tmp_path / "numbers")


# JSON lines ----------------------------------------------------------------------------------------------------------


def test_json_lines_are_numbered_and_empty_ones_are_passed_over() -> None:
    assert list(event_json_lines(['{"a": 1}\n', "\n", "  \n", "[]"])) == [(1, {"a": 1}), (4, [])]


def test_a_line_that_is_no_json_is_named_by_its_number_only() -> None:
    lines = event_json_lines(["{}", "", f'{{"people": "{CANARY}"'])
    assert next(iter(lines)) == (1, {})
    with pytest.raises(EventInvalid) as refused:
        list(event_json_lines(["{}", "", f'{{"people": "{CANARY}"']))
    assert str(refused.value) == "line 3 is not JSON"


def test_a_line_too_deep_to_read_is_no_json() -> None:
    with pytest.raises(EventInvalid, match="line 1 is not JSON"):
        list(event_json_lines(["[" * 100_000]))


def test_a_file_that_is_not_utf_8_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "lines").write_bytes(f'{{"people": "{CANARY}"}}'.encode("cp932"))
    with (tmp_path / "lines").open(encoding="utf-8") as file, pytest.raises(EventInvalid) as refused:
        list(event_json_lines(file))
    assert str(refused.value) == "what follows line 0 is not UTF-8"


# Scenario ------------------------------------------------------------------------------------------------------------

WRITTEN: dict[str, Any] = {
    "happened_at": "2026-04-01T09:00:00+09:00",
    "role": "provider",
    "people": [{"namespace": "member", "id": "A-1"}],
    "recipient": "company",
    "items": ["name"],
    "purpose": "operation",
    "ground": "consent",
    "evidence": [{"code": "proof", "value": "p"}],
    "form": "each",
    "method": "api",
    "data_class": "personal_data",
    "handling": "intended",
}


def test_json_becomes_an_event_with_the_schemas_defaults() -> None:
    event = from_json("Provision", WRITTEN)
    assert event["happened_at"] == 1_775_001_600_000_000
    assert (event["series"], event["series_closed"], "id" in event) == (None, False, False)
    whole = {**event, "id": bytes(16), "source": "s", "instance": "i", "number": 1, "written_at": 0}
    assert decode(check_event("Provision", whole)).event == whole


def test_days_are_japanese_days_and_times_keep_their_microseconds() -> None:
    told = from_json(
        "ConsentChange",
        {
            "happened_at": "2026-04-01T00:30:00.000001+09:00", "consent": "c", "change": "given",
            "person": {"namespace": "m", "id": "1"}, "terms": "t", "terms_said": "x", "items": [], "purposes": [],
            "channel": "web", "first_day": "2026-04-01", "last_day": "1970-01-02",
        },
    )  # fmt: skip
    assert (told["first_day"], told["last_day"]) == (20_544, 1)
    assert told["happened_at"] == 1_774_971_000_000_001


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"people": CANARY}, "$.people"),
        ({"people": {CANARY: 1}}, "$.people"),
        ({"people": [CANARY]}, "$.people[0]"),
        ({"people": [{"namespace": "m", "id": "1"}, {"namespace": CANARY}]}, "$.people[1].id"),
        ({"people": [{"namespace": "m", "id": [CANARY]}]}, "$.people[0].id"),
        ({"people": [{"namespace": "m", "id": "1", "name": CANARY}]}, "$.people[0].name"),
        ({"items": ["name", {CANARY: CANARY}]}, "$.items[1]"),
        ({"items": [7]}, "$.items[0]"),
        ({"items": None}, "$.items"),
        ({"recipient": None}, "$.recipient"),
        ({"recipient": 7}, "$.recipient"),
        ({"recipient_purpose": [CANARY]}, "$.recipient_purpose"),
        ({"series_closed": CANARY}, "$.series_closed"),
        ({"series_closed": 1}, "$.series_closed"),
        ({"number": CANARY}, "$.number"),
        ({"number": True}, "$.number"),
        ({"number": 1.5}, "$.number"),
        ({"id": CANARY}, "$.id"),
        ({"id": 7}, "$.id"),
        ({"id": None}, "$.id"),
        ({"omitted_items_record": CANARY}, "$.omitted_items_record"),
        ({"happened_at": CANARY}, "$.happened_at"),
        ({"happened_at": 7}, "$.happened_at"),
        ({"happened_at": None}, "$.happened_at"),
        ({"happened_at": "2026-04-01T09:00:00"}, "$.happened_at"),
        ({"evidence": [{"code": "proof", "value": {CANARY: 1}}]}, "$.evidence[0].value"),
        ({"salary": CANARY}, "$.salary"),
    ],
)
def test_a_scenarios_fault_is_named_by_its_path_and_the_value_is_not_repeated(wrong: dict[str, Any], path: str) -> None:
    with pytest.raises(ScenarioInvalid) as refused:
        from_json("Provision", {**WRITTEN, **wrong})
    assert refused.value.path == path
    assert str(refused.value).startswith(f"{path}: ")
    assert "CANARY" not in str(refused.value)


@pytest.mark.parametrize("field", sorted(WRITTEN))
def test_a_field_left_out_of_a_scenario_is_named(field: str) -> None:
    written = {name: value for name, value in WRITTEN.items() if name != field}
    with pytest.raises(ScenarioInvalid) as refused:
        from_json("Provision", written)
    assert str(refused.value) == f"$.{field}: missing"


@pytest.mark.parametrize("written", [None, [], CANARY, 7, [CANARY]])
def test_a_scenario_that_is_no_object_is_refused(written: Any) -> None:
    for name in INPUT_EVENTS:
        with pytest.raises(ScenarioInvalid) as refused:
            from_json(name, written)
        assert str(refused.value) == "$: expected an object"


def test_an_event_there_is_not_is_not_repeated_either() -> None:
    with pytest.raises(ScenarioInvalid) as refused:
        from_json(CANARY, WRITTEN)
    assert refused.value.path == "event" and CANARY not in "".join(traceback.format_exception_only(refused.value))


@pytest.mark.parametrize(
    ("field", "wrong", "fault"),
    [
        ("first_day", CANARY, "expected a date such as 2026-04-01"),
        ("first_day", [CANARY], "expected int"),
        ("person", CANARY, "expected an object"),
        ("person", None, "expected an object"),
    ],
)
def test_a_consents_fault_says_what_was_expected(field: str, wrong: Any, fault: str) -> None:
    written = {
        "happened_at": "2026-04-01T09:00:00+09:00", "consent": "c", "change": "given",
        "person": {"namespace": "m", "id": "1"}, "terms": "t", "terms_said": "x", "items": [], "purposes": [],
        "channel": "web", field: wrong,
    }  # fmt: skip
    with pytest.raises(ScenarioInvalid) as refused:
        from_json("ConsentChange", written)
    assert str(refused.value) == f"$.{field}: {fault}"
