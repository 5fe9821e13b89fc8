"""An answer about records is supplemented: what came to be known since it was given, and deciding it anew."""

from __future__ import annotations

from fastapi.responses import Response

from ledger.cases.casebook import Casebook
from ledger.cases.late import NOTHING, Known, Late, late
from ledger.cases.moments import day
from ledger.cases.texts import Text
from ledger.judging.acts import DECISIONS, enter_act
from ledger.law.catalogue import VERDICTS
from ledger.log.head import LOG_ID, read_head
from ledger.web.console.case_frame import case_page, found
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route


def shown(console: Console, asked: Asked) -> Response:
    """Show what came to be known since the answer, and what supplementing does."""
    return _shown(console, asked, {})


def supplemented(console: Console, asked: Asked) -> Response:
    """Decide the case anew, as the ledger stands now. Its answer stays until the new one."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        if asked.form.get("turn") == str(case.turn):
            Casebook(desk.connection, desk.vault).step(
                case.number, asked.who.officer, asked.reason or "request", "case supplement", {}, asked.now,
                console.desks.registers(), case.turn,
            )  # fmt: skip
            console.looks.anew(case)
            return to(asked, f"/cases/{case.number}/records")
    return _shown(console, asked, {"moved": WORDS["moved_meanwhile"]}, 409)


def _shown(console: Console, asked: Asked, errors: dict[str, Text], status: int = 200) -> Response:
    with console.desks.one() as desk:
        case = found(desk, asked)
        as_of = read_head(desk.connection, LOG_ID).size
        one = late(desk.connection, desk.vault, [case], asked.who.range, as_of, asked.now).get(case.number, NOTHING)
        for identity in {row.kept.identity for row in (*one.came.values(), *one.changed.values())}:
            enter_act(
                desk.connection, desk.vault, console.desks.registers(), asked.who.officer, asked.reason or "request",
                "case show (records)", {"as_of": as_of}, identity, asked.now, None, DECISIONS,
            )  # fmt: skip
    return case_page(
        console, asked, case, "case_supplement.html", "supplement", status=status, errors=errors,
        typed={"turn": str(case.turn)}, lines=_lines(one),
        ready=case.stage == "answered" and case.gives_records,
    )  # fmt: skip


def _lines(one: Late) -> list[tuple[Text, Text, Text, str, Text]]:
    """Return a line for each record: why it stands here, the day, the other side, and the verdict."""
    told = [(WORDS["late_came"], row) for row in one.came.values()]
    told += [(WORDS["late_changed"], row) for row in one.changed.values()]
    return [
        (why, day(row.kept.happened_at), _name(row), row.kept.verdict, Text(*VERDICTS[row.kept.verdict]))
        for why, row in told
    ]


def _name(row: Known) -> Text:
    return next(fact.words for fact in row.shown.granted_by_act if fact.code == "recipient_name")


ROUTES = (
    Route("GET", "/cases/{number}/supplement", DECISIONS, shown, personal=True),
    Route("POST", "/cases/{number}/supplement", DECISIONS, supplemented, personal=True),
)
