"""The tiles of the console's first page: how much waits, since when, and where it is seen to.

A number that cannot be had now is never told as 0: its tile says when it was last known, and that its source is away. A
number that takes long to count is told as it was a while ago, with the instant (`kept_counts`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from ledger.audit.selfcheck import last
from ledger.cases.moments import minute
from ledger.cases.texts import Text
from ledger.judging.acts import LOOKS, OPERATIONS, ROLES
from ledger.judging.tallies import Tally, open_alerts, published, silent, undetermined, unread
from ledger.registers.snapshot import Registers
from ledger.web.console.kept_counts import LASTS, Counted, KeptCounts
from ledger.web.console.routes import Asked, Route
from ledger.web.console.tile_words import TILES
from ledger.web.desks import Desk, Desks


@dataclass(frozen=True, slots=True)
class Tile:
    """``figure``: the number, None where it is not known; ``since``: what is said below it; ``counted``: when it was
    counted, where that is not the minute of the page; ``away``: its source cannot be asked now; ``path``: behind the
    language, None where there is no page for it."""

    code: str
    figure: str | None
    since: Text
    counted: Text | None
    away: bool
    path: str | None


@dataclass(frozen=True, slots=True)
class _Number:
    """What a tile counts (None: there is nothing to count yet), who sees it, and on which page it is seen to."""

    code: str
    roles: frozenset[str]
    path: str
    count: Callable[[Desk, Registers, int], Tally | None]


def _wanting(desk: Desk, _: Registers, now: int) -> Tally | None:
    """Count the parts of the last self-check that found something."""
    checks = last(desk.connection, desk.vault, now + 1, 1)
    return Tally(checks[0].wanting, checks[0].made_at) if checks else None


_NUMBERS = (
    _Number("checks", ROLES, "/checks", _wanting),
    _Number("alerts", LOOKS, "/violations", lambda desk, _registers, _now: open_alerts(desk.connection)),
    _Number("undetermined", LOOKS, "/violations", lambda desk, _registers, _now: undetermined(desk.connection)),
    _Number("quarantine", LOOKS | OPERATIONS, "/quarantine", lambda desk, _registers, _now: unread(desk.connection)),
    _Number("silent", ROLES, "/operations", lambda desk, registers, now: silent(desk.connection, registers, now)),
    _Number("published", ROLES, "/operations", lambda desk, _registers, _now: published(desk.connection)),
)
#: What is said with the instant, where that is of no oldest one.
_AT = {"checks": "tile_checked_at", "published": "tile_published_at"}


def tiles(
    counts: KeptCounts, desks: Desks, registers: Registers, asked: Asked, routes: Sequence[Route]
) -> list[Tile]:  # fmt: skip
    """Return the tiles of who asks, in order. ``routes``: the pages there are to lead to."""
    pages = {one.path for one in routes if one.method == "GET" and one.roles & asked.who.roles}
    theirs = {named(one.code): one for one in _NUMBERS if one.roles & asked.who.roles}
    counted = counts.told(
        desks, {name: partial(_counted, one, registers, asked.now) for name, one in theirs.items()}, asked.now, LASTS
    )
    return [
        _tile(one.code, counted[name], asked.now, one.path if one.path in pages else None)
        for name, one in theirs.items()
    ]


def named(code: str) -> str:
    """Return under which name a tile's number is counted."""
    return f"tile {code}"


def _counted(number: _Number, registers: Registers, now: int, desk: Desk) -> Tally | None:
    return number.count(desk, registers, now)


def _tile(code: str, counted: Counted[Tally | None], now: int, path: str | None) -> Tile:
    tally, at = counted.value, counted.at
    if at is None:
        said = TILES["tile_never_known" if counted.away else "tile_counting"]
        return Tile(code, None, said, None, counted.away, path)
    if tally is None:
        return Tile(code, None, TILES[f"tile_{code}_never"], None, counted.away, path)
    figure, when = f"{tally.count:,}", minute(at)
    if counted.away:
        return Tile(code, figure, _with(TILES["tile_last_known"], when), None, True, path)
    before = _with(TILES["tile_counted_at"], when) if when != minute(now) else None
    return Tile(code, figure, _since(code, tally), before, False, path)


def _since(code: str, tally: Tally) -> Text:
    if tally.since is None:
        none = f"tile_{code}_none"
        return TILES[none] if none in TILES and not tally.count else TILES["tile_since_unknown"]
    return _with(TILES[_AT.get(code, "tile_since")], minute(tally.since))


def _with(words: Text, within: Text) -> Text:
    return Text(words.ja.format(within.ja), words.en.format(within.en))
