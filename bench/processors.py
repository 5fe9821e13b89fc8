"""Whose processor time a record takes: the hand-written consumer beside two workers, by kind of process.

    python -m bench.processors [records]

Each twice, in turn. Microseconds of both cores a record, in programs and in the kernel; ``idle`` is what nobody used,
``ended`` that of processes that are gone, such as the server's for the consumer. A worker's time is that between its
first partition and its last record; the consumer's includes its start.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

from bench import ledger_run, peers, workload
from bench.servers import Servers, servers
from ledger.cli.settings import Settings

_TICK = 1_000_000 / os.sysconf("SC_CLK_TCK")
Ticks = Counter[tuple[str, str]]


def main(records: int) -> None:
    """Measure and print."""
    with servers() as running:
        workload.publish(running.kafka.bootstrap, records)
        template = running.new_ledger()
        ledger_run.prefill(template)
        for _ in range(2):
            _consumer(running, records)
            _workers(running, template, records)


def _consumer(running: Servers, records: int) -> None:
    before = _used()
    rows_per_s = peers.executemany_rows_per_s(running, records)
    _say(f"consumer, {rows_per_s:,.0f}/s", _used() - before, records)


def _workers(running: Servers, template: Settings, records: int) -> None:
    settings, marks = running.copy_of(template), []
    run = ledger_run.fill(settings, 2, records, lambda: marks.append(_used()))
    begun, ended = marks
    _say(f"two workers, {run.records_per_s:,.0f}/s", ended - begun, records)
    running.drop(settings.postgres, settings.vault)


def _used() -> Ticks:
    """Return the clock ticks used so far, by kind of process and by place (program or kernel)."""
    used: Ticks = Counter()
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                name, _, rest = (process / "stat").read_text().partition("(")[2].rpartition(")")
                command = (process / "cmdline").read_text()
            except OSError:
                continue  # it has ended
            user, kernel = rest.split()[11:13]
            kind = _kind(name, command)
            used += Counter({(kind, "program"): int(user), (kind, "kernel"): int(kernel)})
    user, nice, kernel, idle, waiting, hard, soft = map(int, Path("/proc/stat").read_text().split()[1:8])
    gone = user + nice + kernel + hard + soft - used.total()
    return used + Counter({("idle", "program"): idle + waiting, ("ended", "program"): gone})


def _kind(name: str, command: str) -> str:
    if name in ("postgres", "java"):
        return {"postgres": "PostgreSQL", "java": "broker"}[name]
    if "worker" in command.split("\0"):
        return "workers"
    return "consumer and bench" if "bench.processors" in command else "others"


def _say(what: str, used: Ticks, records: int) -> None:
    kinds = sorted({kind for kind, _ in used})
    told = (f"{kind} {used[kind, 'program'] * _TICK / records:.0f} + {used[kind, 'kernel'] * _TICK / records:.0f}"
            for kind in kinds)  # fmt: skip
    print(f"{what}: {', '.join(told)} µs a record", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
