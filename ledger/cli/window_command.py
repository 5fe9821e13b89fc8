"""`window`: the contact window's pages for people."""

from __future__ import annotations

import time
from functools import partial

import click

from ledger.cases.keeping import Periods
from ledger.cases.letters.font import check_font
from ledger.cli.asking import now_us
from ledger.cli.disclose_command import issuer_of
from ledger.cli.serving import serve, try_out
from ledger.cli.settings import Settings, load_settings
from ledger.cli.wiring import ledger_connection, open_vault, set_up_logging
from ledger.store.connect import Connection
from ledger.web.desks import Desks
from ledger.web.front import compile_pages
from ledger.web.rate import Rates
from ledger.web.window import window_app


@click.command()
@click.option("--listen", help="host:port to listen at.")
def window(listen: str | None) -> None:
    """Serve the pages by which people ask, follow and receive, until told to stop."""
    set_up_logging("window")
    settings = load_settings(window_listen=listen)
    check_font()
    desks = open_desks(settings)
    try_out(desks)
    compile_pages(but="console/")
    app = window_app(desks, Rates(time.monotonic), now_us)
    serve(app, "the contact window", settings.window_listen, settings.window_proxies)


def open_desks(settings: Settings) -> Desks:
    """Make desks over both databases, in the role that reads and enters acts."""

    def connect() -> Connection:
        connection = ledger_connection(settings, "pl_reader")
        # A page that waits for longer is given up by who asked; the others should not wait behind it.
        connection.execute("set statement_timeout = '10s'")
        return connection

    return Desks(
        connect, partial(open_vault, settings, "pl_reader"),
        issuer_of(settings), Periods(settings.case_days, settings.day_key_days), bool(settings.smtp_host),
    )  # fmt: skip
