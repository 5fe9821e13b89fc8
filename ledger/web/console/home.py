"""The console's first page."""

from __future__ import annotations

from fastapi.responses import Response

from ledger.web.console.console import Console
from ledger.web.console.routes import Asked, Route
from ledger.web.console.words import WORDS

#: Whoever is in the register of officers at all.
ANYBODY = frozenset({"privacy_officer", "auditor", "operator"})


def home(console: Console, asked: Asked) -> Response:
    title = WORDS["home"]
    return console.render(asked, "home.html", title.en if asked.lang == "en" else title.ja)


ROUTES = (Route("GET", "/", ANYBODY, home, personal=False, menu=WORDS["home"]),)
