"""What a figure was measured on: without it nobody can tell our share of a delay from the disk's.

A commit waits for the disk once, so nothing that is durable before it is told can be quicker than that.
"""

from __future__ import annotations

import os
import platform
import tempfile
import time
from typing import Any

_SYNCS, _BLOCK, _FILE_BYTES, _BETWEEN = 500, 8_192, 16_777_216, 0.004


def machine() -> dict[str, Any]:
    """Return cores, load, versions, and how long (ms) the disk of the temporary folder takes to keep one block of the
    size of PostgreSQL's, written as its log is."""
    load = os.getloadavg()[0]
    return {
        "cores": os.cpu_count(), "load_before": round(load, 2), "python": platform.python_version(),
        "system": platform.platform(), "disk_sync_ms": _disk_sync_ms(),
    }  # fmt: skip


def _disk_sync_ms() -> dict[str, float]:
    took = []
    with tempfile.NamedTemporaryFile() as file:
        file.write(bytes(_FILE_BYTES))
        os.fsync(file.fileno())
        for number in range(_SYNCS):
            os.pwrite(file.fileno(), os.urandom(_BLOCK), number * _BLOCK % _FILE_BYTES)
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - began)
            time.sleep(_BETWEEN)
    took.sort()
    return {f"p{part}": round(1000 * took[_SYNCS * part // 100], 2) for part in (50, 95, 99)}
