"""Supervision: one owner of a data folder, and child processes that are started, watched, and stopped together."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ledger.runtime import processes
from ledger.runtime.ports import wait_until_answers

#: Exit code by which a program asks to be started again at once.
START_AGAIN = 75
_LOOK_SECONDS = 0.2
_STOP_SECONDS = 12.0
_PORT_SECONDS = 15.0
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0
#: A program that ran this long (s) has earned a short first wait again.
_SETTLED = 30.0


class AlreadyRunning(Exception):
    """Another process uses this data folder. Nothing was started; stop that one first, or name another folder."""


class FolderUnusable(Exception):
    """This data folder cannot be made or written to. Nothing was started; name another one, or give whoever runs this
    the right to write there."""


class ServerUnavailable(Exception):
    """A server of ours could not be started. No data was touched."""


@contextmanager
def claim(folder: Path) -> Iterator[None]:
    """Own a data folder for as long as this process lives. Raises AlreadyRunning and FolderUnusable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("a+")
    except OSError as error:
        raise FolderUnusable(f"{folder}: {error.strerror}") from error
    with lock as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise AlreadyRunning(f"{folder} is used by process {file.read().strip() or '?'}") from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


class Server(Protocol):
    """A server that is started and stopped by its own class, such as Postgres or Kafka. To start it raises
    ServerUnavailable, or OSError where its settings cannot be written."""

    def start(self) -> None: ...

    def running(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Program:
    """A program to keep running: the name its log lines begin with, its command, its environment, and the port of this
    machine that it asks from its first moment on: it is first started once somebody listens there."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    needs_port: int | None = None


@dataclass(slots=True)
class _Child:
    program: Program
    process: subprocess.Popen[bytes]
    started: float
    pause: float = _FIRST_WAIT
    again_at: float | None = None


@dataclass(slots=True)
class _Kept:
    server: Server
    pause: float = _FIRST_WAIT
    again_at: float = 0.0


class Supervisor:
    """Keeps programs running until told to stop. ``say`` takes one line of output at a time, from any thread. Where it
    cannot (OSError: a full disk, nobody who reads), the line is lost and nothing else.

    Used from the main thread only: the kernel ends a child when the *thread* that started it ends.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._told = say
        self._children: list[_Child] = []

    def start(self, programs: Sequence[Program]) -> None:
        """Start the programs in this order. A port that does not answer in time holds up nobody for longer."""
        for program in programs:
            if program.needs_port is not None:
                wait_until_answers(program.needs_port, _PORT_SECONDS, lambda: True)
            self._children.append(_Child(program, self._spawn(program), time.monotonic()))

    def watch(self, stopping: threading.Event, servers: Sequence[Server] = ()) -> None:
        """Start again whatever ends, servers included, until ``stopping`` is set. A server that cannot be started is
        tried again with growing pauses: on a disk that was full it starts once there is room."""
        keeping = [_Kept(server) for server in servers]
        while not stopping.wait(_LOOK_SECONDS):
            for kept in keeping:
                self._keep(kept)
            self.look()

    def look(self) -> None:
        """Start again what has ended, when its turn has come."""
        for child in self._children:
            self._look_at(child)

    def stop(self) -> None:
        """Ask every program to stop, wait, and kill what does not."""
        for child in self._children:
            if child.process.poll() is None:
                child.process.send_signal(signal.SIGTERM)
        until = time.monotonic() + _STOP_SECONDS
        for child in self._children:
            try:
                child.process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._say(f"supervisor | {child.program.name} did not stop in time; killing it")
                child.process.kill()
                child.process.wait()
        self._children.clear()

    def _keep(self, kept: _Kept) -> None:
        if kept.server.running() or time.monotonic() < kept.again_at:
            return
        name = type(kept.server).__name__
        self._say(f"supervisor | {name} ended; starting it again")
        try:
            kept.server.start()
            kept.pause = _FIRST_WAIT
        except (ServerUnavailable, OSError) as error:
            self._say(f"supervisor | {name} cannot be started ({error}); trying again in {kept.pause:.1f} s")
            kept.again_at = time.monotonic() + kept.pause
            kept.pause = min(kept.pause * 2, _LONGEST_WAIT)

    def _look_at(self, child: _Child) -> None:
        now = time.monotonic()
        if child.again_at is not None:
            if now >= child.again_at:
                child.process, child.started, child.again_at = self._spawn(child.program), now, None
            return
        code = child.process.poll()
        if code is None:
            return
        if code == START_AGAIN:
            child.again_at = now
            return
        if now - child.started > _SETTLED:
            child.pause = _FIRST_WAIT
        self._say(f"supervisor | {child.program.name} ended with {code}; starting it again in {child.pause:.1f} s")
        child.again_at = now + child.pause
        child.pause = min(child.pause * 2, _LONGEST_WAIT)

    def _spawn(self, program: Program) -> subprocess.Popen[bytes]:
        process = processes.start(
            program.argv, death=signal.SIGKILL, env={**os.environ, **program.env}, output=subprocess.PIPE
        )
        threading.Thread(target=self._pass_on, args=(program.name, process), daemon=True).start()
        return process

    def _say(self, line: str) -> None:
        # What a program says has to be taken from it all the same: a full pipe would hold it up for good.
        with suppress(OSError):
            self._told(line)

    def _pass_on(self, name: str, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self._say(f"{name} | {line.decode(errors='replace').rstrip()}")
