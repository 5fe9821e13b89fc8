"""Saying that who asks is who they say, and which ids are theirs."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.given import confirmed
from ledger.cases.outside import outside
from ledger.cases.protection import BY_POST
from ledger.cases.requests import IDENTITY_METHODS
from ledger.cases.texts import Text
from ledger.judging.acts import DECISIONS, enter_act
from ledger.judging.records import find_people
from ledger.log.head import LOG_ID, read_head
from ledger.web.console.case_frame import case_page, filled, found, said
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route
from ledger.web.forms import number_in

#: Ids that one case names at most.
_MOST_IDS = 50


def empty(console: Console, asked: Asked) -> Response:
    """Show what the person said of themselves, and the form."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, asked.reason or "request",
            "case show", {"case": case.number}, None, asked.now, None, DECISIONS,
        )  # fmt: skip
    typed = {"method": case.identified_by or "", "ids": "\n".join(f"{one.namespace} {one.number}" for one in case.ids)}
    return _page(console, asked, case, typed, {})


def identified(console: Console, asked: Asked) -> Response:
    """Look up what the ids lead to; once that was seen, enter that they are the person's."""
    typed = {name: asked.form.get(name, "") for name in ("method", "ids")}
    with console.desks.one() as desk:
        case = found(desk, asked)
        errors = ids_faults(case, typed)
        if errors:
            return _page(console, asked, case, typed, errors)
        as_of = read_head(desk.connection, LOG_ID).size
        ids = confirmed(desk.connection, desk.vault, pairs(typed["ids"]), as_of, asked.now)
        registers, officer, reason = console.desks.registers(), asked.who.officer, asked.reason or "request"
        if asked.form.get("sure") != typed["ids"]:
            for one in ids:
                enter_act(
                    desk.connection, desk.vault, registers, officer, reason, "case identify (look)", {"as_of": as_of},
                    one.identity, asked.now, None, DECISIONS,
                )  # fmt: skip
            at = outside(desk.connection, desk.vault, registers, officer, as_of, asked.now)
            people = find_people(desk.connection, desk.vault, pairs(typed["ids"]), as_of, asked.now)
            lead_to = [(*one, at.known(people.get(one)) is not None) for one in pairs(typed["ids"])]
            return _page(console, asked, case, typed, {}, lead_to)
        Casebook(desk.connection, desk.vault).step(
            case.number, officer, reason, "case identify",
            {"method": typed["method"], "ids": [one.written() for one in ids], "as_of": as_of}, asked.now, registers,
            number_in(asked.form.get("turn", "")),
        )  # fmt: skip
    console.looks.anew(case)
    return to(asked, f"/cases/{case.number}")


def _page(
    console: Console, asked: Asked, case: Case, typed: Mapping[str, str], errors: Mapping[str, Text],
    lead_to: list[tuple[str, str, bool]] | None = None,
) -> Response:  # fmt: skip
    return case_page(
        console, asked, case, "case_identify.html", "identify", typed=typed, errors=errors, case=case, lead_to=lead_to,
        methods=[(code, words, "") for code, words in methods_of(case, asked)],
    )  # fmt: skip


def methods_of(case: Case, asked: Asked) -> list[tuple[str, str]]:
    """Return how identity may be proven in a case, with its words: nothing goes by post to who is protected."""
    return [
        (code, said(asked, words)) for code, words in IDENTITY_METHODS.items()
        if not (case.protected and code in BY_POST)
    ]  # fmt: skip


def ids_faults(case: Case, typed: Mapping[str, str]) -> dict[str, Text]:
    """Return what has to be put right about the method and the ids, by field."""
    errors: dict[str, Text] = {}
    if typed["method"] not in IDENTITY_METHODS or (case.protected and typed["method"] in BY_POST):
        errors["method"] = WORDS["method_missing"]
    told = pairs(typed["ids"])
    if not told:
        errors["ids"] = WORDS["ids_missing"]
    elif not all(namespace and number for namespace, number in told):
        errors["ids"] = WORDS["ids_unreadable"]
    elif len(told) > _MOST_IDS:
        errors["ids"] = filled(WORDS["ids_too_many"], _MOST_IDS)
    return errors


def pairs(written: str) -> list[tuple[str, str]]:
    """Return (namespace, id) of each line; the id is what follows the first space, as it was written."""
    lines = [line.strip().partition(" ") for line in written.splitlines() if line.strip()]
    return [(namespace, number.strip()) for namespace, _, number in lines]


ROUTES = (
    Route("GET", "/cases/{number}/identify", DECISIONS, empty, personal=True),
    Route("POST", "/cases/{number}/identify", DECISIONS, identified, personal=True),
)
