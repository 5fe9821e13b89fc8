"""`case letter`: a letter of a case, as a sample to look at or as what goes out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ledger.cases.case import Case, as_told
from ledger.cases.casebook import CASES, Casebook
from ledger.cases.collect import operator_of
from ledger.cases.deadline import deadline
from ledger.cases.given import answer_of
from ledger.cases.letters.compose import ANSWERS, KINDS, Addressed, compose
from ledger.cases.letters.letter import Letter
from ledger.cases.letters.plain import text
from ledger.cases.letters.sent import said
from ledger.cases.letters.setting import pdf
from ledger.cases.looking import enter_look, would_be_given
from ledger.cases.projection import Projection
from ledger.cases.steps import StepRefused
from ledger.cases.texts import Language
from ledger.cli.asking import officer_options
from ledger.cli.desk import Desk, desk
from ledger.law.days import calendar, jst_day
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import load_registers


@click.command()
@click.argument("number")
@officer_options
@click.option("--kind", type=click.Choice(KINDS), required=True, help="Which letter.")
@click.option("--lang", "language", type=click.Choice(["ja", "en"]), default="ja", show_default=True,
              help="English is a document of its own; Japanese governs.")  # fmt: skip
@click.option("--to", "addressee", type=click.File("r", encoding="utf-8"),
              help="File (- for standard input): the name, then the address line by line.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path),
              help="Where the PDF is written; it must not be there yet. By default named by number.")  # fmt: skip
@click.option("--final", is_flag=True, help="What goes out, kept by its hash; without it a sample, marked as one.")
def letter(
    number: str, officer: str, reason: str, kind: str, language: Language, addressee: Any, out: Path | None, final: bool
) -> None:  # fmt: skip
    """Write a letter of the case as PDF: a sample, which is shown as text too, or with --final what goes out."""
    to = tuple(line.strip() for line in addressee.read().splitlines() if line.strip()) if addressee else ()
    with desk("case letter", officer, reason, CASES) as at:
        book = Casebook(at.connection, at.vault)
        one = book.find(number)
        if final and kind in ANSWERS and as_told(one, at.now).stage != "answered":
            raise StepRefused("the answer has not been released yet (`case answer`), or waits for its tick")
        written = _composed(at, one, kind, language, to, final)
        file = out or Path(file_name(written))
        with file.open("xb") as opened:
            try:
                content = pdf(written)
                if final:
                    step = said(kind, written.number, content)
                    book.step(number, officer, reason, at.command, step, at.now, at.registers, one.turn)
            except BaseException:
                file.unlink()
                raise
            opened.write(content)
    if not final:
        click.echo(text(written), nl=False)
    click.echo(f"{file}")


def file_name(letter: Letter) -> str:
    """Return the name of a letter's file: its number and nothing of the person."""
    return f"kaito-{letter.number}{'-en' if letter.language == 'en' else ''}{'-sample' if letter.sample else ''}.pdf"


def _composed(
    at: Desk, one: Case, kind: str, language: Language, to: tuple[str, ...], final: bool
) -> Letter:  # fmt: skip
    """Return the letter. The look at what it says is entered before."""
    about_records = kind in ANSWERS and one.gives_records
    records = _records(at, one) if about_records else None
    if records is None:
        at.enter({"case": one.number, "letter": kind, "as_of": at.as_of})
    day = calendar(jst_day(at.now))
    addressed = Addressed(to, operator_of(at.registers, at.now), day, len(one.letters) + 1, language, not final)
    return compose(kind, one, deadline(one, at.now), addressed, records)


def _records(at: Desk, one: Case) -> Projection:
    """Return what the person is given, or would be by the decision as it stands. Raises StepRefused without one."""
    decision = one.decision
    if decision is None:
        raise StepRefused("the case has not been decided, so there is no answer to write")
    registers = load_registers(at.connection, LOG_ID, decision.as_of)
    given = (
        answer_of(at.connection, at.vault, registers, one)
        if one.answered_at is not None
        else would_be_given(at.connection, at.vault, registers, one, decision.withheld, decision.as_of, at.now)
    )
    enter_look(
        at.connection, at.vault, at.registers, given, at.officer, at.reason, at.command, decision.as_of, at.now,
        at.roles,
    )  # fmt: skip
    return given.projection
