"""The tiles of the console's first page: how much waits, since when, and where it is seen to.

A number that cannot be had now is never told as 0: its tile says when it was last known, and that its source is away.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import psycopg

from ledger.audit.selfcheck import last
from ledger.cases.moments import minute
from ledger.cases.texts import Text
from ledger.judging.acts import LOOKS, OPERATIONS, ROLES
from ledger.judging.tallies import Tally, open_alerts, published, silent, undetermined, unread
from ledger.registers.snapshot import Registers
from ledger.store.connect import speakable
from ledger.web.console.routes import Asked, Route
from ledger.web.console.tile_words import TILES
from ledger.web.desks import Desk

logger = logging.getLogger(__name__)

#: How long (ms) one number may take: the first page waits for none.
_PATIENCE = "set local statement_timeout = '1s'"
#: How long (µs) a number is told again before it is counted anew.
_LASTS = 30_000_000


@dataclass(frozen=True, slots=True)
class Tile:
    """``figure``: the number, None where it was never known; ``since``: what is said below it; ``away``: its source
    cannot be asked now; ``path``: behind the language, None where there is no page for it."""

    code: str
    figure: str | None
    since: Text
    away: bool
    path: str | None


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a tile counts (None: nobody has counted it yet), who sees it, and on which page it is seen to."""

    code: str
    roles: frozenset[str]
    path: str
    count: Callable[[Desk, Registers, int], Tally | None]


def _wanting(desk: Desk, _: Registers, now: int) -> Tally | None:
    """Count the parts of the last self-check that found something."""
    checks = last(desk.connection, desk.vault, now + 1, 1)
    return Tally(checks[0].wanting, checks[0].made_at) if checks else None


_COUNTED = (
    _Counted("checks", ROLES, "/checks", _wanting),
    _Counted("alerts", LOOKS, "/violations", lambda desk, _registers, _now: open_alerts(desk.connection)),
    _Counted("undetermined", LOOKS, "/violations", lambda desk, _registers, _now: undetermined(desk.connection)),
    _Counted("quarantine", LOOKS | OPERATIONS, "/quarantine", lambda desk, _registers, _now: unread(desk.connection)),
    _Counted("silent", ROLES, "/operations", lambda desk, registers, now: silent(desk.connection, registers, now)),
    _Counted("published", ROLES, "/operations", lambda desk, _registers, _now: published(desk.connection)),
)
#: What is said with the instant, where that is of no oldest one.
_AT = {"checks": "tile_checked_at", "published": "tile_published_at"}


@dataclass(slots=True)
class Tiles:
    """The numbers as last known, each with when (µs UTC). May be used by several threads."""

    _known: dict[str, tuple[Tally, int]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def shown(self, desk: Desk, registers: Registers, asked: Asked, routes: Sequence[Route]) -> list[Tile]:
        """Return the tiles of who asks, in order. ``routes``: the pages there are to lead to."""
        pages = {one.path for one in routes if one.method == "GET" and one.roles & asked.who.roles}
        return [
            self._tile(desk, registers, asked.now, one, one.path if one.path in pages else None)
            for one in _COUNTED if one.roles & asked.who.roles
        ]  # fmt: skip

    def _tile(self, desk: Desk, registers: Registers, now: int, counted: _Counted, path: str | None) -> Tile:
        with self._lock:
            known = self._known.get(counted.code)
        if known is not None and now - known[1] < _LASTS:
            return _told(counted.code, known[0], path)
        try:
            with desk.connection.transaction():
                desk.connection.execute(_PATIENCE)
                tally = counted.count(desk, registers, now)
        except psycopg.Error as error:
            logger.error("the tile %s could not be counted (%s)", counted.code, speakable(error))
            return self._away(counted.code, path)
        if tally is None:
            return Tile(counted.code, None, TILES[f"tile_{counted.code}_never"], False, path)
        with self._lock:
            self._known[counted.code] = (tally, now)
        return _told(counted.code, tally, path)

    def _away(self, code: str, path: str | None) -> Tile:
        with self._lock:
            known = self._known.get(code)
        if known is None:
            return Tile(code, None, TILES["tile_never_known"], True, path)
        tally, at = known
        return Tile(code, f"{tally.count:,}", _with(TILES["tile_last_known"], minute(at)), True, path)


def _told(code: str, tally: Tally, path: str | None) -> Tile:
    return Tile(code, f"{tally.count:,}", _since(code, tally), False, path)


def _since(code: str, tally: Tally) -> Text:
    if tally.since is None:
        none = f"tile_{code}_none"
        return TILES[none] if none in TILES and not tally.count else TILES["tile_since_unknown"]
    return _with(TILES[_AT.get(code, "tile_since")], minute(tally.since))


def _with(words: Text, within: Text) -> Text:
    return Text(words.ja.format(within.ja), words.en.format(within.en))
