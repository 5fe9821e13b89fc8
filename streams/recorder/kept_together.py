"""Records that share a day of keeping: of one series, of one document, or pointing to one another (Rules 19 to 21)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ledger.law.form import EACH, SUBSTITUTE
from ledger.log.canonical import canonical
from ledger.log.head import LOG_ID
from streams.recorder.transaction import Rows

_SERIES = ("log_id", "idx", "series", "form", "happened_at", "closed")
_OMISSION = ("log_id", "idx", "source", "event_id")


def add_kept_together(
    rows: Rows, content_key: bytes, source: str, recipient: str, said: Mapping[str, Any], happened_at: int, idx: int
) -> None:
    """Add what a record is kept with. ``said`` has the fields of a Provision, ids as bytes.

    A document that stands for records is a series of its own where the source names none: they are kept from its last
    provision too. The series' id is keyed with source, form and recipient: provisions to another are another series.
    """
    series = said.get("series") or (said.get("substitute_document") if said["form"] == SUBSTITUTE else None)
    if said["form"] != EACH and series:
        name = canonical([source, said["form"], recipient, series])
        keyed = hmac.digest(content_key, b"series\n" + name, "sha256")[:16]
        rows.add("series", _SERIES, (
            LOG_ID, idx, UUID(bytes=keyed), said["form"], happened_at, bool(said.get("series_closed")),
        ))  # fmt: skip
    holder = said.get("omitted_items_record")
    if holder:
        rows.add("omission", _OMISSION, (LOG_ID, idx, source, UUID(bytes=holder)))
