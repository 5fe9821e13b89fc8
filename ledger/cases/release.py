"""When an answer leaves: at fixed ticks of the clock, so that nobody learns from its hour how long it was looked into.

What an officer did with records that the existence screen leaves out takes time, and time is a way out too (Cabinet
Order 11). So whatever a person reads of when they were answered is the tick, never the act.
"""

from __future__ import annotations

from typing import Any

from ledger.cases.casebook import digest

#: µs from one tick to the next. Ticks stand on the full quarters of the hour, in Japan as in UTC.
TICK = 15 * 60 * 1_000_000
#: For how long (µs) an answer is there to be received.
CODE_LASTS = 30 * 86_400_000_000


def tick_after(at: int) -> int:
    """Return the first tick after an instant (µs UTC)."""
    return (at // TICK + 1) * TICK


def tick_before(at: int) -> int:
    """Return the last tick up to an instant (µs UTC)."""
    return at // TICK * TICK


def released(code: str | None, now: int) -> dict[str, Any]:
    """Return what the step `case answer` says: which code opens the answer, from when and until when. None: a code by
    e-mail, which the person has sent to them when they receive."""
    available = tick_after(now)
    kept = None if code is None else digest(code)
    return {"code_digest": kept, "code_until": available + CODE_LASTS, "available_at": available}
