"""One message that could not be read, without its content: asking for it to be read again, what came of that, and
letting it rest. A worker reads it; the page tells when it has."""

from __future__ import annotations

from fastapi.responses import Response

from ledger.cases.moments import short
from ledger.cases.texts import Text
from ledger.judging.acts import EXISTENCE, LOOKS, OPERATIONS
from ledger.judging.ranges import EVERYTHING
from ledger.judging.rereading import Brought, Try, ask_to_reread, brought, dismiss, tries
from ledger.judging.standing import Unread, find_unread
from ledger.web.console.console import Console, to
from ledger.web.console.parts import filled
from ledger.web.console.quarantine_words import WORDS
from ledger.web.console.routes import Asked, Route
from ledger.web.desks import Desk

_SEES = LOOKS | OPERATIONS
#: Why a message is let rest, by code of the reasons for acts.
_BECAUSE = ("incident", "operation", "inspection")


def shown(console: Console, asked: Asked) -> Response:
    """Show what is known of a message, and what became of it."""
    with console.desks.one() as desk:
        one = found(desk, asked)
        return console.said(asked.lang, "missing", 404, asked.who) if one is None else _page(console, asked, desk, one)


def asked_again(console: Console, asked: Asked) -> Response:
    """Ask for the message to be read again."""
    with console.desks.one() as desk:
        one = found(desk, asked)
        if one is None:
            return console.said(asked.lang, "missing", 404, asked.who)
        if one.outcome is not None or _waits(tries(desk.connection, one)):
            return to(asked, f"/quarantine/{asked.params['seal']}/outcome")
        ask_to_reread(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, "operation", one, asked.now
        )
        return _page(console, asked, desk, one, WORDS["reread_waits"])


def confirm(console: Console, asked: Asked) -> Response:
    """Ask why the message is let rest, before it is."""
    with console.desks.one() as desk:
        one = found(desk, asked)
    return console.said(asked.lang, "missing", 404, asked.who) if one is None else _confirm(console, asked, one, {})


def dismissed(console: Console, asked: Asked) -> Response:
    """Let the message rest, by name and with a reason."""
    because = asked.form.get("because", "")
    with console.desks.one() as desk:
        one = found(desk, asked)
        if one is None:
            return console.said(asked.lang, "missing", 404, asked.who)
        if because not in _BECAUSE:
            return _confirm(console, asked, one, {"because": WORDS["dismiss_because_missing"]})
        if one.outcome is not None:
            return to(asked, f"/quarantine/{asked.params['seal']}/outcome")
        dismiss(desk.connection, desk.vault, console.desks.registers(), asked.who.officer, because, one, asked.now)
        return _page(console, asked, desk, one, WORDS["dismiss_waits"])


def found(desk: Desk, asked: Asked) -> Unread | None:
    """Return the message that the address names, None where there is none."""
    named = asked.params["seal"]
    is_hex = len(named) == 32 and all(one in "0123456789abcdef" for one in named)
    return find_unread(desk.connection, named) if is_hex else None


def _page(console: Console, asked: Asked, desk: Desk, one: Unread, told: Text | None = None) -> Response:
    """Render the page. ``told``: what was just entered, which the worker has not seen yet."""
    asked_for = tries(desk.connection, one)
    waits = one.outcome is None and _waits(asked_for)
    came = brought(desk.connection, desk.vault, one) if one.outcome == "replayed" else None
    newest = asked_for[0] if asked_for else None
    still = newest.reason if newest is not None and one.outcome is None else None
    return console.render(
        asked, "quarantine_outcome.html", WORDS["outcome_title"].told_in(asked.lang), words=WORDS, one=one,
        received=short(one.appended_at), outcome=WORDS[f"outcome_{one.outcome or 'waiting'}"], still=still,
        notice=told or (WORDS["reread_waits"] if waits else None), lines=[_line(each) for each in asked_for],
        came=None if came is None else _came(came), record=came.index if came is not None and came.record else None,
        missing=WORDS[f"missing_{still or one.reason}"], acts=bool(OPERATIONS & asked.who.roles),
        opens=bool(EXISTENCE & asked.who.roles) and asked.who.range == EVERYTHING,
        at=f"/quarantine/{asked.params['seal']}", crumbs=[("/quarantine", WORDS["quarantine"].told_in(asked.lang))],
        path=f"/quarantine/{asked.params['seal']}/outcome",
    )  # fmt: skip


def _waits(asked_for: list[Try]) -> bool:
    """Tell whether the newest thing that was said is an asking that has no answer yet."""
    return bool(asked_for) and asked_for[0].reason is None


def _line(one: Try) -> tuple[str, str, Text]:
    when = "–" if one.made_at is None else short(one.made_at)
    return when, one.officer, WORDS["try_asked"] if one.reason is None else WORDS[f"unread_{one.reason}"]


def _came(one: Brought) -> Text:
    words = WORDS[f"brought_{one.disposition}"]
    return words if one.index is None else filled(words, one.index)


def _confirm(console: Console, asked: Asked, one: Unread, errors: dict[str, Text]) -> Response:
    options = [(code, WORDS[f"because_{code}"].told_in(asked.lang), "") for code in _BECAUSE]
    return console.render(
        asked, "quarantine_dismiss.html", WORDS["dismiss_title"].told_in(asked.lang), words=WORDS, one=one,
        errors=errors, typed={"because": ""}, options=options, at=f"/quarantine/{asked.params['seal']}",
        crumbs=[("/quarantine", WORDS["quarantine"].told_in(asked.lang)),
                (f"/quarantine/{asked.params['seal']}/outcome", WORDS["outcome_title"].told_in(asked.lang))],
    )  # fmt: skip


ROUTES = (
    Route("GET", "/quarantine/{seal}/outcome", _SEES, shown, personal=False),
    Route("POST", "/quarantine/{seal}/outcome", OPERATIONS, asked_again, personal=False),
    Route("GET", "/quarantine/{seal}/dismiss", OPERATIONS, confirm, personal=False),
    Route("POST", "/quarantine/{seal}/dismiss", OPERATIONS, dismissed, personal=False),
)
