"""`quarantine`: what could not be read, and what becomes of it."""

from __future__ import annotations

import json

import click
from rich.table import Table

from ledger.cli.asking import counted, now_us, officer_options, show
from ledger.cli.settings import Settings, load_settings
from ledger.cli.wiring import ENGINE, ledger_connection, open_vault, set_up_logging
from ledger.judging.acts import LOOKS, OPERATIONS, enter_act
from ledger.judging.resting import propose, resting
from ledger.judging.said import iso
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers, load_registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault
from streams.recorder import quarantine as kept
from streams.recorder.ingest import Ingest
from streams.recorder.points import pass_by


@click.group()
def quarantine() -> None:
    """Messages that could not be read, kept sealed."""


@quarantine.command("list")
@officer_options
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(officer: str, reason: str, as_json: bool) -> None:
    """List what is unresolved: place, reason and time, never content."""
    settings, connection, vault = _open()
    with connection:
        # Who may take a message in again has to see that it is there; nothing of what it says is shown.
        _enter(connection, vault, officer, reason, "quarantine list", {}, LOOKS | OPERATIONS)
        messages = kept.unresolved(connection)
    del settings
    if as_json:
        click.echo(json.dumps([
            {"place": message.place, "reason": message.reason, "appended_at": iso(message.appended_at)}
            for message in messages
        ], indent=2))  # fmt: skip
        return
    table = Table("Place", "Reason", "Taken by the broker (UTC)")
    for message in messages:
        table.add_row(message.place, message.reason, iso(message.appended_at))
    show(table)
    click.echo(f"{counted(len(messages), 'message')} in quarantine.")


@quarantine.command()
@click.argument("place")
@officer_options
def replay(place: str, officer: str, reason: str) -> None:
    """Take the message at PLACE (topic/partition/offset) in again."""
    _, connection, vault = _open()
    with connection:
        _enter(connection, vault, officer, reason, "quarantine replay", {"place": place})
        message = kept.find(connection, place)
        disposition = kept.replay(connection, Ingest(vault, ENGINE, pass_by), vault, message, officer, now_us())
    click.echo(f"{place}: {disposition}")


@quarantine.command()
@click.argument("place")
@officer_options
def dismiss(place: str, officer: str, reason: str) -> None:
    """Propose that the message at PLACE rests for good, or agree to what another officer proposed for the same reason:
    watermarks no longer wait for it then."""
    _, connection, vault = _open()
    with connection:
        message = kept.find(connection, place)
        before = resting(connection, vault, message)
        if before is None or not before.second_to(officer, reason):
            propose(connection, vault, _registers(connection), officer, reason, message, before, now_us())
            click.echo(f"{place}: proposed; it rests once another officer dismisses it for the same reason")
            return
        said = {"place": place, "proposed_by": before.officer}
        _enter(connection, vault, officer, reason, "quarantine dismiss", said)
        kept.dismiss(connection, vault, message, officer, reason, now_us())
    click.echo(f"{place}: dismissed")


def _open() -> tuple[Settings, Connection, Vault]:
    set_up_logging("quarantine")
    settings = load_settings()
    return settings, ledger_connection(settings, "pl_worker"), open_vault(settings, "pl_worker")


def _enter(
    connection: Connection, vault: Vault, officer: str, reason: str, command: str, about: dict[str, str],
    roles: frozenset[str] = OPERATIONS,
) -> None:  # fmt: skip
    enter_act(connection, vault, _registers(connection), officer, reason, command, about, None, now_us(), roles=roles)


def _registers(connection: Connection) -> Registers:
    return load_registers(connection, LOG_ID, read_head(connection, LOG_ID).size)
