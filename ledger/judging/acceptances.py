"""Late evidence that two officers accepted counts as if it had come in time, from the second of them on (rule 11)."""

from __future__ import annotations

from collections.abc import Collection

from ledger.store.arrays import Bigints
from ledger.store.connect import Connection

_ACCEPTED = "select fact_idx from accepted where log_id = %s and fact_idx = any(%s) and idx < %s"


def accepted_below(connection: Connection, log_id: int, as_of: int, late: Collection[int]) -> frozenset[int]:
    """Return which of these facts, by index, two officers had accepted below ``as_of``. ``late``: all came late."""
    if not late:
        return frozenset()
    found = connection.execute(_ACCEPTED, (log_id, Bigints(list(late)), as_of))
    return frozenset(fact_idx for (fact_idx,) in found)
