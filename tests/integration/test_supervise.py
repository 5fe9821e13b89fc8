"""Supervision of real programs."""

from __future__ import annotations

import sys
import time

from ledger.runtime.ports import free_port
from ledger.runtime.supervise import Program, Supervisor

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
