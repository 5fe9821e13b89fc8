"""`case letter`: a letter of a case, as a sample to look at or as what goes out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ledger.cases.casebook import CASES, Casebook
from ledger.cases.letters.compose import KINDS
from ledger.cases.letters.plain import text
from ledger.cases.letters.sent import LETTERS_GO_BY
from ledger.cases.letters.setting import pdf
from ledger.cases.letters.writing import COMMAND, Wanted, Writer, addressee, file_name, letter_of, sent_out
from ledger.cases.texts import Language
from ledger.cli.asking import officer_options
from ledger.cli.desk import desk
from ledger.cli.owned import owner_alone


@click.command()
@click.argument("number")
@officer_options
@click.option("--kind", type=click.Choice(KINDS), required=True, help="Which letter.")
@click.option("--lang", "language", type=click.Choice(["ja", "en"]), default="ja", show_default=True,
              help="English is a document of its own; Japanese governs.")  # fmt: skip
@click.option("--to", "named", type=click.File("r", encoding="utf-8"),
              help="File (- for standard input): the name, then the address line by line.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path),
              help="Where the PDF is written; it must not be there yet. By default named by number.")  # fmt: skip
@click.option("--by", "way", type=click.Choice(LETTERS_GO_BY), help="By which way it goes out.")
@click.option("--final", is_flag=True, help="What goes out, kept by its hash; without it a sample, marked as one.")
def letter(
    number: str, officer: str, reason: str, kind: str, language: Language, named: Any, out: Path | None,
    way: str | None, final: bool,
) -> None:  # fmt: skip
    """Write a letter of the case as PDF: a sample, which is shown as text too, or with --final what goes out."""
    wanted = Wanted(kind, language, addressee(named.read()) if named else (), final)
    with desk(COMMAND, officer, reason, CASES) as at:
        book, by = Casebook(at.connection, at.vault), Writer(officer, reason, at.now, at.registers, at.range)
        one = book.looked_at(number, officer, at.now)
        written = letter_of(book, one, wanted, by)
        file = out or Path(file_name(written))
        with open(file, "xb", opener=owner_alone) as opened:
            try:
                opened.write(sent_out(book, one, written, by, way) if final else pdf(written))
            except BaseException:
                file.unlink()
                raise
    if not final:
        click.echo(text(written), nl=False)
    click.echo(f"{file}")
