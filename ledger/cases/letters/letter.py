"""A letter, whatever it says, as data: its parts in the order in which Japanese business letters have them.

A letter holds words that are ready to be read, in one language, and nothing that anybody computes later.
"""

from __future__ import annotations

from dataclasses import dataclass

from ledger.cases.texts import Language


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered item below 「記」; the label may be empty. ``lines``: more that belongs to it, each with a number of
    its own."""

    label: str
    words: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with paragraphs; ``listed``: they are points, not running text."""

    heading: str
    paragraphs: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the annex: what stands in the first column, and the lines of both blocks. It never splits, unless it is
    ``tall``: longer than a page. ``across``: one cell over both blocks instead, for what is not disclosed."""

    first: str
    granted: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    across: str | None = None
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """The box that says how to check the answer, step by step."""

    heading: str
    lead: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """The table at the end. ``heads``: the words of its three columns; ``after``: sections below the
    table."""

    heading: str
    count: str
    notes: tuple[str, ...]
    heads: tuple[str, str, str]
    rows: tuple[Row, ...]
    after: tuple[Section, ...]
    proof: Proof | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter from its number to its annex. ``kind``: code, as files and steps name it; ``sent_on``: the day, written;
    ``sender``: who writes, line by line; ``items``: below 「記」, where there are any; ``sample``: it is marked as
    one and is not the letter."""

    kind: str
    language: Language
    number: str
    sent_on: str
    to: str
    sender: tuple[str, ...]
    subject: str
    opening: tuple[str, ...]
    items: tuple[Item, ...] = ()
    sections: tuple[Section, ...] = ()
    enclosures: tuple[str, ...] = ()
    annex: Annex | None = None
    sample: bool = False
