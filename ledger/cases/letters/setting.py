"""Letters set as tagged PDF (PDF/UA-1) by typst, with the one Japanese font, whose subset is embedded.

What a letter says goes to the template as data and is never read as markup. The same letter gives the same bytes.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import typst

from ledger.cases.letters.font import FONT_FOLDER, REGULAR, check_font
from ledger.cases.letters.glyphs import glyphs_of
from ledger.cases.letters.letter import Letter
from ledger.cases.letters.words import FRAME
from ledger.cases.visible import visible

_LONG = re.compile(r"[!-~\u00a1-\u02ff]{25,}")
#: A compiler keeps fonts and template, and works for one letter at a time.
_ONE = threading.Lock()


class GlyphMissing(Exception):
    """A name or text has characters that the font cannot show, so no PDF was made: a blank in a name would be worse.
    Give the answer in another form, or write the letter by hand."""


def pdf(letter: Letter) -> bytes:
    """Return the letter as PDF. Raises FontMissing, GlyphMissing."""
    return _set(letter, "pdf")[0]


def pictures(letter: Letter, ppi: float) -> list[bytes]:
    """Return the pages as PNG. Raises FontMissing, GlyphMissing."""
    return _set(letter, "png", ppi)


def _set(letter: Letter, form: Literal["pdf", "png"], ppi: float | None = None) -> list[bytes]:
    check_font()
    told = _each(visible, {**asdict(letter), "frame": FRAME[letter.language]})
    lacking = glyphs_of(REGULAR).missing("\n".join(_spoken(told)))
    if lacking:
        raise GlyphMissing(f"characters that the font cannot show: {lacking}")
    with _ONE:
        made = _compiler().compile(
            format=form, ppi=ppi, sys_inputs={"letter": json.dumps(_each(_breakable, told))}, timestamp=0,
            pdf_standards="ua-1" if form == "pdf" else None,
        )  # fmt: skip
    pages = made if isinstance(made, list) else [made]
    return [page for page in pages if page is not None]


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    template = Path(str(files("ledger.cases.letters") / "letter.typ"))
    return typst.Compiler(template, root=template.parent, font_paths=[FONT_FOLDER], ignore_system_fonts=True)


def _each(change: Callable[[str], str], told: Any) -> Any:
    """Return the same with every text changed."""
    if isinstance(told, str):
        return change(told)
    if isinstance(told, Mapping):
        return {name: _each(change, each) for name, each in told.items()}
    return [_each(change, each) for each in told] if isinstance(told, list | tuple) else told


def _breakable(text: str) -> str:
    """Return a text whose long runs without a space may break: an address of the web must not leave its cell."""
    return _LONG.sub(lambda run: "\u200b".join(run[0][at : at + 12] for at in range(0, len(run[0]), 12)), text)


def _spoken(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        yield from _spoken(list(told.values()))
    elif isinstance(told, list):
        for each in told:
            yield from _spoken(each)
