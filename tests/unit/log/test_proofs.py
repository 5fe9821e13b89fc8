"""Every proof of every tree of up to 300 leaves, against RFC 9162 read literally."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.log.proofs import ProofInvalid, Prover, verify_consistency, verify_inclusion
from ledger.log.tiles import EMPTY_ROOT, HASH_BYTES, RightEdge, leaf_hash, node_hash

MOST = 300
LEAVES = [leaf_hash(number.to_bytes(4, "big")) for number in range(MOST)]


def split(width: int) -> int:
    """RFC 9162, 2.1.1: the largest power of two smaller than the number of leaves."""
    power = 1
    while 2 * power < width:
        power *= 2
    return power


@cache
def mth(start: int, end: int) -> bytes:
    """RFC 9162, 2.1.1, over the leaf hashes from ``start`` to ``end``."""
    if start == end:
        return EMPTY_ROOT
    if end - start == 1:
        return LEAVES[start]
    middle = start + split(end - start)
    return node_hash(mth(start, middle), mth(middle, end))


def path(index: int, start: int, end: int) -> list[bytes]:
    """RFC 9162, 2.1.3.1."""
    if end - start == 1:
        return []
    middle = start + split(end - start)
    if index < middle:
        return [*path(index, start, middle), mth(middle, end)]
    return [*path(index, middle, end), mth(start, middle)]


def subproof(old: int, start: int, end: int, complete: bool) -> list[bytes]:
    """RFC 9162, 2.1.4.1; ``old`` counts from ``start``."""
    if old == end - start:
        return [] if complete else [mth(start, end)]
    k = split(end - start)
    if old <= k:
        return [*subproof(old, start, start + k, complete), mth(start + k, end)]
    return [*subproof(old - k, start + k, end, False), mth(start, start + k)]


def tiles_of(size: int) -> Callable[[int, int], bytes]:
    tiles = {(level, n): hashes for level, n, hashes in RightEdge(0, {}).append(LEAVES[:size]).tiles}
    return lambda level, n: tiles[level, n]


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_what_the_reference_proves_of_a_tree_verifies_and_is_what_we_prove(size: int) -> None:
    root = mth(0, size)
    for index in range(size):
        verify_inclusion(LEAVES[index], index, size, path(index, 0, size), root)
    for old in range(1, size + 1):
        verify_consistency(old, size, mth(0, old), root, subproof(old, 0, size, True))
    edge = RightEdge(0, {})
    edge.append(LEAVES[:size])
    assert edge.root() == root
    prover = Prover(size, tiles_of(size))
    # Every seventh, from another beginning in each tree; the next test draws among all.
    for index in range(size % 7, size, 7):
        assert prover.inclusion(index) == path(index, 0, size)
        assert prover.consistency(index + 1) == subproof(index + 1, 0, size, True)


@given(st.integers(1, MOST), st.data())
def test_any_proof_for_any_size_comes_from_tiles_of_a_larger_tree(size: int, data: st.DataObject) -> None:
    prover = Prover(MOST, tiles_of(MOST))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert prover.inclusion(index, size) == path(index, 0, size)
    assert prover.consistency(old, size) == subproof(old, 0, size, True)


@given(st.integers(2, MOST), st.data())
def test_no_bit_of_a_proof_can_be_changed(size: int, data: st.DataObject) -> None:
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size - 1))
    included, extends = path(index, 0, size), subproof(old, 0, size, True)
    hashes = [LEAVES[index], mth(0, size), *included]
    place, bit = data.draw(st.integers(0, len(hashes) - 1)), data.draw(st.integers(0, 8 * HASH_BYTES - 1))
    leaf, root, *others = flipped(hashes, place, bit)
    with pytest.raises(ProofInvalid):
        verify_inclusion(leaf, index, size, others, root)
    hashes = [mth(0, old), mth(0, size), *extends]
    place = data.draw(st.integers(0, len(hashes) - 1))
    old_root, root, *others = flipped(hashes, place, bit)
    with pytest.raises(ProofInvalid):
        verify_consistency(old, size, old_root, root, others)


@given(st.integers(2, MOST), st.data())
def test_hashes_cannot_be_added_left_out_or_cut(size: int, data: st.DataObject) -> None:
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size - 1))
    included, extends = path(index, 0, size), subproof(old, 0, size, True)
    for wrong in altered(included):
        with pytest.raises(ProofInvalid):
            verify_inclusion(LEAVES[index], index, size, wrong, mth(0, size))
    for wrong in altered(extends):
        with pytest.raises(ProofInvalid):
            verify_consistency(old, size, mth(0, old), mth(0, size), wrong)


def flipped(hashes: list[bytes], place: int, bit: int) -> list[bytes]:
    changed = bytearray(hashes[place])
    changed[bit // 8] ^= 1 << bit % 8
    return [*hashes[:place], bytes(changed), *hashes[place + 1 :]]


def altered(proof: list[bytes]) -> list[list[bytes]]:
    return [proof[1:], proof[:-1], [*proof, proof[-1]], [proof[0], *proof], [proof[0][:31], *proof[1:]]]
