"""The one way out to Kafka: every message is acknowledged by the broker, or the caller hears that it was not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError, KafkaTimeoutError

_ACKNOWLEDGED_WITHIN = 120
#: How long (s) the broker may take to name a topic's partitions.
_KNOWN_WITHIN = 30


class NotPublished(Exception):
    """The broker did not acknowledge the event. It may have arrived all the same: publish it again with the same id."""


@dataclass(frozen=True, slots=True)
class Published:
    """Where the broker keeps an event."""

    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to send; ``partition`` None: the key decides."""

    topic: str
    key: bytes
    value: bytes | None
    partition: int | None = None


class Producer:
    """Sends messages with acks=all and idempotence. ``security`` is passed to kafka-python as it is.

    Raises NotPublished when the broker is away.
    """

    def __init__(self, bootstrap: str, security: Mapping[str, Any] | None = None) -> None:
        try:
            self._producer = KafkaProducer(
                bootstrap_servers=bootstrap, acks="all", enable_idempotence=True, compression_type="lz4", linger_ms=2,
                # A topic that a broker makes on demand keeps the times and the messages that it likes.
                allow_auto_create_topics=False,
                batch_size=131_072, max_request_size=1_048_576, max_block_ms=_KNOWN_WITHIN * 1000,
                delivery_timeout_ms=_ACKNOWLEDGED_WITHIN * 1000, **(security or {}),
            )  # fmt: skip
        except KafkaError as error:
            raise NotPublished(type(error).__name__) from error

    def send_all(self, messages: Iterable[Outgoing]) -> list[Published]:
        """Send messages and return when every one is acknowledged. Raises NotPublished: some may have arrived."""
        try:
            waiting = [self._send(message) for message in messages]
            self._producer.flush()
            sent = [future.get(timeout=_ACKNOWLEDGED_WITHIN) for future in waiting]
        except KafkaError as error:
            raise NotPublished(type(error).__name__) from error
        return [Published(metadata.topic, metadata.partition, metadata.offset) for metadata in sent]

    def start_all(self, messages: Iterable[Outgoing]) -> None:
        """Hand messages over for sending without waiting for the broker. Raises NotPublished."""
        try:
            for message in messages:
                self._send(message)
        except KafkaError as error:
            raise NotPublished(type(error).__name__) from error

    def partitions_of(self, topic: str) -> list[int]:
        """Return the topic's partitions. Raises NotPublished when the topic does not exist."""
        try:
            return sorted(self._producer.partitions_for(topic))
        except KafkaTimeoutError as error:
            raise _unknown(topic) from error
        except KafkaError as error:
            raise NotPublished(type(error).__name__) from error

    def close(self) -> None:
        """Close the connection."""
        self._producer.close()

    def _send(self, message: Outgoing) -> Any:
        try:
            return self._producer.send(
                message.topic, key=message.key, value=message.value, partition=message.partition
            )
        except KafkaTimeoutError as error:
            raise _unknown(message.topic) from error


def _unknown(topic: str) -> NotPublished:
    return NotPublished(
        f"the broker named no partition of topic {topic} within {_KNOWN_WITHIN} s: it is away, or there is no such"
        " topic (a source's topics are made once the register names them)"
    )
