"""Letters of a case by programs: a sample to be read, and what goes out, which is kept by its hash. The PDF itself is
kept nowhere; sent again under its key, the request makes the same letter once more."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import Response

from ledger.cases.casebook import CASES, MovedOn
from ledger.cases.letters.letter import Letter
from ledger.cases.letters.setting import pdf
from ledger.cases.letters.writing import (
    COMMAND,
    Wanted,
    Writer,
    addressee,
    file_name,
    letter_again,
    letter_of,
    sent_out,
)
from ledger.cases.once import Kept
from ledger.web.api import steps_sent
from ledger.web.api.calls import HEADERS, Key, Match, Reason, Seat, etag, turn_of
from ledger.web.api.documented import problems
from ledger.web.api.stepping import SEEN, STEP, Call, Number

router = APIRouter(tags=["staff"], prefix="/v1/cases")

_PDF = {"description": "The letter", "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
_NUMBER = "Letter-Number"


@router.post("/{number}/letters/sample", operation_id="sampleLetter", summary="Read a letter before it goes out",
             responses={200: _PDF, **problems("glyph_missing", "person_gone", *STEP)},
             response_class=Response)  # fmt: skip
def sample(
    call: Call, number: Number, told: steps_sent.LetterSent, reason: Reason, key: Key
) -> Response:  # fmt: skip
    """Marked as a sample. The look at what it says is entered; nothing else is. It is made anew each time it is sent
    under one key."""
    with call.seat(COMMAND, reason, CASES) as at:
        made: list[tuple[Letter, bytes]] = []

        def work() -> tuple[str, Kept]:
            made.append(_sample(at, number, told))
            return number, Kept(200, {}, None)

        _, headers = call.once(at, key, work)
        letter, content = made[0] if made else _sample(at, number, told)
        return _handed(content, letter, headers)


@router.post("/{number}/letters", operation_id="writeLetter", summary="Write a letter that goes out",
             responses={200: _PDF, **problems("glyph_missing", "letter_changed", "person_gone", *SEEN)},
             response_class=Response)  # fmt: skip
def write(
    call: Call, number: Number, told: steps_sent.LetterOut, reason: Reason, match: Match, key: Key
) -> Response:  # fmt: skip
    """The answer is the PDF, and the case keeps its number (`Letter-Number`) and SHA-256 as sent. It moves nothing."""
    with call.seat(COMMAND, reason, CASES) as at:
        made: list[tuple[Letter, bytes]] = []

        def work() -> tuple[str, Kept]:
            case = at.book.looked_at(number, at.client.officer, at.now)
            if case.turn != turn_of(match):
                raise MovedOn(f"the case is at turn {case.turn}: look again")
            letter = letter_of(at.book, case, _wanted(told, final=True), _writer(at))
            made.append((letter, sent_out(at.book, case, letter, _writer(at), told.by)))
            return number, Kept(200, {_NUMBER: letter.number, "ETag": etag(case.turn)}, None)

        found, headers = call.once(at, key, work)
        letter, content = made[0] if made else _again(at, number, told, found.headers[_NUMBER])
        return _handed(content, letter, headers)


def _sample(at: Seat, number: str, told: steps_sent.LetterSent) -> tuple[Letter, bytes]:
    case = at.book.looked_at(number, at.client.officer, at.now)
    letter = letter_of(at.book, case, _wanted(told, final=False), _writer(at))
    return letter, pdf(letter)


def _again(at: Seat, number: str, told: steps_sent.LetterOut, document: str) -> tuple[Letter, bytes]:
    """Return a letter that went out once more. Raises LetterChanged."""
    case = at.book.looked_at(number, at.client.officer, at.now)
    return letter_again(at.book, case, _wanted(told, final=True), _writer(at), document)


def _wanted(told: steps_sent.LetterSent, *, final: bool) -> Wanted:
    return Wanted(told.kind, told.language, addressee(told.to), final)


def _writer(at: Seat) -> Writer:
    return Writer(at.client.officer, at.reason, at.now, at.registers, at.range)


def _handed(content: bytes, letter: Letter, headers: Mapping[str, str]) -> Response:
    named = {"Content-Disposition": f'attachment; filename="{file_name(letter)}"'}
    return Response(content, 200, {**HEADERS, **headers, **named}, "application/pdf")
