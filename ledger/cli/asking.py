"""What every command shares by which an officer asks about people: who asks, why, and about whom."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


class PersonUnclear(click.ClickException):
    """The person's id is not on one line `namespace id`."""


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


def now_us() -> int:
    """Return the present instant in µs since 1970 UTC."""
    return time.time_ns() // 1000
