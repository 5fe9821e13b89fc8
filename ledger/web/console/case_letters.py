"""Letters of a case: what went out, a sample to look at, and writing one out, which is kept by its hash. And its
mail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from fastapi.responses import Response

from ledger.cases.case import Case, as_told
from ledger.cases.casebook import Casebook, case_id_of
from ledger.cases.letters.compose import ANSWERS, fitting
from ledger.cases.letters.font import FontMissing
from ledger.cases.letters.letter import Letter
from ledger.cases.letters.plain import text
from ledger.cases.letters.sent import LETTERS_GO_BY
from ledger.cases.letters.setting import GlyphMissing, pdf
from ledger.cases.letters.writing import (
    LONGEST_ADDRESSEE,
    Wanted,
    Writer,
    addressee,
    file_name,
    letter_of,
    sent_out,
)  # fmt: skip
from ledger.cases.mail.address import masked
from ledger.cases.mail.queue import waiting
from ledger.cases.moments import minute
from ledger.cases.steps import StepRefused
from ledger.cases.texts import Language, Text
from ledger.judging.acts import DECISIONS
from ledger.law.clocks import two_weeks_end
from ledger.web.console.case_frame import case_page, found, word
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console
from ledger.web.console.handing import letter_file, letter_shown
from ledger.web.console.routes import LANGUAGES, Asked, Route
from ledger.web.desks import Desk

_FIELDS = ("letter_kind", "letter_language", "letter_to", "letter_by")


def shown(console: Console, asked: Asked) -> Response:
    """Show what went out, and the form for another letter."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        typed = {"letter_kind": "", "letter_language": case.language, "letter_to": "", "letter_by": ""}
        return _list(console, asked, desk, case, typed, {})


def previewed(console: Console, asked: Asked) -> Response:
    """Show what a letter would say. The look at it is entered first."""

    def shown_as_text(_: Desk, case: Case, letter: Letter, typed: Mapping[str, str]) -> Response:
        return case_page(
            console, asked, case, "case_letter.html", "letter_sample", tab=None, typed=typed, case=case,
            says=text(letter), number=letter.number, language=letter.language,
            released=letter.kind not in ANSWERS or as_told(case, asked.now).stage == "answered",
        )  # fmt: skip

    return _answered(console, asked, shown_as_text, final=False)


def sampled(console: Console, asked: Asked) -> Response:
    """Give the sample as PDF, to be looked at."""

    def shown_as_pdf(_: Desk, __: Case, letter: Letter, ___: Mapping[str, str]) -> Response:
        return letter_shown(pdf(letter), file_name(letter))

    return _answered(console, asked, shown_as_pdf, final=False)


def written_out(console: Console, asked: Asked) -> Response:
    """Hand out the letter, and enter it as sent by its hash."""

    def handed_out(desk: Desk, case: Case, letter: Letter, typed: Mapping[str, str]) -> Response:
        if letter.number != asked.form.get("number"):
            return _list(console, asked, desk, case, typed, {"letter_kind": WORDS["letter_once"]})
        book = Casebook(desk.connection, desk.vault)
        content = sent_out(book, case, letter, _writer(console, asked), typed["letter_by"])
        return letter_file(content, file_name(letter))

    return _answered(console, asked, handed_out, final=True)


def _answered(
    console: Console, asked: Asked, give: Callable[[Desk, Case, Letter, Mapping[str, str]], Response], *, final: bool
) -> Response:  # fmt: skip
    """Give the letter that a form asks for, or the form again with what has to be put right."""
    typed = {name: asked.form.get(name, "") for name in _FIELDS}
    with console.desks.one() as desk:
        case = found(desk, asked)
        letter = _written(console, asked, desk, case, typed, final=final)
        if not isinstance(letter, Letter):
            return _list(console, asked, desk, case, typed, letter)
        try:
            return give(desk, case, letter, typed)
        except (GlyphMissing, FontMissing) as error:
            return _list(console, asked, desk, case, typed, _unset(error))


