"""`register`: what a register says, as of a head size (what the ledger knew) and at an instant (when it held)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import click
from rich.table import Table

from ledger.cli.asking import Instant, counted, now_us, officer_options, show, tokyo_time
from ledger.cli.preview_command import preview
from ledger.cli.published_command import published
from ledger.cli.settings import load_settings
from ledger.cli.wiring import ledger_connection, open_vault, set_up_logging
from ledger.judging.acts import enter_act
from ledger.judging.said import iso
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import RegisterRow, Registers, load_registers, told_at
from schemas import register_names, register_schema

Command = TypeVar("Command", bound=Callable[..., Any])

#: Members that name an entry, the first that is there.
_NAMES = ("name", "display_name", "title", "ja", "recipient", "owner_service")
_REGISTER = click.Choice(sorted(register_names()))


class NotRegistered(Exception):
    """The register says nothing of the key then. Nothing was shown; `provision-ledger register history` shows every
    version there is."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at: ``as_of`` is a head size, ``valid_at`` an instant (µs UTC)."""

    registers: Registers
    as_of: int
    valid_at: int
    #: When the ledger took the entry of each version (µs UTC), by its index.
    told: Mapping[int, int]


def _as_of_options(command: Command) -> Command:
    command = click.option("--at", "size", type=click.IntRange(0), metavar="SIZE",
                           help="As the ledger knew it at this head size.")(command)  # fmt: skip
    return click.option("--json", "as_json", is_flag=True, help="For programs.")(command)


_valid_at_option = click.option(
    "--valid-at", type=Instant(), metavar="TIME", help="As it held at this time; now when absent."
)


@click.group()
def register() -> None:
    """What the registers say, and what they said."""


@register.command("list")
@click.argument("name", metavar="[REGISTER]", type=_REGISTER, required=False)
@officer_options
@_valid_at_option
@_as_of_options
def list_(
    name: str | None, officer: str, reason: str, valid_at: int | None, size: int | None, as_json: bool,
) -> None:  # fmt: skip
    """List the registers, or what one REGISTER says of each of its keys."""
    looked = _look(officer, reason, "register list", {"register": name}, valid_at, size)
    if name is None:
        _show_registers(looked, as_json)
        return
    rows = sorted(looked.registers.keys_at(name, looked.valid_at), key=lambda row: row.key)
    if as_json:
        _print_json(looked, rows)
        return
    table = Table("Key", "What it says", "Valid from", "Valid until before", "Entry")
    for row in rows:
        table.add_row(row.key, _name(row.body), *_valid(row), str(row.idx))
    show(table)
    click.echo(f"{counted(len(rows), 'key')} of {name} at {tokyo_time(looked.valid_at)}, as of entry {looked.as_of}.")


@register.command("show")
@click.argument("name", metavar="REGISTER", type=_REGISTER)
@click.argument("key")
@officer_options
@_valid_at_option
@_as_of_options
def show_(
    name: str, key: str, officer: str, reason: str, valid_at: int | None, size: int | None, as_json: bool,
) -> None:  # fmt: skip
    """Show what REGISTER says of KEY."""
    looked = _look(officer, reason, "register show", {"register": name, "key": key}, valid_at, size)
    row = looked.registers.valid_at(name, key, looked.valid_at)
    if row is None:
        raise NotRegistered(f"{name}: no such key at {tokyo_time(looked.valid_at)}, as of entry {looked.as_of}")
    if as_json:
        _print_json(looked, [row])
        return
    table = Table("Member", "What it says", show_lines=True)
    for member, said in row.body.items():
        table.add_row(member, _words(said))
    show(table)
    since, until = _valid(row)
    click.echo(
        f"{name} {key}: valid from {since}{f' until before {until}' if until else ''}; entry {row.idx},"
        f" told {_told(looked, row)}."
    )


