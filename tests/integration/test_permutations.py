"""The same facts in another order, through the real recorder: the records end with the same judgements."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.events import LAG, SECOND, consent, correction, link, provision, register
from tests.integration.world import World

_COMPANY = {"address": "東京", "representative": "代表", "kind": "company", "country": "JP"}
ORDERS = 6
#: What each provision comes to, whatever the order: within the first consent; after its withdrawal; by the consent that
#: the person gave under another id; corrected to an item not consented to and back; by a statute registered for it.
EXPECTED = [
    ("lawful", "consent"),
    ("violation", "none"),
    ("lawful", "consent"),
    ("lawful", "consent"),
    ("lawful", "27(1)i"),
]


def told(world: World, number: int) -> tuple[list[tuple[str, dict[str, Any]]], list[bytes]]:
    """The facts about one person and one recipient of their own, by topic, and the ids of the provisions."""
    now, who, other, to = world.clock, f"P-{number}", f"Q-{number}", f"company-{number}"
    statute = f"jp-{number}-218"

    def at(seconds: int) -> int:
        return now - seconds * SECOND

    provisions = [
        provision(who, recipient=to, happened_at=at(60)),
        provision(who, recipient=to, happened_at=at(40)),
        provision(who, recipient=to, happened_at=at(10)),
        provision(who, recipient=to, happened_at=at(9)),
        provision(who, recipient=to, happened_at=at(8), ground="27(1)i", evidence={"statute": statute}),
    ]
    corrected = provisions[3]["id"]
    facts = [
        ("registers.operator", register("recipients", to, {**_COMPANY, "name": to})),
        ("registers.operator", register("statutes", statute, {"ja": "刑事訴訟法", "domestic": True})),
        ("consents.members", consent(who, recipients=[to], happened_at=at(100))),
        ("consents.members", consent(who, "withdrawn", recipients=[to], happened_at=at(50))),
        ("consents.members", consent(other, recipients=[to], happened_at=at(30))),
        ("links.members", link(who, other)),
        ("provisions.crm", correction(corrected, replacement={"items": ["phone"]}, happened_at=at(5))),
        ("provisions.crm", correction(corrected, replacement={"items": ["name"]}, happened_at=at(4))),
        *(("provisions.crm", one) for one in provisions),
    ]
    return facts, [one["id"] for one in provisions]


def test_any_order_of_arrival_within_the_lag_ends_in_the_same_verdicts(world: World) -> None:
    world.registered()
    events: list[list[bytes]] = []
    for number in range(ORDERS):
        facts, ids = told(world, number)
        events.append(ids)
        if number:
            Random(number).shuffle(facts)
        for topic, fact in facts:
            world.tell(topic, fact)
            if number % 2:
                world.settle()
    world.pass_time(LAG + 60)
    found = {row.event_id: (row.verdict, row.basis) for row in world.rows()}
    for number, ids in enumerate(events):
        assert [found[one] for one in ids] == EXPECTED, f"order {number}"
