"""Worker processes against a real broker: they start, stop, die and come back without losing or doubling anything."""

from __future__ import annotations

import itertools
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from ledger.runtime.kafka_broker import Kafka
from ledger.runtime.postgres import Postgres
from streams.producer import Outgoing, Producer
from streams.progress import behind, end_offsets
from streams.topics import topic_ids
from tests.events import base_registers, consent, encoded, heartbeat, now_us, provision
from tests.integration.workers import Worker, make_topics, wait_for
from tests.integration.world import new_ledger

_NAMES = itertools.count(1)
CANARY = "CANARY-yamada-tarou"


class Company:
    """One ledger with a source of everything on a broker of its own or shared."""

    def __init__(self, postgres: Postgres, kafka: Kafka, folder: Path, partitions: int = 2) -> None:
        number = next(_NAMES)
        self.operator, self.service = f"operator{number}", f"service{number}"
        self.kafka = kafka
        self.settings = new_ledger(postgres, folder, kafka.bootstrap).model_copy(
            update={"register_source": self.operator}
        )
        self.registers, self.consents = f"registers.{self.operator}", f"consents.{self.service}"
        self.provisions = f"provisions.{self.service}"
        self.topics = (self.registers, self.consents, self.provisions)
        make_topics(self.settings, *self.topics, partitions=partitions)
        self.producer = Producer(kafka.bootstrap)
        self.numbers = itertools.count(1)
        self.tell(
            self.registers, *base_registers(self.operator, {self.service: ("provisions", "consents")}), partition=0
        )

    def tell(self, topic: str, *told: Any, partition: int | None = None) -> None:
        source = topic.partition(".")[2]
        self.producer.send_all(
            Outgoing(topic, uuid4().bytes, encoded(one, source, next(self.numbers)), partition) for one in told
        )

    def started(self, count: int = 1) -> list[Worker]:
        """Let a first worker learn the topics, then start ``count`` that read them."""
        first = Worker(self.settings)
        wait_for(lambda: first.process.poll() is not None)
        assert first.process.returncode == 75, first.log
        return [Worker(self.settings).ready() for _ in range(count)]

    def caught_up(self, seconds: float = 40) -> None:
        ends = end_offsets(self.kafka.bootstrap, self.topics, {})
        with psycopg.connect(self.settings.postgres, autocommit=True) as connection:
            connection.execute("set search_path to ledger")
            wait_for(lambda: not behind(connection, ends), seconds)

    def ask(self, statement: str) -> list[Any]:
        with psycopg.connect(self.settings.postgres, autocommit=True) as connection:
            connection.execute("set search_path to ledger")
            return connection.execute(statement.encode()).fetchall()

    def reconcile(self) -> dict[str, int]:
        """Check that every offset of every topic has exactly one trace; return offsets by disposition."""
        ids = topic_ids(self.kafka.bootstrap, self.topics, {})
        for (topic, partition), end in end_offsets(self.kafka.bootstrap, self.topics, {}).items():
            traced = self.ask(
                f"select first_offset, next_offset from trace where topic_id = '{ids[topic]}' and"
                f" partition = {partition} order by first_offset"
            )
            expected = 0
            for first, following in traced:
                assert first == expected, f"{topic}/{partition}: {expected} to {first} has no trace, or two"
                expected = following
            assert expected == end
        return dict(self.ask("select disposition, sum(next_offset - first_offset)::bigint from trace group by 1"))


@pytest.fixture
def company(postgres: Postgres, kafka: Kafka, folder: Path) -> Iterator[Company]:
    made = Company(postgres, kafka, folder)
    yield made
    made.producer.close()


def test_sigterm_finishes_the_batch_and_the_next_worker_goes_on(company: Company) -> None:
    (worker,) = company.started()
    company.tell(company.provisions, *(provision(f"A-{number}") for number in range(500)))
    began = time.monotonic()
    assert worker.stop() == 0, worker.log
    assert time.monotonic() - began < 10
    company.tell(company.provisions, *(provision(f"B-{number}") for number in range(500)))
    after = Worker(company.settings).ready()
    company.caught_up()
    assert after.stop() == 0
    assert company.reconcile()["entries"] >= 1000
    assert company.ask("select count(*), count(distinct event_id) from record") == [(1000, 1000)]


