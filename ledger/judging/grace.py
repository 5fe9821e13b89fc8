"""For how long a fact is waited for that a judgement lacks: what its sources declared, whatever has come since."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.registers.snapshot import Registers

#: The topic kind that brings each kind of fact.
TOPIC_KINDS: Mapping[str, str] = {"consent": "consents", "link": "links", "register": "registers"}


def lags(registers: Registers, kind: str, at: int) -> dict[str, int]:
    """Return how late (µs) each source that is registered for a kind of fact at an instant may be with it."""
    return {
        row.key: int(row.body["lag_seconds"]) * 1_000_000
        for row in registers.keys_at("sources", at)
        if any(topic["kind"] == TOPIC_KINDS[kind] for topic in row.body["topics"])
    }


def graces(registers: Registers, at: int) -> dict[str, int]:
    """Return for how long (µs) after a provision each kind of fact is waited for, before it is judged without. A kind
    that is left out is waited for until it comes: nobody telling of consents is no proof that there are none. A consent
    may yet come by way of a link, so the slowest of both counts."""
    told = {kind: lags(registers, kind, at) for kind in TOPIC_KINDS}
    longest = {kind: max(by_source.values(), default=0) for kind, by_source in told.items()}
    ended = {"register": longest["register"]}
    if told["consent"]:
        ended["consent"] = max(longest["consent"], longest["link"])
    return ended
