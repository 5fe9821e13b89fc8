"""A company whose programs ask the API, and the steps by which a case begins there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from tests.events import consent, provision, register
from tests.integration.apis import Program, api
from tests.integration.world import World

OPEN = {"kind": "complaint", "channel": "post", "asked": "苦情です", "contact": "住所", "claimed": ""}


@pytest.fixture
def told(world: World) -> World:
    """Two people, each with lawful provisions, and one more of each role."""
    world.registered()
    world.tell("registers.operator", *(
        register("officers", name, {"display_name": name, "roles": [role]})
        for name, role in (("officer-2", "privacy_officer"), ("auditor-1", "auditor"))
    ))  # fmt: skip
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    world.tell("provisions.crm", provision("A-1"), provision("A-1"), provision("A-2"))
    world.settle()
    return world


@pytest.fixture
def programs(told: World) -> Iterator[list[Program]]:
    with api(told, "officer-1", "officer-2", "auditor-1", seconds=count().__next__) as served:
        yield served


def opened(program: Program, kind: str = "records", channel: str = "phone", **more: Any) -> dict[str, str]:
    answer = program.post("/v1/cases", {
        "kind": kind, "channel": channel, "asked": "三月の分", "contact": "山田 花子", "claimed": "A-1", **more,
    })  # fmt: skip
    assert answer.status == 201, answer.content
    return {name: answer.told[name] for name in ("number", "secret")}


def identified(program: Program, number: str, who: str = "A-1", turn: int = 1) -> None:
    told = {"method": "call_back", "ids": [{"namespace": "member", "id": who}]}
    answer = program.step(number, "identify", told, turn)
    assert answer.status == 200, answer.content


def acts(world: World, command: str) -> int:
    ((count,),) = world.ask("select count(*) from intake where command = %s", command)
    return int(count)
