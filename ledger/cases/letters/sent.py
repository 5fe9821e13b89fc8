"""Which letters of a case went out: each by its number and the SHA-256 of its bytes, never by what it says."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from ledger.cases.steps import Step, StepRefused
from ledger.cases.texts import Language

#: By which ways a letter goes out.
LETTERS_GO_BY = ("post", "counter", "email")


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that went out: who sent it and when (µs UTC). ``sha256``: of the PDF, in hex."""

    kind: str
    language: Language
    number: str
    sha256: str
    officer: str
    at: int


def said(kind: str, language: Language, number: str, content: bytes, by: str | None) -> dict[str, str | None]:
    """Return what the step says of a letter. ``by``: by which way it goes, where that was said."""
    return {
        "kind": kind, "language": language, "number": number, "sha256": sha256(content).hexdigest(), "by": by,
    }  # fmt: skip


def sent(letters: tuple[Sent, ...], step: Step) -> tuple[Sent, ...]:
    """Add a letter. Raises StepRefused where another in its language went out by its number in the meantime."""
    told = step.said
    one = Sent(
        told["kind"], told.get("language", "ja"), told["number"], told["sha256"], step.officer, step.made_at
    )  # fmt: skip
    if any((other.number, other.language) == (one.number, one.language) for other in letters):
        raise StepRefused(f"a letter with the number {one.number} went out already; write this one anew")
    return (*letters, one)


def beside(letters: tuple[Sent, ...], kind: str, since: int) -> str | None:
    """Return the number of the last Japanese letter of a kind since an instant (µs UTC) of which no English one has
    gone out: English stands beside it, under its number."""
    english = {one.number for one in letters if one.language == "en"}
    there = (one for one in reversed(letters) if one.language == "ja" and one.kind == kind and one.at >= since)
    last = next(there, None)
    return None if last is None or last.number in english else last.number