@register.command()
@click.argument("name", metavar="REGISTER", type=_REGISTER)
@click.argument("key")
@officer_options
@_as_of_options
def history(name: str, key: str, officer: str, reason: str, size: int | None, as_json: bool) -> None:
    """Show every version of KEY in REGISTER in the order in which they were told, and what each changed."""
    looked = _look(officer, reason, "register history", {"register": name, "key": key}, None, size)
    rows = looked.registers.told(name, key)
    if not rows:
        raise NotRegistered(f"{name}: no such key, as of entry {looked.as_of}")
    if as_json:
        _print_json(looked, rows)
        return
    table = Table("Entry", "Told", "Valid from", "Valid until before", "What it says otherwise", show_lines=True)
    before: Mapping[str, Any] = {}
    for row in rows:
        table.add_row(str(row.idx), _told(looked, row), *_valid(row), _otherwise(before, row.body))
        before = row.body
    show(table)
    click.echo(f"{counted(len(rows), 'version')} of {name} {key}, as of entry {looked.as_of}.")


def _look(
    officer: str, reason: str, command: str, about: Mapping[str, Any], valid_at: int | None, size: int | None
) -> Looked:  # fmt: skip
    """Enter the act and read the registers below the head size asked for."""
    set_up_logging("register")
    settings = load_settings()
    now = now_us()
    vault = open_vault(settings, "pl_reader")
    with ledger_connection(settings, "pl_reader") as connection, connection.transaction():
        head = read_head(connection, LOG_ID)
        if size is not None and size > head.size:
            raise click.BadParameter(f"the log has {head.size} entries; name that or fewer", param_hint="--at")
        as_of, at = head.size if size is None else size, now if valid_at is None else valid_at
        said = {member: word for member, word in about.items() if word is not None}
        enter_act(
            connection, vault, load_registers(connection, LOG_ID, head.size), officer, reason, command,
            {**said, "as_of": as_of, "valid_at": iso(at)}, None, now,
        )  # fmt: skip
        registers = load_registers(connection, LOG_ID, as_of)
        told = told_at(connection, LOG_ID, as_of)
    vault.close()
    return Looked(registers, as_of, at, told)


def _show_registers(looked: Looked, as_json: bool) -> None:
    names = sorted(register_names())
    keys = {name: len(looked.registers.keys_at(name, looked.valid_at)) for name in names}
    if as_json:
        click.echo(json.dumps({**_times(looked), "registers": keys}, indent=2))
        return
    table = Table("Register", "Keys", "What it holds")
    for name in names:
        table.add_row(name, str(keys[name]), register_schema(name)["title"])
    show(table)
    click.echo(f"Keys that hold at {tokyo_time(looked.valid_at)}, as of entry {looked.as_of}.")


def _print_json(looked: Looked, rows: Sequence[RegisterRow]) -> None:
    click.echo(json.dumps({
        **_times(looked),
        "versions": [
            {
                "register": row.register, "key": row.key, "index": row.idx, "told_at": iso(looked.told[row.idx]),
                "valid_from": iso(row.valid_from), "valid_to": None if row.valid_to is None else iso(row.valid_to),
                "body": row.body,
            }
            for row in rows
        ],
    }, ensure_ascii=False, indent=2))  # fmt: skip


def _times(looked: Looked) -> dict[str, Any]:
    return {"as_of": looked.as_of, "valid_at": iso(looked.valid_at)}


def _told(looked: Looked, row: RegisterRow) -> str:
    return tokyo_time(looked.told[row.idx])


def _valid(row: RegisterRow) -> tuple[str, str]:
    return tokyo_time(row.valid_from), "" if row.valid_to is None else tokyo_time(row.valid_to)


def _name(body: Mapping[str, Any]) -> str:
    return next((str(body[member]) for member in _NAMES if body.get(member)), "")


def _otherwise(before: Mapping[str, Any], body: Mapping[str, Any]) -> str:
    """Say which members a version gives other words than the one told before it, or no longer."""
    changed = [f"{member}: {_words(said)}" for member, said in body.items() if before.get(member) != said]
    dropped = [f"{member}: –" for member in before if member not in body]
    return "\n".join([*changed, *dropped]) or "the same"


def _words(said: Any) -> str:
    return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)


register.add_command(preview)
register.add_command(published)
