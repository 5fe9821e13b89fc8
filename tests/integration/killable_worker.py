"""A worker that kills itself at a named point: `killable_worker.py POINT PASSES`. Run as a process, by tests only."""

from __future__ import annotations

import os
import signal
import sys

from ledger.cli.recording import open_recorder
from ledger.cli.settings import load_settings
from ledger.cli.wiring import set_up_logging
from ledger.cli.worker_command import worker_settings
from streams.worker import run_worker

DIES_AT, AFTER = sys.argv[1], int(sys.argv[2])
_passed = 0


def die_there(point: str) -> None:
    """Die as by a power cut, the named number of passes after the start."""
    global _passed
    if point == DIES_AT:
        _passed += 1
        if _passed >= AFTER:
            sys.stderr.write(f"killed {point}\n")
            sys.stderr.flush()
            os.kill(os.getpid(), signal.SIGKILL)


set_up_logging("worker")
_settings = load_settings()
_recorder = open_recorder(_settings, die_there)
sys.exit(run_worker(worker_settings(_settings, _recorder), _recorder))
