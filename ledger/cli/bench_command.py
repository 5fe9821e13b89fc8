"""`bench`: the figures, side by side."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

_REPORT = Path("bench/report.py")


class NoCheckout(click.ClickException):
    """The benchmarks are part of the sources, not of the installed package. Nothing was run; run this in a checkout."""

    def __init__(self) -> None:
        super().__init__(" ".join((self.__doc__ or "").split()))


@click.command()
@click.option("--quick", is_flag=True, help="A tenth of the work, to see that everything runs.")
def bench(quick: bool) -> None:
    """Measure this machine and write build/bench/report.json; about eight minutes."""
    if not _REPORT.exists():
        raise NoCheckout
    sys.exit(subprocess.call([sys.executable, "-m", "bench.report", *(["--quick"] if quick else [])]))
