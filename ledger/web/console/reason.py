"""Before a case opens: why it is looked at. The reason is an act, and holds for this case in this session."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.casebook import Casebook, normal, readable
from ledger.cases.texts import Text
from ledger.judging.acts import LOOKS, REASONS, enter_act
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route
from ledger.web.console.words import WORDS

#: Reasons for which a case is looked at: keeping the record running takes no look at a person.
_CODES = tuple(code for code in REASONS if code != "operation")


def choose(console: Console, asked: Asked, errors: Mapping[str, Text] | None = None) -> Response:
    """Ask why."""
    number = asked.params["number"]
    with console.desks.one() as desk:
        Casebook(desk.connection, desk.vault).find(number)
    options = [(code, dict(zip(("ja", "en"), REASONS[code].split(" / "), strict=True))[asked.lang], "")
               for code in _CODES]  # fmt: skip
    words = WORDS["reason_title"]
    return console.render(
        asked, "reason.html", words.en if asked.lang == "en" else words.ja, errors=errors, typed={"reason": ""},
        number=readable(normal(number)), options=options, to=onward(asked), closed=asked.who.closed,
    )  # fmt: skip


def chosen(console: Console, asked: Asked) -> Response:
    """Enter the look, then open the case."""
    number, reason = asked.params["number"], asked.form.get("reason", "")
    if reason not in _CODES:
        return choose(console, asked, {"reason": WORDS["reason_missing"]})
    with console.desks.one() as desk:
        case = Casebook(desk.connection, desk.vault).looked_at(number, asked.who.officer, asked.now)
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, reason, "console look",
            {"case": case.number}, None, asked.now, None, LOOKS,
        )  # fmt: skip
    console.sessions.look(asked.who, number, reason)
    return to(asked, onward(asked))


def onward(asked: Asked) -> str:
    """Return where the look was going: a path of this place, behind the language."""
    told = asked.form.get("to") or asked.query.get("to", "")
    return told if told.startswith("/") and not told.startswith("//") and "\\" not in told else "/"


ROUTES = (
    Route("GET", "/reason/{number}", LOOKS, choose, personal=False),
    Route("POST", "/reason/{number}", LOOKS, chosen, personal=False),
)
