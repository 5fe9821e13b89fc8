"""Inclusion and consistency proofs (RFC 9162, 2.1.3 and 2.1.4): made from tiles, checked from nothing.

A path runs from the leaf's sibling up and leaves the leaf itself out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledger.log.tiles import HASH_BYTES, WIDTH, node_hash

#: Reads one stored tile: (level, n) → its hashes, joined.
ReadTile = Callable[[int, int], bytes]


class ProofInvalid(Exception):
    """The proof does not show what it is said to show."""


class Prover:
    """Makes proofs for one tree size out of tiles, each of which it reads once."""

    def __init__(self, size: int, read_tile: ReadTile) -> None:
        self._size = size
        self._read = read_tile
        self._tiles: dict[tuple[int, int], bytes] = {}

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the path of leaf ``index`` in the tree of ``size`` leaves. Raises ValueError when it has none."""
        size = self._size if size is None else size
        if not 0 <= index < size <= self._size:
            raise ValueError(f"no leaf {index} in a tree of {size}")
        return self._path(index, 0, size)

    def leaf(self, index: int) -> bytes:
        """Return the hash of leaf ``index``. Raises ValueError when there is none."""
        if not 0 <= index < self._size:
            raise ValueError(f"no leaf {index} in a tree of {self._size}")
        return self._stored(0, index)

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """Return the proof that the tree of ``new`` leaves extends that of ``old``. Raises ValueError."""
        new = self._size if new is None else new
        if not 0 < old <= new <= self._size:
            raise ValueError(f"no consistency proof from {old} to {new}")
        return [] if old == new else self._subproof(old, 0, new, True)

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _split(end - start)
        if index < middle:
            return [*self._path(index, start, middle), self._hash(middle, end)]
        return [*self._path(index, middle, end), self._hash(start, middle)]

    def _subproof(self, old: int, start: int, end: int, whole: bool) -> list[bytes]:
        if old == end:
            return [] if whole else [self._hash(start, end)]
        middle = start + _split(end - start)
        if old <= middle:
            return [*self._subproof(old, start, middle, whole), self._hash(middle, end)]
        return [*self._subproof(old, middle, end, False), self._hash(start, middle)]

    def _hash(self, start: int, end: int) -> bytes:
        """Return the hash of leaves ``start`` to ``end``, read at the highest level whose tiles hold it whole."""
        width = end - start
        level = 0
        while width % WIDTH == 0 and start % WIDTH == 0:
            width, start, level = width // WIDTH, start // WIDTH, level + 1
        if width == 1:
            return self._stored(level, start)
        middle = _split(width)
        scale = WIDTH**level
        return node_hash(
            self._hash(start * scale, (start + middle) * scale),
            self._hash((start + middle) * scale, (start + width) * scale),
        )

    def _stored(self, level: int, position: int) -> bytes:
        n, at = divmod(position, WIDTH)
        tile = self._tiles.get((level, n))
        if tile is None:
            tile = self._tiles[level, n] = self._read(level, n)
        return tile[at * HASH_BYTES : (at + 1) * HASH_BYTES]


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Check a path (RFC 9162, 2.1.3.2). Raises ProofInvalid."""
    _check_hashes([leaf, root, *path])
    if not 0 <= index < size:
        raise ProofInvalid("the index is not in the tree")
    node, last, digest = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise ProofInvalid("the path is too long")
        if node & 1 or node == last:
            digest = node_hash(sibling, digest)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            digest = node_hash(digest, sibling)
        node, last = node >> 1, last >> 1
    if last or digest != root:
        raise ProofInvalid("the path does not lead to the root")


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check a consistency proof (RFC 9162, 2.1.4.2). A proof from size 0 proves nothing and is refused.

    Raises ProofInvalid.
    """
    _check_hashes([old_root, new_root, *proof])
    if not 0 < old <= new:
        raise ProofInvalid("the sizes are not in order")
    if old == new:
        if proof or old_root != new_root:
            raise ProofInvalid("equal sizes need equal roots and no proof")
        return
    if not proof:
        raise ProofInvalid("the proof is empty")
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old_digest = new_digest = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofInvalid("the proof is too long")
        if node & 1 or node == last:
            old_digest = node_hash(sibling, old_digest)
            new_digest = node_hash(sibling, new_digest)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new_digest = node_hash(new_digest, sibling)
        node, last = node >> 1, last >> 1
    if last or old_digest != old_root or new_digest != new_root:
        raise ProofInvalid("the proof does not lead to both roots")


def _split(width: int) -> int:
    """Return the largest power of two below ``width``."""
    return 1 << (width - 1).bit_length() - 1


def _check_hashes(hashes: Sequence[bytes]) -> None:
    if any(len(value) != HASH_BYTES for value in hashes):
        raise ProofInvalid("a hash is not 32 bytes")
