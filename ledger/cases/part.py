"""One service's part of an answer about personal data held (33(1)) or a correction (34), as the person reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ledger.cases.texts import Text
from ledger.cases.window_words import FILE_KINDS, size_in_words


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file that a service sent: its number in the answer from 1, its id (hex), what it is, and its size (bytes)."""

    number: int
    file_id: str
    kind: str
    size: int

    @property
    def words(self) -> Text:
        """What it is and how large, for who is about to receive it."""
        kind, size = FILE_KINDS[self.kind], size_in_words(self.size)
        return Text(f"{kind.ja}、{size.ja}", f"{kind.en}, {size.en}")


@dataclass(frozen=True, slots=True)
class PartShown:
    """One service's part: what the service is called, what it did, why not where it says no, the data it gives (which,
    and what it says) and its own words. ``source`` and ``outcome``: for programs; ``files``: those that it sent, of
    each of which the data says that there is one."""

    source: str
    outcome: str
    ground: str
    name: Text
    told: Text
    because: Text | None
    held: tuple[tuple[Text, Text], ...]
    text: str
    files: tuple[FileShown, ...] = ()


def as_json(parts: Sequence[PartShown]) -> list[dict[str, Any]]:
    """Return parts for programs: ``service`` {code, ja, en}, ``outcome`` {code, ja, en}, ``ground`` {code, ja, en} or
    null, ``data`` [{item {ja, en}, value {ja, en}}], and ``text``."""
    return [
        {
            "service": _coded(part.source, part.name),
            "outcome": _coded(part.outcome, part.told),
            "ground": None if part.because is None else _coded(part.ground, part.because),
            "data": [{"item": item._asdict(), "value": value._asdict()} for item, value in part.held],
            "text": part.text,
        }
        for part in parts
    ]


def _coded(code: str, words: Text) -> dict[str, str]:
    return {"code": code, **words._asdict()}