def _written(
    console: Console, asked: Asked, desk: Desk, case: Case, typed: Mapping[str, str], *, final: bool
) -> Letter | dict[str, Text]:  # fmt: skip
    """Return the letter that a form asks for, or what has to be put right, by field."""
    errors: dict[str, Text] = {}
    if typed["letter_kind"] not in _kinds(case):
        errors["letter_kind"] = WORDS["letter_kind_missing"]
    if typed["letter_language"] not in LANGUAGES:
        errors["letter_language"] = WORDS["language_missing"]
    if typed["letter_by"] not in _ways(case):
        errors["letter_by"] = WORDS["letter_by_missing"]
    if len(typed["letter_to"]) > LONGEST_ADDRESSEE:
        errors["letter_to"] = WORDS["too_long"]
    if errors:
        return errors
    language = cast(Language, typed["letter_language"])
    wanted = Wanted(typed["letter_kind"], language, addressee(typed["letter_to"]), final)
    try:
        return letter_of(Casebook(desk.connection, desk.vault), case, wanted, _writer(console, asked))
    except StepRefused:
        return {"letter_kind": WORDS["letter_not_now"]}


def _writer(console: Console, asked: Asked) -> Writer:
    return Writer(
        asked.who.officer, asked.reason or "request", asked.now, console.desks.registers(), asked.who.range
    )


def _unset(error: Exception) -> dict[str, Text]:
    if isinstance(error, GlyphMissing):
        return {"letter_to": WORDS["glyph_missing"]}
    return {"letter_kind": WORDS["font_missing"]}


def _kinds(case: Case) -> list[str]:
    """Return the letters that can be written as the case stands, as samples at least."""
    return [
        "receipt",
        *(["identity"] if case.stage == "identity" else []),
        *(["late"] if _told_late(case) else []),
        *([fitting(case)] if case.decision is not None else []),
    ]


def _told_late(case: Case) -> bool:
    """Whether a day after day 14 was told for the answer."""
    return case.clock.extended is not None and case.clock.extended.until > two_weeks_end(case.arrived)


def _ways(case: Case) -> list[str]:
    """Return the ways by which a letter may go to the person."""
    return [one for one in LETTERS_GO_BY if not (one == "post" and case.protected)]


def _list(
    console: Console, asked: Asked, desk: Desk, case: Case, typed: Mapping[str, str], errors: Mapping[str, Text]
) -> Response:  # fmt: skip
    mails = [
        *((WORDS[f"mail_{one.kind}"], WORDS[f"mail_{one.outcome}"], minute(one.at)) for one in case.mails),
        *((WORDS[f"mail_{kind}"], WORDS["mail_waits"], minute(due))
          for kind, due in waiting(desk.connection, case_id_of(case.number))),
    ]  # fmt: skip
    return case_page(
        console, asked, case, "case_letters.html", "letters_title", tab="/letters", typed=typed, errors=errors,
        case=case, letters=[(one, WORDS[f"letter_kind_{one.kind}"], minute(one.at)) for one in case.letters],
        kinds=[(code, word(asked, f"letter_kind_{code}"), "") for code in _kinds(case)],
        ways=[(one, word(asked, f"letter_by_{one}"), "") for one in _ways(case)],
        languages=[
            ("ja", word(asked, "language_ja"), word(asked, "letter_language_note")),
            ("en", word(asked, "language_en"), ""),
        ],
        mails=mails, undelivered=any(one.outcome == "given_up" for one in case.mails),
        goes_to=masked(case.address) if case.address else None,
        proof=None if case.proof is None else (masked(case.proof.address), case.proof.made),
    )  # fmt: skip


ROUTES = (
    Route("GET", "/cases/{number}/letters", DECISIONS, shown, personal=True),
    Route("POST", "/cases/{number}/letters", DECISIONS, previewed, personal=True),
    Route("POST", "/cases/{number}/letters/sample", DECISIONS, sampled, personal=True),
    Route("POST", "/cases/{number}/letters/final", DECISIONS, written_out, personal=True),
)
