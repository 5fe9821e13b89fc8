"""One record, for an officer who looks at it outside a case: only where it lies within their range and is nobody's whom
they declared to be close to them."""

from __future__ import annotations

from ledger.cases.conflicts import check_stranger
from ledger.judging.ranges import Range
from ledger.judging.records import RecordRow, open_records, records_at
from ledger.store.connect import Connection
from ledger.vault.vault import Vault


def record_within(
    connection: Connection, vault: Vault, officer: str, within: Range, idx: int, as_of: int, now: int
) -> RecordRow | None:  # fmt: skip
    """Return the record at an index below ``as_of``, None where it lies outside the officer's range. Raises
    Conflicted."""
    (row,) = records_at(connection, [idx], as_of)
    if not within.covers(row.recipient, row.items):
        return None
    if row.identity is not None:
        check_stranger(connection, vault, officer, {row.identity}, as_of, now)
    if within.people is not None:
        (opened,) = open_records(connection, vault, [row])
        person = opened.opening.person if opened.opening is not None else None
        if person is None or not within.covers_people({person["namespace"]}):
            return None
    return row
