"""Ways in and out through an outbox: nothing is lost, repetitions are recognised, keys and reasons say nothing."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from fastavro import parse_schema, schemaless_reader
from kafka import KafkaConsumer

from ledger.cli.wiring import ledger_connection, open_vault
from ledger.judging.acts import enter_act
from ledger.judging.stops import effected
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import load_registers
from ledger.runtime.kafka_broker import Kafka
from schemas import event_schema
from streams.outbox import OutboxRelay, RowUnsendable, enqueue, install
from streams.producer import NotPublished, Outgoing, Producer
from streams.publisher import EventInvalid, NumberFile, Publisher
from streams.relay import Relay
from streams.topics import OUTPUT_TOPICS, create_topics
from streams.wire import decode, encode
from tests.events import HOUR, consent, heartbeat, now_us, provision, register, stop
from tests.integration.workers import wait_for
from tests.integration.world import World

CANARY = "CANARY-yamada"


class Captured(Producer):
    """Keeps what it is given instead of sending it; fails when told to."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.fails = False

    def send_all(self, messages: Any) -> list[Any]:
        messages = list(messages)
        if self.fails:
            raise NotPublished("told to fail")
        self.sent += messages
        return messages


def relay_of(world: World, producer: Producer) -> tuple[Relay, Any]:
    vault = open_vault(world.settings, "pl_relay")
    return Relay(producer, vault), ledger_connection(world.settings, "pl_relay")


def test_verdicts_alerts_and_dead_letters_leave_once_acknowledged(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision(CANARY, ground="27(1)i"), provision(["A-1", CANARY]), CANARY.encode())
    producer = Captured()
    relay, connection = relay_of(world, producer)
    producer.fails = True
    with pytest.raises(NotPublished):
        relay.turn(connection)
    producer.fails = False
    while relay.turn(connection):
        pass
    assert sorted(message.topic for message in producer.sent) == [
        "alerts", "provisions.dlq", "verdicts", "verdicts", "verdicts",
    ]  # fmt: skip
    assert world.ask("select count(*) from outbox") == [(0,)]
    for message in producer.sent:
        assert message.value is not None
        assert CANARY.encode() not in message.value and CANARY.encode() not in message.key
        assert len(message.key) == 16
    again, _ = relay_of(world, producer)
    assert again.turn(ledger_connection(world.settings, "pl_relay")) == 0


