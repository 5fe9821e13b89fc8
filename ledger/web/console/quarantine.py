"""What could not be read: where, why and when, never what it says; the content to whom has said why and has the role.

Whether a record in it is one that nobody may learn of (Cabinet Order 11), nobody can tell before it is read, nor once
its source has sent it anew: so it is closed as such a record is (docs/decisions/0023).
"""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from fastapi.responses import Response

from ledger.cases.moments import minute, short
from ledger.cases.texts import Text
from ledger.judging.acts import EXISTENCE, LOOKS, OPERATIONS, enter_act
from ledger.judging.ranges import EVERYTHING
from ledger.judging.standing import Unread, content, unread
from ledger.log.head import LOG_ID
from ledger.web.console.console import Console
from ledger.web.console.parts import filled
from ledger.web.console.quarantine_outcome import found
from ledger.web.console.quarantine_words import WORDS
from ledger.web.console.routes import Asked, Route

_SEES = LOOKS | OPERATIONS
_MOST = 100
#: Bytes that are shown; how many there are is said.
_SHOWN = 4_096
_LAST = "select max(last_heard) from instance where log_id = %s"


def listed(console: Console, asked: Asked) -> Response:
    """List what is in quarantine, and what became of what was."""
    with console.desks.one() as desk:
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, "operation", "quarantine list",
            {}, None, asked.now, None, _SEES,
        )  # fmt: skip
        there = unread(desk.connection, _MOST)
        last = desk.connection.execute(_LAST, (LOG_ID,)).fetchone()
    waiting = [one for one in there if one.outcome is None]
    alike = Counter(one.digest for one in there)
    received = minute(last[0]) if last and last[0] is not None else None
    return console.render(
        asked, "quarantine.html", WORDS["quarantine"].told_in(asked.lang), words=WORDS, most=_MOST,
        count=filled(WORDS["quarantine_count"], len(waiting)),
        reasons=sorted(Counter(one.reason for one in waiting).items()),
        lines=[(one, UUID(bytes=one.seal_id).hex, short(one.appended_at), alike[one.digest], _outcome(one))
               for one in there],
        waiting=len(waiting),
        empty=filled(WORDS["quarantine_none"], received) if received else WORDS["quarantine_never"],
    )  # fmt: skip


def opened(console: Console, asked: Asked) -> Response:
    """Show what a message says. The look is entered before."""
    if asked.who.range != EVERYTHING:
        return console.said(asked.lang, "range_bounds", 403, asked.who)
    with console.desks.one() as desk:
        one = found(desk, asked)
        if one is None:
            return console.said(asked.lang, "missing", 404, asked.who)
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, asked.reason or "",
            "quarantine look", {"place": one.place}, None, asked.now, None, EXISTENCE,
        )  # fmt: skip
        said = content(desk.vault, one)
    return console.render(
        asked, "quarantined.html", WORDS["content_title"].told_in(asked.lang), words=WORDS, one=one, said=said,
        received=short(one.appended_at), outcome=_outcome(one),
        size=filled(WORDS["content_bytes"], len(said)) if said is not None else None,
        text=said[:_SHOWN].decode("utf-8", errors="replace") if said is not None else "",
        hexadecimal=said[:_SHOWN].hex(" ", 4) if said is not None else "",
        crumbs=[("/quarantine", WORDS["quarantine"].told_in(asked.lang)),
                (f"/quarantine/{asked.params['seal']}/outcome", WORDS["outcome_title"].told_in(asked.lang))],
    )  # fmt: skip


def _outcome(one: Unread) -> Text:
    return WORDS[f"outcome_{one.outcome or 'waiting'}"]


ROUTES = (
    Route("GET", "/quarantine", _SEES, listed, personal=False, menu=WORDS["quarantine"]),
    Route("GET", "/quarantine/{seal}", EXISTENCE, opened, personal=True),
)
