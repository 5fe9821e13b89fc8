"""The publisher for services: what a service hands on, it says here first, and knows that it was heard.

``publish`` returns only when the broker has the event on disk as the topic demands (acks=all), and raises otherwise.
An event that was not acknowledged may still have arrived; sending it again with the same id is always safe, since the
ledger keeps one record for one (source, id).
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from ledger.store.files import write_durably
from streams.producer import NotPublished, Outgoing, Producer, Published
from streams.wire import Unreadable, decode, encode, fault_in

#: The broker's limit for one message (bytes), less what Kafka adds around it.
MAX_MESSAGE_BYTES = 1_048_576 - 512

_TOPIC_KIND = {
    "Provision": "provisions", "ProvisionCorrection": "provisions", "ConsentChange": "consents", "PersonLink": "links",
    "RegisterChange": "registers", "Stop": "stops", "StopAcknowledgement": "stops",
    "TaskAnswer": "answers",
}  # fmt: skip
#: What a file of running numbers holds. Python's int would also take signs and underscores, and more than an event can.
_NUMBER = re.compile(rb"\s*[0-9]{1,18}\s*")
#: What Kafka takes in the name of a topic, less what stands before a source in it. Anything else would fail at each
#: try to send it, and hold up an outbox for good.
_SOURCE = re.compile(r"[a-zA-Z0-9._-]{1,230}")

__all__ = [
    "EventInvalid", "EventTooLarge", "NotPublished", "NumberFile", "NumbersUnreadable", "Published", "Publisher",
    "check_event", "event_json_lines", "key_for", "topic_for",
]  # fmt: skip


class EventInvalid(ValueError):
    """The event does not fit its schema, so it was not sent. The message names the field, never its value."""


class EventTooLarge(ValueError):
    """The event is larger than the broker takes, so it was not sent. Split its people over several events."""


class NumbersUnreadable(ValueError):
    """The file of running numbers holds no number. Nothing was published; write into it the last number that
    `provision-ledger completeness` names for this instance, or name another instance and another file."""


class NumberKeeper(Protocol):
    """Hands out an instance's running numbers: 1, 2, 3 …, none twice, not even after a restart."""

    def next_numbers(self, count: int) -> int:
        """Set aside ``count`` numbers, durably, and return the first."""

    def last_number(self) -> int:
        """Return the last number set aside; 0 when there is none."""


