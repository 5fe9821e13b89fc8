"""Errors that nobody foresaw: the log is told their kind and place alone, since a message may quote what was sent."""

from __future__ import annotations

import logging
from collections.abc import Callable

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

logger = logging.getLogger(__name__)


def log_unforeseen(error: Exception) -> None:
    """Log an error by its kind, and the last place in a module of ours."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.startswith("ledger."):
            place = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    logger.error("a request could not be done (%s at %s)", type(error).__name__, place)


class Unforeseen:
    """Around an application of pages: whoever met an error is told so by the page that ``said`` makes."""

    def __init__(self, app: ASGIApp, said: Callable[[Request], Response]) -> None:
        self._app, self._said = app, said

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        try:
            await self._app(scope, receive, send)
        except Exception as error:  # noqa: BLE001 - the server would log its message and its trace
            log_unforeseen(error)
            response = await run_in_threadpool(self._said, Request(scope))
            await response(scope, receive, send)
