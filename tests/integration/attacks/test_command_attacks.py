"""What an officer could see by a command that no page of the console shows them."""

from __future__ import annotations

from pathlib import Path

from tests.events import consent, provision, register
from tests.integration.agreement import agreed
from tests.integration.commands import run
from tests.integration.world import World


def test_neither_kin_nor_what_lies_outside_a_range_is_seen_by_a_command(world: World, tmp_path: Path) -> None:
    world.registered()
    body = {"display_name": "x", "roles": ["privacy_officer"]}
    world.tell(
        "registers.operator", register("officers", "kin", body),
        register("officers", "ranged", {**body, "range": {"recipients": ["other"]}}),
    )  # fmt: skip
    world.tell("consents.members", consent("A-1"))
    world.tell("provisions.crm", provision("A-1"))
    world.settle()
    for officer in ("kin", "ranged"):
        agreed(world, "A-1", officer)
    (row,) = world.rows(people=[world.vault.find(("member", "A-1"))[0].identity])
    declared = run(world, "case", "conflicts", "declare", "--as", "kin", "--reason", "request", person="kin member A-1")
    assert declared.returncode == 0, declared.stderr
    entered = world.ask("select count(*) from intake")
    for officer, why in (("kin", "another officer has to take it"), ("ranged", "range")):
        by = ("--as", officer, "--reason", "request")
        given = run(world, "disclose", *by, "--out", str(tmp_path / officer), person="member A-1\n")
        assert given.returncode != 0 and why in given.stderr and not (tmp_path / officer).exists()
        looked = run(world, "judgement", str(row.idx), *by)
        assert looked.returncode != 0 and not looked.stdout
    assert world.ask("select count(*) from intake") == entered
    assert run(world, "judgement", str(row.idx), "--as", "officer-1", "--reason", "request").returncode == 0
