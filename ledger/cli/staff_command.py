"""`staff`: who may sign in to the console."""

from __future__ import annotations

import json

import click
from rich.table import Table

from ledger.cli.asking import officer_options, show, tokyo_time
from ledger.cli.console_command import open_accounts
from ledger.cli.desk import desk
from ledger.cli.settings import load_settings
from ledger.judging.acts import OPERATIONS
from ledger.judging.officers import officers_at
from ledger.judging.staff import invite as invite_officer
from ledger.judging.staff import revoke as revoke_officer
from ledger.web.console.codes import grouped
from ledger.web.console.people import dormant, stands


@click.group()
def staff() -> None:
    """Invite officers to sign in to the console, list how they stand, revoke."""


@staff.command()
@click.argument("who", metavar="OFFICER")
@officer_options
def invite(who: str, officer: str, reason: str) -> None:
    """Print a code by which OFFICER sets up password and one-time codes: once, within 24 hours.

    Another officer invites. It is also the way back for who lost either; until it is used, what they signed in with
    before holds.
    """
    settings = load_settings()
    accounts = open_accounts(settings)
    with desk("staff invite", officer, reason, OPERATIONS) as at:
        code = invite_officer(at.connection, at.vault, at.registers, accounts, who, officer, reason, at.now)
    accounts.close()
    scheme = "https" if settings.console_https else "http"
    click.echo(f"page  {scheme}://{settings.console_listen}/ja/enrol")
    click.echo(f"code  {grouped(code)}")
    click.echo("Give it to the officer once you are sure that it is them; it is not shown again.")


@staff.command("list")
@officer_options
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(officer: str, reason: str, as_json: bool) -> None:
    """List officers and accounts; dormant are those that nobody signed in to for 90 days."""
    store = open_accounts(load_settings())
    with desk("staff list", officer, reason, OPERATIONS) as at:
        at.enter({"as_of": at.as_of})
        officers = {one.code: one for one in officers_at(at.registers, at.now)}
        accounts = {one.officer: one for one in store.all()}
        now = at.now
    store.close()
    if as_json:
        click.echo(json.dumps([
            {
                "officer": code, "registered": code in officers,
                "roles": sorted(officers[code].roles) if code in officers else [],
                "account": stands(accounts.get(code), now).en,
                "signed_in_at": accounts[code].signed_in_at if code in accounts else None,
                "dormant": code in accounts and dormant(accounts[code], now),
            }
            for code in sorted(officers.keys() | accounts.keys())
        ], indent=2))  # fmt: skip
        return
    table = Table("Officer", "Roles", "Sign-in", "Last sign-in")
    for code in sorted(officers.keys() | accounts.keys()):
        account = accounts.get(code)
        last = account.signed_in_at if account is not None else None
        table.add_row(
            code, " ".join(sorted(officers[code].roles)) if code in officers else "not in the register",
            stands(account, now).en, tokyo_time(last) if last is not None else "–",
        )  # fmt: skip
    show(table)


@staff.command()
@click.argument("who", metavar="OFFICER")
@officer_options
def revoke(who: str, officer: str, reason: str) -> None:
    """Let OFFICER in no more, and end their sessions at once."""
    accounts = open_accounts(load_settings())
    with desk("staff revoke", officer, reason, OPERATIONS) as at:
        revoke_officer(at.connection, at.vault, at.registers, accounts, who, officer, reason, at.now)
    accounts.close()
    click.echo(f"{who} can no longer sign in.")
