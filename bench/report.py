"""Every figure side by side in one run; writes build/bench/report.json.

    python -m bench.report [--quick]

Each round measures every candidate once, so that what the machine does besides weighs on all alike; a figure is the
median of three rounds, with its spread. ``--quick`` takes a tenth of the work, to see that everything runs.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench import latency, ledger_run, peers, workload
from bench.machine import machine
from bench.servers import Servers, servers
from ledger.cli.settings import Settings

ROUNDS = 3
OUT = Path("build/bench/report.json")


def main(quick: bool) -> dict[str, Any]:
    """Measure, write the report and return it."""
    provisions = workload.PROVISIONS // (10 if quick else 1)
    figures: dict[str, list[float]] = defaultdict(list)
    began, measured_on = time.monotonic(), machine()
    with servers() as running:
        size = workload.publish(running.kafka.bootstrap, provisions)
        template = running.new_ledger()
        ledger_run.prefill(template)
        for number in range(1, ROUNDS + 1):
            settings = running.copy_of(template)
            for name, value in _round(running, template, settings, provisions).items():
                figures[name].append(value)
            _say(f"round {number}", figures)
            if number < ROUNDS:
                running.drop(settings.postgres, settings.vault)
        figures |= _latencies(running, settings)
    best = max(sorted(figures[name])[1] for name in ("records_per_s 1", "records_per_s 2"))
    spread = {name: [min(values), max(values)] for name, values in figures.items()}
    median = {name: sorted(values)[len(values) // 2] for name, values in figures.items()}
    report = {
        "records_per_s": {"1": round(median["records_per_s 1"]), "2": round(median["records_per_s 2"])},
        "copy_rows_per_s": round(median["copy_rows_per_s"]),
        "ratio": round(best / median["copy_rows_per_s"], 3),
        "executemany_rows_per_s": round(median["executemany_rows_per_s"]),
        "publish_to_visible_p99_ms": round(median["publish_to_visible_p99_ms"], 1),
        "lookup_p99_ms": round(median["lookup_p99_ms"], 1),
        "worker_rss_mb": round(median["worker_rss_mb"]),
        "bytes_per_record": round(median["bytes_per_record"]),
        "spread": {name: [round(value, 1) for value in ends] for name, ends in spread.items()},
        "work": {
            "provisions": provisions, "people": workload.PEOPLE, "consents": workload.CONSENTS,
            "bytes_per_provision": size, "rounds": ROUNDS, "lookup_among": latency.MILLION,
        },
        "machine": measured_on,
        "seconds": round(time.monotonic() - began),
    }  # fmt: skip
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(report, indent=2) + "\n")
    return report


def _round(running: Servers, template: Settings, settings: Settings, provisions: int) -> dict[str, float]:
    copied = peers.copy_rows_per_s(running, provisions)
    inserted = peers.executemany_rows_per_s(running, provisions)
    one = ledger_run.run(running, template, 1, provisions)
    two = ledger_run.fill(settings, 2, provisions)
    return {
        "copy_rows_per_s": copied,
        "executemany_rows_per_s": inserted,
        "records_per_s 1": one.records_per_s,
        "records_per_s 2": two.records_per_s,
        "worker_rss_mb": max(one.worker_rss_mb, two.worker_rss_mb),
        "bytes_per_record": one.bytes_per_record,
    }


def _latencies(running: Servers, settings: Settings) -> dict[str, list[float]]:
    running.checkpoint()
    worker = latency.idle_worker(settings)
    try:
        visible = [latency.publish_to_visible_p99_ms(running, settings, number) for number in range(1, ROUNDS + 1)]
    finally:
        worker.stop()
    latency.grow_to_a_million(settings)
    return {
        "publish_to_visible_p99_ms": visible,
        "lookup_p99_ms": [latency.lookup_p99_ms(settings) for _ in range(ROUNDS)],
    }


def _say(what: str, figures: dict[str, list[float]]) -> None:
    if sys.stderr.isatty():
        told = ", ".join(f"{name} {values[-1]:,.0f}" for name, values in figures.items())
        print(f"{what}: {told}", file=sys.stderr)


if __name__ == "__main__":
    print(json.dumps(main("--quick" in sys.argv[1:]), indent=2))
