"""Reading is an entry: every command is one of a machine, reads nobody's data, or names who looks and why."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module

import click
import pytest

from ledger.cli.main import SAID, commands

#: Processes that run by themselves, and commands that touch no ledger that holds anybody's data.
MACHINES = frozenset({
    "worker", "relay", "preflight", "window", "console", "api", "mail", "notary", "witness", "up", "migrate",
})  # fmt: skip
NOBODY_S_DATA = frozenset({
    "setup", "settings", "bench", "demo", "judge", "new-key", "keys create", "keys escrow", "issuer create",
    "law list", "keys status", "proof", "notary begin", "notary endorse",
    "notary status",
})  # fmt: skip
#: Gives a service's own events; what it reads is what it was given.
PUBLISHERS = frozenset({"publish"})
#: Checks a file that the holder has, with no ledger at hand.
HOLDERS = frozenset({"verify-disclosure"})


def every(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, f"{name} is listed and not there"
        if isinstance(command, click.Group):
            yield from every(command, f"{before}{name} ")
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield f"{before}{name}", command


COMMANDS = dict(every(commands))
NAMED = frozenset(
    name for name, command in COMMANDS.items()
    if {"officer", "reason"} <= {parameter.name for parameter in command.params}
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_thought_of(name: str) -> None:
    kinds = [kind for kind in (MACHINES, NOBODY_S_DATA, PUBLISHERS, HOLDERS, NAMED) if name in kind]
    assert len(kinds) == 1, "a command reads nobody's data, or names who looks and why: say which"


def test_every_failure_that_is_said_is_there_and_says_what_to_do() -> None:
    for place in SAID:
        module, _, name = place.partition(":")
        meaning = " ".join(getattr(import_module(module), name).__doc__.split())
        assert ". " in meaning or "; " in meaning, f"{place} says what happened and nothing else"


def test_a_worker_imports_no_pages() -> None:
    script = "import ledger.cli.main as m, click, sys; m.commands.get_command(click.Context(m.commands), 'worker');"
    script += "print([name for name in ('fastapi', 'jinja2', 'rfc3161_client') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], text=True, capture_output=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_command_is_listed_that_is_not_there() -> None:
    assert set(COMMANDS) >= MACHINES | NOBODY_S_DATA | PUBLISHERS | HOLDERS
