"""`console`: the officers' pages."""

from __future__ import annotations

from functools import partial

import click

from ledger.cli.asking import now_us
from ledger.cli.serving import serve, try_out
from ledger.cli.settings import Settings, load_settings
from ledger.cli.window_command import open_desks
from ledger.cli.wiring import open_master_keys, set_up_logging
from ledger.store.connect import VAULT_SCHEMA, connect
from ledger.vault.accounts import Accounts
from ledger.vault.saved_searches import SavedSearches
from ledger.vault.staff_store import StaffStore
from ledger.vault.tries import Tries
from ledger.web.console.app import console_app
from ledger.web.console.passwords import Passwords
from ledger.web.console.slowing import Slowing
from ledger.web.front import compile_pages


@click.command()
@click.option("--listen", help="host:port to listen at.")
def console(listen: str | None) -> None:
    """Serve the officers' pages, behind a sign-in, until told to stop."""
    set_up_logging("console")
    settings = load_settings(console_listen=listen)
    desks, accounts, staff = open_desks(settings), open_accounts(settings), staff_store(settings)
    # A schema that does not fit, or a wrong key, is said at once.
    try_out(desks)
    accounts.all()
    compile_pages()
    app = console_app(
        desks, accounts, SavedSearches(staff), Passwords(), Slowing(Tries(staff), now_us), now_us,
        settings.console_https,
    )  # fmt: skip
    serve(app, "the officers' console", settings.console_listen, settings.console_proxies)


def open_accounts(settings: Settings) -> Accounts:
    """Return the accounts of the staff, in the role that is theirs alone."""
    return Accounts(staff_store(settings))


def staff_store(settings: Settings) -> StaffStore:
    """Return the staff's part of the key store."""
    return StaffStore(partial(connect, settings.vault_dsn, "pl_staff", VAULT_SCHEMA), open_master_keys(settings))
