"""How often somebody may ask: a bucket of tokens that fills at an even rate."""

from __future__ import annotations

import math
from collections.abc import Callable

#: Parts of a minute's tokens that may be spent at once.
_AT_ONCE = 6
#: Names that are remembered, at most: a bucket untouched for a minute is full, and as good as forgotten.
_MOST = 10_000


class Rates:
    """A bucket for each name. ``clock`` is monotonic, in seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, name: str, per_minute: int) -> int:
        """Take a token. Return 0, or the whole seconds until there will be one again."""
        now = self._clock()
        if len(self._buckets) > _MOST:
            self._forget(now)
        most = max(1.0, per_minute / _AT_ONCE)
        tokens, at = self._buckets.get(name, (most, now))
        tokens = min(most, tokens + (now - at) * per_minute / 60)
        if tokens < 1:
            self._buckets[name] = tokens, now
            return math.ceil((1 - tokens) * 60 / per_minute)
        self._buckets[name] = tokens - 1, now
        return 0

    def _forget(self, now: float) -> None:
        self._buckets = {name: (tokens, at) for name, (tokens, at) in self._buckets.items() if now - at < 60}
