"""One worker process: runs the app until it is told to stop, and says by its exit code what happened."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

import faust

from streams.app import LedgerApp, WorkerSettings, ledger_app
from streams.consumer import PositionAhead
from streams.metrics import Metrics
from streams.ports import Fenced, Recorder
from streams.topics import TopicsMissing

logger = logging.getLogger(__name__)

#: Exit codes: stopped as told; failed, nothing lost; start again at once, the registers name other topics.
STOPPED, FAILED, TOPICS_CHANGED = 0, 1, 75

#: How much nicer than others a worker is: on a busy machine people and services that wait for an answer come before
#: what can wait in Kafka (rule 9).
_GIVES_WAY = 5
#: glibc's malloc.h.
_M_ARENA_MAX = -8

_REPORT_SECONDS = 10.0
_TOPICS_SECONDS = 1.0
#: The name under which aiokafka reports that it cannot connect.
_CONNECTIONS = "aiokafka"
#: How often (s) it is said that a broker is away.
_AWAY_SECONDS = 60.0
#: A stream that will not stop is left after this long: what it had not recorded is read again.
_STOP_SECONDS = 8.0


def run_worker(settings: WorkerSettings, recorder: Recorder[Any]) -> int:
    """Run one worker in this process's main thread and return its exit code.

    SIGTERM and SIGINT finish the batch under way, leave the group and return STOPPED within ten seconds. Any failure
    returns FAILED after saying what it was: whatever was not recorded will be read again.
    """
    metrics = Metrics()
    say_when_a_broker_is_away()
    os.nice(_GIVES_WAY)
    # A batch is thousands of objects that die together and form no cycles: looking for cycles at every seven hundredth
    # of them takes a seventh of the time.
    _share_one_heap()
    gc.freeze()
    gc.set_threshold(500_000, 20, 20)
    app = ledger_app(settings, recorder, metrics)
    changed = threading.Event()

    @app.timer(_REPORT_SECONDS)  # type: ignore[untyped-decorator]
    async def report() -> None:
        metrics.report()

    @app.timer(_TOPICS_SECONDS)  # type: ignore[untyped-decorator]
    async def watch_topics() -> None:
        if not changed.is_set() and await app.topics_changed():
            logger.info("the registers name other topics; starting again to read them")
            changed.set()
            os.kill(os.getpid(), signal.SIGTERM)

    with contextlib.suppress(SystemExit):
        _Worker(app, recorder).execute_from_commandline()
    # The service that failed is the app's own concern: Faust passes no error on, so the app keeps it.
    if app.failure is not None:
        logger.error("stopped by %s; whatever is not recorded will be read again", describe(app.failure))
        return FAILED
    return TOPICS_CHANGED if changed.is_set() else STOPPED


class BrokerAway(logging.Handler):
    """Says of what aiokafka reports, several times a second, that a broker is away: once a minute, in our words. Its
    modules that see records report under names of their own, and nothing is said of what they do."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(logging.ERROR)
        self._clock = clock
        self._said_at = -_AWAY_SECONDS

    def emit(self, record: logging.LogRecord) -> None:
        now = self._clock()
        if record.name == _CONNECTIONS and now - self._said_at >= _AWAY_SECONDS:
            self._said_at = now
            logger.warning("a broker of Kafka does not answer; nothing is lost, it is read on once it does")


def say_when_a_broker_is_away() -> None:
    """Have it said, and nothing else of aiokafka."""
    connections = logging.getLogger(_CONNECTIONS)
    connections.setLevel(logging.ERROR)
    connections.propagate = False
    connections.handlers = [BrokerAway()]


def _share_one_heap() -> None:
    """Keep glibc from giving each thread a heap of its own: batches are made in one thread and freed in another."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(_M_ARENA_MAX, 1)


class _Worker(faust.Worker):  # type: ignore[misc]
    """Faust's worker, less its banner and logging set-up, with a bound on stopping."""

    def __init__(self, app: LedgerApp, recorder: Recorder[Any]) -> None:
        super().__init__(app, loop=asyncio.new_event_loop(), override_logging=False, quiet=True, redirect_stdouts=False)
        self._recorder = recorder

    async def maybe_start_blockdetection(self) -> None:
        """Not wanted: the recorder works in its own thread."""

    def on_init_dependencies(self) -> list[faust.App]:
        return [self.app]

    def _setup_logging(self) -> None:
        """The process has set its logging up already."""

    async def stop(self) -> None:
        self._recorder.stop()
        watchdog = threading.Timer(_STOP_SECONDS, _leave)
        watchdog.daemon = True
        watchdog.start()
        await super().stop()
        watchdog.cancel()


def _leave() -> None:
    logger.warning("the stream did not stop in time; whatever is not recorded will be read again")
    logging.shutdown()
    os._exit(STOPPED)


def describe(error: BaseException) -> str:
    """Name an error without its text, which may hold a value; our own errors hold none."""
    if isinstance(error, Fenced | PositionAhead | TopicsMissing):
        return f"{type(error).__name__} ({', '.join(map(str, error.args))})"
    return type(error).__name__
