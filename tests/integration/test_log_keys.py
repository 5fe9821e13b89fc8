"""The log's key changes over: the log announces the new one by the old one's word, and an audit follows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from ledger.audit.audit import CHECKS
from ledger.cli.log_key_command import announce
from ledger.cli.settings import PREFIX
from ledger.judging.acts import announce_key
from ledger.log.log_keys import endorse
from ledger.log.note import NoteSigner
from ledger.log.trust_policy import TrustPolicy, parse_policy
from ledger.log.witness.witness import Witness
from tests.integration.notaries import COSIGNER, ORIGIN, SIGNER, Desk
from tests.integration.test_notary import audited, desk, tell
from tests.integration.world import World

__all__ = ["desk"]

NEW, THIEF = NoteSigner(ORIGIN, bytes(31) + b"\x03"), NoteSigner(ORIGIN, bytes(31) + b"\x04")


@pytest.fixture
def witness(tmp_path: Path, world: World) -> Iterator[Witness]:
    """A witness that was told of every key."""
    keys = [SIGNER.key, NEW.key, THIEF.key]
    made = Witness(COSIGNER, keys, tmp_path / "witness", lambda: world.clock // 1_000_000)
    yield made
    made.close()


def policy(desk: Desk, *signers: NoteSigner) -> TrustPolicy:
    logs = "".join(f"log {signer.key}\n" for signer in signers)
    return parse_policy(f"{logs}witness one {COSIGNER.key} {desk.policy.witnesses[0].url}\nquorum one\n".encode())


def change_over(desk: Desk, world: World) -> None:
    """Have both keys sign one head, and the new one alone the next."""
    both = policy(desk, SIGNER, NEW)
    desk.restart(signers=(SIGNER, NEW), policy=both)
    tell(world)
    assert desk.turn() == "published"
    desk.restart(signers=(NEW,))
    tell(world)
    assert desk.turn() == "published"


def told(world: World, statement: bytes, policy_file: Path) -> tuple[int, str]:
    """Run the command that announces a key."""
    settings = world.settings
    environment = {
        PREFIX + "POSTGRES": settings.postgres, PREFIX + "VAULT": settings.vault,
        PREFIX + "MASTER_KEY_FILE": str(settings.master_key_file),
    }  # fmt: skip
    done = CliRunner().invoke(
        announce, ["-", "--policy", str(policy_file), "--as", "officer-1", "--reason", "operation"], env=environment,
        input=statement,
    )  # fmt: skip
    world.settle()
    return done.exit_code, done.output


def key_entries(world: World) -> list[dict[str, object]]:
    said = [json.loads(bytes(entry)) for (entry,) in world.ask("select entry from entry order by idx")]
    return [one for one in said if one["kind"] == "key"]


def test_an_audit_by_the_first_key_alone_follows_the_ones_that_were_announced(
    desk: Desk, world: World, tmp_path: Path
) -> None:
    desk.turn()
    (tmp_path / "policy").write_text(desk.policy.text)
    for _ in range(2):
        assert told(world, bytes(endorse(SIGNER, NEW)), tmp_path / "policy") == (0, f"{NEW.key}\n")
    assert len(key_entries(world)) == 1, "announced once"
    assert desk.turn() == "published"
    change_over(desk, world)
    noted: set[str] = set()
    assert audited(world, policy(desk, SIGNER), {}, CHECKS, noted) == set()
    assert "log_key_unannounced" not in noted
    # A third key, by the word of the second.
    (tmp_path / "policy").write_text(policy(desk, NEW).text)
    assert told(world, bytes(endorse(NEW, THIEF)), tmp_path / "policy")[0] == 0
    first, second = key_entries(world)
    assert (first["refs"], second["refs"]) == ([], [first["id"]]), "whom it follows"
    desk.turn()
    desk.restart(signers=(THIEF,), policy=policy(desk, NEW, THIEF))
    assert desk.turn() == "published"
    assert audited(world, policy(desk, SIGNER), {}, CHECKS) == set()


def test_without_the_announcement_it_follows_nobody(desk: Desk, world: World) -> None:
    """The control; and where the auditor's own policy names the new key, that it was not announced is told."""
    desk.turn()
    change_over(desk, world)
    noted: set[str] = set()
    assert audited(world, policy(desk, SIGNER), {}, CHECKS, noted) == {"checkpoint_changed"}
    assert audited(world, policy(desk, SIGNER, NEW), {}, CHECKS, noted) == set()
    assert "log_key_unannounced" in noted


def test_who_may_write_into_the_log_but_not_sign_for_it_brings_in_no_key(
    desk: Desk, world: World, tmp_path: Path
) -> None:
    desk.turn()
    stolen = bytes(endorse(THIEF, NEW))
    (tmp_path / "policy").write_text(desk.policy.text)
    code, said = told(world, stolen, tmp_path / "policy")
    assert code == 1 and "nothing was announced" in said and key_entries(world) == []
    body = {"log_key": stolen.decode(), "valid_from": world.clock // 1_000_000}
    announce_key(world.connection, world.vault, "officer-1", body, (), world.clock)
    world.settle()
    assert len(key_entries(world)) == 1
    change_over(desk, world)
    assert audited(world, policy(desk, SIGNER), {}, CHECKS) == {"checkpoint_changed"}


def test_a_key_that_signs_alone_before_it_is_announced_is_told(desk: Desk, world: World, tmp_path: Path) -> None:
    desk.turn()
    (tmp_path / "policy").write_text(desk.policy.text)
    change_over(desk, world)
    assert told(world, bytes(endorse(SIGNER, NEW)), tmp_path / "policy")[0] == 0
    desk.turn()
    noted: set[str] = set()
    assert audited(world, policy(desk, SIGNER), {}, CHECKS, noted) == set()
    assert "log_key_unannounced" in noted
