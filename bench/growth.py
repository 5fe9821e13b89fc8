"""Whether a ledger slows down as it grows: two workers record three million provisions, timed in even steps.

One provision in five is about somebody new, all along, so that keys are made and found in the same proportion at the
end as at the beginning, while every index, the key store and the tree grow.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import psycopg

from bench import workload
from bench.ledger_run import Worker, assigned, prefill, recorded, relations_size, until
from bench.machine import machine
from bench.servers import Servers, servers
from bench.workload import CONSENT_TOPIC, PARTITIONS, PROVISION_TOPIC, REGISTER_TOPIC, TOPICS
from ledger.cli.settings import Settings
from streams.producer import Outgoing, Producer
from streams.topics import create_topics
from streams.wire import encode

PROVISIONS, STEP, WORKERS = 3_000_000, 100_000, 2
_NEW_IN = 5
_PORTION = 20_000
_AT_ENDS = 5
_LOOK = 0.2
_REPORT = Path("build/bench/growth.json")


def main() -> None:
    """Measure and write build/bench/growth.json."""
    options = argparse.ArgumentParser(description=main.__doc__)
    options.add_argument("--provisions", type=int, default=PROVISIONS)
    given = options.parse_args()
    with servers() as running:
        report = _measure(running, given.provisions)
    _REPORT.parent.mkdir(parents=True, exist_ok=True)
    _REPORT.write_text(json.dumps(report, indent=2) + "\n")
    _say(f"last to first: {report['last_to_first']}; written to {_REPORT}")


def _measure(running: Servers, provisions: int) -> dict[str, object]:
    settings = running.new_ledger()
    _say(f"publishing {provisions} provisions")
    _publish(settings, provisions)
    prefill(settings)
    running.checkpoint()
    measured_on = machine()
    with psycopg.connect(settings.postgres, autocommit=True) as connection:
        empty = relations_size(connection)
        steps = _record(connection, settings, provisions)
        bytes_per_record = (relations_size(connection) - empty) / provisions
    # The first step starts the caches and the last may end before its time: neither says how fast a ledger is.
    speeds = [step["records_per_s"] for step in steps][1:-1]
    first, last = statistics.median(speeds[:_AT_ENDS]), statistics.median(speeds[-_AT_ENDS:])
    return {
        "provisions": provisions, "step": STEP, "workers": WORKERS, "new_person_in": _NEW_IN, "steps": steps,
        "first_records_per_s": first, "last_records_per_s": last, "last_to_first": round(last / first, 3),
        "bytes_per_record": round(bytes_per_record), "machine": measured_on,
    }  # fmt: skip


def _publish(settings: Settings, provisions: int) -> None:
    create_topics(settings.kafka, TOPICS, {}, partitions=PARTITIONS)
    producer = Producer(settings.kafka)
    told = (("RegisterChange", REGISTER_TOPIC, workload.registers()),
            ("ConsentChange", CONSENT_TOPIC, workload.consent_events()),
            ("Provision", PROVISION_TOPIC, _provisions(provisions)))  # fmt: skip
    for name, topic, events in told:
        messages = (Outgoing(topic, event["id"], encode(name, event)) for event in events)  # type: ignore[arg-type]
        while portion := list(islice(messages, _PORTION)):
            producer.send_all(portion)
    producer.close()


def _provisions(count: int) -> Iterator[dict[str, object]]:
    draw = random.Random(7)
    for number, event in enumerate(workload.provision_events(count)):
        newest = number // _NEW_IN
        somebody = newest if number % _NEW_IN == 0 else draw.randrange(newest + 1)
        yield {**event, "people": [workload.person(somebody)]}


def _record(connection: psycopg.Connection[object], settings: Settings, provisions: int) -> list[dict[str, int]]:
    """Let the workers record everything, and return the speed of each step."""
    running = [Worker(settings) for _ in range(WORKERS)]
    steps: list[dict[str, int]] = []
    try:
        until(lambda: assigned(running), running)
        done, since = recorded(connection), time.monotonic()
        while done < provisions:
            time.sleep(_LOOK)
            now, reached = time.monotonic(), recorded(connection)
            if reached - done >= STEP or reached == provisions:
                steps.append({"records": reached, "records_per_s": round((reached - done) / (now - since))})
                _say(f"{reached:>9} records: {steps[-1]['records_per_s']}/s")
                done, since = reached, now
            if any(worker.process.poll() is not None for worker in running):
                raise RuntimeError("a worker ended")
    finally:
        for worker in running:
            worker.stop()
    return steps


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
