"""Topic administration: topics are made on purpose, with bounded retention, and known by their identity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType, NewTopic
from kafka.errors import TopicAlreadyExistsError

#: Topics the ledger publishes to.
OUTPUT_TOPICS = ("verdicts", "alerts", "stops", "provisions.dlq")

#: Days for which a topic keeps its messages, unless told otherwise.
RETENTION_DAYS = 30
#: Days after which a topic that is made begins another segment. Kafka removes whole segments, so that a message may
#: lie this much longer than its retention.
SEGMENT_DAYS = 1
_DAY_MS = 86_400_000


def task_topic(source: str) -> str:
    """Return the topic on which a source is asked for its part of an answer: it alone may read it."""
    return f"tasks.{source}"


def task_topics(topics: Iterable[str]) -> frozenset[str]:
    """Return the topics of tasks that go with these topics of sources: one for each source that answers by events."""
    return frozenset(task_topic(topic.removeprefix("answers.")) for topic in topics if topic.startswith("answers."))


class TopicsMissing(Exception):
    """Kafka does not have these topics. Nothing was read; run `provision-ledger migrate` to make them."""


def create_topics(
    bootstrap: str, topics: Iterable[str], security: Mapping[str, Any], partitions: int = 4, replication: int = 1,
    retention_days: int = RETENTION_DAYS,
) -> list[str]:  # fmt: skip
    """Make the topics that are missing and return their names. Raises kafka.errors.KafkaError."""
    config = {
        "cleanup.policy": "delete", "retention.ms": str(retention_days * _DAY_MS),
        "segment.ms": str(SEGMENT_DAYS * _DAY_MS),
        "message.timestamp.type": "LogAppendTime",
    }  # fmt: skip
    admin = KafkaAdminClient(bootstrap_servers=bootstrap, **security)
    try:
        missing = sorted(set(topics) - set(admin.list_topics()))
        for topic in missing:
            try:
                admin.create_topics(
                    [NewTopic(topic, num_partitions=partitions, replication_factor=replication, topic_configs=config)]
                )
            except TopicAlreadyExistsError:
                continue
        return missing
    finally:
        admin.close()


@dataclass(frozen=True, slots=True)
class Unlike:
    """Topics that somebody else made, or changed: those that keep messages for longer than they should, or for good;
    those that also drop some before their time; and those whose times are what the publisher says."""

    kept_longer: list[str]
    compacted: list[str]
    dated_by_sources: list[str]


def unlike_ours(bootstrap: str, topics: Iterable[str], security: Mapping[str, Any], days: int) -> Unlike:
    """Tell which topics are not as ``create_topics`` makes them, for ``days``. One that was made a moment ago may not
    be known yet to the broker that is asked: of it nothing is told, and it is none of them. Raises
    kafka.errors.KafkaError."""
    admin = KafkaAdminClient(bootstrap_servers=bootstrap, **security)
    try:
        described = admin.describe_configs(
            [ConfigResource(ConfigResourceType.TOPIC, topic) for topic in sorted(topics)], config_filter="all"
        )
    finally:
        admin.close()
    found = {
        topic: {name: setting["value"] for name, setting in settings.items()}
        for told in described.values()
        for topic, settings in sorted(told.items())
        if settings
    }
    return Unlike(
        [topic for topic, settings in found.items() if not _bounded(settings, days)],
        [topic for topic, settings in found.items() if "compact" in settings["cleanup.policy"]],
        [topic for topic, settings in found.items() if settings["message.timestamp.type"] != "LogAppendTime"],
    )


def _bounded(settings: Mapping[str, str], days: int) -> bool:
    return (
        "delete" in settings["cleanup.policy"]
        and 0 <= int(settings["retention.ms"]) <= days * _DAY_MS
        and int(settings["segment.ms"]) <= SEGMENT_DAYS * _DAY_MS
    )


def topic_ids(bootstrap: str, topics: Sequence[str], security: Mapping[str, Any]) -> dict[str, str]:
    """Return Kafka's identity of each topic, in hex: a recreated topic has another one.

    Raises TopicsMissing, or kafka.errors.KafkaError when the broker is away.
    """
    admin = KafkaAdminClient(bootstrap_servers=bootstrap, **security)
    try:
        described = admin.describe_topics(list(topics))
        found = {
            topic["name"]: UUID(topic["topic_id"]).hex
            for topic in described
            if not topic.get("error_code") and topic.get("topic_id")
        }
    finally:
        admin.close()
    missing = sorted(set(topics) - set(found))
    if missing:
        raise TopicsMissing(", ".join(missing))
    return found
