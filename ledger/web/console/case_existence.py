"""What is neither confirmed nor denied of a case: seen, hidden and released by officers with the role alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.responses import Response

from ledger.cases import screened as records
from ledger.cases.case import Case
from ledger.cases.casebook import NoSuchCase
from ledger.cases.existence import HIDDEN_BECAUSE, RELEASED_BECAUSE, words_of
from ledger.cases.moments import day, minute
from ledger.cases.screened import Existence, Screened
from ledger.cases.texts import Text
from ledger.judging.acts import EXISTENCE
from ledger.web.console.case_frame import case_page, found, said
from ledger.web.console.case_rows import shown_lines
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route
from ledger.web.desks import Desk
from ledger.web.forms import number_in

#: Lines of one page of the list.
_PAGE = 50


def listed(console: Console, asked: Asked) -> Response:
    """List the records that are left out, with each reason, and those that would be given."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        if not case.ids:
            return case_page(console, asked, case, "case_unidentified.html", "tab_existence", tab="/existence")
        there = records.screened(desk.connection, desk.vault, case, _by(console, asked))
    silent, at = sum(bool(one.silent) for one in there.values()), _from(asked)
    return case_page(
        console, asked, case, "case_existence.html", "tab_existence", tab="/existence", silent=silent,
        shown=len(there) - silent, at=at, page=_PAGE,
        lines=[_line(record, one) for record, one in list(there.items())[at : at + _PAGE]],
    )  # fmt: skip


def one(console: Console, asked: Asked) -> Response:
    """Show one record with the reasons that hide it, and what may be done about them."""
    return _one(console, asked, {})


def done(console: Console, asked: Asked) -> Response:
    """Hide the record, propose its release, or confirm one."""
    doing, record = asked.form.get("doing", ""), asked.params["record"]
    because = asked.form.get(doing, "")
    codes = {"hide": HIDDEN_BECAUSE, "release": RELEASED_BECAUSE}
    if doing in codes and because not in codes[doing]:
        return _one(console, asked, {doing: WORDS[f"existence_{doing}_missing"]})
    by = _by(console, asked)
    with console.desks.one() as desk:
        case, (connection, vault) = found(desk, asked), (desk.connection, desk.vault)
        match doing:
            case "hide":
                records.hide(connection, vault, case, by, record, because)
            case "release":
                records.release(connection, vault, case, by, record, asked.form.all("seen"), because)
            case _:
                records.confirm(connection, vault, case, by, record, asked.form.get("proposal", ""))
    return to(asked, f"/cases/{case.number}/existence")


def _one(console: Console, asked: Asked, errors: Mapping[str, Text]) -> Response:
    with console.desks.one() as desk:
        case = found(desk, asked)
        made = _within(console, asked, desk, case)
    return case_page(
        console, asked, case, "case_existence_record.html", "existence_row", errors=errors,
        typed={"hide": "", "release": "", **{name: asked.form.get(name, "") for name in errors}},
        record=made.shown.record_id, heading=made.shown.heading, blocks=shown_lines(made.shown),
        silent=[(reason, words_of(reason)) for reason in sorted(made.silent)],
        proposals=[
            (
                act.name, act.officer, minute(act.made_at), RELEASED_BECAUSE[act.because],
                act.officer == asked.who.officer,
            )
            for act in made.proposals
        ],
        hides=[(code, said(asked, words), "") for code, words in HIDDEN_BECAUSE.items()],
        releases=[(code, said(asked, words), "") for code, words in RELEASED_BECAUSE.items()],
    )  # fmt: skip


def _within(console: Console, asked: Asked, desk: Desk, case: Case) -> Screened:
    """Return a record of the case's person within the officer's range. Raises NoSuchCase, so that others look like
    none."""
    if not case.ids:
        raise NoSuchCase("record")
    there = records.screened(desk.connection, desk.vault, case, _by(console, asked), "existence show")
    if asked.params["record"] not in there:
        raise NoSuchCase("record")
    return there[asked.params["record"]]


def _line(record: str, made: Screened) -> dict[str, Any]:
    facts = {fact.code: fact.words for fact in (*made.shown.granted_by_act, *made.shown.added_by_operator)}
    return {
        "record": record, "day": day(made.kept.happened_at), "name": facts["recipient_name"], "items": facts["items"],
        "reasons": [words_of(reason) for reason in sorted(made.silent)], "waits": bool(made.proposals),
    }  # fmt: skip


def _by(console: Console, asked: Asked) -> Existence:
    return Existence(
        asked.who.officer, asked.reason or "request", asked.now, console.desks.registers(), asked.who.range
    )


def _from(asked: Asked) -> int:
    return number_in(asked.query.get("from", "0"))


_PATH = "/cases/{number}/existence"
ROUTES = (
    Route("GET", _PATH, EXISTENCE, listed, personal=True),
    Route("GET", _PATH + "/{record}", EXISTENCE, one, personal=True),
    Route("POST", _PATH + "/{record}", EXISTENCE, done, personal=True),
)
