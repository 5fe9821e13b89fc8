"""Which judgements raise an alert, and the columns of its view."""

from __future__ import annotations

from collections.abc import Collection

ALERT = ("log_id", "idx", "entry_id", "kind", "record_idx", "raised_at")
#: Of an alert that is an entry of its own, since no judgement raised it.
ALERT_OF_ITS_OWN = (*ALERT, "concerns", "addressed_to")


def raises(verdict: str, marks: Collection[str]) -> str | None:
    """Return the kind of alert that a judgement raises, or None: a violation, or an incident of article 26."""
    if verdict == "violation":
        return "violation"
    return "incident" if "incident" in marks else None


def raises_again(was: str, verdict: str, marks: Collection[str]) -> str | None:
    """Return the kind of alert that a later judgement raises where the one before it had the verdict ``was``."""
    return raises(verdict, marks) if verdict != was else None
