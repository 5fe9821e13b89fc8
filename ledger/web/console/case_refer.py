"""What a complaint or a consultation led to: a judgement made again, a stop, or the question of article 26."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.complaints import ARTICLE26, LEADS_TO, Led
from ledger.cases.texts import Text
from ledger.judging.acts import DECISIONS
from ledger.web.console.case_frame import case_page, filled, found, said
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route

_FIELDS = ("led_to", "reference", "handling")
_MOST_CHARACTERS = 80


def shown(console: Console, asked: Asked) -> Response:
    """Show what it led to so far, and the form."""
    with console.desks.one() as desk:
        case = found(desk, asked)
    if case.kind.personal:
        return to(asked, f"/cases/{case.number}")
    return _page(console, asked, case, {}, {})


def entered(console: Console, asked: Asked) -> Response:
    """Keep what it led to."""
    typed = {name: asked.form.get(name, "").strip() for name in _FIELDS}
    errors = _faults(typed)
    with console.desks.one() as desk:
        case = found(desk, asked)
        if errors:
            return _page(console, asked, case, typed, errors)
        Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "complaint", "case refer",
            {"to": typed["led_to"], "reference": typed["reference"], "handling": typed["handling"] or None}, asked.now,
            console.desks.registers(),
        )  # fmt: skip
    return to(asked, f"/cases/{case.number}/complaint")


def led_words(led: Led) -> Text:
    """Say what a complaint led to, with the number it goes by or what the provision was."""
    words = LEADS_TO[led.to]
    if led.handling is not None:
        within = ARTICLE26[led.handling]
    elif led.reference:
        within = Text(led.reference, led.reference)
    else:
        return words
    return Text(f"{words.ja}：{within.ja}", f"{words.en}: {within.en}")


def _page(
    console: Console, asked: Asked, case: Case, typed: Mapping[str, str], errors: Mapping[str, Text]
) -> Response:  # fmt: skip
    return case_page(
        console, asked, case, "case_refer.html", "refer_title", errors=errors,
        typed={**dict.fromkeys(_FIELDS, ""), **typed}, led=[led_words(one) for one in case.complaint.led],
        ways=[(code, said(asked, words), "") for code, words in LEADS_TO.items()],
        handlings=[(code, said(asked, words), "") for code, words in ARTICLE26.items()],
    )  # fmt: skip


def _faults(typed: Mapping[str, str]) -> dict[str, Text]:
    errors: dict[str, Text] = {}
    if typed["led_to"] not in LEADS_TO:
        errors["led_to"] = WORDS["led_to_missing"]
    if len(typed["reference"]) > _MOST_CHARACTERS:
        errors["reference"] = filled(WORDS["too_long_by"], _MOST_CHARACTERS)
    if typed["led_to"] == "article26" and typed["handling"] not in ARTICLE26:
        errors["handling"] = WORDS["handling_missing"]
    elif typed["led_to"] != "article26" and typed["handling"]:
        errors["handling"] = WORDS["handling_unasked"]
    return errors


ROUTES = (
    Route("GET", "/cases/{number}/refer", DECISIONS, shown, personal=True),
    Route("POST", "/cases/{number}/refer", DECISIONS, entered, personal=True),
)
