"""The tree against a brute-force reading of RFC 9162; test_vectors.py holds it against published constants."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.log.proofs import ProofInvalid, Prover, verify_consistency, verify_inclusion
from ledger.log.tiles import EMPTY_ROOT, HASH_BYTES, RightEdge, leaf_hash, node_hash


def reference_root(leaves: list[bytes]) -> bytes:
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return node_hash(reference_root(leaves[:middle]), reference_root(leaves[middle:]))


def reference_path(index: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    if index < middle:
        return [*reference_path(index, leaves[:middle]), reference_root(leaves[middle:])]
    return [*reference_path(index - middle, leaves[middle:]), reference_root(leaves[:middle])]


def hashes(count: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(4, "big")) for number in range(count)]


def grow(leaves: list[bytes], cuts: list[int]) -> tuple[RightEdge, dict[tuple[int, int], bytes]]:
    edge, tiles = RightEdge.load(0, {}), {}
    for start, end in zip([0, *cuts], [*cuts, len(leaves)], strict=True):
        for level, n, data in edge.append(leaves[start:end]).tiles:
            tiles[level, n] = data
        again = {level: data for (level, n), data in tiles.items() if n == max(m for lv, m in tiles if lv == level)}
        partial = {level: data for level, data in again.items() if len(data) < 256 * HASH_BYTES}
        edge = RightEdge.load(edge.size, partial)
    return edge, tiles


@given(st.integers(0, 700), st.lists(st.integers(0, 700), max_size=4))
def test_any_split_of_appends_gives_the_same_tree(count: int, cuts: list[int]) -> None:
    leaves = hashes(count)
    edge, tiles = grow(leaves, sorted(min(cut, count) for cut in cuts))
    assert edge.root() == reference_root(leaves)
    assert tiles == grow(leaves, [])[1]


def test_root_across_the_second_level() -> None:
    leaves = hashes(65_536 + 300)
    edge, tiles = grow(leaves, [65_000])
    assert edge.root() == reference_root(leaves)
    prover = Prover(len(leaves), lambda level, n: tiles[level, n])
    for index in (0, 255, 65_535, 65_536, 65_835):
        verify_inclusion(leaves[index], index, len(leaves), prover.inclusion(index), edge.root())
    old = reference_root(leaves[:65_000])
    verify_consistency(65_000, len(leaves), old, edge.root(), prover.consistency(65_000))


@given(st.integers(1, 300), st.data())
def test_inclusion_equals_the_reference_and_nothing_else_passes(count: int, data: st.DataObject) -> None:
    leaves = hashes(count)
    edge, tiles = grow(leaves, [])
    index = data.draw(st.integers(0, count - 1))
    path = Prover(count, lambda level, n: tiles[level, n]).inclusion(index)
    assert path == reference_path(index, leaves)
    verify_inclusion(leaves[index], index, count, path, edge.root())
    other = data.draw(st.integers(0, count).filter(lambda number: number != index))
    with pytest.raises(ProofInvalid):
        verify_inclusion(leaves[index], other, count, path, edge.root())
    if path:
        place = data.draw(st.integers(0, len(path) - 1))
        broken = [*path[:place], bytes([path[place][0] ^ 1]) + path[place][1:], *path[place + 1 :]]
        for wrong in (broken, path[:-1], [*path, path[0]], [path[0][:31], *path[1:]]):
            with pytest.raises(ProofInvalid):
                verify_inclusion(leaves[index], index, count, wrong, edge.root())


@given(st.integers(1, 300), st.data())
def test_consistency_holds_between_any_two_sizes_and_nothing_else_passes(count: int, data: st.DataObject) -> None:
    leaves = hashes(count)
    edge, tiles = grow(leaves, [])
    old = data.draw(st.integers(1, count))
    old_root = reference_root(leaves[:old])
    proof = Prover(count, lambda level, n: tiles[level, n]).consistency(old)
    verify_consistency(old, count, old_root, edge.root(), proof)
    with pytest.raises(ProofInvalid):
        verify_consistency(0, count, EMPTY_ROOT, edge.root(), proof)
    with pytest.raises(ProofInvalid):
        verify_consistency(old, count, sha256(old_root).digest(), edge.root(), proof)
    for place in range(len(proof)):
        broken = [*proof[:place], sha256(proof[place]).digest(), *proof[place + 1 :]]
        with pytest.raises(ProofInvalid):
            verify_consistency(old, count, old_root, edge.root(), broken)
