"""Where questions wait: whatever came while the last group was answered is the next group, and shares its commit."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue

import psycopg

from ledger.judging.preflight import Answer, PreFlight, Question
from ledger.registers.snapshot import Registers
from ledger.store.connect import speakable

logger = logging.getLogger(__name__)

#: Groups answered at once: while one waits for its commit, the other looks up.
_CLERKS = 2
_MOST_TOGETHER = 64
_MOST_WAITING = 1_000
#: Seconds after which the registers are read again although nobody asks, and for which they count as fresh.
_IDLE, _FRESH = 1.0, 10.0


_Waiting = tuple[Question, Future[Answer]]


class Unavailable(Exception):
    """No answer can be had now: the ledger does not answer, or too many are waiting."""


class Answering:
    """Answers questions by some threads, each with its own connections. ``open_preflight`` makes one for a thread."""

    def __init__(self, open_preflight: Callable[[], PreFlight]) -> None:
        self._open_preflight = open_preflight
        self._waiting: SimpleQueue[_Waiting] = SimpleQueue()
        self._registers: Registers | None = None
        self._read_at = float("-inf")

    def start(self) -> None:
        """Begin to answer."""
        for number in range(_CLERKS):
            threading.Thread(target=self._work, name=f"clerk-{number}", daemon=True).start()

    @property
    def registers(self) -> Registers:
        """The registers as they stood within the last seconds. Raises Unavailable."""
        if self._registers is None or time.monotonic() - self._read_at > _FRESH:
            raise Unavailable
        return self._registers

    def ask(self, question: Question) -> Future[Answer]:
        """Put a question; the future raises Unavailable when it cannot be answered. Raises Unavailable."""
        if self._waiting.qsize() >= _MOST_WAITING:
            raise Unavailable
        answer: Future[Answer] = Future()
        self._waiting.put((question, answer))
        return answer

    def _work(self) -> None:
        preflight = self._open_preflight()
        group: list[_Waiting] = []
        while True:
            try:
                self._answer(preflight, group)
            except Exception as error:  # noqa: BLE001 - one question's fault must not leave the others without answers
                what = speakable(error) if isinstance(error, psycopg.Error) else type(error).__name__
                logger.warning("no answer can be given (%s)", what)
                preflight.close()
                for _, answer in group:
                    answer.set_exception(Unavailable())
            group = self._next_group()

    def _answer(self, preflight: PreFlight, group: Sequence[_Waiting]) -> None:
        if group:
            answers = preflight.answer([question for question, _ in group])
            for (_, waiting), answer in zip(group, answers, strict=True):
                waiting.set_result(answer)
        else:
            preflight.refresh()
        self._registers, self._read_at = preflight.registers, time.monotonic()

    def _next_group(self) -> list[_Waiting]:
        """Take all questions that wait, and wait for one when there is none; nothing when none came in a while."""
        group = []
        try:
            group.append(self._waiting.get(timeout=_IDLE))
            while len(group) < _MOST_TOGETHER:
                group.append(self._waiting.get_nowait())
        except Empty:
            pass
        # Who has stopped waiting is not answered.
        return [waiting for waiting in group if waiting[1].set_running_or_notify_cancel()]
