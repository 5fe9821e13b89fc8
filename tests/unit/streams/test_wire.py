"""The wire: what is written is read back, and nothing that arrives can raise anything but Unreadable."""

from __future__ import annotations

import contextlib
import io
import json
import tracemalloc
from typing import Any

import pytest
from fastavro import parse_schema, schemaless_reader
from hypothesis import example, given
from hypothesis import strategies as st

from schemas import INPUT_EVENTS, event_schema
from streams import wire
from streams.wire import MARKER, Unreadable, decode, encode, known_fingerprints
from tests.unit.streams.drawn import LAST_TIME, TIMES, events, long_bytes, text_bytes

any_event = st.sampled_from(INPUT_EVENTS).flatmap(lambda name: st.tuples(st.just(name), events(name)))
REASONS = {"empty_value", "not_avro", "unknown_fingerprint", "trailing_bytes", "malformed", "time_out_of_range"}
PLAIN = parse_schema(json.loads(event_schema("Provision")))


def header(name: str) -> bytes:
    return encode(name, _smallest(name))[:10]


def _smallest(name: str) -> dict[str, Any]:
    plain: dict[str, Any] = {"string": "", "long": 0, "boolean": False, "bytes": b""}
    return {
        field["name"]: field["default"]
        if "default" in field
        else plain[field["type"]]
        if field["type"] in [*plain]
        else bytes(16)
        if field["name"] in ("id", "corrects", "stop", "task")
        else {"namespace": "", "id": ""}
        if field["name"] == "person"
        else []
        for field in json.loads(event_schema(name))["fields"]
    }


def reason_of(value: bytes | None) -> str | None:
    """Why the bytes are unreadable, or None when they are an event. Any other exception fails the test."""
    try:
        decode(value)
    except Unreadable as unreadable:
        assert unreadable.reason in REASONS
        return unreadable.reason
    return None


@given(any_event)
def test_every_event_is_read_back_as_it_was_written(drawn: tuple[str, dict[str, Any]]) -> None:
    name, event = drawn
    decoded = decode(encode(name, event))
    assert (decoded.name, decoded.event) == (name, event)
    assert (decoded.tail is None) == (name != "Provision")


@given(events("Provision"))
def test_the_fast_path_reads_what_plain_avro_reads(event: dict[str, Any]) -> None:
    value = encode("Provision", event)
    plain = schemaless_reader(io.BytesIO(value[10:]), PLAIN, None)
    wire._tails.clear()
    first, again = decode(value), decode(value)
    assert first.event == again.event == plain
    assert first.tail == again.tail and first.tail is not None and value.endswith(first.tail)


@given(events("Provision"), st.lists(events("Provision"), min_size=1, max_size=4))
def test_a_tail_that_recurs_says_the_same_under_any_head(event: dict[str, Any], others: list[dict[str, Any]]) -> None:
    head = ("id", "source", "instance", "number", "happened_at", "written_at", "role", "people")
    tails = {decode(encode("Provision", event)).tail}
    for other in others:
        mixed = {**event, **{name: other[name] for name in head}}
        decoded = decode(encode("Provision", mixed))
        assert decoded.event == mixed
        tails.add(decoded.tail)
    assert len(tails) == 1
    assert decode(encode("Provision", event)).event == event


@given(events("Provision"), events("Provision"))
def test_forgetting_tails_changes_nothing(one: dict[str, Any], other: dict[str, Any]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire, "_TAILS_KEPT", 1)
        wire._tails.clear()
        for event in (one, other, one):
            assert decode(encode("Provision", event)).event == event
        assert len(wire._tails) <= 1


def test_a_long_tail_is_read_and_not_kept() -> None:
    event = {**_smallest("Provision"), "purpose": "p" * 5_000}
    wire._tails.clear()
    assert decode(encode("Provision", event)).event["purpose"] == "p" * 5_000
    assert not wire._tails


# Hostile bytes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "empty_value"),
        (b"", "empty_value"),
        (b"x", "not_avro"),
        (b"{}", "not_avro"),
        (MARKER, "not_avro"),
        (MARKER + bytes(7), "not_avro"),
        (MARKER + bytes(8), "unknown_fingerprint"),
        (MARKER + bytes(8) + b"body", "unknown_fingerprint"),
        (b"\x00" * 64, "not_avro"),
    ],
)
def test_what_is_no_event_of_ours_has_its_reason(value: bytes | None, reason: str) -> None:
    assert reason_of(value) == reason


@given(st.binary(max_size=200))
@example(MARKER + bytes(8))
def test_arbitrary_bytes_are_unreadable_and_nothing_worse(value: bytes) -> None:
    assert reason_of(value) is not None


