"""How a page of the contact window is made: its frame, its headers, and who the operator is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi.responses import Response

from ledger.cases.texts import Language, Text
from ledger.cases.window_words import WORDS
from ledger.web.desks import Desks
from ledger.web.front import TEMPLATES

#: Where nobody wonders that somebody looks.
_WEATHER = "https://www.jma.go.jp/"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    # With "no-referrer" a form of ours would say no more of where it comes from than one of another site.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that goes on over several pages: the fields that were answered, the page that is shown, and the one that
    "back" leads to; None where that is the page before the form."""

    fields: Mapping[str, str]
    shown: str
    before: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """What a page is made of. ``path``: its address behind the language, for the switch. ``draft``: what was answered
    so far and is sent to the other language, or back, with the code of the question to show there."""

    template: str
    title: Text
    path: str = "/"
    back: str | None = None
    status: int = 200
    errors: Mapping[str, Text] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    draft: Draft | None = None


class Frame:
    """Puts pages into their frame. ``clock`` gives µs since 1970 UTC."""

    def __init__(self, desks: Desks, clock: Callable[[], int]) -> None:
        self.desks = desks
        self.clock = clock

    def render(self, lang: Language, page: Page) -> Response:
        """Return a page."""
        operator = self.desks.operator(self.clock())
        text = TEMPLATES.get_template(page.template).render(
            lang=lang, w=WORDS, title=page.title.told_in(lang), path=page.path, back=page.back, errors=page.errors,
            typed=page.typed, operator=operator, draft=page.draft, **page.more,
        )  # fmt: skip
        return Response(text, page.status, HEADERS, "text/html; charset=utf-8")

    def left(self, lang: Language) -> Response:
        """Lead whoever has to leave quickly to a page that says nothing of this one. A form may not lead to another
        place by itself (form-action), so a page does."""
        text = TEMPLATES.get_template("left.html").render(lang=lang, to=_WEATHER, name=WORDS["leave_to"].told_in(lang))
        headers = {**HEADERS, "Clear-Site-Data": '"cache", "cookies", "storage"'}
        return Response(text, 200, headers, "text/html; charset=utf-8")

    def said(self, lang: Language, code: str, status: int) -> Response:
        """Tell one thing, with the database away too."""
        return self.render(lang, Page(
            "said.html", WORDS[f"{code}_title"], status=status, more={"text": WORDS[code].told_in(lang)}
        ))  # fmt: skip
