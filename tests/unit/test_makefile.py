"""What is started by make ends with it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
_STAND_IN = """#!/bin/sh
trap 'echo told > told; exit 0' TERM
echo $PPID > parent
while :; do sleep 0.1; done
"""


def _program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def _within(seconds: float, path: Path) -> bool:
    until = time.monotonic() + seconds
    while not (path.exists() and path.read_text().endswith("\n")):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_what_ends_make_up_reaches_the_system_and_no_shell_before_it(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    _program(tmp_path / "deploy" / "environment.sh", "#!/bin/sh\n")
    _program(tmp_path / ".venv" / "bin" / "provision-ledger", _STAND_IN)
    make = subprocess.Popen(["make", "up"], cwd=tmp_path, process_group=0)
    try:
        assert _within(10, tmp_path / "parent")
        assert int((tmp_path / "parent").read_text()) == make.pid
        make.send_signal(signal.SIGTERM)
        assert _within(10, tmp_path / "told")
    finally:
        with suppress(ProcessLookupError):
            os.killpg(make.pid, signal.SIGKILL)
        make.wait()
