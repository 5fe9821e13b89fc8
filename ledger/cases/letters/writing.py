"""Writing a letter of a case for an officer: what it says is looked up, the look is entered, and what goes out is kept
by its hash. Commands and console write the same letter by this."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from ledger.cases.case import Case, as_told
from ledger.cases.casebook import Casebook
from ledger.cases.collect import operator_of
from ledger.cases.deadline import deadline
from ledger.cases.given import answer_of, with_own_reason
from ledger.cases.letters.compose import ANSWERS, Addressed, Stopped, compose
from ledger.cases.letters.days import document_number
from ledger.cases.letters.letter import Letter
from ledger.cases.letters.sent import beside, said
from ledger.cases.letters.setting import pdf
from ledger.cases.looking import enter_look, would_be_given
from ledger.cases.parts import parts_shown, with_parts
from ledger.cases.projection import Projection
from ledger.cases.ranged import see_all_covered
from ledger.cases.rows import kept_of
from ledger.cases.steps import StepRefused
from ledger.cases.stopping import stop_now
from ledger.cases.stops import CLOSED
from ledger.cases.texts import Language
from ledger.cases.told import as_given, without_hidden
from ledger.judging.acts import DECISIONS, enter_act
from ledger.judging.ranges import Range
from ledger.law.days import calendar, jst_day
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers, load_registers

#: The act by which a letter is looked at, and the step by which one goes out.
COMMAND = "case letter"
#: Characters of a name with its address.
LONGEST_ADDRESSEE = 600


class LetterChanged(Exception):
    """This letter went out already, and made again it would say something else by now. Nothing was entered; the case
    lists what went out, by number and hash. Write another letter if it did not reach you."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letter is wanted. ``to``: the name, then the address line by line; empty where the name is not known.
    ``final``: what goes out; otherwise a sample, marked as one."""

    kind: str
    language: Language
    to: tuple[str, ...]
    final: bool


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, for which reason and when (µs UTC); ``registers``: as they are then; ``range``: what part of the
    ledger the officer is charged with."""

    officer: str
    reason: str
    now: int
    registers: Registers
    range: Range


def addressee(written: str) -> tuple[str, ...]:
    """Return the lines of a name and an address, without those that are empty."""
    return tuple(line.strip() for line in written.splitlines() if line.strip())


def file_name(letter: Letter) -> str:
    """Return the name of a letter's file: its number and nothing of the person."""
    return f"kaito-{letter.number}{'-en' if letter.language == 'en' else ''}{'-sample' if letter.sample else ''}.pdf"


def letter_of(book: Casebook, case: Case, wanted: Wanted, by: Writer) -> Letter:
    """Return a letter of a case; the look at what it says is entered before. Raises StepRefused where the letter says
    what is not so, or may not go out yet, or tells of records outside the officer's range; and ActRefused,
    OperatorUnknown, PersonErased."""
    return _letter(book, case, wanted, by, by.now)


def letter_again(book: Casebook, case: Case, wanted: Wanted, by: Writer, number: str) -> tuple[Letter, bytes]:
    """Return a letter that went out by its number, made once more for whom it did not reach, with its PDF; the look at
    it is entered before. Raises LetterChanged where it is not byte for byte what went out, and what ``letter_of``
    does."""
    place = next(
        at for at, one in enumerate(case.letters) if (one.number, one.language) == (number, wanted.language)
    )  # fmt: skip
    sent = case.letters[place]
    letter = _letter(book, replace(case, letters=case.letters[:place]), wanted, by, sent.at)
    content = pdf(letter)
    if sha256(content).hexdigest() != sent.sha256:
        raise LetterChanged(number)
    return letter, content


def _letter(book: Casebook, case: Case, wanted: Wanted, by: Writer, at: int) -> Letter:
    """Return a letter as of an instant (µs UTC); the look at what it says is entered as of now."""
    if wanted.final and wanted.kind in ANSWERS and as_told(case, at).stage != "answered":
        raise StepRefused(
            "the answer has not been released yet, or waits for its tick; release it (`case answer`), or wait for the"
            " instant that was told"
        )
    case = without_hidden(book.connection, book.vault, case)
    records = _records(book, case, by) if wanted.kind in ANSWERS and case.gives_records else None
    if records is None:
        enter_act(
            book.connection, book.vault, by.registers, by.officer, by.reason, COMMAND,
            {"case": case.number, "letter": wanted.kind, "as_of": read_head(book.connection, LOG_ID).size}, None,
            by.now, None, DECISIONS,
        )  # fmt: skip
    parts = parts_shown(book.connection, book.vault, case)
    if records is not None:
        case = as_given(case, records, parts)
    day = calendar(jst_day(at))
    addressed = Addressed(
        wanted.to, operator_of(by.registers, at), day, _number(case, wanted, day), wanted.language, not wanted.final
    )  # fmt: skip
    stopped = _stopped(book, case, by)
    return compose(wanted.kind, case, deadline(case, at), addressed, records, stopped, parts)


def _number(case: Case, wanted: Wanted, day: date) -> str:
    """Return the number of the document: the next of the case, or in English that of the Japanese one beside it."""
    since = case.answered_at or 0 if wanted.kind in ANSWERS else 0
    japanese = beside(case.letters, wanted.kind, since) if wanted.language == "en" else None
    return japanese or document_number(case.number, day, len({one.number for one in case.letters}) + 1)


def sent_out(book: Casebook, case: Case, letter: Letter, by: Writer, way: str | None) -> bytes:
    """Return the PDF of a letter that goes out, and keep its hash in the case. ``way``: by which it goes, where that is
    said. Raises StepRefused where the case has moved on since it was written, or nothing may go that way; FontMissing,
    GlyphMissing: nothing was entered then."""
    content = pdf(letter)
    step = said(letter.kind, letter.language, letter.number, content, way)
    book.step(case.number, by.officer, by.reason, COMMAND, step, by.now, by.registers, case.turn)
    return content


def _stopped(book: Casebook, case: Case, by: Writer) -> Stopped | None:
    """Return how far the stop of a case is by now; None where none was granted."""
    state = stop_now(book.connection, by.registers, case, by.now)
    if state.state == "none":
        return None
    on = None if state.done_at is None else calendar(jst_day(state.done_at))
    return Stopped(on, CLOSED[state.because] if state.because and state.state != "in_hand" else None)


def _records(book: Casebook, case: Case, by: Writer) -> Projection:
    """Return what the person is given, or would be by the decision as it stands. Raises StepRefused without one."""
    decision = case.decision
    if decision is None:
        raise StepRefused(
            "the case has not been decided, so there is no answer to write; decide it first (`case decide`)"
        )
    registers = load_registers(book.connection, LOG_ID, decision.as_of)
    given = (
        answer_of(book.connection, book.vault, registers, case)
        if case.answered_at is not None
        else would_be_given(
            book.connection, book.vault, registers, case, decision.withheld, decision.as_of, by.now, decision.left_out
        )
    )  # fmt: skip
    see_all_covered(by.range, case, kept_of(book.connection, given, decision.as_of))
    enter_look(
        book.connection, book.vault, by.registers, given, by.officer, by.reason, COMMAND, decision.as_of, by.now,
        DECISIONS,
    )  # fmt: skip
    return with_own_reason(with_parts(book.connection, book.vault, case, given).projection, decision)
