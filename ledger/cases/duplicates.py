"""Requests that may be the same person's: they name the same id, telephone number or address as an open case.

They are shown to the staff and nothing more: only people can tell whether it is one request, so none is ever merged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ledger.cases.case import Case

_SPLIT = re.compile(r"[\s,、，;；:：/／()（）「」]+")
_TELEPHONE = re.compile(r"\+?\d[\d\-‐-―−ー ()]{7,}\d")
#: Shorter words (a title, a prefecture) name nobody.
_LEAST = 3


def alike(case: Case, among: Iterable[Case]) -> list[Case]:
    """Return the open cases, in order, that name what this one names: an id, a telephone number, an e-mail address, or
    the very same words of contact."""
    named = _named(case)
    return [
        one for one in among
        if one.number != case.number and one.stage not in ("answered", "closed") and named & _named(one)
    ]  # fmt: skip


def _named(case: Case) -> set[tuple[str, str]]:
    ids = {("id", word) for word in _words(case.claimed) if any(letter.isdigit() for letter in word)}
    contact = _narrow(case.contact)
    telephones = {("telephone", _digits(found)) for found in _TELEPHONE.findall(contact)}
    mail = {("mail", word) for word in _words(case.contact) if "@" in word}
    whole = "".join(contact.split())
    return ids | telephones | mail | ({("contact", whole)} if whole else set())


def _words(written: str) -> set[str]:
    return {word for word in _SPLIT.split(_narrow(written)) if len(word) >= _LEAST}


def _digits(written: str) -> str:
    """Return a telephone number by its digits, of Japan however it was written: +81 3 is 03."""
    digits = "".join(one for one in written if one.isdigit())
    return "0" + digits[2:] if digits.startswith("81") and len(digits) > 10 else digits


def _narrow(written: str) -> str:
    return unicodedata.normalize("NFKC", written).casefold()
