"""Recorded text on paper: what has no glyph, or would turn the text around it, is shown by its number.

Nothing is normalised: 外字 and variation selectors in names stay as they were recorded.
"""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def visible(text: str) -> str:
    """Return the text with controls, direction marks and lone surrogates as 〔U+202E〕; line feeds stay."""
    return _UNSEEN.sub(lambda found: f"〔U+{ord(found[0]):04X}〕", text.replace("\r\n", "\n"))


def escaped(document: str) -> str:
    r"""Return a JSON document with the same characters as \u escapes: the values stay exact.

    They stand only inside strings there, because the writer has escaped the line feed and its like.
    """
    return re.sub(
        r"[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]",
        lambda found: f"\\u{ord(found[0]):04x}",
        document,
    )


def grouped(identifier: str) -> str:
    """Return a hex id in groups of four, as people compare them."""
    return " ".join(identifier[start : start + 4] for start in range(0, len(identifier), 4))
