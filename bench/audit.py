"""How fast an audit hashes a log: a million entries of the length ours have, compared with tiles, head and root."""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

import psycopg

from bench.servers import servers
from ledger.audit.tree import audit_tree
from ledger.log.tiles import RightEdge, leaf_hash

ENTRIES, _PORTION, _BYTES = 1_000_000, 20_000, 620
_REPORT = Path("build/bench/audit.json")


def main() -> None:
    """Measure and write build/bench/audit.json."""
    options = argparse.ArgumentParser(description=main.__doc__)
    options.add_argument("--entries", type=int, default=ENTRIES)
    given = options.parse_args()
    with servers() as running:
        settings = running.new_ledger()
        with psycopg.connect(settings.postgres, autocommit=True) as connection:
            connection.execute("set search_path to ledger")
            _fill(connection, given.entries)
            began = time.perf_counter()
            findings, roots = audit_tree(connection, 0, frozenset(), lambda *_: None)
            took = time.perf_counter() - began
    assert not findings, findings
    assert roots.size == given.entries
    report = {"entries": given.entries, "leaves_per_s": round(given.entries / took), "cores": os.cpu_count()}
    _REPORT.parent.mkdir(parents=True, exist_ok=True)
    _REPORT.write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(report, indent=2))


def _fill(connection: psycopg.Connection[object], count: int) -> None:
    edge = RightEdge(0, {})
    for at in range(0, count, _PORTION):
        entries = [(b"%0*d" % (_BYTES, number)) for number in range(at, min(count, at + _PORTION))]
        with connection.cursor() as cursor, cursor.copy("copy entry (log_id, idx, entry) from stdin") as copy:
            for number, entry in enumerate(entries, start=at):
                copy.write_row((1, number, entry))
        tiles = edge.append([leaf_hash(entry) for entry in entries]).tiles
        with connection.cursor() as cursor:
            cursor.executemany(
                "insert into tile (log_id, level, n, hashes) values (1, %s, %s, %s)"
                " on conflict (log_id, level, n) do update set hashes = excluded.hashes", tiles,
            )  # fmt: skip
    connection.execute("update head set size = %s, root = %s", (count, edge.root()))


if __name__ == "__main__":
    main()
