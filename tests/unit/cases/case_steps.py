"""Steps of cases for tests: a request of 1 April 2026 at noon in Japan, and what officers do a day later."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.cases.steps import PERSON, Step
from ledger.law.days import day_of, midnight

DAY = 86_400_000_000
ARRIVED = date(2026, 4, 1)
NOON = midnight(day_of(ARRIVED)) + DAY // 2


def opened(kind: str = "records", arrived: date = ARRIVED, **more: Any) -> Step:
    return Step("case open", PERSON, NOON, {
        "number": "N", "secret_digest": "d", "kind": kind, "channel": "web", "language": "ja",
        "arrived": arrived.isoformat(), "asked": "", "contact": "", "claimed": "", **more,
    })  # fmt: skip


def step(command: str, officer: str = "officer-1", at: int = NOON + DAY, **said: Any) -> Step:
    return Step(f"case {command}", officer, at, said)


IDENTIFY = step("identify", method="call_back", ids=[["member", "A-1", str(2**62)]])
WHOLE = step("decide", outcome="whole", as_of=1, withheld={}, text="")
PART = step("decide", outcome="part", as_of=1, withheld={"aa": "33(2)i"}, text="")
AGREE = step("second", "officer-2", agrees=True)
ANSWER = step("answer", code_digest="c", code_until=NOON + 30 * DAY)
