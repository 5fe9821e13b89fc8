"""Free ports of this machine's loopback address."""

from __future__ import annotations

import socket
import time

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """Return a port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
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
