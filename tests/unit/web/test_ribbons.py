"""The ribbons of the flow map: as wide as what flows, within their bars, and side by side."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.web.console.ribbons import WIDTH, drawing

SIZES = st.integers(1, 10_000)


@given(st.dictionaries(st.tuples(st.sampled_from("abc"), st.sampled_from("def")), SIZES, min_size=1),
       st.dictionaries(st.sampled_from("def"), st.sampled_from("ghi")))  # fmt: skip
def test_ribbons_fill_the_bars_they_join(left: dict[tuple[str, str], int], ends: dict[str, str]) -> None:
    into: dict[str, int] = defaultdict(int)
    for (_, item), size in left.items():
        into[item] += size
    right = {(item, ends.get(item, "g")): size for item, size in into.items()}
    drawn = drawing(left, right)
    bars = {bar.code: bar for bar in drawn.bars}
    assert len(bars) == len(drawn.bars) and all(0 <= bar.x < WIDTH for bar in drawn.bars)
    out, come = defaultdict[str, float](float), defaultdict[str, float](float)
    for one in drawn.ribbons:
        begin, end = bars[one.begin], bars[one.end]
        assert one.y == pytest.approx(begin.y + out[one.begin]) and one.to_y == pytest.approx(end.y + come[one.end])
        out[one.begin] += one.out
        come[one.end] += one.into
    for code, width in (*out.items(), *come.items()):
        assert width == pytest.approx(bars[code].height)
    assert all(bar.y + bar.height < drawn.height for bar in drawn.bars)


def test_nothing_is_drawn_of_nothing() -> None:
    drawn = drawing({}, {})
    assert drawn.bars == [] and drawn.ribbons == [] and drawn.height > 0
