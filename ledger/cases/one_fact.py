"""One fact of a record as the person reads it, in whichever of its two blocks it stands."""

from __future__ import annotations

from datetime import date, datetime

from ledger.cases.facts import Fact
from ledger.cases.projection import RecordShown


def fact(record: RecordShown, code: str) -> Fact:
    """Return the fact with a code that every record has."""
    (found,) = (one for one in (*record.granted_by_act, *record.added_by_operator) if one.code == code)
    return found


def day_of(record: RecordShown) -> date:
    """Return the Japanese day on which it happened, as the fact is written."""
    return datetime.fromisoformat(str(fact(record, "when").value)).date()
