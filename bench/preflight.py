"""How long a service waits for its answer: a million consents, a worker taking in five thousand provisions a second.

Questions come at an even rate from a process of their own, and each is timed from the instant at which it was due, so
that a slow answer counts for those that had to wait behind it. Measured with ingest running and with ingest paused.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from uuid import UUID, uuid4

import psycopg

from bench import workload
from bench.ledger_run import Worker, settle, until
from bench.machine import machine
from bench.publisher import start_publisher
from bench.servers import Servers, servers
from bench.workload import CONSENT_TOPIC, PARTITIONS, PROVISION_TOPIC, SOURCE, TOPICS
from ledger.cli.recording import open_recorder
from ledger.cli.settings import PREFIX, Settings
from ledger.runtime import processes
from ledger.runtime.ports import LOOPBACK, free_port, wait_until_answers
from streams.batches import Message, PartitionBatch
from streams.preflight_client import PreflightClient
from streams.topics import create_topics
from streams.wire import encode

ASKED_A_SECOND, SECONDS, WARM_UP = 150, 30, 5
_KEY = "key-of-the-bench"
_REPORT = Path("build/bench/preflight.json")
_PORTION, _ASKERS = 2_500, 16


def main() -> None:
    """Measure and write build/bench/preflight.json."""
    options = argparse.ArgumentParser(description=main.__doc__)
    options.add_argument("--people", type=int, default=1_000_000, help="People, each with one consent.")
    options.add_argument("--seconds", type=int, default=SECONDS)
    options.add_argument("--asked", type=int, default=ASKED_A_SECOND, help="Questions a second.")
    options.add_argument("--to", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.to:
        _ask(given.to, given.people, given.asked, given.seconds)
    else:
        with servers() as running:
            _measure(running, given.people, given.asked, given.seconds)


def _measure(running: Servers, people: int, asked: int, seconds: int) -> None:
    measured_on = machine()
    _say(f"disk sync {measured_on['disk_sync_ms']} ms")
    settings = running.new_ledger()
    create_topics(settings.kafka, TOPICS, {}, partitions=PARTITIONS)
    _say(f"recording {people} consents")
    _record_facts(settings, people)
    running.checkpoint()
    worker = Worker(settings)
    until(lambda: bool(worker.partitions), [worker])
    port = free_port()
    server = _server(settings, port)
    try:
        if not wait_until_answers(port, 20, lambda: server.poll() is None):
            raise RuntimeError("the pre-flight check did not start")
        paused = _asked(f"http://{LOOPBACK}:{port}", people, asked, seconds)
        _say(f"ingest paused:  {_line(paused)}")
        publisher = start_publisher(settings.kafka, people, seconds + 3 * WARM_UP)
        assert publisher.stdout is not None
        publisher.stdout.readline()  # it has begun
        time.sleep(WARM_UP)
        before, begun = _position(settings), time.monotonic()
        during = _asked(f"http://{LOOPBACK}:{port}", people, asked, seconds)
        ingested = (_position(settings) - before) / (time.monotonic() - begun)
        publisher.wait()
        _say(f"ingest running: {_line(during)}, {ingested:.0f} provisions/s taken in")
        moved = _moved(settings)
    finally:
        worker.stop()
        processes.stop(server, 15, 10)
    report = {
        "people": people, "asked_per_s": asked, "seconds": seconds, "ingest_per_s": round(ingested),
        "ingest_running": during, "ingest_paused": paused, "answers_not_yet_in_the_log": moved,
        "machine": measured_on,
    }  # fmt: skip
    _REPORT.parent.mkdir(parents=True, exist_ok=True)
    _REPORT.write_text(json.dumps(report, indent=2) + "\n")
    _say(f"written to {_REPORT}")


def _record_facts(settings: Settings, people: int) -> None:
    """Record registers and consents as a worker would, from messages that never went through the broker."""
    recorder = open_recorder(settings)
    now = time.time_ns() // 1000
    registers = [*workload.registers(), _service(now)]
    told = [Message(at, now, encode("RegisterChange", one)) for at, one in enumerate(registers)]
    recorder.record([PartitionBatch("registers.operator", uuid4().hex, 0, 0, len(told), 0, told)])
    topic = uuid4().hex
    consents = _consents(people, now)
    for first in range(0, people, _PORTION):
        records = [
            Message(first + at, now, encode("ConsentChange", event))
            for at, event in zip(range(min(_PORTION, people - first)), consents, strict=False)
        ]
        batch = PartitionBatch(CONSENT_TOPIC, topic, 0, first, first + len(records), 0, records)
        recorder.record([batch])
    settle(recorder, settings)
    recorder.close()


def _service(now: int) -> dict[str, object]:
    body = {
        "sources": [SOURCE], "recipients": [f"recipient-{number:02}" for number in range(40)],
        "items": ["name", "address", "phone", "birthday", "application"], "closed": True, "per_minute": 1_000_000,
        "key_digest": hashlib.sha256(_KEY.encode()).hexdigest(),
    }  # fmt: skip
    return {
        "id": UUID(int=2**102).bytes, "source": "operator", "instance": "bench-4", "number": 1, "happened_at": now,
        "written_at": now, "register": "services", "key": "bench", "valid_from": 0, "valid_to": None,
        "body": json.dumps(body),
    }  # fmt: skip


def _consents(people: int, now: int) -> Iterator[dict[str, object]]:
    base = next(iter(workload.consent_events()))
    for number in range(people):
        yield {
            **base, "id": UUID(int=2**100 + number).bytes, "number": number + 1, "consent": f"c-{number}",
            "person": workload.person(number), "happened_at": now - 3_500_000_000, "written_at": now,
        }  # fmt: skip


def _ask(url: str, people: int, asked: int, seconds: int) -> None:
    """Ask at an even rate and print the figures as JSON."""
    due: SimpleQueue[tuple[float, dict[str, Any]] | None] = SimpleQueue()
    took: list[float] = []
    answers: dict[str, int] = {}
    count = asked * (seconds + WARM_UP)
    questions = _questions(people, count)
    begun = time.monotonic() + 0.5

    def answer() -> None:
        client = PreflightClient(url, _KEY, timeout=5)
        while (one := due.get()) is not None:
            at, question = one
            time.sleep(max(0.0, at - time.monotonic()))
            said = client.may_i(question)
            done = time.monotonic()
            if at >= begun + WARM_UP:
                took.append(done - at)
                answers[said.answer] = answers.get(said.answer, 0) + 1

    for number, question in enumerate(questions):
        due.put((begun + number / asked, question))
    threads = [threading.Thread(target=answer) for _ in range(_ASKERS)]
    for thread in threads:
        due.put(None)
        thread.start()
    for thread in threads:
        thread.join()
    took.sort()
    figures = {f"p{part}_ms": round(1000 * took[int(len(took) * part / 100)], 2) for part in (50, 95, 99)}
    print(json.dumps({**figures, "max_ms": round(1000 * took[-1], 2), "questions": len(took), "answers": answers}))


def _questions(people: int, count: int) -> list[dict[str, Any]]:
    workload.PEOPLE = people
    return [dict(event) for event in workload.provision_events(count, seed=99)]


def _server(settings: Settings, port: int) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ, f"{PREFIX}POSTGRES": settings.postgres, f"{PREFIX}VAULT": settings.vault,
        f"{PREFIX}MASTER_KEY_FILE": str(settings.master_key_file),
    }  # fmt: skip
    command = [sys.executable, "-m", "ledger.cli", "preflight", "--listen", f"{LOOPBACK}:{port}"]
    return processes.start(command, env=environment)


def _asked(url: str, people: int, asked: int, seconds: int) -> dict[str, Any]:
    """Ask from a process of its own, and return its figures."""
    command = [
        sys.executable, "-m", "bench.preflight", "--to", url, "--people", str(people), "--asked", str(asked),
        "--seconds", str(seconds),
    ]  # fmt: skip
    said, _ = processes.start(command, output=subprocess.PIPE).communicate()
    figures: dict[str, Any] = json.loads(said.splitlines()[-1])
    return figures


def _position(settings: Settings) -> int:
    return _number(settings, "select coalesce(sum(next_offset), 0)::bigint from ledger.position where topic = %s",
                   PROVISION_TOPIC)  # fmt: skip


def _moved(settings: Settings) -> int:
    return _number(settings, "select (select count(*) from ledger.intake) - (select count(*) from ledger.act)")


def _number(settings: Settings, statement: str, *values: str) -> int:
    with psycopg.connect(settings.postgres, autocommit=True) as connection:
        row = connection.execute(statement.encode(), values).fetchone()
    assert row is not None
    return int(row[0])


def _line(figures: dict[str, Any]) -> str:
    return (
        f"p50 {figures['p50_ms']} ms, p95 {figures['p95_ms']} ms, p99 {figures['p99_ms']} ms,"
        f" answers {figures['answers']}"
    )


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
