"""Which pages of a list are led to."""

from __future__ import annotations

import pytest

from ledger.web.receiving_pages import beside


@pytest.mark.parametrize(
    ("leaf", "leaves", "led_to"),
    [
        (1, 1, []), (1, 2, [1, 2]), (2, 3, [1, 2, 3]), (2, 9, [1, 2, 3, None, 9]), (1, 9, [1, 2, None, 9]),
        (5, 9, [1, None, 4, 5, 6, None, 9]), (9, 9, [1, None, 8, 9]),
    ],
)  # fmt: skip
def test_the_first_the_last_and_those_beside_this_one_are_led_to(leaf: int, leaves: int, led_to: list[object]) -> None:
    assert beside(leaf, leaves) == led_to
