"""Before provisions are searched or read: why. The reason is an act, and holds for them in this session."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.one_person import WHY
from ledger.cases.texts import Text
from ledger.judging.acts import LOOKS, enter_act
from ledger.web.console.console import Console, to
from ledger.web.console.parts import reason_options
from ledger.web.console.reason import onward
from ledger.web.console.records_words import WORDS
from ledger.web.console.routes import RECORDS, Asked, Route
from ledger.web.console.words import WORDS as FRAME


def choose(console: Console, asked: Asked, errors: Mapping[str, Text] | None = None) -> Response:
    """Ask why."""
    return console.render(
        asked, "records_reason.html", WORDS["records_reason_title"].told_in(asked.lang), words=WORDS, errors=errors,
        typed={"reason": ""}, options=reason_options(asked, WHY), to=onward(asked),
    )  # fmt: skip


def chosen(console: Console, asked: Asked) -> Response:
    """Enter the reason, then go on."""
    reason = asked.form.get("reason", "")
    if reason not in WHY:
        return choose(console, asked, {"reason": FRAME["reason_missing"]})
    if asked.who.closed is not None:
        return console.said(asked.lang, asked.who.closed, 403, asked.who)
    with console.desks.one() as desk:
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, reason, "console look",
            {"records": True}, None, asked.now, None, LOOKS,
        )  # fmt: skip
    console.sessions.look(asked.who, RECORDS, reason)
    return to(asked, onward(asked))


ROUTES = (
    Route("GET", "/records/reason", LOOKS, choose, personal=False),
    Route("POST", "/records/reason", LOOKS, chosen, personal=False),
)
