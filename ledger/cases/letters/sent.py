"""Which letters of a case went out: each by its number and the SHA-256 of its bytes, never by what it says."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from ledger.cases.steps import Step, StepRefused


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that went out: who sent it and when (µs UTC). ``sha256``: of the PDF, in hex."""

    kind: str
    number: str
    sha256: str
    officer: str
    at: int


def said(kind: str, number: str, content: bytes) -> dict[str, str]:
    """Return what the step says of a letter."""
    return {"kind": kind, "number": number, "sha256": sha256(content).hexdigest()}


def sent(letters: tuple[Sent, ...], step: Step) -> tuple[Sent, ...]:
    """Add a letter. Raises StepRefused where another went out by its number in the meantime."""
    told = step.said
    if any(one.number == told["number"] for one in letters):
        raise StepRefused(f"a letter with the number {told['number']} went out already: write this one anew")
    return (*letters, Sent(told["kind"], told["number"], told["sha256"], step.officer, step.made_at))
