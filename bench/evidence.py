"""How soon what is taken in stands under a witnessed head at five thousand a second, and how long a proof takes.

Two workers, a notary and a witness run as they do in production, beside the broker, the database and the publisher, on
the same machine. The delay of a record runs from the instant the broker took its event in until the first head that
covers it was published: signed, cosigned by the quorum, exported and on file.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg

from bench import workload
from bench.ledger_run import Worker, assigned, prefill, recorded, until
from bench.machine import machine
from bench.servers import Servers, servers
from bench.workload import PARTITIONS, PROVISION_TOPIC, TOPICS
from ledger.cli.settings import PREFIX, Settings
from ledger.log.note import Cosigner, NoteSigner
from ledger.log.proofs import Prover, ReadTile, verify_inclusion
from ledger.log.signing_keys import create_signing_key
from ledger.log.tiles import RightEdge
from ledger.runtime import processes
from ledger.runtime.ports import LOOPBACK, free_port, wait_until_answers
from streams.producer import Outgoing, Producer
from streams.topics import create_topics
from streams.wire import encode

RATE, SECONDS, WARM_UP, WORKERS = 5_000, 30, 5, 2
#: Recorded before, so that most people have a key of the month, as they have on most of its days.
FIRST = 150_000
MILLION, _PROOFS, _PORTION, _SLICE = 1_000_000, 1_000, 20_000, 50
_REPORT = Path("build/bench/evidence.json")
_DELAYS = """
select r.appended_at, (select min(c.published_at) from checkpoint c where c.size > r.idx) from record r
where r.appended_at >= %s
"""


def main() -> None:
    """Measure and write build/bench/evidence.json."""
    options = argparse.ArgumentParser(description=main.__doc__)
    options.add_argument("--seconds", type=int, default=SECONDS)
    given = options.parse_args()
    with servers() as running, tempfile.TemporaryDirectory() as folder:
        report = {"machine": machine(), **_witnessed(running, Path(folder), given.seconds), **_proofs(running)}
    _REPORT.parent.mkdir(parents=True, exist_ok=True)
    _REPORT.write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(report, indent=2))


def _witnessed(running: Servers, folder: Path, seconds: int) -> dict[str, Any]:
    settings = running.new_ledger()
    create_topics(settings.kafka, TOPICS, {}, partitions=PARTITIONS)
    _tell_registers(settings)
    prefill(settings)
    workers = [Worker(settings) for _ in range(WORKERS)]
    beside = _notary_and_witness(settings, folder)
    try:
        until(lambda: assigned(workers), workers)
        with psycopg.connect(settings.postgres, autocommit=True) as connection:
            connection.execute("set search_path to ledger")
            _publish(settings, FIRST, None)
            until(lambda: recorded(connection) >= FIRST, workers)
            begun = time.time_ns() // 1000
            _publish(settings, RATE * (seconds + WARM_UP), RATE)
            measured = begun + WARM_UP * 1_000_000
            delays = _delays(connection, measured)
            took = (seconds + WARM_UP) * RATE
            heads = _heads(connection, measured)
    finally:
        for worker in workers:
            worker.stop()
        for process in beside:
            processes.stop(process, 15, 10)
    if len(delays) < took * seconds / (seconds + WARM_UP) * 0.9:
        raise RuntimeError(f"only {len(delays)} records were taken in: the machine is too slow for the rate")
    return {
        "rate_per_s": RATE, "workers": WORKERS, "seconds": seconds, "records": len(delays),
        **{f"witnessed_p{part}_s": round(_at(delays, part), 3) for part in (50, 95, 99)},
        "heads": heads,
    }  # fmt: skip


def _delays(connection: psycopg.Connection[Any], since: int) -> list[float]:
    """Return the delay (s) of every record taken in since, once each stands under a published head."""
    patience = time.monotonic() + 60
    while True:
        rows = connection.execute(_DELAYS, (since,)).fetchall()
        if rows and all(published is not None for _, published in rows):
            return sorted((published - appended) / 1e6 for appended, published in rows)
        if time.monotonic() > patience:
            raise RuntimeError("no head was published over the last records")
        time.sleep(1)


def _heads(connection: psycopg.Connection[Any], since: int) -> int:
    """Return how many heads were published since."""
    row = connection.execute("select count(*) from checkpoint where published_at >= %s", (since,)).fetchone()
    assert row is not None
    return int(row[0])


def _notary_and_witness(settings: Settings, folder: Path) -> list[subprocess.Popen[bytes]]:
    log = create_signing_key(folder / "log.key", "bench.example/log", NoteSigner)
    witness = create_signing_key(folder / "witness.key", "bench.example/witness", Cosigner)
    port = free_port()
    policy = folder / "policy"
    policy.write_text(f"log {log.key}\nwitness one {witness.key} http://{LOOPBACK}:{port}\nquorum one\n")
    given = {
        "POSTGRES": settings.postgres, "NOTARY_KEY_FILE": folder / "log.key", "NOTARY_MEMORY": folder / "memory",
        "NOTARY_POLICY_FILE": policy, "EXPORT_FOLDER": folder / "export", "WITNESS_KEY_FILE": folder / "witness.key",
        "WITNESS_POLICY_FILE": policy, "WITNESS_FOLDER": folder / "witness", "WITNESS_LISTEN": f"{LOOPBACK}:{port}",
    }  # fmt: skip
    environment = {**os.environ, **{f"{PREFIX}{name}": str(value) for name, value in given.items()}}
    command = [sys.executable, "-m", "ledger.cli"]
    subprocess.run([*command, "notary", "begin"], env=environment, check=True, stdout=subprocess.DEVNULL)
    first = processes.start([*command, "witness"], env=environment)
    if not wait_until_answers(port, 20, lambda: first.poll() is None):
        raise RuntimeError("the witness did not start")
    return [first, processes.start([*command, "notary"], env=environment)]


def _tell_registers(settings: Settings) -> None:
    producer = Producer(settings.kafka)
    for name, topic, events in (
        ("RegisterChange", workload.REGISTER_TOPIC, workload.registers()),
        ("ConsentChange", workload.CONSENT_TOPIC, workload.consent_events()),
    ):
        producer.send_all([Outgoing(topic, event["id"], encode(name, event)) for event in events])  # type: ignore[arg-type]
    producer.close()


def _publish(settings: Settings, count: int, rate: int | None) -> None:
    """Publish provisions at an even rate (a second), or as fast as can be."""
    events = workload.provision_events(count, seed=rate or 0)
    messages = [Outgoing(PROVISION_TOPIC, event["id"], encode("Provision", event)) for event in events]  # type: ignore[arg-type]
    producer = Producer(settings.kafka)
    begun = time.monotonic()
    for number in range(0, len(messages), _SLICE):
        if rate is not None:
            time.sleep(max(0.0, begun + number / rate - time.monotonic()))
        producer.start_all(messages[number : number + _SLICE])
    producer.close()


def _proofs(running: Servers) -> dict[str, Any]:
    """Time inclusion proofs from the tiles of a million leaves in PostgreSQL, each read anew, and check every one."""
    dsn = running.new_ledger().postgres
    edge = RightEdge(0, {})
    draw = random.Random(1)
    leaves = [sha256(number.to_bytes(8, "big")).digest() for number in range(MILLION)]
    times = []
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("set search_path to ledger")
        for at in range(0, MILLION, _PORTION):
            tiles = edge.append(leaves[at : at + _PORTION]).tiles
            with connection.cursor() as cursor:
                cursor.executemany(
                    "insert into tile (log_id, level, n, hashes) values (1, %s, %s, %s)"
                    " on conflict (log_id, level, n) do update set hashes = excluded.hashes", tiles,
                )  # fmt: skip
        for index in (draw.randrange(MILLION) for _ in range(_PROOFS)):
            began = time.perf_counter()
            path = Prover(MILLION, _reader(connection)).inclusion(index)
            times.append(time.perf_counter() - began)
            verify_inclusion(leaves[index], index, MILLION, path, edge.root())
    times.sort()
    return {
        "proofs": _PROOFS, "leaves": MILLION,
        **{f"inclusion_proof_p{part}_ms": round(1000 * _at(times, part), 2) for part in (50, 99)},
    }  # fmt: skip


def _reader(connection: psycopg.Connection[Any]) -> ReadTile:
    def read(level: int, n: int) -> bytes:
        row = connection.execute("select hashes from tile where log_id = 1 and level = %s and n = %s", (level, n))
        found = row.fetchone()
        assert found is not None
        return bytes(found[0])

    return read


def _at(ordered: list[float], part: int) -> float:
    return ordered[int(len(ordered) * part / 100)]


if __name__ == "__main__":
    main()
