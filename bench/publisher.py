"""Provisions published at an even rate from a process of its own, by kcat: who publishes is not what is measured.

Five thousand a second by a Python client take half a core, which nobody who publishes from elsewhere takes from here.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from uuid import uuid4

from bench import workload
from bench.workload import PROVISION_TOPIC
from ledger.runtime import processes
from ledger.runtime.prerequisites import provide
from streams.wire import encode

RATE = 5_000
_SLICE = 50


def start_publisher(bootstrap: str, people: int, seconds: int) -> subprocess.Popen[bytes]:
    """Publish provisions about so many people at the rate; the process prints a line when it begins."""
    provide(print, ("kcat",))
    command = [sys.executable, "-m", "bench.publisher", bootstrap, str(people), str(seconds)]
    return processes.start(command, output=subprocess.PIPE)


def _publish(bootstrap: str, people: int, seconds: int) -> None:
    """Write messages to kcat, a slice at a time, each when it is due."""
    workload.PEOPLE = people
    between = uuid4().hex.encode()  # in no message
    values = [encode("Provision", event) for event in workload.provision_events(RATE * seconds)]
    slices = [b"".join(value + between for value in values[at : at + _SLICE]) for at in range(0, len(values), _SLICE)]
    command = [
        "kcat", "-P", "-b", bootstrap, "-t", PROVISION_TOPIC, "-D", between.decode(), "-z", "lz4", "-X", "acks=all",
        "-X", "enable.idempotence=true", "-X", "linger.ms=2",
    ]  # fmt: skip
    with subprocess.Popen(command, stdin=subprocess.PIPE) as kcat:
        assert kcat.stdin is not None
        print("begun", flush=True)
        begun = time.monotonic()
        for number, messages in enumerate(slices):
            time.sleep(max(0.0, begun + number * _SLICE / RATE - time.monotonic()))
            kcat.stdin.write(messages)
            kcat.stdin.flush()
    if kcat.returncode:
        raise RuntimeError(f"kcat ended with {kcat.returncode}")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("bootstrap")
    options.add_argument("people", type=int)
    options.add_argument("seconds", type=int)
    given = options.parse_args()
    _publish(given.bootstrap, given.people, given.seconds)
