"""A request that came on paper, by telephone or at the counter is entered, and its receipt is shown once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi.responses import Response

from ledger.cases.agents import KINDS_OF_AGENT
from ledger.cases.casebook import Casebook, new_form, readable
from ledger.cases.duplicates import alike
from ledger.cases.fees import fee_of
from ledger.cases.mail.address import AddressUnusable, address_of
from ledger.cases.requests import CHANNELS, KINDS
from ledger.cases.texts import Text
from ledger.cases.wishes import DELIVERIES, Wishes
from ledger.cases.written_day import DayUnreadable, written_day
from ledger.judging.acts import DECISIONS, check_officer
from ledger.law.days import calendar, jst_day
from ledger.web.console.case_frame import bar, said, word
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console
from ledger.web.console.routes import Asked, Route

#: How a request comes that the staff enter, in the order of the form.
STAFF_CHANNELS = tuple(one for one in CHANNELS if one != "web")
_FIELDS = (
    "kind", "channel", "language", "year", "month", "day", "asked", "contact", "claimed", "email", "by_whom",
    "agent_name", "together", "to_protect", "unsafe", "with_data", "delivery", "form",
)  # fmt: skip
#: Who asks, if no agent does.
_PERSON = "person"
_MOST_CHARACTERS = 4_000


def empty(console: Console, asked: Asked) -> Response:
    """Show the empty form, with today as the day of arrival."""
    today = calendar(jst_day(asked.now))
    return _form(console, asked, {
        "language": "ja", "by_whom": _PERSON, "year": str(today.year), "month": str(today.month),
        "day": str(today.day), "form": new_form(),
    })  # fmt: skip


def entered(console: Console, asked: Asked) -> Response:
    """Enter the request, or say what is missing."""
    typed = {name: asked.form.get(name, "") for name in _FIELDS}
    errors = _faults(typed, calendar(jst_day(asked.now)))
    if errors:
        return _form(console, asked, typed, errors)
    arrived = written_day(typed["year"], typed["month"], typed["day"])
    told = {
        **{name: typed[name] for name in ("kind", "channel", "language", "asked", "contact", "claimed")},
        **_who_asks(typed), **Wishes(delivery=typed["delivery"] or None).written(),
        "arrived": arrived.isoformat(), "protected": bool(typed["to_protect"]),
        **({"unsafe": typed["unsafe"]} if typed["unsafe"] else {}),
        **({"also_data": True} if typed["with_data"] else {}),
        "fee": fee_of(console.desks.registers(), typed["kind"], asked.now),
    }  # fmt: skip
    with console.desks.one() as desk:
        book = Casebook(desk.connection, desk.vault)
        check_officer(
            console.desks.registers(), asked.who.officer, "request", "case open", asked.now, DECISIONS
        )  # fmt: skip
        receipt, case = book.open(told, asked.who.officer, asked.now, typed["form"])
        same = alike(case, console.shelf.all(book))
    return console.render(
        asked, "case_received.html", word(asked, "received"), words=WORDS, crumbs=[("/cases", word(asked, "cases"))],
        secret=readable(receipt.secret), bar=bar(case, asked.now), same=[bar(one, asked.now) for one in same],
    )  # fmt: skip


def _form(
    console: Console, asked: Asked, typed: Mapping[str, str], errors: Mapping[str, Text] | None = None
) -> Response:  # fmt: skip
    return console.render(
        asked, "case_new.html", word(asked, "new_case"), words=WORDS, errors=errors,
        typed={name: typed.get(name, "") for name in _FIELDS}, crumbs=[("/cases", word(asked, "cases"))],
        kinds=[(kind.code, said(asked, kind.words), "") for kind in KINDS.values()],
        channels=[(one, word(asked, f"channel_{one}"), "") for one in STAFF_CHANNELS],
        languages=[(one, word(asked, f"language_{one}"), "") for one in ("ja", "en")],
        deliveries=[
            ("", word(asked, "delivery_unsaid"), ""),
            *((code, said(asked, words), "") for code, words in DELIVERIES.items()),
        ],
        askers=[
            (_PERSON, word(asked, "by_whom_person"), word(asked, "by_whom_note")),
            *((code, said(asked, kind.words), "") for code, kind in KINDS_OF_AGENT.items()),
        ],
    )  # fmt: skip


def _who_asks(typed: Mapping[str, str]) -> dict[str, Any]:
    """Return the agent, and the address that mail may go to, as far as there are any."""
    told: dict[str, Any] = {"email": address_of(typed["email"])} if typed["email"] else {}
    if typed["by_whom"] != _PERSON:
        told["agent"] = {"kind": typed["by_whom"], "name": typed["agent_name"], "alone": not typed["together"]}
    return told


def _faults(typed: Mapping[str, str], today: date) -> dict[str, Text]:
    """Return what has to be put right, by field."""
    errors: dict[str, Text] = {}
    kind = KINDS.get(typed["kind"])
    if kind is None:
        errors["kind"] = WORDS["kind_missing"]
    elif typed["with_data"] and kind.code != "records":
        errors["with_data"] = WORDS["with_data_wrong"]
    if typed["channel"] not in STAFF_CHANNELS:
        errors["channel"] = WORDS["channel_missing"]
    if typed["language"] not in ("ja", "en"):
        errors["language"] = WORDS["language_missing"]
    try:
        if written_day(typed["year"], typed["month"], typed["day"]) > today:
            errors["arrived"] = WORDS["arrived_later"]
    except DayUnreadable:
        errors["arrived"] = WORDS["arrived_unreadable"]
    if kind is not None and kind.told and not typed["asked"]:
        errors["asked"] = WORDS["asked_missing"]
    if not typed["contact"]:
        errors["contact"] = WORDS["contact_missing"]
    if typed["delivery"] and typed["delivery"] not in DELIVERIES:
        errors["delivery"] = WORDS["delivery_missing"]
    if typed["by_whom"] not in (_PERSON, *KINDS_OF_AGENT):
        errors["by_whom"] = WORDS["by_whom_missing"]
    elif typed["by_whom"] != _PERSON and not typed["agent_name"]:
        errors["agent_name"] = WORDS["agent_name_missing"]
    if typed["unsafe"] and typed["by_whom"] != _PERSON:
        errors["unsafe"] = WORDS["unsafe_of_agent"]
    try:
        _who_asks(typed)
    except AddressUnusable:
        errors["email"] = WORDS["email_unusable"]
    for name in ("asked", "contact", "claimed", "agent_name", "unsafe"):
        if len(typed[name]) > _MOST_CHARACTERS:
            errors[name] = WORDS["too_long"]
    return errors


ROUTES = (
    Route("GET", "/cases/new", DECISIONS, empty, personal=False),
    Route("POST", "/cases/new", DECISIONS, entered, personal=False),
)
