"""Worker processes for tests: the real command, its log lines, and a variant that dies at a named point."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from ledger.cli.settings import PREFIX, Settings
from ledger.runtime import processes
from streams.topics import create_topics

_KILLABLE = Path(__file__).with_name("killable_worker.py")


class Worker:
    """One worker process over a ledger. ``dies_at`` names a point at whose ``after``-th passing it kills itself."""

    def __init__(self, settings: Settings, dies_at: str | None = None, after: int = 1) -> None:
        command = ["-m", "ledger.cli", "worker"] if dies_at is None else [str(_KILLABLE), dies_at, str(after)]
        self.process = processes.start(
            [sys.executable, *command], env={**os.environ, **environment(settings)}, output=subprocess.PIPE
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def log(self) -> str:
        return "\n".join(self.lines)

    def ready(self) -> Worker:
        """Wait until it reads."""
        wait_for(lambda: "resuming" in self.log or self.process.poll() is not None, 20)
        assert self.process.poll() is None, self.log
        return self

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Stop it and return its exit code."""
        code = processes.stop(self.process, number, 15)
        self._reader.join(2)
        return code

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.decode(errors="replace").rstrip())


def environment(settings: Settings) -> Mapping[str, str]:
    """The settings as environment variables, and the tests' modules on the path."""
    return {
        f"{PREFIX}POSTGRES": settings.postgres,
        f"{PREFIX}VAULT": settings.vault,
        f"{PREFIX}MASTER_KEY_FILE": str(settings.master_key_file),
        f"{PREFIX}KAFKA": settings.kafka,
        f"{PREFIX}GROUP": settings.group,
        f"{PREFIX}SESSION_TIMEOUT_SECONDS": "6",
        f"{PREFIX}REGISTER_SOURCE": settings.register_source,
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }


def make_topics(settings: Settings, *topics: str, partitions: int = 2) -> None:
    create_topics(settings.kafka, topics, {}, partitions=partitions)


def wait_for(done: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until it is so, or fail."""
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.05)
