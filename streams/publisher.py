"""The publisher for services: what a service hands on, it says here first, and knows that it was heard.

``publish`` returns only when the broker has the event on disk as the topic demands (acks=all), and raises otherwise.
An event that was not acknowledged may still have arrived; sending it again with the same id is always safe, since the
ledger keeps one record for one (source, id).
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from kafka import KafkaProducer
from kafka.errors import KafkaError

from streams.wire import Unreadable, decode, encode

logger = logging.getLogger(__name__)

#: The broker's limit for one message (bytes), less what Kafka adds around it.
MAX_MESSAGE_BYTES = 1_048_576 - 512

_TOPIC_KIND = {
    "Provision": "provisions", "ProvisionCorrection": "provisions", "ConsentChange": "consents", "PersonLink": "links",
    "RegisterChange": "registers",
}  # fmt: skip


class EventInvalid(ValueError):
    """The event does not fit its schema, so it was not sent. The message names the field, never its value."""


class EventTooLarge(ValueError):
    """The event is larger than the broker takes, so it was not sent. Split its people over several events."""


class NotPublished(Exception):
    """The broker did not acknowledge the event. It may have arrived all the same: publish it again with the same id."""


@dataclass(frozen=True, slots=True)
class Published:
    """Where the broker keeps an event."""

    topic: str
    partition: int
    offset: int


class NumberKeeper(Protocol):
    """Hands out an instance's running numbers: 1, 2, 3 …, none twice, not even after a restart."""

    def next_numbers(self, count: int) -> int:
        """Set aside ``count`` numbers, durably, and return the first."""

    def last_number(self) -> int:
        """Return the last number set aside; 0 when there is none."""


class NumberFile:
    """Keeps running numbers in a file, written and synchronised before a number is used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last = int(path.read_text()) if path.exists() else 0

    def next_numbers(self, count: int) -> int:
        first = self._last + 1
        self._last += count
        new = self._path.with_suffix(".new")
        with new.open("w") as file:
            file.write(str(self._last))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)
        return first

    def last_number(self) -> int:
        return self._last


class Publisher:
    """Publishes one source's events from one instance.

    ``events`` are mappings in the fields of their schema (see ``streams.scenario`` for JSON); source, instance,
    number, written_at and, when absent, id are filled in here. ``security`` is passed to kafka-python as it is.
    """

    def __init__(
        self, bootstrap: str, source: str, instance: str, numbers: NumberKeeper,
        security: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self._source = source
        self._instance = instance
        self._numbers = numbers
        self._topics: set[str] = set()
        self._producer = KafkaProducer(
            bootstrap_servers=bootstrap, acks="all", enable_idempotence=True, compression_type="lz4", linger_ms=2,
            batch_size=131_072, max_request_size=1_048_576, delivery_timeout_ms=120_000, **(security or {}),
        )  # fmt: skip

    def publish(self, name: str, event: Mapping[str, Any]) -> Published:
        """Publish one event and wait for the broker. Raises EventInvalid, EventTooLarge, NotPublished."""
        return self.publish_all([(name, event)])[0]

    def publish_all(self, events: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Published]:
        """Publish events and return when all are acknowledged. Every one is checked before the first is sent.

        Raises EventInvalid or EventTooLarge (nothing was sent) or NotPublished (some may have arrived).
        """
        messages = self._messages(list(events))
        try:
            waiting = [
                self._producer.send(topic, key=key, value=value) for topic, key, value in messages
            ]
            self._producer.flush()
            sent = [future.get(timeout=120) for future in waiting]
        except KafkaError as error:
            raise NotPublished(type(error).__name__) from error
        return [Published(metadata.topic, metadata.partition, metadata.offset) for metadata in sent]

    def heartbeat(self, final: bool = False, topics: Sequence[str] = ()) -> None:
        """Say on every partition of every topic of this instance that it lives, and which number was its last.

        Raises NotPublished.
        """
        last = self._numbers.last_number()
        now = _now()
        event = {
            "id": uuid4().bytes, "source": self._source, "instance": self._instance, "number": last,
            "happened_at": now, "written_at": now, "last_number": last, "final": final,
        }  # fmt: skip
        value = encode("SourceHeartbeat", event)
        try:
            waiting = [
                self._producer.send(topic, key=event["id"], value=value, partition=partition)
                for topic in sorted(self._topics | set(topics))
                for partition in sorted(self._producer.partitions_for(topic) or ())
            ]
            self._producer.flush()
            for future in waiting:
                future.get(timeout=120)
        except KafkaError as error:
            raise NotPublished(type(error).__name__) from error

    def send_bytes(self, topic: str, value: bytes | None, key: bytes = b"") -> None:
        """Send bytes as they are, as any other client may. Raises NotPublished."""
        try:
            self._producer.send(topic, key=key or uuid4().bytes, value=value).get(timeout=120)
        except KafkaError as error:
            raise NotPublished(type(error).__name__) from error

    def close(self) -> None:
        """Close the connection; everything published was acknowledged already."""
        self._producer.close()

    def __enter__(self) -> Publisher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _messages(self, events: Sequence[tuple[str, Mapping[str, Any]]]) -> list[tuple[str, bytes, bytes]]:
        now = _now()
        drafts = [
            (name, {"id": uuid4().bytes, "written_at": now, **event, "source": self._source,
                    "instance": self._instance, "number": 1})
            for name, event in events
        ]  # fmt: skip
        for name, event in drafts:
            check_event(name, event)
        number = self._numbers.next_numbers(len(drafts))
        messages = []
        for name, event in drafts:
            topic = f"{_TOPIC_KIND[name]}.{self._source}"
            self._topics.add(topic)
            # A correction travels with what it corrects, so that they arrive in order.
            key = event.get("corrects") or event["id"]
            messages.append((topic, key, encode(name, {**event, "number": number})))
            number += 1
        return messages


def check_event(name: str, event: Mapping[str, Any]) -> bytes:
    """Check an event as the ledger will read it and return its bytes. Raises EventInvalid or EventTooLarge."""
    if name not in _TOPIC_KIND:
        raise EventInvalid(f"{name} is no event to publish")
    try:
        value = encode(name, event)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise EventInvalid(f"{name}: {_field_of(error, event)} does not fit the schema") from error
    if len(value) > MAX_MESSAGE_BYTES:
        raise EventTooLarge(f"{name}: {len(value)} bytes, at most {MAX_MESSAGE_BYTES}")
    try:
        decode(value)
    except Unreadable as error:
        raise EventInvalid(f"{name}: {error.reason}") from error
    return value


def _field_of(error: BaseException, event: Mapping[str, Any]) -> str:
    """Return the first field's name that the error's text speaks of; the text itself may quote a value."""
    text = str(error)
    return next((f"field {name}" for name in event if f"'{name}'" in text or f".{name}" in text or name in text), "a field")


def event_json_lines(lines: Iterable[str]) -> Iterable[tuple[int, Any]]:
    """Read JSON lines, with their numbers. Raises EventInvalid naming the line."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError as error:
                raise EventInvalid(f"line {number} is not JSON") from error


def _now() -> int:
    return time.time_ns() // 1000
