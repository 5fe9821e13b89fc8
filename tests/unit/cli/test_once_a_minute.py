"""What a log says once and what it says again."""

from __future__ import annotations

import logging

from ledger.cli.once_a_minute import OnceAMinute


def record(level: int, text: str, *words: object) -> logging.LogRecord:
    return logging.LogRecord("ledger.log.notary", level, "", 0, text, words, None)


def test_the_same_warning_is_said_once_a_minute_and_every_other_at_once() -> None:
    now = 0.0
    said = OnceAMinute(lambda: now)
    away, short = "witness %s gave no cosignature (%s)", "the head of size %s is not published: %s"

    def told() -> list[bool]:
        return [
            said.filter(record(logging.WARNING, away, "one", "TimeoutError")),
            said.filter(record(logging.WARNING, away, "two", "TimeoutError")),
            said.filter(record(logging.WARNING, away, "one", "OSError")),
            said.filter(record(logging.ERROR, short, int(now), ValueError(f"too few of {now}"))),
        ]

    assert told() == [True, True, True, True]
    now = 59.9
    assert told() == [False, False, False, False]
    assert said.filter(record(logging.ERROR, short, 5, ValueError("another reason")))
    now = 60.0
    assert told() == [True, True, True, True]


def test_what_is_no_warning_is_always_said() -> None:
    said = OnceAMinute(lambda: 0.0)
    assert all(said.filter(record(logging.INFO, "relay.sent=%s", 3)) for _ in range(3))
