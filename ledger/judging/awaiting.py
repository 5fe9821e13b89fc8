"""What an undetermined record waits for, as its view says it: the sorted kinds of what is missing.

An index begins with these words, so that whoever asks for the records that wait for one kind of fact names every
combination that contains it, and never reads the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

#: Facts that could still arrive, and rules that a later release may bring.
MISSING = ("consent", "judgement", "register")
#: What only officers can give: it arrives on no topic, so no watermark ends the wait for it.
_OF_OFFICERS = "acceptance"
EVERYTHING = tuple(" ".join(kinds) for count in range(1, len(MISSING) + 1) for kinds in combinations(MISSING, count))


def awaits(missing: Sequence[str]) -> str:
    """Return the word for a judgement's missing codes (``register:recipient`` waits for a register)."""
    return " ".join(sorted({code.partition(":")[0] for code in missing} - {_OF_OFFICERS}))


def waiting_for(kind: str) -> list[str]:
    """Return every word that says, among others, that a kind of fact is missing. A link may bring a consent."""
    wanted = "consent" if kind == "link" else kind
    return [word for word in EVERYTHING if wanted in word.split()]
