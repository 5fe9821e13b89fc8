"""What a worker says of how long Kafka keeps its topics."""

from __future__ import annotations

from typing import Any

import pytest

from streams import topics


class _Admin:
    """A broker that knows how long one topic keeps its messages, and does not know another yet."""

    def __init__(self, **settings: Any) -> None:
        pass

    def describe_configs(self, resources: object, config_filter: str) -> dict[str, dict[str, dict[str, Any]]]:
        kept = {"cleanup.policy": "delete", "retention.ms": "-1", "segment.ms": "86400000"}
        return {"topic": {"made.now": {}, "for.good": {name: {"value": value} for name, value in kept.items()}}}

    def close(self) -> None:
        pass


def test_a_topic_that_was_made_a_moment_ago_stops_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "KafkaAdminClient", _Admin)
    assert topics.kept_longer("broker:9092", ["made.now", "for.good"], {}, days=30) == ["for.good"]
