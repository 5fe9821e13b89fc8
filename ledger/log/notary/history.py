"""The log as the database has it, and whether it extends a head that was signed before."""

from __future__ import annotations

from ledger.log.checkpoint import Checkpoint
from ledger.log.proofs import ProofInvalid, Prover, ReadTile, verify_consistency
from ledger.log.tiles import HASH_BYTES, RightEdge, edge_tiles
from ledger.store.connect import Connection

_TILE = "select hashes from tile where log_id = %s and level = %s and n = %s"


class HistoryChanged(Exception):
    """The log does not extend the head that was signed last: entries were removed or changed, or an old copy of the
    database was put in its place. Nothing was signed, and nothing will be until it does. Stop the workers, keep the
    database as it is, and run the audit."""


def check_extends(last: Checkpoint, head: Checkpoint, tiles: ReadTile) -> None:
    """See that a head is that of its tiles, and extends an earlier one. Raises HistoryChanged."""
    if last.origin != head.origin:
        raise HistoryChanged(f"what was signed last is a head of another log, {last.origin}")
    if last.size > head.size:
        raise HistoryChanged(f"signed {last.size} entries, the head has {head.size}")
    try:
        edge = RightEdge.load(
            head.size, {level: tiles(level, n)[: HASH_BYTES * width] for level, n, width in edge_tiles(head.size)}
        )
        if edge.root() != head.root:
            raise ProofInvalid("the tiles lead to another root")
        if last.size:
            proof = Prover(head.size, tiles).consistency(last.size)
            verify_consistency(last.size, head.size, last.root, head.root, proof)
    except (ProofInvalid, ValueError, IndexError) as error:
        raise HistoryChanged(f"size {head.size}: {error}") from None


def tiles_of(connection: Connection, log_id: int) -> ReadTile:
    """Read tiles of one snapshot, each once."""
    kept: dict[tuple[int, int], bytes] = {}

    def read(level: int, n: int) -> bytes:
        if (level, n) not in kept:
            row = connection.execute(_TILE, (log_id, level, n)).fetchone()
            if row is None:
                raise ValueError(f"tile {level}/{n} is missing")
            kept[level, n] = bytes(row[0])
        return kept[level, n]

    return read
