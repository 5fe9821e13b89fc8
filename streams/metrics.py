"""Every metric there is, with its kind and meaning. Names and numbers only; nothing of a person."""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import Literal

logger = logging.getLogger(__name__)

MetricName = Literal[
    # Counter: partition batches recorded.
    "worker.batches",
    # Counter: Kafka messages recorded, whatever became of them.
    "worker.messages",
    # Time: seconds in which batches were prepared: decoded, looked up, judged, sealed.
    "worker.prepare_seconds",
    # Time: seconds in which batches were committed, the wait for the log's lock included.
    "worker.commit_seconds",
    # Counter: messages the relay had acknowledged by the broker.
    "relay.sent",
]


class Metrics:
    """Counts within one process and says the sums in one log line when asked."""

    def __init__(self) -> None:
        self._sums: dict[str, float] = defaultdict(float)

    def count(self, name: MetricName, by: int = 1) -> None:
        """Add to a counter."""
        self._sums[name] += by

    def time(self, name: MetricName, seconds: float) -> None:
        """Add to a time."""
        self._sums[name] += seconds

    def report(self) -> None:
        """Log what was counted since the last report, if anything was."""
        if self._sums:
            logger.info(" ".join(f"{name}={value:.6g}" for name, value in sorted(self._sums.items())))
            self._sums.clear()
