"""Records tied to others: of one series, of one document, pointing to what they omit (Rules 19 to 21), or to the other
side's record of the same act (articles 29 and 30)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ledger.law.form import EACH, SUBSTITUTE
from ledger.log.canonical import canonical
from ledger.log.head import LOG_ID
from streams.recorder.claims import EVENT_IDS
from streams.recorder.transaction import Rows

_SERIES = ("log_id", "idx", "series", "form", "happened_at", "closed")
_OMISSION = ("log_id", "idx", "source", "event_id")
_COUNTERPART = ("log_id", "idx", "event_id")


def add_ties(
    rows: Rows, content_key: bytes, source: str, recipient: str, said: Mapping[str, Any], happened_at: int, idx: int
) -> None:
    """Add what a record is tied to. ``said`` has the fields of a Provision, ids as bytes.

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
    holder, counterpart = said.get("omitted_items_record"), said.get("counterpart_event")
    if holder:
        rows.add("omission", _OMISSION, (LOG_ID, idx, source, UUID(bytes=holder)))
    if counterpart:
        rows.add("counterpart", _COUNTERPART, (LOG_ID, idx, UUID(bytes=counterpart)))


def ids_as_bytes(manner: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a record's opening says of its manner, with ids as bytes."""
    return {name: bytes.fromhex(word) if name in EVENT_IDS else word for name, word in manner.items()}
