"""What never reached the ledger is known: numbers, offsets, silence, topics made anew; and an answer says so."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cases.answer import PersonId
from ledger.cases.collect import collect
from ledger.cases.projection import project
from ledger.judging.alerts import alerts
from ledger.judging.completeness import (
    LISTED,
    Hole,
    MissingNumbers,
    heard_sources,
    holes,
    missing_numbers,
    missing_of,
    recreated_topics,
)  # fmt: skip
from ledger.judging.coverage import coverage
from ledger.judging.records import find_person
from ledger.judging.said import iso
from streams.recorder.transaction import number_bits
from tests.events import consent, heartbeat, provision, register, source_body
from tests.integration.commands import run
from tests.integration.world import World

MINUTE, DAY = 60_000_000, 86_400_000_000


def tell_numbered(world: World, *numbers: int) -> None:
    """Tell of a provision under each of these running numbers."""
    for number in numbers:
        world._numbers["crm"] = number - 1
        world.tell("provisions.crm", provision("A-1"))


def test_one_message_that_was_hidden_is_missed(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision(), provision())
    world._numbers["crm"] += 1  # published, and never delivered
    world.tell("provisions.crm", provision())
    assert missing_numbers(world.connection).shown == (MissingNumbers("crm", "test", 3, 3),)


def test_what_a_heartbeat_tells_of_and_did_not_come_is_missed(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision(), heartbeat(world.clock, 5))
    assert missing_numbers(world.connection).shown == (MissingNumbers("crm", "test", 2, 5),)


def test_offsets_that_were_not_delivered_are_a_hole(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision())
    world.skip("provisions.crm", 3)
    world.tell("provisions.crm", provision())
    assert holes(world.connection, world.size).shown == (Hole("provisions.crm", 0, 1, 4),)


def test_what_the_broker_had_removed_before_anybody_read_is_a_hole_too(world: World) -> None:
    """A partition begins at 0, also for who has its messages removed before the ledger reads the first."""
    world.registered()
    world.skip("provisions.crm", 3)
    world.recorder.record([replace(world.batch("provisions.crm", provision()), log_start=3)])
    assert holes(world.connection, world.size).shown == (Hole("provisions.crm", 0, 0, 3),)
    assert world.ask("select first_offset, next_offset, disposition from trace where topic_id = any("
                     " select topic_id from position where topic = 'provisions.crm') order by 1") == [
        (0, 3, "hole"), (3, 4, "entries"),
    ]  # fmt: skip


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


def silences(world: World, days: float = 0.0) -> list[str]:
    """Let time pass and the recorder look; return what silences were told of crm and shop, in the order told."""
    world.clock += int(days * DAY)
    world.recorder.housekeeping()
    told = world.ask("select about from alert where kind = 'silence' order by idx")
    return [about for (about,) in told if "crm" in about or "shop" in about]


def live(world: World, topic: str, *partitions: int) -> None:
    """Let a source say on each of these partitions that it lives."""
    for partition in partitions:
        world.tell(topic, heartbeat(world.clock, 0), partition=partition)


def with_partitions(world: World, topic: str, count: int) -> None:
    """Let a worker know partitions that have said nothing yet."""
    topic_id = world.batch(topic).topic_id
    world.recorder.positions([(topic, topic_id, partition) for partition in range(count)])


def test_a_source_that_never_spoke_raises_one_alert_once_its_heartbeats_and_its_lag_have_passed(world: World) -> None:
    world.registered(lag=43_200)
    assert silences(world) == silences(world, 3.4) == []
    assert silences(world, 0.2) == ["crm"]
    assert silences(world, 10) == ["crm"]
    world.another_recorder().housekeeping()
    assert silences(world, 10) == ["crm"]


def test_a_source_has_its_time_from_when_it_is_registered_and_the_ledger_knows_of_it(world: World) -> None:
    world.registered()
    first = source_body("shop", "provisions", lag=0)
    world.tell("registers.operator", register("sources", "shop", first, valid_from=iso(world.clock + 20 * DAY)))
    with_partitions(world, "provisions.shop", 1)
    assert silences(world, 10) == []
    assert silences(world, 12.9) == ["crm"]
    assert silences(world, 0.2) == ["crm", "shop"]


def test_a_register_that_lay_in_kafka_for_long_before_the_ledger_read_it_raises_nothing_at_once(world: World) -> None:
    world.registered()
    late = register("sources", "shop", source_body("shop", "provisions"), happened_at=world.clock - 90 * DAY)
    world.tell("registers.operator", late, appended_at=world.clock - 90 * DAY)
    assert silences(world) == silences(world, 3) == []


def test_a_partition_of_which_nothing_comes_while_others_are_heard_raises_one_alert_for_each_silence(
    world: World,
) -> None:
    world.registered()
    with_partitions(world, "provisions.crm", 3)
    live(world, "provisions.crm", 0, 1, 2)

    def without_the_second(days: int) -> list[str]:
        for _ in range(2 * days):
            told = silences(world, 0.5)
            live(world, "provisions.crm", 0, 2)
        return told

    assert without_the_second(3) == []
    assert without_the_second(3) == without_the_second(9) == ["provisions.crm/1"]
    live(world, "provisions.crm", 1)
    assert without_the_second(3) == ["provisions.crm/1"]
    assert without_the_second(3) == ["provisions.crm/1"] * 2
    listed = alerts(world.connection, world.size, only_open=True, limit=100)
    assert [one.about for one in listed if one.about and "crm" in one.about] == ["provisions.crm/1"] * 2


def test_a_partition_or_topic_that_never_spoke_beside_others_raises_one_alert(world: World) -> None:
    world.registered()
    world.tell("registers.operator", register("sources", "shop", source_body("shop", "provisions", "consents")))
    with_partitions(world, "provisions.shop", 2)
    for _ in range(20):
        live(world, "provisions.shop", 0)
        live(world, "provisions.crm", 0)
        told = silences(world, 0.5)
    assert told == ["provisions.shop/1", "consents.shop/0"]


def test_the_partitions_of_a_silent_source_are_not_told_each(world: World) -> None:
    world.registered()
    with_partitions(world, "provisions.crm", 2)
    assert silences(world) == []
    assert silences(world, 10) == ["crm"], "it never spoke"
    for spoke in (0, 1):
        live(world, "provisions.crm", spoke)
        assert silences(world, 0.01) == ["crm"] * (spoke + 1), "the other partition comes next"
        live(world, "provisions.crm", 0, 1)
        for _ in range(20):
            told = silences(world, 0.5)
        assert told == ["crm"] * (spoke + 2)


def test_a_partition_that_was_behind_when_its_source_fell_silent_has_its_time_when_it_speaks_again(
    world: World,
) -> None:
    world.registered()
    live(world, "provisions.crm", 0, 1)
    world.clock += 3 * DAY // 2
    live(world, "provisions.crm", 0)
    for _ in range(20):
        told = silences(world, 0.5)
    assert told == ["crm"]
    live(world, "provisions.crm", 0)
    assert silences(world, 0.01) == ["crm"]


def test_a_partition_that_was_behind_when_its_source_was_done_is_not_silent(world: World) -> None:
    world.registered()
    live(world, "provisions.crm", 0, 1)
    world.clock += 3 * DAY // 2
    live(world, "provisions.crm", 0)
    silences(world)
    world.tell("provisions.crm", heartbeat(world.clock, 0, final=True))
    for _ in range(20):
        assert silences(world, 0.5) == []


def test_a_partition_that_is_read_late_is_not_silent(world: World) -> None:
    world.registered()
    with_partitions(world, "provisions.crm", 2)
    for _ in range(20):
        live(world, "provisions.crm", 0)
        world.tell("provisions.crm", heartbeat(world.clock, 0), partition=1, appended_at=world.clock - 9 * DAY)
        assert silences(world, 0.5) == []


def test_a_silent_partition_is_told_by_coverage_and_command_until_it_speaks(world: World) -> None:
    world.clock -= 10 * DAY
    world.registered()
    with_partitions(world, "provisions.crm", 2)
    for _ in range(20):
        silences(world, 0.5)
        live(world, "provisions.crm", 0)
    asked = ("completeness", "--as", "officer-1", "--reason", "audit")

    def told() -> tuple[object, object, str]:
        stated = coverage(world.connection, world.registers(), world.size, world.clock)
        as_json = json.loads(run(world, *asked, "--json").stdout)
        return list(stated.gaps), as_json["silent_partitions"], run(world, *asked).stdout

    gaps, listed, text = told()
    assert gaps == [{"kind": "silent_partition", "topic": "provisions.crm", "partition": 1}]
    assert listed == [{"source": "crm", "topic": "provisions.crm", "partition": 1, "heard_until": None}]
    assert "provisions.crm/1, heard until never" in text and "Nothing is known to be missing" not in text
    live(world, "provisions.crm", 1)
    gaps, listed, text = told()
    assert gaps == listed == []
    assert "Nothing is known to be missing" in text


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


@pytest.mark.parametrize("greatest", [2**53 - 1, 2**40, 10**7])
def test_whatever_number_a_publisher_sends_there_is_an_answer(world: World, greatest: int) -> None:
    world.registered()
    tell_numbered(world, 1, greatest, greatest - 2, greatest // 2)
    world.tell("provisions.crm", heartbeat(world.clock, greatest))
    assert missing_numbers(world.connection).shown == (
        MissingNumbers("crm", "test", 2, greatest // 2 - 1),
        MissingNumbers("crm", "test", greatest // 2 + 1, greatest - 3),
        MissingNumbers("crm", "test", greatest - 1, greatest - 1),
    )
    stated = coverage(world.connection, world.registers(), world.size, world.clock)
    assert json.loads(bytes(stated))["gaps"][0]["last"] == greatest // 2 - 1
    person = find_person(world.connection, world.vault, "member", "A-1", world.size, world.clock)
    answer = collect(
        world.connection, world.vault, world.registers(), person, PersonId("member", "A-1"), world.size, world.clock
    )
    assert len(project(answer).records) == 4


def test_gaps_are_listed_up_to_a_bound_and_it_is_said_that_there_are_more(world: World) -> None:
    world.registered()
    tell_numbered(world, *range(2, 2 * LISTED + 4, 2))
    for _ in range(LISTED + 1):
        world.skip("provisions.crm", 1)
        world.tell("provisions.crm", heartbeat(world.clock, 1))
    found, lost = missing_numbers(world.connection), holes(world.connection, world.size)
    assert (len(found.shown), found.more) == (LISTED, ("crm",))
    assert (len(lost.shown), lost.more) == (LISTED, ("provisions.crm",))
    gaps = coverage(world.connection, world.registers(), world.size, world.clock).gaps
    assert {"kind": "more_numbers", "source": "crm"} in gaps
    assert {"kind": "more_offsets", "topic": "provisions.crm"} in gaps
    assert len(gaps) == 2 * LISTED + 2


def test_a_source_was_heard_until_what_every_partition_has_brought(world: World) -> None:
    world.registered()
    topic = ("provisions.crm", world.batch("provisions.crm").topic_id)
    world.recorder.positions([(*topic, 0), (*topic, 1)])

    def heard_until() -> str | None:
        stated = coverage(world.connection, world.registers(), world.size, world.clock)
        return next(until for source, until, _ in stated.sources if source == "crm")

    world.tell("provisions.crm", provision())
    assert heard_until() is None, "one partition never spoke"
    stuck = world.clock
    world.tell("provisions.crm", heartbeat(world.clock, 1), partition=1)
    world.clock += DAY
    world.tell("provisions.crm", provision())
    assert heard_until() == iso(stuck), "the other partition is stuck"
    world.tell("provisions.crm", heartbeat(world.clock, 2), partition=1)
    assert heard_until() == iso(world.clock)


def test_a_source_that_never_spoke_is_told_as_never_heard(world: World) -> None:
    world.registered()
    stated = coverage(world.connection, world.registers(), world.size, world.clock).as_json()["sources"]
    assert {one["source"] for one in stated} == {"crm", "members", "operator"}
    assert {"source": "crm", "heard_until": None, "silent": True} in stated


def test_a_number_that_does_not_come_raises_one_alert_once_the_lag_has_passed(world: World) -> None:
    world.registered(lag=3600)

    def told() -> list[str]:
        return [about for (about,) in world.ask("select about from alert where kind = 'numbers_missing' order by idx")]

    def after(minutes: int) -> list[str]:
        world.clock += minutes * MINUTE
        world.recorder.housekeeping()
        return told()

    tell_numbered(world, 1, 4, 6)
    assert after(2) == after(50) == []
    tell_numbered(world, 5)  # only late
    assert after(20) == ["crm/test 2-3"]
    assert after(200) == ["crm/test 2-3"]
    world.another_recorder().housekeeping()
    assert told() == ["crm/test 2-3"]
    tell_numbered(world, 2**53 - 1)
    after(2)
    assert after(70) == ["crm/test 2-3", f"crm/test 7-{2**53 - 2}"]


def test_however_many_numbers_are_missing_the_alerts_are_few(world: World) -> None:
    world.registered()
    tell_numbered(world, *range(2, 100, 2))
    world.recorder.housekeeping()
    world.clock += 2 * 60 * MINUTE
    world.recorder.housekeeping()
    told = [about for (about,) in world.ask("select about from alert where kind = 'numbers_missing' order by idx")]
    assert len(told) == 20
    assert told[0] == "crm/test 1-1"
    assert told[-1] == "crm/test 39-98 in part"


@given(st.sets(st.integers(1, 300), min_size=1), st.integers(0, 300), st.integers(1, 5))
def test_missing_numbers_are_exactly_those_that_did_not_come(came: set[int], after: int, parts: int) -> None:
    told = sorted(came)
    rows = sorted(row for part in range(parts) for row in number_bits(told[part::parts], 64))

    class Told:
        """Answers the question that `missing_of` asks, with rows that overlap as those of several partitions do."""

        def execute(self, statement: str, values: tuple[object, ...]) -> list[tuple[int, bytes]]:
            del statement, values
            return rows

    found = [
        number
        for one in missing_of(Told(), "s", "i", after, max(came))  # type: ignore[arg-type]
        for number in range(one.first, one.last + 1)
    ]
    assert found == sorted(set(range(after + 1, max(came) + 1)) - came)


@pytest.mark.parametrize("day", ["2026-1-1", "soon", ""])
def test_a_channel_s_attestation_is_a_day(world: World, day: str) -> None:
    world.registered()
    world.tell("registers.operator", register("channels", "paper", {
        "ja": "紙", "en": "paper", "attested_until": day, "attested_by": "officer-1",
    }))  # fmt: skip
    assert world.ask("select count(*) from register where register = 'channels'") == [(0,)]
