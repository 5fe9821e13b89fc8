"""Which characters a font can show, read from its ``cmap`` table (OpenType 1.9, formats 12 and 14).

A letter with 〓 or a blank where a name's character belongs is worse than none, and so is one where a variant of a
character silently became the common one.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

#: A character with the selector of a variant after it.
_VARIED = re.compile("(.)([\ufe00-\ufe0f\U000e0100-\U000e01ef])", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters and variants (character, selector) of one face."""

    characters: frozenset[int]
    variants: frozenset[tuple[int, int]]

    def missing(self, text: str) -> int:
        """Return how many characters or variants of a text the face cannot show. Line feeds are none."""
        pairs = {(ord(one), ord(selector)) for one, selector in _VARIED.findall(text)}
        selectors = {selector for _, selector in pairs}
        lacking = set(map(ord, set(text))) - self.characters - selectors - {0x0A}
        return len(lacking) + len(pairs - self.variants)


@lru_cache(maxsize=2)
def glyphs_of(font: Path) -> Glyphs:
    """Read the first face of a font or collection. Raises OSError."""
    data = font.read_bytes()
    face = _u32(data, 12) if data[:4] == b"ttcf" else 0
    tables = {data[at : at + 4]: _u32(data, at + 8) for at in _entries(data, face, 12, 16, _u16(data, face + 4))}
    cmap = tables[b"cmap"]
    found = {_u16(data, sub): sub for at in _entries(data, cmap, 4, 8, _u16(data, cmap + 2))
             if (sub := cmap + _u32(data, at + 4))}  # fmt: skip
    characters = frozenset(_characters(data, found[12]))
    return Glyphs(characters, frozenset(_variants(data, found[14])) if 14 in found else frozenset())


def _characters(data: bytes, at: int) -> Iterator[int]:
    for group in _entries(data, at, 16, 12, _u32(data, at + 12)):
        yield from range(_u32(data, group), _u32(data, group + 4) + 1)


def _variants(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    for record in _entries(data, at, 10, 11, _u32(data, at + 6)):
        selector = _u24(data, record)
        usual, own = _u32(data, record + 3), _u32(data, record + 7)
        if usual:
            for span in _entries(data, at + usual, 4, 4, _u32(data, at + usual)):
                first = _u24(data, span)
                yield from ((one, selector) for one in range(first, first + data[span + 3] + 1))
        if own:
            for each in _entries(data, at + own, 4, 5, _u32(data, at + own)):
                yield _u24(data, each), selector


def _entries(data: bytes, table: int, head: int, size: int, count: int) -> range:
    assert table + head + size * count <= len(data), "a table ends within its font"
    return range(table + head, table + head + size * count, size)


def _u16(data: bytes, at: int) -> int:
    return int(struct.unpack_from(">H", data, at)[0])


def _u24(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 3], "big")


def _u32(data: bytes, at: int) -> int:
    return int(struct.unpack_from(">I", data, at)[0])