@given(st.sampled_from(INPUT_EVENTS), st.binary(max_size=300))
def test_an_arbitrary_body_raises_nothing_but_unreadable(name: str, body: bytes) -> None:
    reason_of(header(name) + body)


@given(any_event, st.data())
def test_flipped_bits_raise_nothing_but_unreadable(drawn: tuple[str, dict[str, Any]], data: st.DataObject) -> None:
    value = bytearray(encode(*drawn))
    for _ in range(data.draw(st.integers(1, 3))):
        value[data.draw(st.integers(0, len(value) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with contextlib.suppress(Unreadable):
        decoded = decode(bytes(value))
        assert all(decoded.event[name] is None or 0 <= decoded.event[name] <= LAST_TIME
                   for name in TIMES if name in decoded.event)  # fmt: skip


@given(any_event, st.data())
def test_a_message_cut_short_is_unreadable(drawn: tuple[str, dict[str, Any]], data: st.DataObject) -> None:
    value = encode(*drawn)
    assert reason_of(value[: data.draw(st.integers(0, len(value) - 1))]) is not None


@given(any_event, st.binary(min_size=1, max_size=20))
def test_bytes_after_the_event_are_refused(drawn: tuple[str, dict[str, Any]], more: bytes) -> None:
    value = encode(*drawn)
    assert reason_of(value) is None
    assert reason_of(value + more) == "trailing_bytes"
    assert reason_of(value) is None


@pytest.mark.parametrize("count", [2**62, 2**63 - 1, -(2**63), -(2**62), 10**9, -(10**9)])
@pytest.mark.parametrize("block", [b"", long_bytes(0), long_bytes(1), b"\x00" * 40])
def test_a_huge_array_in_a_tiny_message_is_unreadable_and_takes_no_memory(count: int, block: bytes) -> None:
    head = bytes(16) + text_bytes("s") + text_bytes("i") + long_bytes(1) + long_bytes(0) + long_bytes(0)
    people = head + text_bytes("provider") + long_bytes(count) + block
    items = head + text_bytes("provider") + long_bytes(0) + text_bytes("company") + long_bytes(count) + block
    tracemalloc.start()
    try:
        for body in (people, items):
            assert reason_of(header("Provision") + body) in ("malformed", "trailing_bytes")
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("length", [2**62, 2**63 - 1, -1, -(2**63), 10**9])
def test_a_huge_or_negative_text_length_is_unreadable(length: int) -> None:
    assert reason_of(header("Provision") + bytes(16) + long_bytes(length) + b"abc") == "malformed"


def test_a_number_of_too_many_bytes_is_no_event() -> None:
    body = bytes(16) + text_bytes("s") + text_bytes("i") + b"\xff" * 200
    assert reason_of(header("SourceHeartbeat") + body) is not None


def test_text_that_is_not_utf_8_is_unreadable() -> None:
    value = encode("SourceHeartbeat", {**_smallest("SourceHeartbeat"), "source": "abc"})
    assert reason_of(value.replace(b"abc", b"\xff\xfe\xfd")) == "malformed"
    assert reason_of(value.replace(b"abc", b"\xed\xa0\x80")) == "malformed"


def test_a_union_branch_there_is_not_is_unreadable() -> None:
    value = encode("RegisterChange", _smallest("RegisterChange"))
    at = len(value) - 2
    assert value[at:] == b"\x00\x00"
    assert reason_of(value[:at] + long_bytes(2) + value[at + 1 :]) == "malformed"
    assert reason_of(value[:at] + long_bytes(-5) + value[at + 1 :]) == "malformed"


@pytest.mark.parametrize(
    ("name", "field"),
    [
        (name, field["name"])
        for name in INPUT_EVENTS
        for field in json.loads(event_schema(name))["fields"]
        if field["name"] in TIMES
    ],
)
def test_times_run_from_1970_to_9999(name: str, field: str) -> None:
    for at, reason in (
        (0, None), (LAST_TIME, None), (LAST_TIME + 1, "time_out_of_range"), (-1, "time_out_of_range"),
        (2**63 - 1, "time_out_of_range"), (-(2**63), "time_out_of_range"),
    ):  # fmt: skip
        assert reason_of(encode(name, {**_smallest(name), field: at})) == reason


def test_each_input_event_has_one_known_fingerprint() -> None:
    headers = {header(name)[2:] for name in INPUT_EVENTS}
    assert len(headers) == len(INPUT_EVENTS) and headers <= known_fingerprints()
