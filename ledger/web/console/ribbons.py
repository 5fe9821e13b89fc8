"""Where the ribbons of the flow map run: three columns of bars, joined by bands as wide as what flows. Numbers only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: Lengths in units of the drawing: how wide it is, where the bars of each column stand, and where their names begin.
WIDTH, THICK = 960, 12
BARS, NAMES = (218, 480, 718), (0, 498, 736)
#: Where the first bar begins, and the gap between two; a bar is never lower than a line of its name.
_TOP, _GAP, _LEAST, _HIGHEST = 30.0, 12, 18.0, 320

Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. ``text``: where its name begins."""

    code: str
    x: int
    y: float
    height: float
    text: int


@dataclass(frozen=True, slots=True)
class Ribbon:
    """One band from a bar to one of the next column: where it leaves and where it comes, and how wide it is there."""

    begin: str
    end: str
    x: int
    y: float
    out: float
    to_x: int
    to_y: float
    into: float

    @property
    def path(self) -> str:
        """The outline of the band, as SVG writes it."""
        middle = (self.x + self.to_x) / 2
        return (
            f"M{self.x} {self.y:.1f}C{middle} {self.y:.1f} {middle} {self.to_y:.1f} {self.to_x} {self.to_y:.1f}"
            f"V{self.to_y + self.into:.1f}C{middle} {self.to_y + self.into:.1f} {middle} {self.y + self.out:.1f}"
            f" {self.x} {self.y + self.out:.1f}Z"
        )


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of it, and how high it is."""

    bars: Sequence[Bar]
    ribbons: Sequence[Ribbon]
    height: float


def drawing(left: Mapping[Link, int], right: Mapping[Link, int]) -> Drawing:
    """Lay out three columns. ``left``: how much flows from a first to a second, ``right``: from a second to a third;
    each column stands in the order in which its members first come."""
    sizes = (_sums(left, 0), _sums(left, 1), _sums(right, 1))
    most = max((sum(column.values()) for column in sizes), default=0) or 1
    columns = []
    for column, x, text in zip(sizes, BARS, NAMES, strict=True):
        y, bars = _TOP, dict[str, Bar]()
        for code, size in column.items():
            bars[code] = Bar(code, x, y, max(size / most * _HIGHEST, _LEAST), text)
            y += bars[code].height + _GAP
        columns.append(bars)
    first, second, third = columns
    every = [bar for bars in columns for bar in bars.values()]
    return Drawing(
        every, [*_ribbons(left, first, second), *_ribbons(right, second, third)],
        max((bar.y + bar.height for bar in every), default=_TOP) + _GAP,
    )  # fmt: skip


def _sums(links: Mapping[Link, int], end: int) -> dict[str, int]:
    """Return how much leaves each bar (``end`` 0), or comes to it (1)."""
    found: dict[str, int] = defaultdict(int)
    for link, size in links.items():
        found[link[end]] += size
    return found


def _ribbons(links: Mapping[Link, int], begins: Mapping[str, Bar], ends: Mapping[str, Bar]) -> list[Ribbon]:
    leaving, coming = _sums(links, 0), _sums(links, 1)
    gone, come = defaultdict[str, float](float), defaultdict[str, float](float)
    made = []
    for (begin, end), size in links.items():
        one, other = begins[begin], ends[end]
        out, into = one.height * size / leaving[begin], other.height * size / coming[end]
        made.append(Ribbon(
            begin, end, one.x + THICK, one.y + gone[begin], out, other.x, other.y + come[end], into
        ))  # fmt: skip
        gone[begin] += out
        come[end] += into
    return made
