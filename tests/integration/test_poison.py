"""Whatever a source or a register says, and whatever was forgotten: the workers go on."""

from __future__ import annotations

import pytest

from ledger.cli.preflight_command import open_preflight, read_question
from ledger.cli.rebuild_command import rebuild_and_compare
from ledger.judging.services import Service
from streams.recorder.rebuild import VIEWS
from tests.events import SECOND, consent, provision, register
from tests.integration.world import World

LAST = "9999-12-31"
_SERVICE = {"ja": "会員", "sources": ["crm"], "closed": True}


@pytest.mark.parametrize(
    ("name", "key", "body"),
    [
        ("countries", "US", {"ja": "米国", "en": "US", "surveyed_on": LAST, "check_months": 120}),
        ("systems", "s", {"recipient": "company", "means": "contract", "in_place_from": LAST, "checked_on": LAST}),
        ("services", "crm-service", {**_SERVICE, "ja": "会\0員"}),
    ],
)  # fmt: skip
def test_no_register_body_stops_the_workers(world: World, name: str, key: str, body: dict[str, object]) -> None:
    world.registered()
    world.tell("registers.operator", register(name, key, body))
    world.tell("provisions.crm", provision("A-1", ground="27(1)i"), provision("A-1", recipient_system="s"))
    world.clock += 61 * SECOND
    world.settle()
    preflight = open_preflight(world.settings)
    preflight.refresh()
    preflight.close()
    assert len(world.rows()) == 2


@pytest.mark.parametrize("items", [4_085, 4_086, 20_000])
def test_a_provision_of_very_many_items_is_recorded_judged_again_and_rebuilt(world: World, items: int) -> None:
    world.registered()
    told = provision("A-1", items=["name", *(f"item-{number}" for number in range(items))])
    world.tell("provisions.crm", told, provision("A-2"))
    world.pass_time(7_200)
    assert [len(row.items) for row in world.rows()] == [items + 1, 1]
    assert world.verdicts() == ["violation", "violation"]
    assert rebuild_and_compare(world.settings, "rebuilt")[1] == dict.fromkeys(VIEWS, 0)


def test_a_record_whose_person_was_forgotten_is_judged_again_while_its_key_is_there(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1", ground="27(1)i", evidence={"statute": "jp-1"}))
    world.settle()
    before = world.rows()[0].verdict
    with world.vault_owner() as owner:
        owner.execute("delete from identity")
    world.tell("registers.operator", register("statutes", "jp-1", {"ja": "外国の法律", "domestic": False}))
    world.settle()
    assert (before, world.verdicts()) == ("lawful", ["violation"])


def test_acts_take_effect_in_the_order_of_the_log_however_the_database_gives_them(world: World) -> None:
    """What was answered before decides whether an answer is noted."""
    world.registered()
    who = [f"A-{number}" for number in range(20)]
    world.tell("consents.members", *(consent(one, items=["phone"], consent=f"other {one}") for one in who))
    service = Service("crm-service", frozenset({"crm"}), frozenset({"company"}), frozenset({"name", "phone"}), None, 1)
    preflight = open_preflight(world.settings)
    preflight.refresh()
    for items in (["name", "phone"], ["phone"]):
        asked = ({**provision(one, items=items), "source": "crm"} for one in who)
        bodies = ({name: told for name, told in one.items() if not isinstance(told, bytes | int)} for one in asked)
        preflight.answer([read_question(service, body) for body in bodies])
    preflight.close()
    world.settle()
    with world.owner() as owner:
        owner.execute("update intake set made_at = made_at where intake_id <= 20")  # moves the rows to the end
    assert rebuild_and_compare(world.settings, "rebuilt")[1] == dict.fromkeys(VIEWS, 0)
