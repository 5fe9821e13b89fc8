"""A step of a case: one act of an officer or of the person, and that it may not be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Who steps when the person does it, in place of an officer's name.
PERSON = "(person)"


class StepRefused(Exception):
    """The case does not stand where this step may be taken, or another officer has to take it. Nothing was entered;
    `case show` says where the case stands and what is next."""


@dataclass(frozen=True, slots=True)
class Step:
    """One act on a case: the command by which it was entered, who did it, when (µs UTC), and what it says."""

    command: str
    officer: str
    made_at: int
    said: Mapping[str, Any]


def known(code: str, listed: Mapping[str, Any], what: str) -> str:
    """Return a code that stands in a list of codes. Raises StepRefused for any other."""
    if code not in listed:
        raise StepRefused(f"no {what} {code}; it is one of {', '.join(listed)}")
    return code
