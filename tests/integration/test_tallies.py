"""What waits is counted from indexes, and is what the views of the log say waits."""

from __future__ import annotations

from ledger.judging.tallies import Tally, undetermined
from tests.events import consent, correction, provision
from tests.integration.world import World

_OPEN = "select count(*), min(appended_at) from open_record"


def test_a_record_is_counted_as_undetermined_while_its_last_judgement_says_so(world: World) -> None:
    def counted() -> int:
        world.settle()
        told = undetermined(world.connection)
        assert told == Tally(*world.ask(_OPEN)[0])
        return told.count

    world.registered()
    assert counted() == 0
    first, wrong = provision("A-1"), provision("A-2", ground="27(1)i")
    for event in (first, wrong, provision("A-3")):
        world.tell("provisions.crm", event)
        world.clock += 1_000_000
    assert counted() == 2, "one claims a ground that needs no consent, and is a violation"
    world.tell("provisions.crm", correction(wrong["id"], replacement={"ground": "consent"}))
    assert counted() == 3, "judged again, it waits as well"
    world.tell("provisions.crm", correction(wrong["id"], replacement={"ground": "27(1)i"}))
    world.tell("provisions.crm", correction(first["id"], replacement={"items": ["name", "address"]}))
    assert counted() == 2, "the last judgement counts"
    world.tell("consents.members", consent("A-3"))
    assert counted() == 1
