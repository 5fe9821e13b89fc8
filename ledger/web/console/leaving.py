"""Signing out."""

from __future__ import annotations

from fastapi.responses import Response

from ledger.judging.acts import ROLES
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route


def sign_out(console: Console, asked: Asked) -> Response:
    """End the session; the browser is told to forget what it holds of this place, but for being known here."""
    console.sessions.end(asked.who)
    response = to(asked, "/sign-in")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


ROUTES = (Route("POST", "/sign-out", ROLES, sign_out, personal=False),)
