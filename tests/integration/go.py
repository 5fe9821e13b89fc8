"""Go, as the locked requirements bring it: programs of others are built with it, at the versions that we name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_GO = Path(sys.executable).parent / "go"


def go(*arguments: str, folder: Path, **environment: str) -> None:
    """Run Go in a folder. Fails with what Go said."""
    done = subprocess.run(
        [str(_GO), *arguments], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "GOFLAGS": "-buildvcs=false", "GOTOOLCHAIN": "local", **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
