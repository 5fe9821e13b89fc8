"""Which recipients and sources are blocked, as of a head size and at an instant."""

from __future__ import annotations

from ledger.log.head import LOG_ID
from ledger.registers.blocks import Blocks, BlockStep, blocks_of, standing
from ledger.store.connect import Connection

_STEPS = """
select idx, kind, code, step, officer, made_at from block where log_id = %s and idx < %s order by idx
"""


def block_steps(connection: Connection, as_of: int) -> list[BlockStep]:
    """Return every step that officers took about blocks below ``as_of``, in the order of the log."""
    return [BlockStep(*row) for row in connection.execute(_STEPS, (LOG_ID, as_of))]


def blocks_in_force(connection: Connection, as_of: int, at: int) -> Blocks:
    """Return what officers block at the instant (µs UTC), by the steps below ``as_of``."""
    return standing(blocks_of(block_steps(connection, as_of)), at)
