"""Our own way: real worker processes over the full topics, timed from when all have their partitions."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from kafka import KafkaConsumer, TopicPartition

from bench.servers import Servers
from bench.workload import CONSENT_TOPIC, PARTITIONS, PROVISION_TOPIC, REGISTER_TOPIC, TOPICS
from ledger.cli.recording import open_recorder
from ledger.cli.settings import PREFIX, Settings
from ledger.runtime import processes
from streams.batches import Message, PartitionBatch
from streams.progress import end_offsets
from streams.recorder.recorder import Recorder
from streams.topics import topic_ids

_LOOK = 0.02
_BEHIND = "select exists (select from ledger.head h join ledger.fact f using (log_id) where f.idx >= h.rejudged_to)"
_PORTION = 2_500
#: Partitions that workers of the common topics have together.
ALL = PARTITIONS * len(TOPICS)


@dataclass(frozen=True, slots=True)
class LedgerRun:
    """What one run measured."""

    records_per_s: float
    worker_rss_mb: float
    bytes_per_record: float


class Worker:
    """A worker process; ``partitions`` is how many it was last assigned."""

    def __init__(self, settings: Settings, *command: str) -> None:
        environment = {
            **os.environ, f"{PREFIX}POSTGRES": settings.postgres, f"{PREFIX}VAULT": settings.vault,
            f"{PREFIX}MASTER_KEY_FILE": str(settings.master_key_file), f"{PREFIX}KAFKA": settings.kafka,
            f"{PREFIX}GROUP": settings.group,
        }  # fmt: skip
        self.process = processes.start(
            [sys.executable, *(command or ("-m", "ledger.cli")), "worker"], env=environment, output=subprocess.PIPE
        )
        self.partitions: int | None = None
        self.lines: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def rss_mb(self) -> float:
        """Return the process's greatest resident memory so far."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+)", status)
        assert found is not None
        return int(found.group(1)) / 1024

    def stop(self) -> None:
        """Stop the process as a supervisor would."""
        processes.stop(self.process, signal.SIGTERM, 15)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for raw in self.process.stdout:
            line = raw.decode(errors="replace").rstrip()
            self.lines.append(line)
            found = re.search(r"resuming (\d+) partitions", line)
            if found:
                self.partitions = int(found.group(1))


def run(servers: Servers, template: Settings, workers: int, provisions: int) -> LedgerRun:
    """Let ``workers`` processes record the provisions into a copy of a prefilled ledger, and drop it."""
    settings = servers.copy_of(template)
    measured = fill(settings, workers, provisions)
    servers.drop(settings.postgres, settings.vault)
    return measured


def fill(
    settings: Settings, workers: int, provisions: int, mark: Callable[[], object] = lambda: None
) -> LedgerRun:
    """Let ``workers`` processes record the provisions into a prefilled ledger; ``mark`` is called when the first is
    about to be taken, and when the last is durable."""
    with psycopg.connect(settings.postgres, autocommit=True) as connection:
        size = relations_size(connection)
        running = [Worker(settings) for _ in range(workers)]
        try:
            until(lambda: assigned(running), running)
            mark()
            begun, already = time.monotonic(), recorded(connection)
            until(lambda: recorded(connection) >= provisions, running)
            seconds = time.monotonic() - begun
            mark()
            rss = max(worker.rss_mb() for worker in running)
        finally:
            for worker in running:
                worker.stop()
        grown = relations_size(connection) - size
    return LedgerRun((provisions - already) / seconds, rss, grown / provisions)


def prefill(settings: Settings) -> None:
    """Record what is in the register and consent topics, so that a run measures provisions."""
    recorder = open_recorder(settings)
    for topic in (REGISTER_TOPIC, CONSENT_TOPIC):
        identity = topic_ids(settings.kafka, [topic], {})[topic]
        for partition, end in sorted(end_offsets(settings.kafka, [topic], {}).items()):
            for first in range(0, end, _PORTION):
                records = _read(settings.kafka, topic, partition[1], first, min(end, first + _PORTION))
                batch = PartitionBatch(topic, identity, partition[1], first, first + len(records), 0, records)
                recorder.record([batch])
    settle(recorder, settings)
    recorder.close()


def settle(recorder: Recorder, settings: Settings) -> None:
    """Let every fact told so far have had its consequences, as in a ledger that did not begin a minute ago."""
    with psycopg.connect(settings.postgres, autocommit=True) as connection:
        while connection.execute(_BEHIND).fetchone() == (True,):
            recorder.housekeeping()


def recorded(connection: psycopg.Connection[Any]) -> int:
    """Return how many provisions are durable."""
    row = connection.execute(
        "select coalesce(sum(next_offset), 0)::bigint from ledger.position where topic = %s", (PROVISION_TOPIC,)
    ).fetchone()
    assert row is not None
    return int(row[0])


def relations_size(connection: psycopg.Connection[Any]) -> int:
    """Return the bytes of all tables of the ledger with their indexes."""
    row = connection.execute(
        "select sum(pg_total_relation_size(c.oid))::bigint from pg_class c join pg_namespace n on n.oid = relnamespace"
        " where n.nspname = 'ledger' and relkind = 'r'"
    ).fetchone()
    assert row is not None
    return int(row[0])


def assigned(running: list[Worker]) -> bool:
    return all(worker.partitions for worker in running) and sum(worker.partitions or 0 for worker in running) == ALL


def _read(bootstrap: str, topic: str, partition: int, first: int, end: int) -> list[Message]:
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    place = TopicPartition(topic, partition)
    consumer.assign([place])
    consumer.seek(place, first)
    found: list[Message] = []
    while len(found) < end - first:
        for records in consumer.poll(1000, max_records=_PORTION).values():
            found += [Message(record.offset, record.timestamp * 1000, record.value) for record in records]
    consumer.close()
    return found[: end - first]


def until(done: Callable[[], bool], running: list[Worker]) -> None:
    until = time.monotonic() + 180
    while not done():
        ended = [worker for worker in running if worker.process.poll() is not None]
        if ended or time.monotonic() > until:
            lines = "\n".join(line for worker in running for line in worker.lines[-60:])
            raise RuntimeError(f"a worker {'ended' if ended else 'is stuck'}:\n{lines}")
        time.sleep(_LOOK)
