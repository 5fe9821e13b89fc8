"""The RFC 9162 tree as hash tiles (C2SP tlog-tiles), and its right edge, which is all that an append touches.

Tile (level, n) holds up to 256 hashes: at level 0 leaf hashes, at level L the roots of full subtrees of 256^L
leaves. A full tile never changes. Only the last tile of each level is partial; together those partial tiles *are*
the tree's right edge, so an append loads at most one tile a level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

WIDTH = 256
HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


@dataclass(frozen=True, slots=True)
class Appended:
    """Tiles that an append made or changed: (level, n, hashes), each level's in order."""

    tiles: tuple[tuple[int, int, bytes], ...]


def leaf_hash(entry: bytes) -> bytes:
    """Hash a leaf (RFC 9162, 2.1.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash an inner node (RFC 9162, 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def edge_tiles(size: int) -> list[tuple[int, int, int]]:
    """Return the partial tiles of a tree of ``size`` leaves as (level, n, width), lowest level first."""
    tiles = []
    level = 0
    while size:
        n, width = divmod(size, WIDTH)
        if width:
            tiles.append((level, n, width))
        size, level = n, level + 1
    return tiles


class RightEdge:
    """The right edge of a tree, owned by one append: ``append`` moves it on."""

    def __init__(self, size: int, partial: dict[int, list[bytes]]) -> None:
        self.size = size
        self._partial = partial

    @classmethod
    def load(cls, size: int, hashes: Mapping[int, bytes]) -> RightEdge:
        """Build the edge from the partial tiles of each level. Raises ValueError when a tile has another width."""
        partial = {}
        for level, _, width in edge_tiles(size):
            data = hashes.get(level, b"")
            if len(data) != width * HASH_BYTES:
                raise ValueError(f"level {level}: {len(data)} bytes, expected {width} hashes")
            partial[level] = [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]
        return cls(size, partial)

    def append(self, leaves: Sequence[bytes]) -> Appended:
        """Append leaf hashes and return the tiles to write."""
        tiles: list[tuple[int, int, bytes]] = []
        below, level, count = list(leaves), 0, self.size
        self.size += len(leaves)
        while below:
            hashes = self._partial.get(level, []) + below
            n = count // WIDTH
            count = n
            below = []
            full = len(hashes) // WIDTH
            for number in range(full):
                tile = hashes[number * WIDTH : (number + 1) * WIDTH]
                tiles.append((level, n + number, b"".join(tile)))
                below.append(_subtree(tile))
            rest = hashes[full * WIDTH :]
            if rest:
                tiles.append((level, n + full, b"".join(rest)))
            self._partial[level] = rest
            level += 1
        return Appended(tuple(tiles))

    def root(self) -> bytes:
        """Return the root (RFC 9162, 2.1.1): the peaks of the full subtrees, folded from the right."""
        peaks: list[bytes] = []
        for level in sorted(self._partial, reverse=True):
            peaks += _peaks(self._partial[level])
        if not peaks:
            return EMPTY_ROOT
        root = peaks.pop()
        while peaks:
            root = node_hash(peaks.pop(), root)
        return root


def _subtree(hashes: Sequence[bytes]) -> bytes:
    """Return the root of a full subtree over a power of two of hashes."""
    digest = sha256
    row = hashes
    while len(row) > 1:
        row = [digest(b"\x01" + row[at] + row[at + 1]).digest() for at in range(0, len(row), 2)]
    return row[0]


def _peaks(hashes: Sequence[bytes]) -> list[bytes]:
    """Return the roots of the largest full subtrees that make up a partial tile, left to right."""
    peaks = []
    at = 0
    while at < len(hashes):
        width = 1 << ((len(hashes) - at).bit_length() - 1)
        peaks.append(_subtree(hashes[at : at + width]))
        at += width
    return peaks
