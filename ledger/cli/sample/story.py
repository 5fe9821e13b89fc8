"""The sample company's story, chapter by chapter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger.cli.sample import everyday, partners
from ledger.cli.sample.telling import Telling, Told


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one source publishes in one go; ``junk`` are messages on its provision topic that are no events."""

    source: str
    events: Sequence[Told]
    junk: Sequence[bytes | None] = ()


def story(now: datetime) -> list[Chapter]:
    """Return the chapters in the order in which they are published."""
    tell = Telling(now)
    return [
        Chapter("operator", tell.registers()),
        Chapter("members", everyday.consents_in_time(tell)),
        Chapter("screening", everyday.screening(tell), junk=(b"not Avro at all", None)),
        Chapter(
            "support", everyday.support(tell), junk=(b"\xc3\x01\x00\x11\x22\x33\x44\x55\x66\x77of a schema nobody has",)
        ),
        Chapter("partners", partners.opt_out(tell)),
        Chapter("partners", partners.not_third_parties(tell)),
        Chapter("partners", partners.abroad(tell)),
        Chapter("partners", partners.received(tell)),
        Chapter("affiliate", partners.received_by_the_affiliate(tell)),
        Chapter("partners", partners.other_data(tell)),
        Chapter("members", everyday.consents_afterwards(tell)),
        Chapter("screening", everyday.again(tell)),
    ]
