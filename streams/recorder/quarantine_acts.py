"""What officers ask for on a page about a message that could not be read: to read it again, or to let it rest.

The page cannot take anything in. Its act says which message; the worker does it (`quarantine.reread_asked`). The
commands say no message in their acts: they do it themselves, and an entry of its own says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ledger.log.head import LOG_ID
from streams.recorder.transaction import Rows

REREAD = ("log_id", "idx", "topic_id", "partition", "offset", "officer", "reason")
#: Whoever was first, by a page or by the command, has resolved it.
_DISMISSED = """
insert into quarantine_resolution (log_id, topic_id, partition, "offset", outcome, idx)
values (%s, %s, %s, %s, 'dismissed', %s) on conflict do nothing
"""


def add_reread(rows: Rows, idx: int, message: Mapping[str, Any], officer: str, reason: str | None) -> None:
    """Add that a message is to be read again, or with a reason (a code), that it cannot be read still."""
    rows.add("quarantine_reread", REREAD, (LOG_ID, idx, *_place(message), officer, reason))


def add_dismissal(rows: Rows, idx: int, message: Mapping[str, Any]) -> None:
    """Add that a message rests for good, where nothing became of it yet."""
    rows.later(_DISMISSED, (LOG_ID, *_place(message), idx))


def _place(message: Mapping[str, Any]) -> tuple[UUID, int, int]:
    return UUID(message["topic_id"]), message["partition"], message["offset"]
