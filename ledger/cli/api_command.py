"""`api`: the HTTP API for programs of the operator."""

from __future__ import annotations

import time

import click

from ledger.cases.letters.font import check_font
from ledger.cli.asking import now_us
from ledger.cli.serving import serve, try_out
from ledger.cli.settings import load_settings
from ledger.cli.window_command import open_desks
from ledger.cli.wiring import set_up_logging
from ledger.web.api.app import api_app
from ledger.web.rate import Rates


@click.command()
@click.option("--listen", help="host:port to listen at.")
def api(listen: str | None) -> None:
    """Serve the HTTP API by which programs work requests of people, until told to stop (docs/api.md)."""
    set_up_logging("api")
    settings = load_settings(api_listen=listen)
    check_font()
    desks = open_desks(settings)
    try_out(desks)
    app = api_app(desks, Rates(time.monotonic), now_us)
    # One process: the rate limit is kept in its memory.
    serve(app, "the HTTP API", settings.api_listen)
