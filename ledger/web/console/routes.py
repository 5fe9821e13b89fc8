"""What a page of the console is: its address, who may open it, and what makes it of what was asked.

A page module offers ``ROUTES``; ``app`` serves them. Before a handler runs, the caller is signed in, has one of the
route's roles and, on a ``POST``, the session's token in its form; on a ``personal`` page their pledge and training
are current too, and they have said why they look.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from fastapi.responses import Response

from ledger.cases.texts import Language, Text
from ledger.judging.ranges import Range
from ledger.web.forms import Fields

if TYPE_CHECKING:
    from ledger.web.console.console import Console

#: What a session says its reason for, in the place of a case's number: the provision records of everybody.
RECORDS = "RECORDS"
LANGUAGES: tuple[Language, ...] = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Who:
    """Who is signed in, as the register of officers says at this instant. ``csrf``: the token that each form of the
    session carries; ``session``: by which the session is told from others, no secret; ``closed``: why pages about
    people stay closed to them (``pledge``, ``training``), or None."""

    officer: str
    name: str
    roles: frozenset[str]
    range: Range
    csrf: str
    session: str
    closed: Literal["pledge", "training"] | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. ``path``: its address behind the language; ``params``: what the path names; ``reason``: why a page
    about a person is looked at, chosen before it opened (a code of ``REASONS``), None on other pages; ``now``: µs since
    1970 UTC; ``file``: what a form brought beside its fields, empty where nothing was chosen."""

    who: Who
    lang: Language
    path: str
    params: Mapping[str, str]
    query: Fields
    form: Fields
    reason: str | None
    now: int
    file: bytes = b""


Handler = Callable[["Console", Asked], Response]


@dataclass(frozen=True, slots=True)
class Route:
    """A page or what a form of it does. ``path``: behind the language, with ``{names}``; ``roles``: one of them is
    enough; ``personal``: it shows or decides what belongs to a person, and its path names the case as ``{number}``, or
    else it is of the provision records, for which a reason is said once in a session (``RECORDS``); ``menu``: under
    which words the menu leads here, if it does; ``upload``: its form brings a file."""

    method: Literal["GET", "POST"]
    path: str
    roles: frozenset[str]
    handler: Handler
    personal: bool
    menu: Text | None = None
    upload: bool = False


class Sessions(Protocol):
    """Knows who is signed in, and what they said before they looked."""

    def who(self, token: str, now: int) -> Who | None:
        """Return who holds a session's token, None where nobody does or it has ended."""

    def end(self, who: Who) -> None:
        """End the session."""

    def look(self, who: Who, number: str, reason: str) -> None:
        """Note why the session looks at the case of a number."""

    def reason(self, who: Who, number: str) -> str | None:
        """Return the reason that was chosen in this session for looking at the case of a number, None before."""
