"""An officer says whom they must not work a case about. What they declare is sealed and shown to nobody, not even to
them: only how many ids it is."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.conflicts import RELATIONS, Relation, declare, declared
from ledger.cases.texts import Text
from ledger.judging.acts import DECISIONS
from ledger.web.console.case_frame import word
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console
from ledger.web.console.routes import Asked, Route
from ledger.web.desks import Desk

_FIELDS = tuple(f"conflict_{relation}" for relation in RELATIONS)


def shown(console: Console, asked: Asked) -> Response:
    """Show how much is declared, and the form."""
    with console.desks.one() as desk:
        return _page(console, asked, desk, dict.fromkeys(_FIELDS, ""), {}, entered=False)


def entered(console: Console, asked: Asked) -> Response:
    """Enter the declaration; it stands for the one before."""
    typed = {name: asked.form.get(name, "") for name in _FIELDS}
    people: list[tuple[Relation, str, str]] = []
    errors: dict[str, Text] = {}
    for relation, name in zip(RELATIONS, _FIELDS, strict=True):
        for line in typed[name].splitlines():
            namespace, _, number = line.strip().partition(" ")
            if namespace and not number.strip():
                errors[name] = WORDS["ids_unreadable"]
            elif namespace:
                people.append((relation, namespace, number.strip()))
    with console.desks.one() as desk:
        if errors:
            return _page(console, asked, desk, typed, errors, entered=False)
        declare(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, "operation", people, asked.now
        )  # fmt: skip
        return _page(console, asked, desk, dict.fromkeys(_FIELDS, ""), {}, entered=True)


def _page(
    console: Console, asked: Asked, desk: Desk, typed: Mapping[str, str], errors: Mapping[str, Text], *, entered: bool
) -> Response:  # fmt: skip
    return console.render(
        asked, "conflicts.html", word(asked, "conflicts_title"), words=WORDS, errors=errors, typed=typed,
        fields=_FIELDS, entered=entered, count=len(declared(desk.connection, desk.vault, asked.who.officer)),
    )  # fmt: skip


ROUTES = (
    Route("GET", "/conflicts", DECISIONS, shown, personal=False, menu=WORDS["conflicts"]),
    Route("POST", "/conflicts", DECISIONS, entered, personal=False),
)
