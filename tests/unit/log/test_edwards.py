"""Which Ed25519 points are refused before a signature is checked."""

from __future__ import annotations

import pytest

from ledger.log.edwards import is_weak
from ledger.log.note import NoteInvalid, NoteSigner, VerifierKey
from tests.hostile import SMALL_ORDER, encoded


@pytest.mark.parametrize("sign", [0, 1])
@pytest.mark.parametrize("y", SMALL_ORDER)
def test_points_of_small_order_and_second_spellings_are_weak(y: int, sign: int) -> None:
    assert is_weak(encoded(y, sign))
    key = VerifierKey("weak.example", 1, encoded(y, sign))
    with pytest.raises(NoteInvalid):
        VerifierKey.parse(str(key))


@pytest.mark.parametrize("seed", range(20))
def test_keys_that_are_drawn_are_not(seed: int) -> None:
    key = NoteSigner("good.example", bytes(31) + bytes((seed,))).key
    assert not is_weak(key.public)
    assert VerifierKey.parse(str(key)) == key
