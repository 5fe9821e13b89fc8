"""What a process's log says of errors: where and of which kind, never in their words."""

from __future__ import annotations

import io
import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from ledger.cases.steps import StepRefused
from ledger.cli.log_lines import LogLines, log_what_nobody_caught

CANARY = "CANARY-sato"


def raised(error: BaseException) -> BaseException:
    """Return an error as one that came from somewhere."""
    try:
        try:
            raise KeyError(CANARY)
        except KeyError:
            raise error  # noqa: B904 - what was under way is what is looked at
    except BaseException as met:  # noqa: BLE001
        return met


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger whose lines are formatted as a process does, and what it wrote."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(LogLines("worker %(levelname)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    yield logging.getLogger("streams.consumer"), written
    root.removeHandler(handler)


def test_an_error_with_its_trace_is_written_without_its_words(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    error = raised(ValueError(f"Key (person)=({CANARY}) already exists"))
    # As Faust's services log what they die of.
    logger.error("Crashed reason=%r", error, exc_info=error)
    assert CANARY not in written.getvalue()
    first, *trace = written.getvalue().splitlines()
    assert first == "worker ERROR Crashed reason='ValueError'"
    assert "ValueError" in trace and "after" in trace and trace[-1] == "KeyError"
    assert any("test_log_lines.py" in line and "in raised" in line for line in trace)


def test_our_own_words_and_those_of_the_machine_are_kept(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.error("not done (%s)", StepRefused("the case is closed"))
    logger.error("not kept (%s)", OSError(28, "No space left on device", f"/{CANARY}"))
    assert written.getvalue().splitlines() == [
        "worker ERROR not done (the case is closed)", "worker ERROR not kept (No space left on device)",
    ]  # fmt: skip


def test_a_task_that_nobody_waited_for_is_not_shown_with_its_error(log: tuple[logging.Logger, io.StringIO]) -> None:
    logging.getLogger("asyncio").error(f"Task exception was never retrieved\nfuture: KeyError('{CANARY}')")
    assert log[1].getvalue() == "worker ERROR Task exception was never retrieved\n"


def test_what_ends_a_process_or_a_thread_is_logged_alike(
    log: tuple[logging.Logger, io.StringIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    log_what_nobody_caught()
    error = raised(ValueError(CANARY))
    sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=lambda: {}[CANARY])
    thread.start()
    thread.join()
    said = log[1].getvalue()
    assert CANARY not in said and said.count("worker CRITICAL ended by an error that nobody foresaw") == 2
