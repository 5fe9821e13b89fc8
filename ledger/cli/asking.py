"""What every command shares by which an officer asks about people: who asks, why, and about whom."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from ledger.judging.said import instant

_WIDE = 160
_LONGEST_CODE = 80
#: Japan's clock is nine hours ahead, so the last hours of 9999 have no date there.
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).astimezone(timezone(timedelta(hours=9)))
_LAST = 253_402_268_399_999_999

Command = TypeVar("Command", bound=Callable[..., Any])


class PersonUnclear(click.ClickException):
    """The person's id is not on one line `namespace id`. Nothing was looked up; write it so."""


class Code(click.ParamType):
    """A code that may stand unsealed: of a recipient, a source or a data item."""

    name = "code"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if 0 < len(value) <= _LONGEST_CODE and value.isascii() and value.isprintable():
            return value
        return self.fail(f"expected a code of 1 to {_LONGEST_CODE} printable ASCII characters", param, ctx)


class Instant(click.ParamType):
    """An instant with its offset, such as 2026-04-01T09:00:00+09:00, as µs since 1970 UTC."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            return instant(value)
        except (TypeError, ValueError):  # a time without an offset has no distance from one that has
            return self.fail("expected a time with its offset, such as 2026-04-01T09:00:00+09:00", param, ctx)


def officer_options(command: Command) -> Command:
    """Add ``--as`` and ``--reason``: every look says who and why, and is an entry."""
    command = click.option("--reason", required=True, help="Reason code, such as request, inspection, audit.")(command)
    return click.option("--as", "officer", required=True, help="Officer, as registered.")(command)


def read_person(source: str) -> tuple[str, str]:
    """Read ``namespace id`` from a file or standard input (-): an id on the command line would stay in shell
    histories and process lists. Raises PersonUnclear."""
    try:
        text = sys.stdin.readline() if source == "-" else Path(source).read_text("utf-8")
        text.encode()
    except (OSError, UnicodeError) as error:
        raise PersonUnclear(f"the person's id could not be read ({type(error).__name__})") from error
    namespace, _, subject = text.strip().partition(" ")
    if not namespace or not subject:
        raise PersonUnclear("expected one line: namespace, a space, and the id, such as `member A-000123`")
    return namespace, subject


def show(table: Table) -> None:
    """Print a table, nothing of it cut off; where there is no terminal, wide enough to read."""
    for column in table.columns:  # else rich cuts Japanese, which has no spaces to break at
        column.overflow = "fold"
    (Console() if sys.stdout.isatty() else Console(width=_WIDE)).print(table)


def counted(number: int, what: str) -> str:
    """Write how many of what there are: ``1 record``, ``2 records``."""
    return f"{number} {what}{'' if number == 1 else 's'}"


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error for what may take over a second; nothing where that is no terminal.

    Gives a function that takes how much of how much is done; a total of 0 means that it is not known.
    """
    if not sys.stderr.isatty():  # rich takes FORCE_COLOR, which asks for colours, for a terminal
        yield lambda done, total: None  # noqa: ARG005
        return
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


def tokyo_time(at: int) -> str:
    """Write an instant (µs UTC) to the minute, in Japan's time."""
    return (_EPOCH + timedelta(microseconds=min(at, _LAST))).strftime("%Y-%m-%d %H:%M")


def now_us() -> int:
    """Return the present instant in µs since 1970 UTC."""
    return time.time_ns() // 1000
