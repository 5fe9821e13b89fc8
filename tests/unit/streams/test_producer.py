"""What is said when nothing could be sent."""

from __future__ import annotations

from typing import Any

import pytest
from kafka.errors import KafkaConnectionError, KafkaTimeoutError

from streams import producer
from streams.producer import NotPublished, Outgoing, Producer


class _Nobody:
    """A client whose broker knows no topic."""

    settings: dict[str, Any]

    def __init__(self, **settings: Any) -> None:
        _Nobody.settings = settings

    def send(self, *_: Any, **__: Any) -> None:
        raise KafkaTimeoutError("Failed to update metadata")

    def partitions_for(self, topic: str) -> set[int]:
        raise KafkaTimeoutError("Failed to update metadata")


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> Producer:
    monkeypatch.setattr(producer, "KafkaProducer", _Nobody)
    return Producer("broker:9092")


def test_a_topic_that_nobody_knows_is_named(nobody: Producer) -> None:
    to = [Outgoing("provisions.nosuch", b"k", b"v")]
    for ask in (
        lambda: nobody.send_all(to), lambda: nobody.start_all(to), lambda: nobody.partitions_of("provisions.nosuch"),
    ):  # fmt: skip
        with pytest.raises(NotPublished, match=r"no partition of topic provisions\.nosuch within 30 s"):
            ask()


def test_every_message_is_acknowledged_by_all_and_no_topic_is_made_by_asking_for_it(nobody: Producer) -> None:
    wanted = {"acks": "all", "enable_idempotence": True, "allow_auto_create_topics": False}
    assert {name: _Nobody.settings[name] for name in wanted} == wanted


def test_a_broker_that_is_away_is_said_by_name_of_the_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_: Any) -> None:
        raise KafkaConnectionError

    monkeypatch.setattr(producer, "KafkaProducer", away)
    with pytest.raises(NotPublished, match="KafkaConnectionError"):
        Producer("broker:9092")
