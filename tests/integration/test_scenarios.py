"""The documented scenarios through a real broker and the real worker: verdict, basis and duty as `judge` gives them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from uuid import UUID, uuid5

import psycopg
import pytest
from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import NewTopic

from ledger.cli.settings import Settings
from ledger.runtime.kafka_broker import Kafka
from ledger.runtime.postgres import Postgres
from streams.scenario_file import PARTS, Event, read_scenario
from streams.trial import judge_scenario
from tests.events import encoded, heartbeat, now_us, register, source_body
from tests.integration.workers import Worker, wait_for
from tests.integration.world import new_ledger

SCENARIOS = sorted((Path(__file__).parents[2] / "docs" / "scenarios").glob("*.json"))
OFFICE = "scenario-office"
_NAMESPACE = UUID("a2b4a2f6-6f0e-4a53-9a5e-52c1a1c0f5d7")
_KINDS = {"corrections": "provisions"}
_FACTS = (f"registers.{OFFICE}", "registers.scenario", "links.scenario", "consents.scenario")
_TOPICS = (*_FACTS, "stops.scenario", "provisions.scenario", "provisions.affiliate")
_CURRENT = """
select r.event_id, r.position, coalesce(j.verdict, r.verdict), coalesce(j.basis, r.basis), coalesce(j.duty, r.duty)
from record r left join lateral (
  select * from judgement where log_id = r.log_id and record_idx = r.idx order by idx desc limit 1) j on true
"""

Judgements = dict[tuple[UUID, int], tuple[str, str, str]]


class Broker:
    """The sources' way to Kafka: each message stands in its topic at the time at which it was written, as a scenario
    takes the broker's time to be."""

    def __init__(self, kafka: Kafka) -> None:
        admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
        of_its_source = {"message.timestamp.type": "CreateTime", "retention.ms": "-1"}
        admin.create_topics(
            [NewTopic(topic, num_partitions=1, replication_factor=1, topic_configs=of_its_source) for topic in _TOPICS]
        )
        admin.close()
        self._producer = KafkaProducer(bootstrap_servers=kafka.bootstrap, acks="all")
        self._numbers = count(1)

    def tell(self, topic: str, *told: Event) -> None:
        for event in told:
            value = encoded(dict(event), topic.partition(".")[2], next(self._numbers))
            self._producer.send(topic, key=event["id"], value=value, timestamp_ms=event["written_at"] // 1000)
        self._producer.flush()

    def close(self) -> None:
        self._producer.close()


@pytest.fixture
def broker(kafka: Kafka) -> Iterator[Broker]:
    opened = Broker(kafka)
    yield opened
    opened.close()


def read(path: Path) -> dict[str, list[Event]]:
    """Read a scenario whose events have ids of their own among those of all ten."""
    written = json.loads(path.read_text(encoding="utf-8"))
    for part in PARTS:
        for number, event in enumerate(written.get(part, ())):
            event.setdefault("id", str(uuid5(_NAMESPACE, f"{path.stem}/{part}/{number}")))
    return read_scenario(written)


def judged(scenario: Mapping[str, list[Event]]) -> Judgements:
    return {
        (one.event_id, one.person or 0): (one.judgement.verdict, one.judgement.basis, one.judgement.duty)
        for one in judge_scenario(scenario)
    }


def recorded(settings: Settings) -> Judgements:
    with psycopg.connect(settings.postgres, autocommit=True) as connection:
        connection.execute("set search_path to ledger")
        return {(event, position): tuple(rest) for event, position, *rest in connection.execute(_CURRENT.encode())}


def test_the_stream_judges_the_ten_scenarios_as_their_files_are_judged(
    postgres: Postgres, kafka: Kafka, folder: Path, broker: Broker
) -> None:
    scenarios = [read(path) for path in SCENARIOS]
    expected: Judgements = {}
    for scenario in scenarios:
        expected |= judged(scenario)
    settings = new_ledger(postgres, folder, kafka.bootstrap).model_copy(update={"register_source": OFFICE})
    broker.tell(
        f"registers.{OFFICE}",
        register("sources", OFFICE, source_body(OFFICE, "registers")),
        register(
            "sources", "scenario", source_body("scenario", "registers", "links", "consents", "stops", "provisions")
        ),
        register("sources", "affiliate", source_body("affiliate", "provisions")),
    )
    learning = Worker(settings)
    wait_for(lambda: learning.process.poll() is not None)
    worker = Worker(settings).ready()
    for scenario in scenarios:
        for part, events in scenario.items():
            for event in events:
                broker.tell(f"{_KINDS.get(part, part)}.{event['source']}", event)
    for topic in _FACTS:
        broker.tell(topic, heartbeat(now_us(), 0))
    try:
        wait_for(lambda: recorded(settings) == expected, 60)
    except AssertionError:
        assert recorded(settings) == expected, worker.log
    assert worker.stop() == 0, worker.log
