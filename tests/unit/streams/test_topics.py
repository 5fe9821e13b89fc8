"""What a worker says of how long Kafka keeps its topics."""

from __future__ import annotations

from typing import Any

import pytest

from streams import topics


class _Admin:
    """A broker that knows how some topics are kept, and does not know another yet."""

    def __init__(self, **settings: Any) -> None:
        pass

    def describe_configs(self, resources: object, config_filter: str) -> dict[str, dict[str, dict[str, Any]]]:
        ours = {
            "cleanup.policy": "delete", "retention.ms": "2592000000", "segment.ms": "86400000",
            "message.timestamp.type": "LogAppendTime",
        }  # fmt: skip
        others = {
            "ours": {}, "for.good": {"retention.ms": "-1"}, "in.large.parts": {"segment.ms": "604800000"},
            "compacted": {"cleanup.policy": "compact"}, "both": {"cleanup.policy": "compact,delete"},
            "dated": {"message.timestamp.type": "CreateTime"},
        }  # fmt: skip
        kept = {topic: {**ours, **other} for topic, other in others.items()}
        told = {topic: {name: {"value": value} for name, value in one.items()} for topic, one in kept.items()}
        return {"topic": {"made.now": {}, **told}}

    def close(self) -> None:
        pass


def test_topics_that_are_not_as_ours_are_told_and_one_made_a_moment_ago_stops_no_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(topics, "KafkaAdminClient", _Admin)
    assert topics.unlike_ours("broker:9092", ["made.now", "and the rest"], {}, days=30) == topics.Unlike(
        kept_longer=["compacted", "for.good", "in.large.parts"], compacted=["both", "compacted"],
        dated_by_sources=["dated"],
    )  # fmt: skip
