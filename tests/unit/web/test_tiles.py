"""What a tile says of a number that was counted just now, a while ago, or not yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import pytest

from ledger.cases.moments import minute
from ledger.judging.acts import ROLES
from ledger.judging.ranges import EVERYTHING
from ledger.judging.tallies import Tally
from ledger.web.console.kept_counts import LASTS, Counted, KeptCounts
from ledger.web.console.routes import Asked, Who
from ledger.web.console.tiles import Tile, tiles
from ledger.web.forms import Fields

_NOW, _BEFORE = 1_764_000_000_000_000, 1_763_999_000_000_000


@dataclass(frozen=True, slots=True)
class _Told:
    """Tells this of one number, and of every other that there is nothing."""

    code: str
    counted: Counted[Tally | None]

    def told(
        self, _: object, wanted: dict[str, Callable[..., object]], now: int, lasts: int
    ) -> dict[str, Counted[Tally | None]]:
        assert lasts == LASTS
        nothing: Counted[Tally | None] = Counted(Tally(0, None), now, False)
        return {**dict.fromkeys(wanted, nothing), f"tile {self.code}": self.counted}


def shown(code: str, counted: Counted[Tally | None]) -> Tile:
    nothing = Fields({})
    who = Who("officer-1", "One", ROLES, EVERYTHING, "", "", None)
    asked = Asked(who, "ja", "/", {}, nothing, nothing, None, _NOW)
    made = tiles(cast(KeptCounts, _Told(code, counted)), cast(Any, None), cast(Any, None), asked, ())
    return next(one for one in made if one.code == code)


@pytest.mark.parametrize(("at", "says"), [(_NOW, None), (_BEFORE, f"数えた時刻：{minute(_BEFORE).ja}")])
def test_a_number_of_before_says_when_it_was_counted(at: int, says: str | None) -> None:
    tile = shown("undetermined", Counted(Tally(700_123, _BEFORE), at, False))
    assert tile.figure == "700,123" and not tile.away
    assert tile.since.ja == f"最も古いもの：{minute(_BEFORE).ja}"
    assert (None if tile.counted is None else tile.counted.ja) == says


def test_what_was_never_counted_is_told_as_no_number() -> None:
    counting, failed = (shown("undetermined", Counted(None, None, away)) for away in (False, True))
    assert (counting.figure, counting.away) == (None, False) and "数えています" in counting.since.ja
    assert (failed.figure, failed.away) == (None, True) and "まだ一度も" in failed.since.ja


def test_that_nobody_ever_checked_is_known() -> None:
    tile = shown("checks", Counted(None, _NOW, False))
    assert tile.figure is None and tile.since.ja == "まだ点検していません" and not tile.away


def test_a_number_whose_source_is_away_says_when_it_was_last_known() -> None:
    tile = shown("alerts", Counted(Tally(3, None), _BEFORE, True))
    assert tile.figure == "3" and tile.away and tile.since.ja == f"最後に分かった時刻：{minute(_BEFORE).ja}"
