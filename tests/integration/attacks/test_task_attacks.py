"""A service that was asked for a person's data lies: what it answers stops no recorder and keeps no case moving."""

from __future__ import annotations

import json
import re
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from ledger.cases.casebook import Casebook
from ledger.cases.service_tasks import MOST_HEARD, ServiceTask
from ledger.vault.reply import seal_reply
from tests.events import register, source_body, task_answer
from tests.integration.windows import FIRST, identified, staff
from tests.integration.world import World


def opened(world: World) -> str:
    """Open a request for data; return its number."""
    told = json.dumps({"asked": "", "contact": "山田 花子", "claimed": "A-1"})
    said = staff(world, "case", "open", *FIRST, "--kind", "data", "--channel", "post", told=told)
    return str(re.findall(r"  +([0-9A-Z]+(?:-[0-9A-Z]+)+)", said)[0])


def task(world: World, number: str) -> ServiceTask:
    (one,) = Casebook(world.connection, world.vault).find(number).tasks
    return one


def answer(world: World, number: str, *told: str) -> None:
    """Publish what a service says, in these words, sealed to its task."""
    asked = task(world, number)
    public = X25519PrivateKey.from_private_bytes(bytes.fromhex(asked.key)).public_key().public_bytes_raw()
    about = UUID(asked.task).bytes
    world.tell("answers.members", *(task_answer(about, seal_reply(public, said.encode(), about)) for said in told))
    world.settle()


def test_what_a_lying_service_answers_stops_no_recorder_and_moves_a_case_only_so_often(world: World) -> None:
    world.registered()
    world.tell("registers.operator", register("sources", "members", {
        **source_body("members", "consents", "links", "answers"),
        "holds": {"ja": "会員サイト", "en": "members", "items": ["name"]},
    }))  # fmt: skip
    number = opened(world)
    identified(world, number)
    staff(world, "case", "task", "send", number, *FIRST, "--source", "members")
    world.settle()

    whole = {"outcome": "given", "ground": "", "text": "", "held": [{"item": "name", "value": "山田"}]}
    lone = json.dumps({**whole, "text": "\ud800"})
    answer(world, number, lone, json.dumps({**whole, "held": [{"item": "\udfff", "value": ""}]}), "[]", "7", '{"held"')
    assert (task(world, number).report, task(world, number).unread) == (None, 5)
    # Another recorder, which remembers nothing, finds nothing left to stumble over.
    world.another_recorder().housekeeping()

    answer(world, number, *[json.dumps({**whole, "text": str(at)}) for at in range(MOST_HEARD)])
    stands = task(world, number)
    assert stands.heard == MOST_HEARD and stands.report is not None
    turn = Casebook(world.connection, world.vault).find(number).turn
    answer(world, number, json.dumps({**whole, "text": "more"}), lone)
    assert Casebook(world.connection, world.vault).find(number).turn == turn
    assert task(world, number) == stands
