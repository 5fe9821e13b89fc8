"""Taking messages: every one becomes an event, a heartbeat or bytes with a reason, and none raises."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.batches import Message, PartitionBatch
from streams.recorder.bodies import register_body_valid
from streams.recorder.taken import (
    MOST_BYTES,
    TOPIC_KINDS,
    TakenEvent,
    TakenHeartbeat,
    TakenPartition,
    TakenUnread,
    take,
    topic_of,
)  # fmt: skip
from streams.recorder.transaction import number_bits
from streams.wire import MARKER, encode
from tests.events import (
    acknowledgement,
    consent,
    correction,
    heartbeat,
    link,
    name_of,
    provision,
    register,
    stop,
    task_answer,
)

STATUTE = {"ja": "刑法", "domestic": True}
BEST = 2**53 - 1


def batch(topic: str, *values: bytes | None, first: int = 10, gap: int = 1) -> PartitionBatch:
    messages = [Message(first + gap * place, 1_000 + place, value) for place, value in enumerate(values)]
    after = messages[-1].offset + 1 if messages else first
    return PartitionBatch(topic, "0" * 32, 0, first, after, 0, messages)


def written(told: dict[str, Any], **header: Any) -> bytes:
    return encode(name_of(told), {**told, "source": "s", **header})


def reason(topic: str, value: bytes | None) -> str | None:
    (item,) = take(batch(topic, value)).taken
    return item.reason if isinstance(item, TakenUnread) else None


# Reasons -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("provisions", provision()),
        ("provisions", correction(bytes(16))),
        ("consents", consent()),
        ("links", link("A-1", "A-2")),
        ("stops", stop()),
        ("stops", acknowledgement(bytes(16))),
        ("answers", task_answer(bytes(16), b"sealed")),
        ("registers", register("statutes", "jp-1", STATUTE)),
    ],
)
def test_an_event_is_taken_on_its_own_kind_of_topic_and_refused_on_every_other(kind: str, told: Any) -> None:
    value = written(told)
    (item,) = take(batch(f"{kind}.s", value)).taken
    assert isinstance(item, TakenEvent)
    assert (item.offset, item.appended_at, item.name, item.event) == (10, 1_000, name_of(told), {**told, "source": "s"})
    for other in set(TOPIC_KINDS) - {kind}:
        assert reason(f"{other}.s", value) == "wrong_topic_kind"


@pytest.mark.parametrize("kind", TOPIC_KINDS)
def test_a_heartbeat_is_taken_on_every_topic_of_its_source(kind: str) -> None:
    value = encode("SourceHeartbeat", {**heartbeat(5, 7), "source": "s"})
    (item,) = take(batch(f"{kind}.s", value)).taken
    assert isinstance(item, TakenHeartbeat) and item.event["last_number"] == 7
    assert reason(f"{kind}.other", value) == "source_mismatch"


@pytest.mark.parametrize("source", ["", "S", "s ", "other", "s.s"])
def test_a_source_publishes_only_as_itself(source: str) -> None:
    assert reason("provisions.s", encode("Provision", {**provision(), "source": source})) == "source_mismatch"


def test_a_source_may_have_a_dot_in_its_name() -> None:
    assert topic_of("provisions.shop.eu") == ("provisions", "shop.eu")
    assert reason("provisions.shop.eu", encode("Provision", {**provision(), "source": "shop.eu"})) is None


@pytest.mark.parametrize("topic", ["", "provisions", "provisions.", "verdicts", "alerts.s", ".s", "Provisions.s"])
def test_a_topic_of_somebody_else_is_never_read(topic: str) -> None:
    with pytest.raises(ValueError, match="is not a topic of the ledger"):
        topic_of(topic)


@pytest.mark.parametrize(
    ("number", "refused"),
    [(1, False), (BEST, False), (0, True), (-1, True), (BEST + 1, True), (2**63 - 1, True), (-(2**63), True)],
)
def test_running_numbers_begin_at_one_and_stay_exact_in_json(number: int, refused: bool) -> None:
    assert reason("provisions.s", written(provision(), number=number)) == ("number_out_of_range" if refused else None)


def test_of_a_message_that_no_database_takes_its_beginning_is_kept() -> None:
    batch = PartitionBatch("provisions.s", "0" * 32, 0, 0, 2, 0, [
        Message(0, 5, b"x" * MOST_BYTES), Message(1, 5, b"x" * (MOST_BYTES + 1)),
    ])  # fmt: skip
    whole, cut = take(batch).unread()
    assert (whole.reason, cut.reason) == ("not_avro", "too_large")
    assert len(whole.value) == len(cut.value) == MOST_BYTES


@pytest.mark.parametrize(
    ("last", "refused"), [(0, False), (1, False), (BEST, False), (-1, True), (BEST + 1, True), (-(2**63), True)]
)
def test_a_heartbeat_may_say_that_nothing_was_published_yet(last: int, refused: bool) -> None:
    told = {**heartbeat(5, 0), "source": "s", "last_number": last}
    assert reason("links.s", encode("SourceHeartbeat", told)) == ("number_out_of_range" if refused else None)


@pytest.mark.parametrize(
    ("instance", "refused"),
    [
        ("i", False), ("host-1 (eu)", False), ("x" * 200, False), ("", True), ("x" * 201, True), ("山田", True),
        ("a\nb", True), ("a\x00", True), ("a\x7f", True), ("é", True),
    ],
)  # fmt: skip
def test_an_instance_is_a_short_plain_name(instance: str, refused: bool) -> None:
    assert reason("consents.s", written(consent(), instance=instance)) == ("instance_invalid" if refused else None)


@pytest.mark.parametrize(
    ("name", "key", "body", "valid"),
    [
        ("statutes", "jp-1", json.dumps(STATUTE), True),
        ("statutes", "x" * 200, json.dumps(STATUTE), True),
        ("statutes", "", json.dumps(STATUTE), False),
        ("statutes", "x" * 201, json.dumps(STATUTE), False),
        ("statutes", "山田", json.dumps(STATUTE), False),
        ("no_register", "jp-1", json.dumps(STATUTE), False),
        ("../statutes", "jp-1", json.dumps(STATUTE), False),
        ("recipients", "jp-1", json.dumps(STATUTE), False),
        ("statutes", "jp-1", json.dumps({**STATUTE, "more": 1}), False),
        ("statutes", "jp-1", json.dumps({"ja": "刑法"}), False),
        ("statutes", "jp-1", json.dumps({**STATUTE, "domestic": "yes"}), False),
        ("statutes", "jp-1", json.dumps({**STATUTE, "domestic": 1}), False),
        ("statutes", "jp-1", json.dumps({**STATUTE, "ja": ""}), False),
        ("statutes", "jp-1", "", False),
        ("statutes", "jp-1", "{", False),
        ("statutes", "jp-1", "null", False),
        ("statutes", "jp-1", "[]", False),
        ("statutes", "jp-1", "NaN", False),
        ("statutes", "jp-1", "9" * 5_000, False),
        ("purposes", "p", json.dumps({"ja": "x", "en": "x", "announced_on": "2026-04-01"}), True),
        ("purposes", "p", json.dumps({"ja": "x", "en": "x", "announced_on": "1 April"}), False),
    ],
)
def test_a_register_takes_only_what_its_schema_accepts(name: str, key: str, body: str, valid: bool) -> None:
    told = {**register("statutes", "jp-1", STATUTE), "register": name, "key": key, "body": body}
    assert register_body_valid(told) is valid
    assert reason("registers.s", written(told)) == (None if valid else "register_body_invalid")


@pytest.mark.parametrize(
    ("value", "why", "fingerprint"),
    [
        (None, "empty_value", None),
        (b"", "empty_value", None),
        (b"hello", "not_avro", None),
        (MARKER + b"abcdefgh" + b"body", "unknown_fingerprint", b"abcdefgh"),
    ],
)
def test_bytes_that_are_no_event_are_kept_with_their_reason(
    value: bytes | None, why: str, fingerprint: bytes | None
) -> None:
    partition = take(batch("provisions.s", value))
    assert partition.taken == [TakenUnread(10, 1_000, why, value or b"", fingerprint)]


@given(st.lists(st.none() | st.binary(max_size=40), max_size=6))
def test_nothing_that_arrives_is_lost_or_raises(values: list[bytes | None]) -> None:
    good = written(provision())
    partition = take(batch("provisions.s", *values, good, gap=3))
    assert [item.offset for item in partition.taken] == [10 + 3 * place for place in range(len(values) + 1)]
    assert len(list(partition.unread())) == len(values) and len(list(partition.events())) == 1
    assert not list(partition.heartbeats())


# Halves --------------------------------------------------------------------------------------------------------------


@given(st.integers(2, 9), st.integers(1, 3), st.integers(0, 4))
def test_halves_follow_each_other_and_lose_nothing(count: int, gap: int, after: int) -> None:
    whole = take(batch("provisions.s", *[b"x"] * count, gap=gap))
    whole.batch = PartitionBatch(
        "provisions.s", "0" * 32, 0, 7, whole.batch.next_offset + after, 3, whole.batch.records
    )  # fmt: skip
    first, second = whole.halves()
    assert [*first.taken, *second.taken] == whole.taken
    assert [*first.batch.records, *second.batch.records] == list(whole.batch.records)
    assert first.batch.first_offset == 7 and second.batch.next_offset == whole.batch.next_offset
    assert first.batch.next_offset == second.batch.first_offset == second.taken[0].offset
    assert first.taken and second.taken
    for half in (first, second):
        assert (half.kind, half.source, half.batch.log_start) == ("provisions", "s", 3)
        assert [item.offset for item in half.taken] == [message.offset for message in half.batch.records]
        assert all(half.batch.first_offset <= item.offset < half.batch.next_offset for item in half.taken)


def test_splitting_ends_at_single_messages() -> None:
    left = [take(batch("provisions.s", *[b"x"] * 7))]
    single: list[TakenPartition] = []
    while left:
        partition = left.pop()
        if len(partition.taken) == 1:
            single.append(partition)
        else:
            left += partition.halves()
    assert sorted(partition.taken[0].offset for partition in single) == list(range(10, 17))


@pytest.mark.parametrize("count", [0, 1])
def test_one_message_cannot_be_split(count: int) -> None:
    with pytest.raises(ValueError, match="one message"):
        take(batch("provisions.s", *[b"x"] * count)).halves()


# Running numbers as bits ---------------------------------------------------------------------------------------------


def unpacked(packed: list[tuple[int, bytes]]) -> list[int]:
    return [
        first + 8 * place + bit for first, bits in packed for place, byte in enumerate(bits) for bit in range(8)
        if byte >> bit & 1
    ]  # fmt: skip


wild = st.integers(1, 300) | st.integers(1, BEST) | st.integers(BEST - 300, BEST) | st.integers(65_500, 65_600)


@given(st.lists(wild, max_size=40), st.sampled_from([1, 2, 8, 64, 65_536]))
def test_numbers_are_unpacked_as_they_were_packed(numbers: list[int], span: int) -> None:
    packed = number_bits(numbers, span)
    assert unpacked(packed) == sorted(set(numbers))
    assert all(0 < len(bits) <= (span + 7) // 8 and bits[0] & 1 and bits[-1] for _, bits in packed)


@given(st.lists(wild, max_size=40))
def test_a_wild_number_costs_little(numbers: list[int]) -> None:
    assert sum(len(bits) for _, bits in number_bits(numbers)) <= 8_192 * len(set(numbers))
    assert number_bits([*numbers, *numbers]) == number_bits(numbers) == number_bits(numbers[::-1])


def test_a_run_of_numbers_is_one_row() -> None:
    assert number_bits(range(5, 21)) == [(5, b"\xff\xff")]
    assert number_bits([1, BEST]) == [(1, b"\x01"), (BEST, b"\x01")]
    assert number_bits([1, 65_536]) == [(1, b"\x01" + bytes(8_190) + b"\x80")]
    assert number_bits([1, 65_537]) == [(1, b"\x01"), (65_537, b"\x01")]
    assert number_bits([]) == []
