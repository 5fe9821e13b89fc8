"""`relay`: from the outboxes to Kafka."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

import click
import psycopg

from ledger.cli.settings import Settings, load_settings
from ledger.cli.wiring import ledger_connection, open_vault, set_up_logging
from ledger.store.connect import Connection, speakable
from streams.metrics import Metrics
from streams.outbox import OutboxRelay, RowUnsendable
from streams.producer import NotPublished, Producer
from streams.relay import Relay

logger = logging.getLogger("streams.relay")

_IDLE_SECONDS = 0.05
_REPORT_TURNS = 200
_FIRST_WAIT, _LONGEST_WAIT = 0.2, 5.0


@click.command()
@click.option("--postgres", help="DSN of the ledger's database.")
@click.option("--kafka", help="Kafka's bootstrap servers.")
@click.option("--outbox-postgres", help="DSN of a service's database whose provision_outbox is published too.")
def relay(postgres: str | None, kafka: str | None, outbox_postgres: str | None) -> None:
    """Publish verdicts, alerts, stops and dead letters, and a service's outbox if one is named, until told to stop."""
    set_up_logging("relay")
    settings = load_settings(postgres=postgres, kafka=kafka, outbox_postgres=outbox_postgres)
    settings.required("kafka")
    if not settings.outbox_postgres:
        settings.required("postgres")
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    metrics = Metrics()
    ways = []
    if settings.postgres:
        ways.append(_ledger_turn(settings))
    if settings.outbox_postgres:
        ways.append(_service_turn(settings))
    logger.info("publishing what %d outboxes hold to Kafka at %s", len(ways), settings.kafka)
    with ThreadPoolExecutor(max_workers=len(ways)) as threads:
        running = [threads.submit(_run, settings, way, stopping, metrics) for way in ways]
        # A way that ends, ended by an error nobody expected: the process ends with it and is started again.
        wait(running, return_when=FIRST_COMPLETED)
        stopping.set()
    for way_ended in running:
        way_ended.result()


Turn = Callable[[Producer, Connection], int]


def _ledger_turn(settings: Settings) -> tuple[Callable[[], Connection], Turn]:
    vault = open_vault(settings, "pl_relay")
    return (
        lambda: ledger_connection(settings, "pl_relay"),
        lambda producer, connection: Relay(producer, vault).turn(connection),
    )


def _service_turn(settings: Settings) -> tuple[Callable[[], Connection], Turn]:
    return (
        lambda: psycopg.connect(settings.outbox_postgres, autocommit=True, connect_timeout=5),
        lambda producer, connection: OutboxRelay(producer).turn(connection),
    )


def _run(
    settings: Settings, way: tuple[Callable[[], Connection], Turn], stopping: threading.Event, metrics: Metrics
) -> None:
    """Take turns until told to stop; wait with growing pauses while Kafka or PostgreSQL is away."""
    connect, turn = way
    connection: Connection | None = None
    producer: Producer | None = None
    pause, turns = _FIRST_WAIT, 0
    while not stopping.is_set():
        try:
            connection = connection or connect()
            producer = producer or Producer(settings.kafka, settings.kafka_security)
            sent = turn(producer, connection)
        except RowUnsendable as error:
            # The ledger's own way out goes on meanwhile.
            logger.error("waiting %.1f s: %s; nothing behind it is sent until it is corrected", pause, error)
            stopping.wait(pause)
            pause = min(pause * 2, _LONGEST_WAIT)
            continue
        except (NotPublished, psycopg.OperationalError) as error:
            what = speakable(error) if isinstance(error, psycopg.Error) else f"Kafka: {error}"
            logger.warning("waiting %.1f s (%s); nothing is lost, unsent rows stay in the outbox", pause, what)
            if connection is not None:
                connection.close()
                connection = None
            stopping.wait(pause)
            pause = min(pause * 2, _LONGEST_WAIT)
            continue
        pause, turns = _FIRST_WAIT, turns + 1
        if sent:
            metrics.count("relay.sent", sent)
        else:
            stopping.wait(_IDLE_SECONDS)
        if turns % _REPORT_TURNS == 0:
            metrics.report()
    if producer is not None:
        producer.close()
    if connection is not None:
        connection.close()
