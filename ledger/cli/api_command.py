"""`api`: the HTTP API for programs of the operator."""

from __future__ import annotations

import time

import click
import uvicorn

from ledger.cases.letters.font import check_font
from ledger.cli.asking import now_us
from ledger.cli.settings import load_settings
from ledger.cli.window_command import open_desks
from ledger.cli.wiring import set_up_logging
from ledger.web.api.app import api_app
from ledger.web.rate import Rates

#: Connections that are served at once; the application tells who comes before that to come again.
_AT_ONCE = 200


@click.command()
@click.option("--listen", help="host:port to listen at.")
def api(listen: str | None) -> None:
    """Serve the HTTP API by which programs work requests of people, until told to stop (docs/api.md)."""
    set_up_logging("api")
    settings = load_settings(api_listen=listen)
    host, _, port = settings.api_listen.rpartition(":")
    check_font()
    desks = open_desks(settings)
    # A schema that does not fit, or a wrong key, is said at once.
    with desks.one():
        pass
    app = api_app(desks, Rates(time.monotonic), now_us)
    # One process: the rate limit is kept in its memory. Paths name cases, so there is no log of them.
    uvicorn.run(
        app, host=host, port=int(port), log_level="warning", access_log=False, server_header=False,
        limit_concurrency=_AT_ONCE,
    )  # fmt: skip
