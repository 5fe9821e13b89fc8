"""Child processes that do not outlive their parent, even one that is killed."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)

#: Unprivileged user that PostgreSQL runs as when we are root (it refuses to run as root).
NOBODY = 65534


def dying_with_parent(number: signal.Signals) -> Callable[[], None]:
    """Return what a child does before it starts, so that the kernel sends it ``number`` when its parent dies."""
    parent = os.getpid()

    def prepare() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:  # the parent died before the call above
            os._exit(1)

    return prepare


def start(
    argv: Sequence[str], *, death: signal.Signals = signal.SIGKILL, env: Mapping[str, str] | None = None,
    output: int | IO[bytes] | None = None, cwd: Path | None = None,
) -> subprocess.Popen[bytes]:  # fmt: skip
    """Start a program in a process group of its own (a terminal's Ctrl-C reaches only us) that dies with us."""
    return subprocess.Popen(
        argv, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT if output is not None else None,
        env=dict(env) if env is not None else None, cwd=cwd, process_group=0, preexec_fn=dying_with_parent(death),
    )  # fmt: skip


def unprivileged(argv: Sequence[str], death: signal.Signals) -> list[str]:
    """Return the command that runs ``argv`` without root's rights: as it is for anybody else.

    The kernel forgets the parent-death signal when the user changes, so setpriv sets it again afterwards.
    """
    if os.geteuid() != 0:
        return list(argv)
    setpriv = shutil.which("setpriv") or "/usr/bin/setpriv"
    return [
        setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
        f"--pdeathsig={death.name.removeprefix('SIG')}", "--", *argv,
    ]  # fmt: skip


def stop(process: subprocess.Popen[bytes], number: signal.Signals, seconds: float) -> int:
    """Ask a program to stop and wait; kill it when it does not. Returns its exit code."""
    if process.poll() is None:
        process.send_signal(number)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()
