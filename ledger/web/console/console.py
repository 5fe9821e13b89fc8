"""What every page of the console works with: desks, a clock, the menu, and how a page is rendered."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from fastapi.responses import RedirectResponse, Response

from ledger.cases.late_shelf import LateShelf
from ledger.cases.moments import minute
from ledger.cases.shelf import Shelf
from ledger.cases.texts import Language, Text
from ledger.judging.flow_counting import FlowCounting
from ledger.vault.accounts import Accounts
from ledger.vault.saved_searches import SavedSearches
from ledger.web.console.alarm import Alarm
from ledger.web.console.kept_counts import KeptCounts
from ledger.web.console.looks import Looks
from ledger.web.console.routes import Asked, Route, Sessions, Who
from ledger.web.console.words import WORDS
from ledger.web.desks import Desks
from ledger.web.front import TEMPLATES

#: Forms name where they came from (Origin) only under a policy that lets them; no address says anything of a person.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Console:
    """``clock`` gives µs since 1970 UTC; ``routes``: all there are, of which the menu is made."""

    desks: Desks
    accounts: Accounts
    searches: SavedSearches
    sessions: Sessions
    clock: Callable[[], int]
    routes: Sequence[Route]
    counting: FlowCounting
    looks: Looks = field(default_factory=Looks)
    counts: KeptCounts = field(default_factory=KeptCounts)
    shelf: Shelf = field(default_factory=Shelf)
    late: LateShelf = field(default_factory=LateShelf)
    alarm: Alarm = field(default_factory=Alarm)

    def render(
        self, asked: Asked, template: str, title: str, *, status: int = 200, words: Mapping[str, Text] | None = None,
        errors: Mapping[str, Text] | None = None, typed: Mapping[str, str] | None = None,
        crumbs: Sequence[tuple[str, str]] = (), path: str | None = None, **more: Any,
    ) -> Response:  # fmt: skip
        """Render a template of ``templates/console``. ``words``: those of the page, beside the console's own; by them
        ``w`` in the template; ``errors`` and ``typed``: by field, for the macros of ``fields.html``; ``crumbs``: (path
        behind the language, words) of the pages above this one; ``path``: where the other language is, if not at the
        address that was asked with its query, as after a form. Forms carry ``{{ token() }}``."""
        status = 400 if errors and status == 200 else status
        said = [(name, one) for name in asked.query for one in asked.query.all(name)] if path is None else []
        return self.page(
            asked.lang, template, title, asked.who, asked.path if path is None else path, status, words or {},
            errors or {}, typed or {}, crumbs, {**more, "query": f"?{urlencode(said)}" if said else ""},
        )  # fmt: skip

    def page(
        self, lang: Language, template: str, title: str, who: Who | None, path: str, status: int,
        words: Mapping[str, Text], errors: Mapping[str, Text], typed: Mapping[str, str],
        crumbs: Sequence[tuple[str, str]], more: Mapping[str, Any],
    ) -> Response:  # fmt: skip
        """Render a page for somebody, or nobody who is signed in."""
        text = TEMPLATES.get_template(f"console/{template}").render(
            lang=lang, w=ChainMap(dict(words), dict(WORDS)), title=title, who=who, path=path, menu=self._menu(who),
            errors=errors, typed=typed, crumbs=crumbs, operator=self.desks.operator(self.clock()),
            opened=minute(self.clock()), alarm=who is not None and self.alarm.raised(self.desks, self.clock()), **more,
        )  # fmt: skip
        return Response(text, status, HEADERS, "text/html; charset=utf-8")

    def said(self, lang: Language, code: str, status: int, who: Who | None = None) -> Response:
        """Tell one thing of the console's own words (``code`` and its ``_title``), with the database away too."""
        title, words = WORDS[f"{code}_title"].told_in(lang), {"text": WORDS[code]}
        return self.page(lang, "said.html", title, who, "/", status, words, {}, {}, (), {})

    def _menu(self, who: Who | None) -> list[tuple[str, Text]]:
        if who is None:
            return []
        # Two pages of one name show the same to different roles; who has both reads the first, which shows more.
        named: dict[Text, str] = {}
        for one in self.routes:
            if one.menu is not None and one.roles & who.roles:
                named.setdefault(one.menu, one.path)
        return [(path, words) for words, path in named.items()]


def to(asked: Asked, path: str) -> Response:
    """Send the browser on to another page, after a form was taken."""
    return RedirectResponse(f"/{asked.lang}{path}", 303, HEADERS)
