"""How long an answer of 300 records takes to set as PDF, template and font warm, every row new each time."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from pathlib import Path

from ledger.cases import pdf
from ledger.cases.answer import Answer, Coded, DisclosableRecord, Operator, PersonId, Recipient
from ledger.cases.projection import Projection, project

ROWS, _TIMES = 300, 9
_REPORT = Path("build/bench/letters.json")
_NOW = 1_775_005_200_000_000


def main() -> None:
    """Measure and write build/bench/letters.json."""
    options = argparse.ArgumentParser(description=main.__doc__)
    options.add_argument("--rows", type=int, default=ROWS)
    rows = options.parse_args().rows
    pdf.render(_answer(1, 0), "ABCDEFGHJK", "ja")
    walls, cpus, size = [], [], 0
    for nth in range(1, _TIMES + 1):
        told = _answer(rows, nth)
        wall, cpu = time.perf_counter(), time.process_time()
        size = len(pdf.render(told, "ABCDEFGHJK", "ja"))
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    report = {
        "rows": rows, "bytes": size, "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1),
        "ms": {"least": round(min(walls) * 1_000), "median": round(statistics.median(walls) * 1_000)},
        "cpu_ms": {"least": round(min(cpus) * 1_000), "median": round(statistics.median(cpus) * 1_000)},
    }  # fmt: skip
    _REPORT.parent.mkdir(parents=True, exist_ok=True)
    _REPORT.write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(report, indent=2))


def _answer(rows: int, nth: int) -> Projection:
    operator = Operator("株式会社みほん商事", "東京都千代田区霞が関3丁目1番1号", "見本 太郎", "窓口\n03-0000-0000")
    return project(Answer(_NOW, _NOW, operator, (PersonId("member", "A-1"),), tuple(
        DisclosableRecord(
            f"{nth * 1_000_000 + at:032x}", _NOW - (nth * rows + at) * 86_400_000_000, "provider",
            Recipient("r", f"株式会社見本{nth}の{at}", f"東京都港区{nth}-{at}", "見本 花子", "company", "JP"),
            (Coded("name", "氏名", "Name"), Coded("address", "住所", "Address")),
            Coded("ship", "商品の発送のため", "To ship goods"), ("consent", "27(2)")[at % 2], "api", "statutory",
        )
        for at in range(rows)
    )))  # fmt: skip


if __name__ == "__main__":
    main()
