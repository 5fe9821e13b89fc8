"""Supervision of real programs."""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

import pytest

from ledger.runtime.ports import free_port, kept_port
from ledger.runtime.postgres import Postgres, PostgresUnavailable
from ledger.runtime.supervise import Program, ServerUnavailable, Supervisor

_LISTENS = """
import socket, sys, time
time.sleep(1)
with socket.create_server(("127.0.0.1", int(sys.argv[1]))):
    time.sleep(60)
"""
_ASKS = """
import socket, sys
socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5).close()
print("answered", flush=True)
"""


def said_by_one_that_asks(*, waits: bool) -> str:
    port = free_port()
    said: list[str] = []
    supervisor = Supervisor(said.append)
    try:
        supervisor.start([
            Program("listens", [sys.executable, "-c", _LISTENS, str(port)]),
            Program("asks", [sys.executable, "-c", _ASKS, str(port)], needs_port=port if waits else None),
        ])  # fmt: skip
        until = time.monotonic() + 20
        while not said and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        supervisor.stop()
    return said[0]


def test_a_program_that_needs_a_port_is_started_once_somebody_listens_there() -> None:
    assert said_by_one_that_asks(waits=True) == "asks | answered"
    assert said_by_one_that_asks(waits=False).startswith("asks | Traceback"), "without waiting it finds nobody"


_TALKS = """
import sys, time
for number in range(3000):
    print("x" * 100, flush=True)
open(sys.argv[1], "w").close()
time.sleep(60)
"""


def test_a_program_goes_on_where_nothing_it_says_can_be_written(tmp_path: Path) -> None:
    def say(line: str) -> None:
        raise OSError(28, "No space left on device")

    supervisor = Supervisor(say)
    try:
        supervisor.start([Program("talks", [sys.executable, "-c", _TALKS, str(tmp_path / "said")])])
        until = time.monotonic() + 20
        while not (tmp_path / "said").exists() and time.monotonic() < until:
            supervisor.look()
            time.sleep(0.05)
    finally:
        supervisor.stop()
    assert (tmp_path / "said").exists(), "held up by what nobody takes from it"


class _Reluctant:
    """A server that cannot be started twice, and then can."""

    def __init__(self) -> None:
        self.failures: list[Exception] = [ServerUnavailable("see its log"), OSError(28, "No space left on device")]
        self.up = False

    def start(self) -> None:
        if self.failures:
            raise self.failures.pop()
        self.up = True

    def running(self) -> bool:
        return self.up


def test_a_server_that_cannot_be_started_is_tried_again_with_growing_pauses() -> None:
    said: list[str] = []
    server, stopping = _Reluctant(), threading.Event()
    threading.Timer(4, stopping.set).start()
    Supervisor(said.append).watch(stopping, [server])
    assert server.up
    assert said == [
        "supervisor | _Reluctant ended; starting it again",
        "supervisor | _Reluctant cannot be started ([Errno 28] No space left on device); trying again in 0.5 s",
        "supervisor | _Reluctant ended; starting it again",
        "supervisor | _Reluctant cannot be started (see its log); trying again in 1.0 s",
        "supervisor | _Reluctant ended; starting it again",
    ]


def test_a_port_that_cannot_be_kept_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "port.json"
    port = kept_port(kept)
    monkeypatch.setattr("ledger.runtime.ports.answers", lambda _: True)
    (tmp_path / ".port.json.part").mkdir()
    with pytest.raises(OSError, match="directory"):
        kept_port(kept)
    assert json.loads(kept.read_text()) == port


def test_a_postgres_that_recovers_is_waited_for_however_long_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It says so forty times, which takes several times as long as it may be silent.
    asked = tmp_path / "asked"
    (tmp_path / "pg_isready").write_text(
        f'#!/bin/sh\necho >> {asked}\n[ "$(wc -l < {asked})" -gt 40 ] && exit 0\nexit ${{SAYS:-1}}\n'
    )
    (tmp_path / "pg_isready").chmod(0o755)
    monkeypatch.setattr("ledger.runtime.postgres._SILENT", 0.5)
    server = Postgres(tmp_path / "data")
    monkeypatch.setattr(server, "running", lambda: True)
    server._wait(tmp_path)
    asked.unlink()
    monkeypatch.setenv("SAYS", "2")
    with pytest.raises(PostgresUnavailable):
        server._wait(tmp_path)
