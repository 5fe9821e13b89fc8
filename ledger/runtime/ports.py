"""Free ports of this machine's loopback address."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path

from ledger.store.files import write_durably

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """Return a port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def kept_port(kept: Path) -> int:
    """Return the port that a file keeps when nobody listens on it, so that addresses stay; else another, kept there.

    Raises OSError where that cannot be kept; what was kept before stays.
    """
    before = int(json.loads(kept.read_text())) if kept.exists() else None
    port = free_port() if before is None or answers(before) else before
    if port != before:
        write_durably(kept, json.dumps(port).encode())
    return port


def answers(port: int) -> bool:
    """Tell whether somebody listens on the port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((LOOPBACK, port)) == 0


def wait_until_answers(port: int, seconds: float, alive: object) -> bool:
    """Wait for the port to answer; ``alive`` is a function that tells whether its program still runs."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answers(port):
            return True
        if callable(alive) and not alive():
            return False
        time.sleep(0.05)
    return False
