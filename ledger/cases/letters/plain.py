"""A letter as plain text: what a terminal shows, and what goes into a mail."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.cases.letters.letter import Annex, Letter, Section
from ledger.cases.letters.words import FRAME
from ledger.cases.visible import visible


def text(letter: Letter) -> str:
    """Return the letter in the order of its paper, without pages."""
    return visible("\n".join(_lines(letter))) + "\n"


def _lines(letter: Letter) -> Iterator[str]:
    frame = FRAME[letter.language]
    if letter.sample:
        yield frame["sample_line"]
    yield from (letter.number, letter.sent_on, "", letter.to, "", *letter.sender, "", letter.subject, "")
    yield from letter.opening
    if letter.items:
        yield from ("", frame["below"])
        for nth, item in enumerate(letter.items, start=1):
            label = f"{item.label}{frame['colon']}" if item.label else ""
            yield f"{nth}　{label}{item.words}"
            yield from (f"　({at}) {line}" for at, line in enumerate(item.lines, start=1))
        yield frame["end"]
    for section in letter.sections:
        yield from _section(section)
    if letter.enclosures:
        yield from ("", frame["enclosures"], *letter.enclosures)
    if letter.annex is not None:
        yield from _annex(letter.annex, frame["blank_below"])


def _section(section: Section) -> Iterator[str]:
    yield from ("", section.heading)
    yield from (f"・{each}" if section.listed else each for each in section.paragraphs)


def _annex(annex: Annex, blank_below: str) -> Iterator[str]:
    yield from ("", annex.heading, annex.count, *annex.notes)
    for row in annex.rows:
        yield from ("", row.first.replace("\n", "　"))
        if row.across is not None:
            yield row.across
            continue
        for head, block in zip(annex.heads[1:], (row.granted, row.added), strict=True):
            yield from (head, *(f"　{line}" for line in block))
    yield from ("", blank_below)
    for section in annex.after:
        yield from _section(section)
    if annex.proof is not None:
        yield from ("", annex.proof.heading, annex.proof.lead)
        yield from (f"{nth}　{step}" for nth, step in enumerate(annex.proof.steps, start=1))
