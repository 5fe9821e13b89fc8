"""Which answers lack something by now is told with every list, and looked into only where something has changed."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.cases import late_shelf
from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.late import late
from ledger.cases.late_shelf import LateShelf
from ledger.cases.release import tick_after
from ledger.cases.screened import confirm, hide, release
from ledger.judging.ranges import EVERYTHING, Range
from tests.events import HOUR, consent, now_us, provision
from tests.integration.test_existence import SECOND_ONE, answered, by, decided, identified, seen, staffed
from tests.integration.world import World


@pytest.fixture
def told(world: World) -> World:
    staffed(world, now_us())
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    world.tell("provisions.crm", provision("A-1"), provision("A-2"))
    world.settle()
    return world


def answer(world: World, who: str) -> Case:
    return answered(world, decided(world, identified(world, who)))


def came(world: World, *who: str) -> None:
    """Records come of what had happened before the answers."""
    happened_at = world.clock - HOUR
    world.tell("provisions.crm", *(provision(one, happened_at=happened_at) for one in who))
    world.settle()


def test_an_answer_is_looked_into_again_only_when_what_it_rests_on_has_changed(
    told: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs = answer(told, "A-1"), answer(told, "A-2")
    told.clock = tick_after(told.clock)
    shelf, looked = LateShelf(), []
    once = late_shelf.late_of

    def counted(*given: Any) -> Any:
        looked.append(given[3].number)
        return once(*given)

    monkeypatch.setattr(late_shelf, "late_of", counted)

    def numbers(range_: Range = EVERYTHING) -> tuple[set[str], int]:
        """What is told, and how many answers were looked into for it."""
        before = len(looked)
        cases = Casebook(told.connection, told.vault).all()
        listed = (told.connection, told.vault, cases, range_, told.size, told.clock)
        found = set(shelf.numbers(*listed))
        assert found == set(late(*listed)), "what is remembered is what is so"
        return found, len(looked) - before

    assert numbers() == (set(), 0)
    came(told, "A-1", "A-2")
    assert numbers() == ({mine.number, theirs.number}, 2)
    assert numbers() == ({mine.number, theirs.number}, 0), "as before"
    came(told, "A-2")
    assert numbers() == ({mine.number, theirs.number}, 1), "the one who has another record"
    assert numbers(Range(recipients=frozenset({"advertiser"}))) == (set(), 2), "another range is another list"
    assert numbers()[1] == 0

    (known,) = late(told.connection, told.vault, [mine], EVERYTHING, told.size, told.clock)[mine.number].came
    hide(told.connection, told.vault, mine, by(told), known, "i")
    assert numbers()[0] == {theirs.number} and numbers()[1] == 0, "what is hidden is told nowhere"
    silent = seen(told, mine)[known].silent
    release(told.connection, told.vault, mine, by(told), known, silent, "mistaken")
    (proposal,) = seen(told, mine)[known].proposals
    confirm(told.connection, told.vault, mine, by(told, SECOND_ONE), known, proposal.name)
    told.settle()
    assert numbers()[0] == {mine.number, theirs.number}
    told.clock += late_shelf._LASTS
    assert numbers()[1] == 2, "and after a while anyway"
