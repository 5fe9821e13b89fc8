"""What an answer covers: which sources, heard up to when, which ways of provision are not published, and known gaps.

The statement says nothing of any person and counts no records, so it is the same for everybody who asks at one time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger.judging.completeness import heard_sources, holes, missing_numbers, recreated_topics
from ledger.judging.said import iso
from ledger.log.canonical import canonical
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection


@dataclass(frozen=True, slots=True)
class Channel:
    """A way of provision that does not publish, such as paper: until when it was attested that its provisions were
    entered by hand (an ISO day), or that there were none."""

    code: str
    ja: str
    en: str
    attested_until: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """One statement. Times are RFC 3339 in UTC; gaps are codes and numbers that name nobody.

    ``sources`` has every registered source, until when it was heard on all its partitions (None: one of them never
    spoke), and whether it fell silent.
    """

    stated_at: str
    sources: tuple[tuple[str, str | None, bool], ...]
    channels: tuple[Channel, ...]
    gaps: tuple[Mapping[str, Any], ...]

    def as_json(self) -> dict[str, Any]:
        """Return the statement as it is signed: canonical JSON of it is what a verifier sees."""
        return {
            "stated_at": self.stated_at,
            "sources": [
                {"source": source, "heard_until": heard, "silent": silent} for source, heard, silent in self.sources
            ],
            "channels": [
                {"channel": one.code, "ja": one.ja, "en": one.en, "attested_until": one.attested_until}
                for one in self.channels
            ],
            "gaps": [dict(gap) for gap in self.gaps],
        }

    def __bytes__(self) -> bytes:
        return canonical(self.as_json())


def coverage(connection: Connection, registers: Registers, as_of: int, now: int) -> Coverage:
    """Return what an answer as of a head size covers, by the registers of an instant (µs UTC)."""
    numbers, lost = missing_numbers(connection), holes(connection, as_of)
    sources = sorted(heard_sources(connection, registers, now), key=lambda heard: heard.source)
    gaps: list[dict[str, Any]] = [
        {"kind": "numbers", "source": one.source, "instance": one.instance, "first": one.first, "last": one.last}
        for one in numbers.shown
    ]
    gaps += [{"kind": "more_numbers", "source": source} for source in numbers.more]
    gaps += [
        {"kind": "offsets", "topic": one.topic, "partition": one.partition, "first": one.first, "last": one.end - 1}
        for one in lost.shown
    ]
    gaps += [{"kind": "more_offsets", "topic": topic} for topic in lost.more]
    gaps += [
        {"kind": "topic_recreated", "topic": topic, "times": times}
        for topic, times in sorted(recreated_topics(connection).items())
    ]
    gaps += [
        {"kind": "silent_partition", "topic": one.topic, "partition": one.partition}
        for source in sources
        for one in source.stuck(now)
    ]
    return Coverage(
        iso(now),
        tuple(
            (one.source, None if one.heard_until is None else iso(one.heard_until), one.silent(now))
            for one in sources
        ),
        tuple(
            Channel(row.key, row.body["ja"], row.body["en"], row.body["attested_until"])
            for row in sorted(registers.keys_at("channels", now), key=lambda row: row.key)
        ),
        tuple(gaps),
    )