def test_a_judgement_made_again_leaves_as_a_verdict_of_its_own(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1"))
    world.pass_time(7300)
    producer = Captured()
    relay, connection = relay_of(world, producer)
    while relay.turn(connection):
        pass
    said = [_read("Verdict", message.value) for message in producer.sent if message.topic == "verdicts"]
    assert [one["verdict"] for one in said] == ["undetermined", "violation"]
    assert said[0]["entry"] != said[1]["entry"]


def test_a_stop_is_announced_by_name_under_a_key_that_says_nothing(world: World) -> None:
    world.registered()
    world.tell("stops.members", stop(CANARY, "35(3)", recipients=["company"], happened_at=world.clock))
    ((stopped, idx),) = world.ask("select stop, idx from stop")
    producer = Captured()
    relay, connection = relay_of(world, producer)
    while relay.turn(connection):
        pass
    (message,) = producer.sent
    assert message.topic == "stops" and len(message.key) == 16 and CANARY.encode() not in message.key
    said = decode(message.value).event
    assert (said["id"], said["source"], said["number"]) == (stopped.bytes, "ledger", idx)
    assert (said["person"], said["ground"]) == ({"namespace": "member", "id": CANARY}, "35(3)")
    assert (said["happened_at"], said["recipients"], said["items"], said["ends_at"]) == (
        world.clock, ["company"], None, None,
    )  # fmt: skip


def test_a_stop_of_somebody_erased_meanwhile_is_announced_no_more(world: World) -> None:
    world.registered()
    world.tell("stops.members", stop("A-1"), stop("A-2"))
    with psycopg.connect(world.settings.vault, autocommit=True) as owner:
        owner.execute(
            "delete from vault.key where key_id = %s", world.ask("select key_id from stop order by idx limit 1")[0]
        )
    producer = Captured()
    relay, connection = relay_of(world, producer)
    assert relay.turn(connection) == 1
    assert decode(producer.sent[0].value).event["person"]["id"] == "A-2"
    assert world.ask("select count(*) from outbox") == [(0,)]


def alerts_sent(world: World) -> list[dict[str, Any]]:
    producer = Captured()
    relay, connection = relay_of(world, producer)
    while relay.turn(connection):
        pass
    return [_read("Alert", message.value) for message in producer.sent if message.topic == "alerts"]


def test_an_alert_names_who_answers_and_an_escalation_whom_it_goes_to_and_what_it_escalates(world: World) -> None:
    world.registered()
    world.tell("registers.operator", register("services", "crm-service", {
        "sources": ["crm"], "closed": True, "responsible": "officer-1", "escalates_to": "officer-2",
    }))  # fmt: skip
    told = provision("A-1", ground="27(1)i")
    world.tell("provisions.crm", told)
    world.clock += 25 * HOUR
    world.settle()
    first, escalated = alerts_sent(world)
    assert (first["kind"], first["event"], first["responsible"], first["escalates"]) == (
        "violation", told["id"], "officer-1", None,
    )  # fmt: skip
    assert (escalated["kind"], escalated["event"], escalated["responsible"], escalated["escalates"]) == (
        "escalated", told["id"], "officer-2", first["entry"],
    )  # fmt: skip


def test_an_alert_about_no_single_record_leaves_too(world: World) -> None:
    world.registered()
    connection, vault = world.worker()
    registers = load_registers(world.connection, LOG_ID, world.size)
    about = {"block": {"kind": "source", "code": "crm", "step": "block"}}
    enter_act(connection, vault, registers, "officer-1", "incident", "block source", about, None, world.clock)
    world.settle()
    world.clock += 25 * HOUR
    world.settle()
    (told,) = alerts_sent(world)
    assert (told["kind"], told["event"], told["responsible"]) == ("block_lapsed", None, None)


def test_a_second_relay_waits(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1"))
    producer = Captured()
    _, first = relay_of(world, producer)
    first.execute("select pg_advisory_lock(hashtext('provision ledger relay'))")
    relay, connection = relay_of(world, producer)
    assert relay.turn(connection) == 0
    first.close()  # its server process lets the lock go a moment later
    wait_for(lambda: relay.turn(connection) > 0)


@pytest.fixture
def service(world: World) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(world.settings.postgres, autocommit=True) as connection:
        connection.execute("create schema shop")
        connection.execute("set search_path to shop")
        install(connection)
        yield connection


def test_a_business_commit_and_its_event_cannot_part(service: psycopg.Connection[Any]) -> None:
    with pytest.raises(RuntimeError), service.transaction():
        enqueue(service, "shop", "Provision", provision("A-1"))
        raise RuntimeError("the business failed")
    with service.transaction():
        enqueue(service, "shop", "Provision", provision("A-2"))
    assert service.execute("select count(*) from provision_outbox").fetchone() == (1,)
    with pytest.raises(EventInvalid):
        enqueue(service, "shop", "Provision", {**provision("A-3"), "items": 7})
    for source in ("shop/1", "a shop", "", "s" * 240):
        with pytest.raises(EventInvalid, match="field source"):  # no topic can have that name: it would stay for good
            enqueue(service, source, "Provision", provision("A-4"))


def test_numbers_run_without_gap_and_a_repetition_repeats_them(service: psycopg.Connection[Any]) -> None:
    producer = Captured()
    relay = OutboxRelay(producer)
    for number in range(3):
        enqueue(service, "shop", "Provision", provision(f"A-{number}"))
    producer.fails = True
    with pytest.raises(NotPublished):
        relay.turn(service)
    producer.fails = False
    enqueue(service, "shop", "Provision", provision("A-9"))
    assert relay.turn(service) == 4
    events = [decode(message.value).event for message in producer.sent]
    assert [event["number"] for event in events] == [1, 2, 3, 4]
    assert len({event["instance"] for event in events}) == 1
    assert [message.topic for message in producer.sent] == ["provisions.shop"] * 4
    assert service.execute("select count(*) from provision_outbox").fetchone() == (0,)


def test_a_row_that_is_no_event_goes_out_as_it_is_and_holds_up_nobody(service: psycopg.Connection[Any]) -> None:
    # Whoever may insert may insert anything; a relay that ended there would end the ledger's own way out with it.
    enqueue(service, "shop", "Provision", provision("A-1"))
    insert = "insert into provision_outbox (source, name, event) values ('shop', %s, %s)"
    beat = encode("SourceHeartbeat", heartbeat(now_us(), 1) | {"source": "shop"})
    for name, value in (("Provision", CANARY.encode()), ("Nonsense", b""), ("Provision", beat)):
        service.execute(insert, (name, value))
    enqueue(service, "shop", "ConsentChange", consent("A-1"))
    service.execute("update provision_outbox set name = 'Provision'")
    producer = Captured()
    assert OutboxRelay(producer).turn(service) == 5
    assert [message.topic for message in producer.sent] == ["provisions.shop"] * 4 + ["consents.shop"]
    assert [message.value for message in producer.sent][1:4] == [CANARY.encode(), b"", beat]
    read = [decode(producer.sent[at].value) for at in (0, 4)]
    assert [(told.name, told.event["number"]) for told in read] == [("Provision", 1), ("ConsentChange", 2)]
    assert service.execute("select count(*) from provision_outbox").fetchone() == (0,)


def test_what_stands_before_a_row_that_no_topic_can_take_is_sent(service: psycopg.Connection[Any]) -> None:
    for subject in ("A-1", "A-2", "A-3"):
        enqueue(service, "shop", "Provision", provision(subject))
    service.execute("update provision_outbox set source = 'no topic' where outbox_id = 2")
    producer = Captured()
    assert OutboxRelay(producer).turn(service) == 1
    with pytest.raises(RowUnsendable, match="row 2 of provision_outbox"):
        OutboxRelay(producer).turn(service)
    service.execute("update provision_outbox set source = 'shop' where outbox_id = 2")
    assert OutboxRelay(producer).turn(service) == 2
    assert [decode(message.value).event["number"] for message in producer.sent] == [1, 2, 3]


def test_a_row_that_no_topic_can_take_is_named_and_those_behind_it_wait(service: psycopg.Connection[Any]) -> None:
    enqueue(service, "shop", "Provision", provision("A-1"))
    enqueue(service, "shop", "Provision", provision("A-2"))
    service.execute("update provision_outbox set source = 'CANARY 1' where outbox_id = 1")
    producer = Captured()
    for value in (None, b"no event"):
        if value is not None:
            service.execute("update provision_outbox set event = %s where outbox_id = 1", (value,))
        with pytest.raises(RowUnsendable, match="row 1 of provision_outbox") as named:
            OutboxRelay(producer).turn(service)
        assert "CANARY" not in str(named.value) and not producer.sent
    service.execute("update provision_outbox set source = 'shop' where outbox_id = 1")
    assert OutboxRelay(producer).turn(service) == 2


def test_through_a_real_broker(world: World, kafka: Kafka) -> None:
    create_topics(kafka.bootstrap, OUTPUT_TOPICS, {})
    world.registered()
    told = provision("A-1")
    world.tell("provisions.crm", told)
    producer = Producer(kafka.bootstrap)
    relay, connection = relay_of(world, producer)
    assert relay.turn(connection) == 1
    consumer = KafkaConsumer(
        "verdicts", bootstrap_servers=kafka.bootstrap, auto_offset_reset="earliest", consumer_timeout_ms=10_000,
        group_id=uuid4().hex,
    )  # fmt: skip
    found = next(
        said for said in itertools.islice((_read("Verdict", message.value) for message in consumer), 1000)
        if said["event"] == told["id"]
    )  # fmt: skip
    assert (found["source"], found["verdict"], found["position"]) == ("crm", "undetermined", 0)
    consumer.close()
    producer.close()


def test_a_stop_goes_out_to_a_service_and_its_acknowledgement_comes_back(
    world: World, kafka: Kafka, tmp_path: Path
) -> None:
    create_topics(kafka.bootstrap, (*OUTPUT_TOPICS, "stops.crm"), {})
    world.registered()
    world.tell("stops.members", stop("A-1"))
    ((stopped,),) = world.ask("select stop from stop")
    producer = Producer(kafka.bootstrap)
    relay, connection = relay_of(world, producer)
    assert relay.turn(connection) == 1
    producer.close()
    heard = next(
        event for event in (decode(value).event for value in _messages(kafka, "stops")) if event["id"] == stopped.bytes
    )
    with Publisher(kafka.bootstrap, "crm", "test", NumberFile(tmp_path / "numbers")) as service:
        service.publish(
            "StopAcknowledgement", {"happened_at": now_us(), "stop": heard["id"], "effective_at": now_us()}
        )
    world.tell("stops.crm", *_messages(kafka, "stops.crm"))
    registers = load_registers(world.connection, LOG_ID, world.size)
    progress = effected(world.connection, LOG_ID, world.size, registers, [stopped], now_us())
    assert (progress[stopped].acknowledged, progress[stopped].done) == (("crm",), True)


def _messages(kafka: Kafka, topic: str) -> Iterator[bytes]:
    """Everything that stands on a topic by now."""
    consumer = KafkaConsumer(
        topic, bootstrap_servers=kafka.bootstrap, auto_offset_reset="earliest", consumer_timeout_ms=5_000,
        group_id=uuid4().hex,
    )  # fmt: skip
    for message in consumer:
        yield message.value
    consumer.close()


def _read(name: str, value: bytes | None) -> dict[str, Any]:
    assert value is not None
    read: Any = schemaless_reader(io.BytesIO(value[10:]), parse_schema(json.loads(event_schema(name))), None)
    return dict(read)
