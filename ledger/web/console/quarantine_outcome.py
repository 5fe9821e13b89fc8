"""One message that could not be read, without its content: asking for it to be read again, what came of that, and
letting it rest. A worker reads it; the page tells when it has."""

from __future__ import annotations

from fastapi.responses import Response

from ledger.cases.moments import minute, short
from ledger.cases.texts import Text
from ledger.judging.acts import EXISTENCE, LOOKS, OPERATIONS
from ledger.judging.ranges import EVERYTHING
from ledger.judging.rereading import Brought, Try, ask_to_reread, asked_today, brought, tries
from ledger.judging.resting import Resting, let_rest, resting
from ledger.judging.standing import Unread, find_unread
from ledger.web.console.console import Console, to
from ledger.web.console.parts import filled, reason_words
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
        if one.outcome is not None:
            return to(asked, f"/quarantine/{asked.params['seal']}/outcome")
        ask_to_reread(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, "operation", one, asked.now
        )
        return _page(console, asked, desk, one)


def confirm(console: Console, asked: Asked) -> Response:
    """Ask why the message is let rest, before that is proposed or agreed to."""
    with console.desks.one() as desk:
        one = found(desk, asked)
        if one is None:
            return console.said(asked.lang, "missing", 404, asked.who)
        return _confirm(console, asked, desk, one, {})


def dismissed(console: Console, asked: Asked) -> Response:
    """Propose that the message rests, by name and with a reason, or agree to another officer's proposal."""
    because = asked.form.get("because", "")
    with console.desks.one() as desk:
        one = found(desk, asked)
        if one is None:
            return console.said(asked.lang, "missing", 404, asked.who)
        if because not in _BECAUSE:
            return _confirm(console, asked, desk, one, {"because": WORDS["dismiss_because_missing"]})
        if one.outcome is not None:
            return to(asked, f"/quarantine/{asked.params['seal']}/outcome")
        let_rest(desk.connection, desk.vault, console.desks.registers(), asked.who.officer, because, one, asked.now)
        return _page(console, asked, desk, one)


def found(desk: Desk, asked: Asked) -> Unread | None:
    """Return the message that the address names, None where there is none."""
    named = asked.params["seal"]
    is_hex = len(named) == 32 and all(one in "0123456789abcdef" for one in named)
    return find_unread(desk.connection, named) if is_hex else None


def _page(console: Console, asked: Asked, desk: Desk, one: Unread) -> Response:
    asked_for, open_still = tries(desk.connection, one), one.outcome is None
    today = asked_today(desk.connection, desk.vault, one, asked.now) if open_still else None
    rest = resting(desk.connection, desk.vault, one) if open_still else None
    waits = open_still and _waits(asked_for, today)
    came = brought(desk.connection, desk.vault, one) if one.outcome == "replayed" else None
    newest = asked_for[0] if asked_for else None
    still = newest.reason if newest is not None and open_still else None
    notice = WORDS["dismiss_waits"] if rest is not None and rest.agreed else WORDS["reread_waits"] if waits else None
    return console.render(
        asked, "quarantine_outcome.html", WORDS["outcome_title"].told_in(asked.lang), words=WORDS, one=one,
        received=short(one.appended_at), outcome=WORDS[f"outcome_{one.outcome or 'waiting'}"], still=still,
        notice=notice, proposed=_proposed(rest, asked), again=today is None, lines=[_line(each) for each in asked_for],
        came=None if came is None else _came(came), record=came.index if came is not None and came.record else None,
        missing=WORDS[f"missing_{still or one.reason}"], acts=bool(OPERATIONS & asked.who.roles),
        opens=bool(EXISTENCE & asked.who.roles) and asked.who.range == EVERYTHING,
        at=f"/quarantine/{asked.params['seal']}", crumbs=[("/quarantine", WORDS["quarantine"].told_in(asked.lang))],
        path=f"/quarantine/{asked.params['seal']}/outcome",
    )  # fmt: skip


def _waits(asked_for: list[Try], today: int | None) -> bool:
    """Tell whether the newest thing that was said is an asking that has no answer yet. ``today``: when somebody last
    asked on this day, which may not stand in the log yet."""
    if today is not None and today not in {one.made_at for one in asked_for}:
        return True
    return bool(asked_for) and asked_for[0].reason is None


def _proposed(rest: Resting | None, asked: Asked) -> tuple[Text, Text] | None:
    """Return who proposes that the message rests and what is to come, and why; None where nobody does."""
    if rest is None or rest.agreed:
        return None
    mine = rest.officer == asked.who.officer
    words = filled(WORDS["rest_mine"], minute(rest.made_at)) if mine else filled(
        WORDS["rest_proposed"], rest.officer, minute(rest.made_at)
    )  # fmt: skip
    return words, WORDS[f"because_{rest.because}"] if rest.because in _BECAUSE else reason_words(rest.because)


def _line(one: Try) -> tuple[str, str, Text]:
    when = "–" if one.made_at is None else short(one.made_at)
    return when, one.officer, WORDS["try_asked"] if one.reason is None else WORDS[f"unread_{one.reason}"]


def _came(one: Brought) -> Text:
    words = WORDS[f"brought_{one.disposition}"]
    return words if one.index is None else filled(words, one.index)


def _confirm(console: Console, asked: Asked, desk: Desk, one: Unread, errors: dict[str, Text]) -> Response:
    rest = resting(desk.connection, desk.vault, one)
    options = [(code, WORDS[f"because_{code}"].told_in(asked.lang), "") for code in _BECAUSE]
    return console.render(
        asked, "quarantine_dismiss.html", WORDS["dismiss_title"].told_in(asked.lang), words=WORDS, one=one,
        errors=errors, typed={"because": ""}, options=options, proposed=_proposed(rest, asked),
        theirs=rest is not None and rest.officer != asked.who.officer, at=f"/quarantine/{asked.params['seal']}",
        crumbs=[("/quarantine", WORDS["quarantine"].told_in(asked.lang)),
                (f"/quarantine/{asked.params['seal']}/outcome", WORDS["outcome_title"].told_in(asked.lang))],
    )  # fmt: skip


ROUTES = (
    Route("GET", "/quarantine/{seal}/outcome", _SEES, shown, personal=False),
    Route("POST", "/quarantine/{seal}/outcome", OPERATIONS, asked_again, personal=False),
    Route("GET", "/quarantine/{seal}/dismiss", OPERATIONS, confirm, personal=False),
    Route("POST", "/quarantine/{seal}/dismiss", OPERATIONS, dismissed, personal=False),
)
