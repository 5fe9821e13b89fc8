"""One record, for an officer who looks at it outside a case: only where it lies within their range and is nobody's whom
they declared to be close to them. Of a record that is closed to them they see nothing of its person, nor by a refusal
whose it is.
"""

from __future__ import annotations

from ledger.cases.conflicts import check_stranger
from ledger.cases.outside import Outside
from ledger.judging.ranges import Range
from ledger.judging.records import RecordRow, open_records, records_at


class RecordClosed(Exception):
    """Whose record this is takes an officer with the role existence_officer, and its judgements could tell. Nothing was
    shown or entered; its page in the console shows how it stands, and `search` lists it."""


def record_within(
    at: Outside, officer: str, within: Range, idx: int, as_of: int, now: int
) -> tuple[RecordRow, bool] | None:  # fmt: skip
    """Return the record at an index below ``as_of``, and whether it is closed to the officer now; None where it lies
    outside their range. Raises Conflicted."""
    connection, vault = at.connection, at.vault
    (row,) = records_at(connection, [idx], as_of)
    if not within.covers(row.recipient, row.items):
        return None
    closed = idx in at.closed([row])
    if row.identity is not None and not closed:
        check_stranger(connection, vault, officer, {row.identity}, as_of, now)
    if within.people is not None:
        (opened,) = open_records(connection, vault, [row])
        person = opened.opening.person if opened.opening is not None else None
        if person is None or not within.covers_people({person["namespace"]}):
            return None
    return row, closed
