"""How the applications that answer over HTTP are served: one process each, and nothing of who asks in any log."""

from __future__ import annotations

import gc
import logging
from contextlib import ExitStack

import uvicorn
from fastapi import FastAPI
from starlette.applications import Starlette

from ledger.web.connections import AT_ONCE, Connection, QuickConnection
from ledger.web.desks import Desks

logger = logging.getLogger("ledger.serving")

#: Objects made and kept after which the youngest are looked through for cycles, how many such looks go before one at
#: the middle generation, and how many of those before one at all of them.
_COLLECTS = (20_000, 20, 50)
#: Pages that are made at once on a day like any other.
_FIRST_DESKS = 3


def serve(app: FastAPI, what: str, listen: str, proxies: str | None = None) -> None:
    """Serve until told to stop. ``what`` is served is said at start; ``listen``: host:port; ``proxies``: whose
    X-Forwarded-For is believed, as uvicorn has it."""
    logger.info("serving %s at http://%s/", what, listen)
    answer_at(app, listen, proxies)


def answer_at(
    app: Starlette, listen: str, proxies: str | None = None, kind: type[Connection | QuickConnection] = Connection
) -> None:
    """Serve as ``serve`` does, by connections of this kind, and say nothing at start."""
    # What is loaded by now stays; a search for cycles through all of it, and through every key that is remembered,
    # stops each answer under way for a tenth of a second. The young are still looked through.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTS)
    host, _, port = listen.rpartition(":")
    # Addresses, agents and paths, which name cases, are in no log; uvicorn's own set-up of the log would write errors
    # in their own words.
    uvicorn.run(
        app, host=host, port=int(port), log_config=None, log_level="warning", access_log=False, server_header=False,
        http=kind, limit_concurrency=AT_ONCE, forwarded_allow_ips=proxies,
    )  # fmt: skip


def try_out(desks: Desks) -> None:
    """Raise now what would keep every page away: a schema that does not fit, a wrong key. The desks that the first who
    come need are open from then on: to open one takes longer than a page."""
    with ExitStack() as opened:
        for _ in range(_FIRST_DESKS):
            opened.enter_context(desks.one()).vault.see_named("content")
