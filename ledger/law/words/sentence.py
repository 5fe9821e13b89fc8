"""A sentence in both languages, and a row of answers to one question."""

from __future__ import annotations

from typing import NamedTuple


class Sentence(NamedTuple):
    """The same sentence in both languages."""

    ja: str
    en: str


#: A question, and the words of yes and of no, each in Japanese and English.
Row = tuple[str, tuple[str, str], tuple[str, str]]
