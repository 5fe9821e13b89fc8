"""The one existence screen (Act 33(5), Cabinet Order 11). Every way out to a person passes it.

It answers with what may be shown and with nothing else: no count, no index, no reason of what it left out.
"""

from __future__ import annotations

from collections.abc import Iterable

from ledger.cases.answer import DisclosableRecord
from ledger.cases.existence import silent


def may_be_shown(records: Iterable[DisclosableRecord]) -> tuple[DisclosableRecord, ...]:
    """Return the 第三者提供記録 that may be shown, newest first.

    A record made without a duty is none (33(5)), and articles 32 to 39 do not reach pseudonymised data (41(9)).
    One that carries any existence flag, known to us or not, stays out, and so does every record whose other side
    is, or was told to be before a correction, police, a child guidance centre or a victim support body, and what an
    officer hid; until officers released it from every such reason. The order rests on time and random id alone, so
    that it says nothing about what stood between.
    """
    return _screened(record for record in records if record.duty == "statutory")


def may_be_held(records: Iterable[DisclosableRecord]) -> tuple[DisclosableRecord, ...]:
    """Return what is kept without a duty to, and may be told as personal data held (33(1)), newest first: by the same
    screen, since what may stay unconfirmed as a record may as data too (Cabinet Order 5)."""
    return _screened(record for record in records if record.duty != "statutory")


def _screened(records: Iterable[DisclosableRecord]) -> tuple[DisclosableRecord, ...]:
    shown = (
        record
        for record in records
        if record.data_class != "pseudonymised"
        and not silent(record)
    )
    return tuple(sorted(shown, key=lambda record: (-record.happened_at, record.record_id)))
