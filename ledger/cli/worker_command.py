"""`worker`: read topics, judge, record."""

from __future__ import annotations

import logging
import signal
import sys

import click
from kafka.errors import KafkaConnectionError, KafkaTimeoutError

from ledger.cli.recording import faust_security, open_recorder
from ledger.cli.settings import Settings, load_settings
from ledger.cli.wiring import set_up_logging
from streams.app import WorkerSettings
from streams.recorder.recorder import Recorder
from streams.topics import create_topics, task_topics, unlike_ours
from streams.worker import STOPPED, run_worker

logger = logging.getLogger("streams.worker")


@click.command()
@click.option("--postgres", help="DSN of the ledger's database.")
@click.option("--kafka", help="Kafka's bootstrap servers.")
def worker(postgres: str | None, kafka: str | None) -> None:
    """Record what the services publish, until told to stop. Exits 75 when the registers name other topics."""
    set_up_logging("worker")
    settings = load_settings(postgres=postgres, kafka=kafka)
    recorder = open_recorder(settings)
    # Until the stream sees to it: a worker that waits has nothing under way.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))
    code = run_worker(once_kafka_answers(settings, recorder), recorder)
    recorder.close()
    sys.exit(code)


def once_kafka_answers(settings: Settings, recorder: Recorder) -> WorkerSettings:
    """Return ``worker_settings`` as soon as a broker answers, however long that takes: a worker that is started while
    Kafka is away waits, as one does that was there before."""
    while True:
        try:
            return worker_settings(settings, recorder)
        except (KafkaTimeoutError, KafkaConnectionError):  # after half a minute each time
            logger.warning(
                "a broker of Kafka does not answer; nothing is lost, it is read on once it does. If it runs: see"
                " whether PROVISION_LEDGER_KAFKA names it, and what PROVISION_LEDGER_KAFKA_SECURITY says"
            )


def worker_settings(settings: Settings, recorder: Recorder) -> WorkerSettings:
    """Find the topics to read, making those that a registered source has but Kafka lacks."""
    topics = recorder.topics() | {f"registers.{settings.register_source}"}
    create_topics(
        settings.required("kafka"), topics | task_topics(topics), settings.kafka_security, settings.kafka_partitions,
        settings.kafka_replication, settings.kafka_retention_days,
    )  # fmt: skip
    unlike = unlike_ours(settings.kafka, topics, settings.kafka_security, settings.kafka_retention_days)
    for topic in unlike.kept_longer:
        logger.warning(
            "topic %s keeps messages for longer than %d days: what is erased is not gone from it on the day that the"
            " answer names", topic, settings.kafka_retention_days,
        )  # fmt: skip
    for topic in unlike.compacted:
        logger.warning(
            "topic %s is compacted: a correction takes away what it corrects, and that comes to be told as a hole; set"
            " its cleanup.policy to delete", topic,
        )  # fmt: skip
    for topic in unlike.dated_by_sources:
        logger.warning(
            "topic %s keeps the times that its source gives: what is late can be passed off as in time; set its"
            " message.timestamp.type to LogAppendTime", topic,
        )  # fmt: skip
    return WorkerSettings(
        bootstrap=settings.kafka,
        topics=frozenset(topics),
        group=settings.group,
        session_timeout=settings.session_timeout_seconds,
        security=faust_security(settings.kafka_security),
    )
