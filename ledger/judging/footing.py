"""What a question asked now rests on besides the person's consents, told by one statement.

Somebody waits for the answer, and each further statement takes a tenth of a millisecond of both sides. What nearly
nobody has (links, stops) and what there rarely is (blocks, acts on their way) is therefore only told to be there, and
read by those who know how.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import Cursor

from ledger.judging.binding import WAITING
from ledger.judging.lookup import FACT_KINDS
from ledger.log.head import HEAD_COLUMNS, Head, head_of
from ledger.store.arrays import Bigints
from ledger.store.connect import Connection

_REACHED = ", ".join(
    f"(select reached from watermark_entry where log_id = %(log)s and kind = '{kind}' order by idx desc limit 1)"
    for kind in FACT_KINDS
)
FOOTING = f"""
select {HEAD_COLUMNS},
  (select coalesce(max(idx), -1) from register where log_id = %(log)s),
  exists (select from block where log_id = %(log)s),
  exists ({WAITING}),
  exists (select from link where log_id = %(log)s and identity = any(%(people)s))
    or exists (select from link where log_id = %(log)s and other = any(%(people)s)),
  exists (select from stop where log_id = %(log)s and identity = any(%(people)s)),
  {_REACHED}
from head where log_id = %(log)s
"""


@dataclass(frozen=True, slots=True)
class Footing:
    """How the log stands: its head, its registers' version, and how far watermarks have reached. Whether officers ever
    blocked anything, whether acts that bind are ``waiting`` to be in the log, and whether any of the people were ever
    linked or stopped."""

    head: Head
    register_version: int
    reached: Mapping[str, int]
    blocks: bool
    waiting: bool
    linked: bool
    stopped: bool


def ask_footing(connection: Connection, log_id: int, people: Collection[int]) -> Cursor[Any]:
    """Ask on what a question about these identities rests now."""
    return connection.execute(FOOTING.encode(), {"log": log_id, "people": Bigints(list(people))})


def read_footing(log_id: int, asked: Cursor[Any]) -> Footing:
    """Read what was asked for. Raises HeadUnusable."""
    row = asked.fetchone()
    head = head_of(log_id, None if row is None else row[:4])
    assert row is not None, "a head was read"
    version, blocks, waiting, linked, stopped, *reached = row[4:]
    known = {kind: value for kind, value in zip(FACT_KINDS, reached, strict=True) if value is not None}
    return Footing(head, version, known, blocks, waiting, linked, stopped)
