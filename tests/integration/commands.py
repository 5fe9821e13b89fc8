"""The commands as a person runs them: each in a process of its own, with the environment and the input it is given.

Loading their modules takes longer than what most of them then do, so one process loads them all, once, and each
command is a fork of it. A few in `test_commands` start from nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from ledger.cli.main import COMMANDS, main
from tests.integration.workers import environment
from tests.integration.world import World

#: For those that start a command as a program and go on while it runs.
COMMAND = [sys.executable, "-m", "ledger.cli"]

_LOADED = multiprocessing.get_context("forkserver")
_LOADED.set_forkserver_preload([
    __name__, *{f"ledger.cli.{place.partition(':')[0]}" for place in COMMANDS.values()},
])  # fmt: skip


def run(world: World, *arguments: str, person: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command over a world's ledger; ``person`` is what it reads on standard input."""
    return run_in({**os.environ, **environment(world.settings)}, *arguments, told=person)


def run_in(variables: Mapping[str, str], *arguments: str, told: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command in an environment that holds these variables only; ``told`` is what it reads."""
    with TemporaryDirectory() as name:
        streams = [Path(name, stream) for stream in ("stdin", "stdout", "stderr")]
        streams[0].write_text(told, "utf-8")
        process = start_in(variables, *arguments, streams=streams)
        process.join()
        assert process.exitcode is not None
        said = [stream.read_text("utf-8") for stream in streams[1:]]
        return subprocess.CompletedProcess([*COMMAND, *arguments], process.exitcode, *said)


def start_in(variables: Mapping[str, str], *arguments: str, streams: Sequence[Path]) -> BaseProcess:
    """Start a command that runs until it is stopped. ``streams`` are the files of its input, output and errors."""
    process = _LOADED.Process(target=_command, args=(arguments, dict(variables), streams), daemon=True)
    process.start()
    return process


def _command(arguments: tuple[str, ...], variables: dict[str, str], streams: Sequence[Path]) -> None:
    os.environ.clear()
    os.environ.update(variables)
    for number, stream in enumerate(streams):
        opened = os.open(stream, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - the process's own, as long as it lives
    sys.argv = ["provision-ledger", *arguments]
    main()
