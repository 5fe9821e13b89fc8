"""Two officers who agree that one person may be looked up."""

from __future__ import annotations

from ledger.cases.one_person import ask, confirm, open_requests
from tests.events import now_us, register
from tests.integration.world import World


def agreed(world: World, who: str, officer: str = "officer-1", namespace: str = "member") -> None:
    """Let an officer look up who holds an id, by the agreement of another."""
    for name in (officer, "second"):
        if world.registers().valid_at("officers", name, now_us()) is None:
            world.tell("registers.operator", register("officers", name, {"display_name": "S", "roles": ["auditor"]}))
    registers = world.registers()
    ask(world.connection, world.vault, registers, officer, "inspection", (namespace, who), now_us())
    request = open_requests(world.connection, world.vault, now_us())[-1].request
    confirm(world.connection, world.vault, registers, "second", "inspection", request, now_us())
