"""How often somebody may ask: a bucket of tokens that fills at an even rate."""

from __future__ import annotations

import math
from collections.abc import Callable

#: Parts of a minute's tokens that may be spent at once.
_AT_ONCE = 6
#: Names that are remembered, those that came last: a flood of names pushes out what is as good as forgotten.
_MOST = 10_000


class Rates:
    """A bucket for each name. ``clock`` is monotonic, in seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, name: str, per_minute: int) -> int:
        """Take a token. Return 0, or the whole seconds until there will be one again."""
        now = self._clock()
        most = max(1.0, per_minute / _AT_ONCE)
        tokens, at = self._buckets.pop(name, (most, now))
        tokens = min(most, tokens + (now - at) * per_minute / 60)
        self._buckets[name] = (tokens - 1 if tokens >= 1 else tokens), now
        if len(self._buckets) > _MOST:
            del self._buckets[next(iter(self._buckets))]
        return 0 if tokens >= 1 else math.ceil((1 - tokens) * 60 / per_minute)
