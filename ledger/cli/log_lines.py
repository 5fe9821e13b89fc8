"""Lines of a process's log: of an error its kind and its place, never its words.

An error's text may quote what was sent: the DETAIL of a database names the row, a KeyError the key that was looked up.
Libraries log the text, and the trace that ends with it.
"""

from __future__ import annotations

import copy
import logging
import sys
import threading
import traceback
from types import TracebackType

logger = logging.getLogger(__name__)

#: Errors of these rooms hold no value by themselves.
_OURS = ("ledger.", "streams.")


class LogLines(logging.Formatter):
    """Formats records. Of an error that a record carries, only what can hold no value is written."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines of a record."""
        record = copy.copy(record)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_speakable, record.args))
        if record.name == "asyncio":
            # The lines after the first show a task with the error that ended it, put into words already.
            record.msg = str(record.msg).partition("\n")[0]
        record.exc_text = None
        return super().format(record)

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Return where an error came from, and its kind."""
        error, lines = ei[1], []
        while error is not None:
            lines.append("".join(traceback.format_tb(error.__traceback__)) + type(error).__name__)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nafter\n".join(lines)


def log_what_nobody_caught() -> None:
    """Have an error that ends this process, or one of its threads, logged as any other."""

    def said(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if error is not None and not issubclass(kind, KeyboardInterrupt):
            logger.critical("ended by an error that nobody foresaw", exc_info=(kind, error, trace))

    sys.excepthook = said
    threading.excepthook = lambda ended: said(ended.exc_type, ended.exc_value, ended.exc_traceback)


def _speakable(value: object) -> object:
    if not isinstance(value, BaseException) or type(value).__module__.startswith(_OURS):
        return value
    return (isinstance(value, OSError) and value.strerror) or type(value).__name__
