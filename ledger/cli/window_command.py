"""`window`: the contact window's pages for people."""

from __future__ import annotations

import time
from functools import partial

import click
import uvicorn

from ledger.cases.letters.font import check_font
from ledger.cli.asking import now_us
from ledger.cli.disclose_command import issuer_of
from ledger.cli.settings import Settings, load_settings
from ledger.cli.wiring import ledger_connection, open_vault, set_up_logging
from ledger.store.connect import Connection
from ledger.web.desks import Desks
from ledger.web.rate import Rates
from ledger.web.window import window_app

#: Connections that are served at once; who comes beyond is told to come again.
_AT_ONCE = 200


@click.command()
@click.option("--listen", help="host:port to listen at.")
def window(listen: str | None) -> None:
    """Serve the pages by which people ask, follow and receive, until told to stop."""
    set_up_logging("window")
    settings = load_settings(window_listen=listen)
    host, _, port = settings.window_listen.rpartition(":")
    check_font()
    desks = open_desks(settings)
    # A schema that does not fit, or a wrong key, is said at once.
    with desks.one():
        pass
    app = window_app(desks, Rates(time.monotonic), now_us)
    # Addresses and agents of people are in no log.
    uvicorn.run(
        app, host=host, port=int(port), log_level="warning", access_log=False, server_header=False,
        limit_concurrency=_AT_ONCE, forwarded_allow_ips=settings.window_proxies,
    )  # fmt: skip


def open_desks(settings: Settings) -> Desks:
    """Make desks over both databases, in the role that reads and enters acts."""

    def connect() -> Connection:
        connection = ledger_connection(settings, "pl_reader")
        # A page that waits for longer is given up by who asked; the others should not wait behind it.
        connection.execute("set statement_timeout = '10s'")
        return connection

    return Desks(
        connect, partial(open_vault, settings, "pl_reader"),
        issuer_of(settings), bool(settings.smtp_host),
    )  # fmt: skip
