"""The console's first page."""

from __future__ import annotations

from fastapi.responses import Response

from ledger.cases.moments import minute
from ledger.judging.acts import DECISIONS, ROLES
from ledger.web.console import case_list
from ledger.web.console.console import Console
from ledger.web.console.routes import Asked, Route
from ledger.web.console.tile_words import TILES
from ledger.web.console.tiles import tiles
from ledger.web.console.words import WORDS


def home(console: Console, asked: Asked) -> Response:
    """Show what there is to do to whoever works cases, and the menu to the others."""
    if DECISIONS & asked.who.roles:
        return case_list.home(console, asked)
    return console.render(
        asked, "home.html", WORDS["home"].told_in(asked.lang), t=TILES, now=minute(asked.now),
        tiles=tiles(console.counts, console.desks, console.desks.registers(), asked, console.routes),
    )  # fmt: skip


ROUTES = (Route("GET", "/", ROLES, home, personal=False, menu=WORDS["home"]),)
