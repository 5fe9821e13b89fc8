"""The head row: how many entries the log has, the tree's root, and what must not have moved since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ledger.store.connect import Connection

#: This installation's log. Every key carries it, so that another log may one day stand beside it.
LOG_ID = 1


HEAD_COLUMNS = "size, root, key_epoch, rejudged_to"
#: No log is longer: entries say sizes as numbers that JSON carries exactly.
_LONGEST = 2**53 - 1


class HeadUnusable(LookupError):
    """The log has no head row, or one of a size that no log has. Nothing was done. For a new ledger run
    `provision-ledger migrate`; of one that ran, somebody removed or changed it: stop the workers, keep both databases
    as they are, and compare them with a backup and with the last signed head, which notary and witnesses keep."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head row, read in the snapshot of the look-ups that follow."""

    size: int
    root: bytes
    key_epoch: int
    rejudged_to: int


def read_head(connection: Connection, log_id: int, *, lock: bool = False) -> Head:
    """Read the head row; with ``lock`` become the one who may append until the transaction ends. Raises
    HeadUnusable."""
    statement = f"select {HEAD_COLUMNS} from head where log_id = %s" + (" for update" if lock else "")
    return head_of(log_id, connection.execute(statement.encode(), (log_id,)).fetchone())


def head_of(log_id: int, row: Sequence[Any] | None) -> Head:
    """Read the head from its row of HEAD_COLUMNS. Raises HeadUnusable."""
    if row is None:
        raise HeadUnusable(f"log {log_id} has no head")
    head = Head(*row)
    if not 0 <= head.size <= _LONGEST:
        raise HeadUnusable(f"log {log_id} has a head of {head.size} entries")
    return head
