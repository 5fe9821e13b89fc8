"""`api-client`: programs that act for an officer through the HTTP API."""

from __future__ import annotations

import json

import click
from rich.table import Table

from ledger.cli.asking import officer_options, show, tokyo_time
from ledger.cli.desk import desk
from ledger.judging.clients import EVERY_ROLE, MADE, REVOKED, Client, clients, make, revoke
from ledger.judging.said import iso

_DAY_US = 86_400_000_000


@click.group("api-client")
def api_client() -> None:
    """Clients of the HTTP API: each acts as the officer who made it, and can do no more than they."""


@api_client.command()
@click.argument("name")
@officer_options
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="For how long it stands.")
def create(name: str, officer: str, reason: str, days: int) -> None:
    """Make the client NAME, which acts as the officer who makes it, and print its token, once."""
    with desk(MADE, officer, reason, EVERY_ROLE) as at:
        until = at.now + days * _DAY_US
        token = make(at.connection, at.vault, at.registers, name, officer, reason, until, at.now)
    click.echo(token)
    click.echo(f"Stands until {tokyo_time(until)}. It is kept nowhere: give it to the program now.", err=True)


@api_client.command("revoke")
@click.argument("name")
@officer_options
def revoke_(name: str, officer: str, reason: str) -> None:
    """Revoke the client NAME, whoever made it: its token opens nothing from here on."""
    with desk(REVOKED, officer, reason, EVERY_ROLE) as at:
        revoke(at.connection, at.vault, at.registers, name, officer, reason, at.now)
    click.echo(f"{name} is revoked")


@api_client.command("list")
@officer_options
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(officer: str, reason: str, as_json: bool) -> None:
    """List every client there ever was."""
    with desk("api-client list", officer, reason, EVERY_ROLE) as at:
        at.enter({"as_of": at.as_of})
        found = list(clients(at.connection, at.vault).values())
        now = at.now
    if as_json:
        click.echo(json.dumps([
            {
                "name": one.name, "officer": one.officer, "made_at": iso(one.made_at), "until": iso(one.until),
                "state": _state(one, now),
            }
            for one in found
        ], indent=2))  # fmt: skip
        return
    table = Table("Client", "Acts as", "Made (Japan time)", "Until (Japan time)", "State")
    for one in found:
        table.add_row(one.name, one.officer, tokyo_time(one.made_at), tokyo_time(one.until), _state(one, now))
    show(table)


def _state(client: Client, now: int) -> str:
    if client.revoked_at is not None:
        return "revoked"
    return "stands" if client.stands(now) else "expired"
