"""A code by e-mail to an address that was held before the request: who types it reads that address, and may then be
identified by it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.codes_by_mail import proof_by_mail
from ledger.cases.mail.address import AddressUnusable, address_of, masked, named_in
from ledger.cases.moments import minute
from ledger.cases.proof import TRIES
from ledger.cases.texts import Text
from ledger.cases.written_day import DayUnreadable, written_day
from ledger.judging.acts import DECISIONS
from ledger.web.console.case_frame import case_page, filled, found
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route

_FIELDS = ("address", "year", "month", "day")


def shown(console: Console, asked: Asked) -> Response:
    """Show what became of the code that was sent last, and the form that sends one."""
    with console.desks.one() as desk:
        case = found(desk, asked)
    return _page(console, asked, case, {}, {})


def sent(console: Console, asked: Asked) -> Response:
    """Send a code. One that was sent before opens nothing any more."""
    typed = {name: asked.form.get(name, "") for name in _FIELDS}
    with console.desks.one() as desk:
        case = found(desk, asked)
        if not _may(console, case):
            return _page(console, asked, case, typed, {})
        address, held, errors = _read(typed, case.arrived)
        if address and named_in(case.unsafe, address):
            errors["address"] = WORDS["unsafe_address"]
        if errors or held is None:
            return _page(console, asked, case, typed, errors)
        step, mail = proof_by_mail(address, held, asked.now)
        Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", "case code", step, asked.now,
            console.desks.registers(), code=mail,
        )  # fmt: skip
    return to(asked, f"/cases/{case.number}/code")


def _may(console: Console, case: Case) -> bool:
    return console.desks.mails and case.stage == "identity"


def _read(typed: Mapping[str, str], arrived: date) -> tuple[str, date | None, dict[str, Text]]:
    """Return the address and the day since when it is held, with what has to be put right, by field."""
    address, held = "", None
    errors: dict[str, Text] = {}
    try:
        address = address_of(typed["address"])
    except AddressUnusable:
        errors["address"] = WORDS["code_address_missing"]
    try:
        held = written_day(typed["year"], typed["month"], typed["day"])
    except DayUnreadable:
        errors["held"] = WORDS["held_since_missing"]
    if held is not None and held >= arrived:
        errors["held"] = WORDS["held_since_missing"]
    return address, held, errors


def _page(
    console: Console, asked: Asked, case: Case, typed: Mapping[str, str], errors: Mapping[str, Text]
) -> Response:  # fmt: skip
    not_now = None
    if not _may(console, case):
        not_now = WORDS["code_not_now" if console.desks.mails else "code_no_mail"]
    return case_page(
        console, asked, case, "case_code.html", "code_title", errors=errors,
        typed={**dict.fromkeys(_FIELDS, ""), **typed}, not_now=not_now, last=_last(case, asked.now),
    )  # fmt: skip


def _last(case: Case, now: int) -> Text | None:
    """Say what became of the code that was sent last; None where none was."""
    proof = case.proof
    if proof is None:
        return None
    to_whom = masked(proof.address)
    if proof.made:
        return filled(WORDS["code_was_typed"], to_whom)
    if proof.open_at(now):
        until = minute(proof.until)
        words = WORDS["code_waits"]
        return Text(words.ja.format(to_whom, until.ja), words.en.format(to_whom, until.en))
    return filled(WORDS["code_often" if proof.tries >= TRIES else "code_late"], to_whom, TRIES)


ROUTES = (
    Route("GET", "/cases/{number}/code", DECISIONS, shown, personal=True),
    Route("POST", "/cases/{number}/code", DECISIONS, sent, personal=True),
)
