"""Which judgements raise an alert, and the columns of its view."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from ledger.law.judge import IGNORED_REFUSAL

ALERT = ("log_id", "idx", "entry_id", "kind", "record_idx", "raised_at")
#: Of an alert that is an entry of its own, since no judgement raised it.
ALERT_OF_ITS_OWN = (*ALERT, "concerns", "addressed_to", "about")


@lru_cache(maxsize=1024)
def raises(verdict: str, marks: tuple[str, ...]) -> str | None:
    """Return the kind of alert that a judgement raises, or None: a violation, an incident of article 26, or else a
    provision that ignored the no of the pre-flight check."""
    if verdict == "violation":
        return "violation"
    return next((mark for mark in ("incident", IGNORED_REFUSAL) if mark in marks), None)


def raises_again(was: str, was_marked: Collection[str], verdict: str, marks: Collection[str]) -> str | None:
    """Return the kind of alert that a later judgement raises where the one before it had the verdict ``was`` and the
    marks ``was_marked``."""
    if verdict != was:
        return raises(verdict, tuple(marks))
    return IGNORED_REFUSAL if IGNORED_REFUSAL in marks and IGNORED_REFUSAL not in was_marked else None
