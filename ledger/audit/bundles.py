"""Entries as files for auditors (C2SP tlog-tiles, entry bundles), which lie beside the hash tiles that prove them.

They go to auditors alone: an entry names nobody, but the log as a whole says how much was provided when.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ledger.log.head import LOG_ID
from ledger.log.tile_paths import bundle, entries_path
from ledger.log.tiles import WIDTH
from ledger.store.connect import Connection
from ledger.store.files import write_durably

_ENTRIES = "select entry from entry where log_id = %s and idx >= %s and idx < %s order by idx"


def export_entries(
    connection: Connection, folder: Path, size: int, on_progress: Callable[[int, int], None]
) -> int:
    """Write every bundle of a log of ``size`` entries that the folder has not yet whole, and return how many."""
    written = 0
    for first in range(0, size, WIDTH):
        end = min(size, first + WIDTH)
        path = folder / entries_path(first // WIDTH, end - first)
        if end - first < WIDTH or not path.exists():
            rows = connection.execute(_ENTRIES, (LOG_ID, first, end)).fetchall()
            path.parent.mkdir(parents=True, exist_ok=True)
            write_durably(path, bundle(bytes(entry) for (entry,) in rows))
            written += 1
        on_progress(end, size)
    return written
