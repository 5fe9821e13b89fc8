"""Reading is an entry: every command is one of a machine, reads nobody's data, or names who looks and why."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from ledger.cli.main import commands

#: Processes that run by themselves, and commands that touch no ledger that holds anybody's data.
MACHINES = frozenset({"worker", "relay", "preflight", "window", "notary", "witness", "up", "migrate"})
NOBODY_S_DATA = frozenset({
    "setup", "settings", "bench", "demo", "judge", "new-key", "keys create", "keys escrow", "issuer create",
    "law list", "keys status", "proof", "notary begin", "notary status",
})  # fmt: skip
#: Gives a service's own events; what it reads is what it was given.
PUBLISHERS = frozenset({"publish"})
#: Checks a file that the holder has, with no ledger at hand.
HOLDERS = frozenset({"verify-disclosure"})


def every(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
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


def test_no_command_is_listed_that_is_not_there() -> None:
    assert set(COMMANDS) >= MACHINES | NOBODY_S_DATA | PUBLISHERS | HOLDERS
