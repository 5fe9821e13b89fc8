"""Where a worker's time goes: records provisions in this process and prints the profile.

    python -m bench.profile_path [records] [sort key]

Batches come ready from memory, so that only decode, judgement, seal and append are seen.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import time
from uuid import uuid4

from bench.servers import servers
from bench.workload import CONSENT_TOPIC, PROVISION_TOPIC, REGISTER_TOPIC, consent_events, provision_events, registers
from ledger.cli.recording import open_recorder
from streams.batches import Message, PartitionBatch
from streams.wire import encode

_PORTION = 2_500


def main(records: int, sort: str) -> None:
    """Record ``records`` provisions twice: once timed, once profiled."""
    with servers() as running:
        recorder = open_recorder(running.new_ledger())
        for topic, name, events in (
            (REGISTER_TOPIC, "RegisterChange", registers()),
            (CONSENT_TOPIC, "ConsentChange", consent_events()),
        ):
            for batch in _batches(topic, [encode(name, event) for event in events]):
                recorder.record([batch])
        values = [encode("Provision", event) for event in provision_events(2 * records)]
        batches = _batches(PROVISION_TOPIC, values)
        half = len(batches) // 2
        began = time.perf_counter()
        for batch in batches[:half]:
            recorder.record([batch])
        print(f"{half * _PORTION / (time.perf_counter() - began):,.0f} records/s in this process")
        profile = cProfile.Profile()
        profile.enable()
        for batch in batches[half:]:
            recorder.record([batch])
        profile.disable()
        pstats.Stats(profile).sort_stats(sort).print_stats(45)


def _batches(topic: str, values: list[bytes]) -> list[PartitionBatch]:
    identity, now = uuid4().hex, time.time_ns() // 1000
    return [
        PartitionBatch(
            topic, identity, 0, first, min(len(values), first + _PORTION), 0,
            [Message(offset, now, value) for offset, value in enumerate(values[first : first + _PORTION], start=first)],
        )
        for first in range(0, len(values), _PORTION)
    ]  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 25_000, sys.argv[2] if len(sys.argv) > 2 else "tottime")
