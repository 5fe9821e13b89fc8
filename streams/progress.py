"""How far the ledger has come with what the broker holds: for demos, tests and whoever waits for a publisher."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from ledger.log.head import LOG_ID
from ledger.store.connect import Connection

_POSITIONS = "select topic, partition, next_offset from position where log_id = %s and topic = any(%s)"
#: What became of the offsets of these topics, heartbeats left out.
_TRACED = """
select t.disposition, sum(t.next_offset - t.first_offset)::bigint from trace t
join position p on (p.log_id, p.topic_id, p.partition) = (t.log_id, t.topic_id, t.partition)
where t.log_id = %s and p.topic = any(%s) group by 1
"""


def end_offsets(bootstrap: str, topics: Collection[str], security: Mapping[str, Any]) -> dict[tuple[str, int], int]:
    """Return the offset that follows the last message of each partition. Raises kafka.errors.KafkaError."""
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False, **security)
    try:
        partitions = [
            TopicPartition(topic, number) for topic in topics for number in consumer.partitions_for_topic(topic) or ()
        ]
        return {(found.topic, found.partition): end for found, end in consumer.end_offsets(partitions).items()}
    finally:
        consumer.close()


def behind(connection: Connection, ends: Mapping[tuple[str, int], int]) -> int:
    """Return how many messages below these offsets the ledger has not taken in yet."""
    topics = sorted({topic for topic, _ in ends})
    reached = {(topic, number): offset for topic, number, offset in connection.execute(_POSITIONS, (LOG_ID, topics))}
    return sum(max(0, end - reached.get(place, 0)) for place, end in ends.items())


def dispositions(connection: Connection, topics: Collection[str]) -> dict[str, int]:
    """Return how many offsets of these topics became what, by the words of a batch entry (heartbeat and hole too)."""
    found: dict[str, int] = dict(connection.execute(_TRACED, (LOG_ID, sorted(topics))).fetchall())
    return found
