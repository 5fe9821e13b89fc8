"""What never reached the ledger is known: numbers, offsets, silence, topics made anew; and an answer says so."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.judging.completeness import Hole, MissingNumbers, heard_sources, holes, missing_numbers, recreated_topics
from ledger.judging.coverage import coverage
from streams.recorder.transaction import number_bits
from tests.events import consent, heartbeat, provision, register
from tests.integration.world import World

MINUTE, DAY = 60_000_000, 86_400_000_000


def test_one_message_that_was_hidden_is_missed(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision(), provision())
    world._numbers["crm"] += 1  # published, and never delivered
    world.tell("provisions.crm", provision())
    assert list(missing_numbers(world.connection)) == [MissingNumbers("crm", "test", 3, 3)]


def test_what_a_heartbeat_tells_of_and_did_not_come_is_missed(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision(), heartbeat(world.clock, 5))
    assert list(missing_numbers(world.connection)) == [MissingNumbers("crm", "test", 2, 5)]


def test_offsets_that_were_not_delivered_are_a_hole(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision())
    world.skip("provisions.crm", 3)
    world.tell("provisions.crm", provision())
    assert holes(world.connection, world.size) == [Hole("provisions.crm", 0, 1, 4)]


def test_a_topic_made_anew_is_seen_and_raises_one_alert(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision())
    assert recreated_topics(world.connection) == {}
    world.forget_topic("provisions.crm")
    world.tell("provisions.crm", provision())
    assert recreated_topics(world.connection) == {"provisions.crm": 1}
    for _ in range(2):
        world.clock += 2 * MINUTE
        world.recorder.housekeeping()
    assert world.ask("select about from alert where kind = 'topic_recreated'") == [("provisions.crm",)]


def test_a_source_that_falls_silent_raises_one_alert_for_each_silence(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision())
    world.recorder.housekeeping()

    def silences() -> int:
        return int(world.ask("select count(*) from alert where kind = 'silence' and about = 'crm'")[0][0])

    assert silences() == 0
    for _ in range(3):
        world.clock += 4 * DAY
        world.recorder.housekeeping()
    assert silences() == 1
    world.tell("provisions.crm", provision(happened_at=world.clock))
    world.clock += 4 * DAY
    world.recorder.housekeeping()
    assert silences() == 2


def test_a_source_that_said_it_is_done_is_not_silent(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision(), heartbeat(world.clock, 1, final=True))
    (heard,) = [one for one in heard_sources(world.connection, world.registers(), world.clock) if one.source == "crm"]
    assert heard.final
    assert not heard.silent(world.clock + 100 * DAY)


def test_an_answer_s_coverage_names_gaps_and_channels_and_counts_nothing(world: World) -> None:
    world.registered()
    world.tell("registers.operator", register("channels", "paper", {
        "ja": "紙の書類", "en": "paper", "attested_until": "2026-10-31", "attested_by": "officer-1",
    }))  # fmt: skip
    world.tell("provisions.crm", provision("A-1"))
    world.skip("provisions.crm", 1)
    world.tell("provisions.crm", provision("A-1"))
    stated = coverage(world.connection, world.registers(), world.size, world.clock).as_json()
    assert stated["channels"] == [
        {"channel": "paper", "ja": "紙の書類", "en": "paper", "attested_until": "2026-10-31"}
    ]
    assert {"kind": "offsets", "topic": "provisions.crm", "partition": 0, "first": 1, "last": 1} in stated["gaps"]
    assert {"crm", "members", "operator"} >= {one["source"] for one in stated["sources"]}
    assert "A-1" not in json.dumps(stated)


def test_coverage_is_the_same_whoever_s_records_there_are(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1"))
    one = coverage(world.connection, world.registers(), world.size, world.clock)
    world.tell("consents.members", consent("A-1", happened_at=world.clock))
    other = coverage(world.connection, world.registers(), world.size, world.clock)
    assert [source for source, _, _ in one.sources if source != "members"] == [
        source for source, _, _ in other.sources if source != "members"
    ]
    assert one.gaps == other.gaps


@given(st.sets(st.integers(1, 300), min_size=1))
def test_missing_numbers_are_exactly_those_that_did_not_come(came: set[int]) -> None:
    last = max(came)

    class Told:
        """Answers the two questions that `missing_numbers` asks."""

        def execute(self, statement: str, values: tuple[object, ...]) -> list[tuple[object, ...]]:
            del values
            if "from seen" in statement:
                return Rows(number_bits(sorted(came), 64))
            return Rows([("s", "i", last, 0, False)])

    class Rows(list[tuple[object, ...]]):
        def fetchall(self) -> list[tuple[object, ...]]:
            return self

    found = {
        number
        for one in missing_numbers(Told())  # type: ignore[arg-type]
        for number in range(one.first, one.last + 1)
    }
    assert found == set(range(1, last + 1)) - came


@pytest.mark.parametrize("day", ["2026-1-1", "soon", ""])
def test_a_channel_s_attestation_is_a_day(world: World, day: str) -> None:
    world.registered()
    world.tell("registers.operator", register("channels", "paper", {
        "ja": "紙", "en": "paper", "attested_until": day, "attested_by": "officer-1",
    }))  # fmt: skip
    assert world.ask("select count(*) from register where register = 'channels'") == [(0,)]
