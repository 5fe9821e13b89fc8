"""What lasts is said once a minute: a witness that is away for a night must not fill the disk with saying so."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable

_SECONDS = 60.0
_NUMBER = re.compile(r"\d+")


class OnceAMinute(logging.Filter):
    """Lets a warning or error through unless the same was said within a minute. Numbers in it do not make another."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        same = _NUMBER.sub("", f"{record.name} {record.getMessage()}")
        now = self._clock()
        # Forgotten once they count no more: a text that is never the same must not stay for good.
        self._said = {one: at for one, at in self._said.items() if now - at < _SECONDS}
        if same in self._said:
            return False
        self._said[same] = now
        return True


def say_once_a_minute() -> None:
    """Have this process's log say no warning or error twice within a minute; what informs is said each time."""
    for handler in logging.getLogger().handlers:
        handler.addFilter(OnceAMinute())
