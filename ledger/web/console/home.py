"""The console's first page."""

from __future__ import annotations

from fastapi.responses import Response

from ledger.judging.acts import ROLES
from ledger.web.console.console import Console
from ledger.web.console.routes import Asked, Route
from ledger.web.console.words import WORDS


def home(console: Console, asked: Asked) -> Response:
    title = WORDS["home"]
    return console.render(asked, "home.html", title.en if asked.lang == "en" else title.ja)


ROUTES = (Route("GET", "/", ROLES, home, personal=False, menu=WORDS["home"]),)
