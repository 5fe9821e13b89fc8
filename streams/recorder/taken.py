"""What the messages of one partition turn out to be, offset by offset, before anything is looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from streams.batches import PartitionBatch
from streams.recorder.bodies import register_body_valid
from streams.wire import Unreadable, decode

#: Kinds of topic in the order in which their events are taken in (rule 2), and the events each may carry.
TOPIC_KINDS: Mapping[str, frozenset[str]] = {
    "registers": frozenset({"RegisterChange"}),
    "links": frozenset({"PersonLink"}),
    "consents": frozenset({"ConsentChange"}),
    "stops": frozenset({"Stop", "StopAcknowledgement"}),
    "answers": frozenset({"TaskAnswer"}),
    "provisions": frozenset({"Provision", "ProvisionCorrection"}),
}
#: The kind of fact that a topic kind brings, for watermarks. Nothing waits for stops, which bind when
#: they come, nor for answers to tasks.
FACT_KIND: Mapping[str, str] = {"registers": "register", "links": "link", "consents": "consent"}

#: The longest message (bytes) that is read, and as much of a longer one is kept. A broker bounds messages as they are
#: sent: compressed, a few hundred kilobytes can hold what no database takes as one value.
MOST_BYTES = 8 * 1_048_576
#: Greatest running number that JSON carries exactly (RFC 8785 numbers are doubles).
_MAX_NUMBER = 2**53 - 1


@dataclass(slots=True)
class TakenEvent:
    """An event that was read: where it stood, when the broker took it (µs UTC), what it says, and its tail's bytes."""

    offset: int
    appended_at: int
    name: str
    event: dict[str, Any]
    tail: bytes | None = None


@dataclass(slots=True)
class TakenHeartbeat:
    """A source's sign of life."""

    offset: int
    appended_at: int
    event: dict[str, Any]


@dataclass(slots=True)
class TakenUnread:
    """Bytes that cannot be read as an event of this topic, and why."""

    offset: int
    appended_at: int
    reason: str
    value: bytes
    fingerprint: bytes | None


Taken = TakenEvent | TakenHeartbeat | TakenUnread


@dataclass(slots=True)
class TakenPartition:
    """One partition's share of a transaction."""

    batch: PartitionBatch
    kind: str
    source: str
    taken: list[Taken] = field(default_factory=list)

    def halves(self) -> tuple[TakenPartition, TakenPartition]:
        """Split the partition's share in two that follow each other. Raises ValueError when one message is left."""
        if len(self.taken) < 2:
            raise ValueError("one message cannot be split")
        middle = len(self.taken) // 2
        at = self.taken[middle].offset
        first = replace(self.batch, next_offset=at, records=self.batch.records[:middle])
        second = replace(self.batch, first_offset=at, records=self.batch.records[middle:])
        return (
            TakenPartition(first, self.kind, self.source, self.taken[:middle]),
            TakenPartition(second, self.kind, self.source, self.taken[middle:]),
        )

    def events(self) -> Iterator[TakenEvent]:
        return (item for item in self.taken if isinstance(item, TakenEvent))

    def heartbeats(self) -> Iterator[TakenHeartbeat]:
        return (item for item in self.taken if isinstance(item, TakenHeartbeat))

    def unread(self) -> Iterator[TakenUnread]:
        return (item for item in self.taken if isinstance(item, TakenUnread))


def topic_of(topic: str) -> tuple[str, str]:
    """Split ``kind.source``. Raises ValueError for a topic that is none of ours."""
    kind, _, source = topic.partition(".")
    if kind not in TOPIC_KINDS or not source:
        raise ValueError(f"{topic} is not a topic of the ledger")
    return kind, source


def take(batch: PartitionBatch) -> TakenPartition:
    """Read every message of the batch. Never raises for what a message contains."""
    kind, source = topic_of(batch.topic)
    allowed = TOPIC_KINDS[kind]
    partition = TakenPartition(batch, kind, source)
    append = partition.taken.append
    for message in batch.records:
        value = message.value
        if value is not None and len(value) > MOST_BYTES:
            append(_unread(message.offset, message.appended_at, "too_large", value[:MOST_BYTES]))
            continue
        try:
            decoded = decode(value)
        except Unreadable as unreadable:
            append(_unread(message.offset, message.appended_at, unreadable.reason, value))
            continue
        event = decoded.event
        if event.get("source") != source:
            append(_unread(message.offset, message.appended_at, "source_mismatch", value))
        elif decoded.name not in allowed and decoded.name != "SourceHeartbeat":
            append(_unread(message.offset, message.appended_at, "wrong_topic_kind", value))
        elif not int(decoded.name in allowed) <= _last_number(event) <= _MAX_NUMBER:
            append(_unread(message.offset, message.appended_at, "number_out_of_range", value))
        elif not _plain(event["instance"]):
            append(_unread(message.offset, message.appended_at, "instance_invalid", value))
        elif decoded.name == "RegisterChange" and not register_body_valid(event):
            append(_unread(message.offset, message.appended_at, "register_body_invalid", value))
        elif decoded.name in allowed:
            append(TakenEvent(message.offset, message.appended_at, decoded.name, event, decoded.tail))
        else:
            append(TakenHeartbeat(message.offset, message.appended_at, event))
    return partition


def _plain(name: str) -> bool:
    return 0 < len(name) <= 200 and name.isascii() and name.isprintable()


def _last_number(event: Mapping[str, Any]) -> int:
    number: int = event.get("last_number", event["number"])
    return number


def _unread(offset: int, appended_at: int, reason: str, value: bytes | None) -> TakenUnread:
    fingerprint = value[2:10] if reason == "unknown_fingerprint" and value else None
    return TakenUnread(offset, appended_at, reason, value or b"", fingerprint)
