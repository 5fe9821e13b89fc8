"""Any two of three shares give the master key back; one says nothing, and a mistake in copying is noticed."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.vault.shares import SharesUnusable, combine, split


@given(st.binary(min_size=32, max_size=32))
def test_any_two_shares_give_the_secret_back_in_either_order(secret: bytes) -> None:
    for two in permutations(split(secret), 2):
        assert combine(two) == secret


@given(st.binary(min_size=32, max_size=32))
def test_every_share_can_belong_to_any_secret(secret: bytes) -> None:
    """A share's bytes are drawn anew each time: for one place they differ between two splits of one secret."""
    assert split(secret)[0] != split(secret)[0]


@pytest.mark.parametrize("at", range(0, 92, 7))
def test_a_mistake_in_copying_is_noticed(at: int) -> None:
    one, other, _ = split(bytes(range(32)))
    wrong = one[:at] + ("0" if one[at] != "0" else "1") + one[at + 1 :]
    with pytest.raises(SharesUnusable):
        combine((wrong, other))


def test_two_different_shares_of_one_key_are_needed() -> None:
    one, other, _ = split(bytes(32))
    foreign = split(bytes(range(32)))[1]
    for shares in ((one,), (one, one), (one, foreign), (one, other, other)):
        with pytest.raises(SharesUnusable):
            combine(shares)
