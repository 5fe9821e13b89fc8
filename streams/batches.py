"""What a poll returned for one partition, delivered whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Message(NamedTuple):
    """One Kafka message: its offset, the broker's append time (µs UTC) and its bytes (None: a null value)."""

    offset: int
    appended_at: int
    value: bytes | None


@dataclass(frozen=True, slots=True)
class PartitionBatch:
    """Messages of one partition in order of offsets. ``next_offset`` follows the last; ``log_start`` was the first
    offset the broker still had; ``topic_id`` is Kafka's UUID of the topic in hex, which a recreated topic changes."""

    topic: str
    topic_id: str
    partition: int
    first_offset: int
    next_offset: int
    log_start: int
    records: Sequence[Message]
