"""What somebody may have chosen in the place of a disclosure, or of a trust policy.

Says only why bytes that are refused anyway are no file of the kind expected: whoever chose a picture should not hear
that a disclosure was changed. Nothing is accepted by what is said here.
"""

from __future__ import annotations

import json
import re

from ledger.cases.disclosure.file import DOCUMENT, VERSION

#: How files begin, and what they are then.
_BEGINNINGS = (
    (0, b"\x89PNG", "picture"), (0, b"\xff\xd8\xff", "picture"), (0, b"GIF8", "picture"),
    (0, b"II*\x00", "picture"), (0, b"MM\x00*", "picture"), (8, b"WEBP", "picture"), (4, b"ftyp", "picture"),
    (0, b"%PDF-", "pdf"), (0, b"PK\x03\x04", "archive"),
)  # fmt: skip
_QUORUM = re.compile(r"(?:^|\n)[\t ]*quorum[\t ]+[^\t\n\r ]")
_PAGE = re.compile(r"[\ufeff\t\n\r ]*<(?:!doctype html|html)[ >]", re.IGNORECASE)
_LARGEST = 2**53 - 1
#: The steps of the check that refuse whatever is not of the form of a disclosure of this version.
_OF_FORM = frozenset({"not_canonical", "members", "version"})


def mistaken(data: bytes) -> str | None:
    """Return what the bytes are instead of a disclosure of this version: ``empty``, ``picture``, ``pdf``, ``archive``,
    ``newer`` (a disclosure of a later version), ``policy``, ``page`` or ``other``.

    None: it may be a disclosure, however much of it was changed.
    """
    if not data:
        return "empty"
    for at, beginning, kind in _BEGINNINGS:
        if data[at : at + len(beginning)] == beginning:
            return kind
    text = data.decode(errors="replace")
    if _newer(text):
        return "newer"
    if DOCUMENT in text or '"sd_jwt":' in text:
        return None
    if _QUORUM.search(text):
        return "policy"
    return "page" if _PAGE.match(text) else "other"


def refused_as(step: str, data: bytes) -> str | None:
    """Return what a file is instead of a disclosure, where ``step`` refused it for its form."""
    return mistaken(data) if step in _OF_FORM else None


def unread_policy(policy: bytes, file: bytes | None) -> str:
    """Return what stands in the place of a policy that could not be read: as `mistaken`, ``disclosure``, or ``swapped``
    where each file stands in the place of the other."""
    kind = mistaken(policy)
    if kind not in (None, "newer"):
        return kind
    return "swapped" if file is not None and mistaken(file) == "policy" else "disclosure"


def _newer(text: str) -> bool:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    if not isinstance(value, dict) or value.get("document") != DOCUMENT:
        return False
    version = value.get("version")
    return isinstance(version, int | float) and VERSION < version <= _LARGEST and version % 1 == 0
