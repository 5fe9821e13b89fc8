"""What an officer keeps of searching provisions: filters under a name, and the columns of the list. Neither is an act:
nothing of it is about anybody, and nobody else reads it."""

from __future__ import annotations

from uuid import UUID

from fastapi.responses import Response

from ledger.cases.texts import Text
from ledger.judging.acts import LOOKS
from ledger.vault.saved_searches import MOST
from ledger.web.console.console import Console, to
from ledger.web.console.parts import filled, period
from ledger.web.console.records import active, asked_again, search_page
from ledger.web.console.records_columns import columns_said
from ledger.web.console.records_words import WORDS
from ledger.web.console.routes import Asked, Route

#: Characters of a name.
_LONGEST = 60


def saved(console: Console, asked: Asked) -> Response:
    """Save the filters of a search, and how long its period is, under a name."""
    name, (first, last, errors) = asked.form.get("name", ""), period(asked.query)
    if errors or first is None or last is None:
        return to(asked, "/records")
    fault: Text | None = None
    if not name:
        fault = WORDS["name_missing"]
    elif len(name) > _LONGEST:
        fault = filled(WORDS["name_long"], _LONGEST)
    elif not console.searches.save(asked.who.officer, name, active(asked), last - first, asked.now):
        fault = filled(WORDS["saved_full"], MOST)
    return to(asked, asked_again(asked)) if fault is None else search_page(console, asked, None, {"name": fault})


def removed(console: Console, asked: Asked) -> Response:
    """Remove a search that was saved."""
    try:
        console.searches.remove(asked.who.officer, UUID(asked.form.get("search", "")))
    except ValueError:
        return console.said(asked.lang, "missing", 404, asked.who)
    return to(asked, asked_again(asked))


def columns_kept(console: Console, asked: Asked) -> Response:
    """Keep the columns of the list as they stand."""
    columns = columns_said(asked.form)
    if columns is not None:
        console.searches.keep_columns(asked.who.officer, columns)
    return to(asked, asked_again(asked))


ROUTES = (
    Route("POST", "/records/saved", LOOKS, saved, personal=True),
    Route("POST", "/records/saved/remove", LOOKS, removed, personal=True),
    Route("POST", "/records/columns", LOOKS, columns_kept, personal=True),
)