def test_a_worker_leaves_nothing_in_the_folder_it_is_started_in(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (worker,) = company.started()
    assert worker.stop() == 0
    assert list(tmp_path.iterdir()) == []


def test_what_the_broker_keeps_is_for_its_owner_alone(kafka: Kafka, folder: Path) -> None:
    assert kafka.running() and (folder / "kafka").stat().st_mode & 0o077 == 0, "its messages name people"


def test_hostile_messages_are_kept_and_the_good_ones_beside_them_too(
    company: Company, folder: Path, kafka: Kafka
) -> None:
    (worker,) = company.started()
    good = provision("A-1")
    value = encoded(provision(CANARY), company.service, 1)
    assert value is not None
    size_of_people = value.index(bytes([2 * len("member")]) + b"member") - 1
    before_people = value[:size_of_people]
    hostile: list[Any] = [
        b"not Avro " + CANARY.encode(),
        b"\xc3\x01" + bytes(8) + value[10:],
        value[:-3],
        value + b"\0",
        b"\xff" * 1_000_000,
        before_people + b"\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01" + b"\0" * 10,
        before_people + b"\xfe\xff\xff\xff\x0f" + value[size_of_people + 1 :],
        None,
        {**good, "id": uuid4().bytes, "source": "somebody-else"},
        encoded(consent(CANARY), company.service, 7),
        value.replace(CANARY.encode(), b"\xed\xa0\x80" + CANARY.encode()[3:]),
    ]
    strange = [
        provision(CANARY, ground=CANARY, role="nobody"),
        provision("A-2", happened_at=0),
        provision("A-2", happened_at=253_370_764_800_000_000),
        provision("A\u0000B"),
        provision("\u202eAB\u202c"),
        provision([f"P-{number}" for number in range(10_000)]),
        provision("A-3", recipient=CANARY, items=[CANARY], purpose=CANARY, evidence={CANARY: CANARY}),
    ]
    company.tell(company.provisions, good, *hostile, *strange, {**good, "method": CANARY}, good, provision("A-9"))
    company.caught_up()
    assert worker.process.poll() is None, worker.log
    assert worker.stop() == 0
    became = company.reconcile()
    assert became["quarantine"] == len(hostile)
    assert became["conflict"] == became["duplicate"] == 1
    assert company.ask("select count(*) from record") == [(1 + len(strange) - 1 + 10_000 + 1,)]
    reasons = {reason for (reason,) in company.ask("select reason from quarantine")}
    assert reasons >= {
        "not_avro", "unknown_fingerprint", "malformed", "trailing_bytes", "empty_value", "source_mismatch",
        "wrong_topic_kind",
    }  # fmt: skip
    assert CANARY not in worker.log
    for log in (folder / "postgres" / "server.log", folder / "kafka" / "server.log"):
        assert CANARY not in log.read_text(errors="replace"), log.name


def test_postgres_gone_and_back(folder: Path, kafka: Kafka) -> None:
    server = Postgres(folder / f"postgres-{uuid4().hex[:8]}")
    server.start()
    company = Company(server, kafka, folder)
    (worker,) = company.started()
    company.tell(company.provisions, *(provision(f"A-{number}") for number in range(200)))
    server.kill()
    company.tell(company.provisions, *(provision(f"B-{number}") for number in range(200)))
    wait_for(lambda: "PostgreSQL is away" in worker.log)
    server.start()
    company.caught_up()
    assert worker.process.poll() is None, worker.log
    assert worker.stop() == 0
    company.reconcile()
    assert company.ask("select count(*), count(distinct event_id) from record") == [(400, 400)]
    company.producer.close()
    server.stop()


def test_kafka_gone_and_back(postgres: Postgres, folder: Path, jars: Path) -> None:
    broker = Kafka(folder / f"kafka-{uuid4().hex[:8]}", jars)
    broker.start()
    company = Company(postgres, broker, folder)
    (worker,) = company.started()
    company.tell(company.provisions, *(provision(f"A-{number}") for number in range(200)))
    company.caught_up()
    company.producer.close()
    broker.kill()
    wait_for(lambda: "a broker of Kafka does not answer" in worker.log)
    broker.start()
    company.producer = Producer(broker.bootstrap)
    company.tell(company.provisions, *(provision(f"B-{number}") for number in range(200)))
    company.caught_up(60)
    assert worker.process.poll() is None, worker.log
    assert worker.log.count("does not answer") == 1, "once a minute"
    assert worker.stop() == 0, worker.log
    company.reconcile()
    assert company.ask("select count(*), count(distinct event_id) from record") == [(400, 400)]
    company.producer.close()
    broker.stop()


def test_a_worker_that_is_started_while_kafka_is_away_waits_for_it(
    postgres: Postgres, folder: Path, jars: Path
) -> None:
    broker = Kafka(folder / f"kafka-{uuid4().hex[:8]}", jars)
    broker.start()
    company = Company(postgres, broker, folder)
    broker.kill()
    worker = Worker(company.settings)
    wait_for(lambda: "a broker of Kafka does not answer" in worker.log, 60)
    assert worker.process.poll() is None, worker.log
    other = Worker(company.settings)
    wait_for(lambda: "a broker of Kafka does not answer" in other.log, 60)
    other.process.terminate()
    assert other.process.wait(10) == 0, other.log
    broker.start()
    # It goes on by itself: it learns the topics that the registers name, and asks to be started again.
    wait_for(lambda: worker.process.poll() is not None, 60)
    assert worker.process.returncode == 75, worker.log
    company.producer.close()
    broker.stop()


POINTS = ("after_lookup", "under_lock", "after_copy", "after_commit")


def live_through(company: Company, deaths: Sequence[tuple[str, int]]) -> int:
    """Publish 5,000 events a second to two workers, one of which dies at each named point in turn, after so many
    passes; then check that nothing was lost or doubled. Return how many different events were sent."""
    for worker in company.started():
        worker.stop()
    stopping = threading.Event()
    sent: list[bytes] = []

    def flow() -> None:
        while not stopping.is_set():
            began = time.monotonic()
            people = [f"A-{(len(sent) + number) % 5000}" for number in range(500)]
            told = [provision(who, happened_at=now_us() - 1_000_000) for who in people]
            company.tell(company.provisions, *told, told[0])
            sent.extend(one["id"] for one in told)
            time.sleep(max(0.0, 0.1 - (time.monotonic() - began)))

    publishing = threading.Thread(target=flow)
    publishing.start()
    steady = Worker(company.settings).ready()
    for point, passes in deaths:
        dying = Worker(company.settings, point, passes)
        wait_for(lambda dying=dying: dying.process.poll() is not None, 40)
        assert dying.process.returncode == -signal.SIGKILL, dying.log
        wait_for(lambda dying=dying, point=point: f"killed {point}" in dying.log, 5)
        if steady.process.poll() is not None:  # a supervisor would start it again
            steady = Worker(company.settings).ready()
    stopping.set()
    publishing.join()
    last = Worker(company.settings).ready()
    company.caught_up(60 + len(sent) / 4000)
    assert (last.stop(), steady.stop()) == (0, 0), steady.log
    became = company.reconcile()
    assert became["duplicate"] == len(sent) // 500
    assert company.ask("select count(*), count(distinct event_id) from record") == [(len(sent), len(sent))]
    assert company.ask("select max(idx) + 1 = count(*) from entry") == [(True,)], "indexes without a gap"
    assert company.ask("select size = (select count(*) from entry) from head") == [(True,)]
    return len(sent)


def test_killed_at_every_point_while_two_workers_take_five_thousand_a_second(
    postgres: Postgres, kafka: Kafka, folder: Path
) -> None:
    company = Company(postgres, kafka, folder, partitions=4)
    assert live_through(company, [(point, 3) for point in POINTS]) > 10_000
    company.producer.close()


@pytest.mark.soak
def test_killed_again_and_again(postgres: Postgres, kafka: Kafka, folder: Path) -> None:
    company = Company(postgres, kafka, folder, partitions=4)
    draw = Random(20261123)
    live_through(company, [(draw.choice(POINTS), draw.randrange(1, 20)) for _ in range(24)])
    company.producer.close()


def test_heartbeats_of_a_running_company_end_a_grace(company: Company) -> None:
    (worker,) = company.started()
    company.tell(company.provisions, provision("A-1", happened_at=now_us() - 7200_000_000))
    for topic in (company.registers, company.consents):
        company.tell(topic, heartbeat(now_us(), 0), partition=0)
        company.tell(topic, heartbeat(now_us(), 0), partition=1)
    wait_for(lambda: company.ask("select count(*) from judgement where verdict = 'violation'") == [(1,)])
    assert worker.stop() == 0
