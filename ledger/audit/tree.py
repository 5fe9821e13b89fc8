"""The tree made again from the entries: leaves, tiles, head, and every head that was published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from ledger.audit.findings import Finding
from ledger.log.head import LOG_ID, read_head
from ledger.log.tiles import HASH_BYTES, WIDTH, RightEdge, edge_tiles
from ledger.store.connect import Connection

_PORTION = 20_000
_ENTRIES = "select idx, entry from entry where log_id = %s and idx >= %s order by idx limit %s"
_TILES = "select level, n, hashes from tile where log_id = %s and level = %s and n >= %s and n < %s"
_BEYOND = "select min(idx) from entry where log_id = %s and idx >= %s"
_OUTERMOST_TILES = "select level, min(n), max(n) from tile where log_id = %s group by level order by level"


@dataclass(frozen=True, slots=True)
class Roots:
    """What the entries hash to: the roots at sizes that were asked for, and the size that was reached."""

    size: int
    at: Mapping[int, bytes]


def audit_tree(
    connection: Connection, first: int, wanted: frozenset[int], on_progress: Callable[[int, int], None]
) -> tuple[list[Finding], Roots]:  # fmt: skip
    """Hash entries from ``first`` on, compare with tiles and head, and return what does not fit and the roots.

    Where ``first`` is not 0, the edge is taken from the tiles there: whether it is the one an earlier audit saw is for
    the caller to compare (the root at ``first`` is among those returned).
    """
    head = read_head(connection, LOG_ID)
    edge, findings = _edge(connection, first)
    roots = {first: edge.root()}
    stops = [*sorted(size for size in wanted if first < size < head.size), head.size]
    for leaves in _leaves(connection, first, head.size):
        while leaves:
            stop = next(size for size in stops if size > edge.size)
            part, leaves = leaves[: stop - edge.size], leaves[stop - edge.size :]
            for finding in _compare(connection, edge.append(part).tiles, head.size):
                # Above a leaf that was changed every node differs: the leaf is what was changed.
                if not any(_covers(finding, below) for below in findings):
                    findings.append(finding)
            if edge.size == stop:
                roots[stop] = edge.root()
        on_progress(edge.size - first, head.size - first)
    if edge.size < head.size:
        findings.append(Finding("entry_missing", edge.size))
    elif edge.root() != head.root:
        findings.append(Finding("head_differs", head.size, "root"))
    findings += _beyond(connection, head.size)
    return findings, Roots(edge.size, roots)


def _covers(above: Finding, below: Finding) -> bool:
    level = int(above.what.removeprefix("tile ").partition("/")[0])
    if level == 0 or above.index is None or below.index is None:
        return False
    reach: int = WIDTH**level
    return above.index <= below.index < above.index + reach


def _edge(connection: Connection, first: int) -> tuple[RightEdge, list[Finding]]:
    hashes = {}
    for level, n, width in edge_tiles(first):
        rows = connection.execute(_TILES, (LOG_ID, level, n, n + 1)).fetchall()
        if not rows or len(rows[0][2]) < HASH_BYTES * width:
            return RightEdge(0, {}), [Finding("tile_changed", n * WIDTH ** (level + 1), f"tile {level}/{n}")]
        hashes[level] = bytes(rows[0][2])[: HASH_BYTES * width]
    return RightEdge.load(first, hashes), []


def _leaves(connection: Connection, first: int, size: int) -> Iterator[list[bytes]]:
    """Yield leaf hashes in order, up to the first entry that is missing."""
    expected, hashed = first, sha256
    while expected < size:
        rows = connection.execute(
            _ENTRIES, (LOG_ID, expected, min(_PORTION, size - expected)), binary=True
        ).fetchall()
        leaves = [hashed(b"\x00" + entry).digest() for _, entry in rows]
        if not rows or rows[-1][0] != expected + len(rows) - 1:
            whole = next((at for at, (idx, _) in enumerate(rows) if idx != expected + at), len(rows))
            yield leaves[:whole]
            return
        yield leaves
        expected += len(rows)


def _compare(connection: Connection, made: tuple[tuple[int, int, bytes], ...], size: int) -> list[Finding]:
    """Compare tiles that were made again with those that are stored. A stored one may be wider, since it grew later,
    but no wider than a tree of ``size`` leaves has it."""
    findings = []
    for level in sorted({level for level, _, _ in made}):
        ours = {n: hashes for at, n, hashes in made if at == level}
        stored = {
            n: bytes(hashes)
            for _, n, hashes in connection.execute(
                _TILES, (LOG_ID, level, min(ours), max(ours) + 1), binary=True
            )
        }  # fmt: skip
        for n, hashes in sorted(ours.items()):
            other, width = stored.get(n, b""), _width(level, n, size)
            if other[: len(hashes)] != hashes:
                at = next(
                    place for place in range(0, len(hashes), HASH_BYTES)
                    if other[place : place + HASH_BYTES] != hashes[place : place + HASH_BYTES]
                ) // HASH_BYTES  # fmt: skip
                index = (n * WIDTH + at) * WIDTH**level
                kind = "entry_changed" if level == 0 else "tile_changed"
                findings.append(Finding(kind, index, f"tile {level}/{n}"))
            elif len(other) > width * HASH_BYTES:
                findings.append(Finding("tile_changed", (n * WIDTH + width) * WIDTH**level, f"tile {level}/{n}"))
    return findings


def _width(level: int, n: int, size: int) -> int:
    """Return how many hashes a tile holds in a tree of ``size`` leaves."""
    below: int = WIDTH**level
    return max(0, min(WIDTH, size // below - n * WIDTH))


def _beyond(connection: Connection, size: int) -> list[Finding]:
    row = connection.execute(_BEYOND, (LOG_ID, size)).fetchone()
    if row and row[0] is not None:
        return [Finding("entry_beyond", row[0])]
    for level, *outermost in connection.execute(_OUTERMOST_TILES, (LOG_ID,)):
        for n in outermost:
            if level < 0 or n < 0 or not _width(level, n, size):
                return [Finding("tile_changed", size, f"tile {level}/{n} is of no tree of this size")]
    return []