class NumberFile:
    """Keeps running numbers in a file, on disk before a number is used. Processes that run at once with the same file
    are given different ones. Raises NumbersUnreadable."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last = self._kept()

    def next_numbers(self, count: int) -> int:
        with _alone_in(self._path.parent):
            first = max(self._last, self._kept()) + 1
            self._last = first + count - 1
            write_durably(self._path, str(self._last).encode())
        return first

    def last_number(self) -> int:
        return self._last

    def _kept(self) -> int:
        try:
            kept = self._path.read_bytes()
        except FileNotFoundError:
            return 0
        if not _NUMBER.fullmatch(kept):
            raise NumbersUnreadable(str(self._path))
        return int(kept)


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
        self._producer = Producer(bootstrap, security)

    def publish(self, name: str, event: Mapping[str, Any]) -> Published:
        """Publish one event and wait for the broker. Raises EventInvalid, EventTooLarge, NotPublished."""
        return self.publish_all([(name, event)])[0]

    def publish_all(self, events: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Published]:
        """Publish events and return when all are acknowledged. Every one is checked before the first is sent.

        Raises EventInvalid or EventTooLarge (nothing was sent) or NotPublished (some may have arrived).
        """
        return self._producer.send_all(self._messages(list(events)))

    def heartbeat(self, final: bool = False, topics: Sequence[str] = ()) -> None:
        """Say on every partition of every topic of this instance that it lives, and which number was its last.

        Raises NotPublished.
        """
        last = self._numbers.last_number()
        now = _now()
        event_id = uuid4().bytes
        event = {
            "id": event_id, "source": self._source, "instance": self._instance, "number": last,
            "happened_at": now, "written_at": now, "last_number": last, "final": final,
        }  # fmt: skip
        value = encode("SourceHeartbeat", event)
        self._producer.send_all(
            Outgoing(topic, event_id, value, partition)
            for topic in sorted(self._topics | set(topics))
            for partition in self._producer.partitions_of(topic)
        )

    def send_bytes(self, topic: str, value: bytes | None, key: bytes = b"") -> Published:
        """Send bytes as they are, as any other client may. Raises NotPublished."""
        return self._producer.send_all([Outgoing(topic, key or uuid4().bytes, value)])[0]

    def close(self) -> None:
        """Close the connection; everything published was acknowledged already."""
        self._producer.close()

    def __enter__(self) -> Publisher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def check(self, name: str, event: Mapping[str, Any]) -> None:
        """Check an event as ``publish`` does before it sends. Raises EventInvalid or EventTooLarge."""
        check_event(name, self._draft(event))

    def _draft(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Return the event with all but its number."""
        return {
            "id": uuid4().bytes, "written_at": _now(), **event, "source": self._source, "instance": self._instance,
            "number": 1,
        }  # fmt: skip

    def _messages(self, events: Sequence[tuple[str, Mapping[str, Any]]]) -> list[Outgoing]:
        drafts = [(name, self._draft(event)) for name, event in events]
        for name, event in drafts:
            check_event(name, event)
            topic_for(name, self._source)
        number = self._numbers.next_numbers(len(drafts))
        messages = []
        for name, event in drafts:
            topic = topic_for(name, self._source)
            self._topics.add(topic)
            messages.append(Outgoing(topic, key_for(event), encode(name, {**event, "number": number})))
            number += 1
        return messages


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other process is in here for the same folder. The kernel lets the next one in when one dies."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def check_event(name: str, event: Mapping[str, Any]) -> bytes:
    """Check an event as the ledger will read it and return its bytes. Raises EventInvalid or EventTooLarge."""
    if name not in _TOPIC_KIND:
        raise EventInvalid(f"{name} is no event to publish")
    fault = fault_in(name, event)
    if fault is not None:
        raise EventInvalid(f"{name}: field {fault} does not fit the schema")
    try:
        value = encode(name, event)
    except (ValueError, OverflowError):
        # Only text that has no UTF-8 form is left; the error's own text would quote it.
        raise EventInvalid(f"{name}: a text cannot be written as UTF-8") from None
    if len(value) > MAX_MESSAGE_BYTES:
        raise EventTooLarge(f"{name}: {len(value)} bytes, at most {MAX_MESSAGE_BYTES}")
    try:
        decode(value)
    except Unreadable as error:
        raise EventInvalid(f"{name}: {error.reason}") from None
    return value


def event_json_lines(lines: Iterable[str]) -> Iterable[tuple[int, Any]]:
    """Read JSON lines, with their numbers. Raises EventInvalid naming the line."""
    number = 0
    try:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, _json(number, line)
    except UnicodeDecodeError:  # read ahead: a line soon after this one, perhaps
        raise EventInvalid(f"what follows line {number} is not UTF-8") from None


def _json(number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise EventInvalid(f"line {number} is not JSON") from error


def topic_for(name: str, source: str) -> str:
    """Return the topic that carries a source's events of this name (contract: one topic per source and kind).
    Raises EventInvalid where no topic can be named after the source."""
    if not _SOURCE.fullmatch(source):
        raise EventInvalid(f"{name}: field source cannot be part of a topic's name")
    return f"{_TOPIC_KIND[name]}.{source}"


def key_for(event: Mapping[str, Any]) -> bytes:
    """Return an event's message key: random ids only. A correction travels with what it corrects."""
    key: bytes = event.get("corrects") or event["id"]
    return key


def _now() -> int:
    return time.time_ns() // 1000
