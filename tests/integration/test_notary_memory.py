"""The notary's memory and how it stands: begun once, missed when it is gone, told when somebody asks."""

from __future__ import annotations

import json
import os
import subprocess
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from ledger.cli.settings import PREFIX
from ledger.cli.wiring import ledger_connection
from ledger.log.checkpoint import Checkpoint
from ledger.log.notary.asking import WitnessKnowsMore
from ledger.log.notary.export import Export, ExportDiffers
from ledger.log.notary.memory import Memory, MemoryUnreadable
from ledger.log.notary.notary import AlreadyBegun, MemoryLost, begin
from ledger.log.note import Note, NoteSigner
from ledger.log.trust_policy import parse_policy
from tests.integration.commands import run_in
from tests.integration.notaries import ORIGIN, SEED, SIGNER, Desk, cut, policy_of, policy_text, superuser
from tests.integration.test_notary import desk, tell, witness
from tests.integration.world import World

__all__ = ["desk", "witness"]


def test_who_wipes_memory_checkpoints_and_export_gets_no_signature(desk: Desk, world: World) -> None:
    desk.turn()
    desk.close()
    wiped(desk, world)
    desk.memory = Memory(desk.folder / "memory")
    desk.connection = ledger_connection(world.settings, "pl_notary")
    desk.notary = desk.made()
    with pytest.raises(MemoryLost):
        desk.turn()
    begin(desk.memory, desk.signers)
    with pytest.raises(WitnessKnowsMore, match=f"witness one holds {world.size} entries, the memory 0"):
        desk.turn()
    assert desk.memory.last is not None and desk.memory.last.size == 0, "nothing was signed"
    desk.restart(policy=policy_of("http://127.0.0.1:9", quorum="none"))
    assert desk.turn() == "published", "begun anew, and with nobody asked, it signs whatever it finds"


def wiped(desk: Desk, world: World) -> None:
    """Remove all that says that heads were ever signed, but for what witnesses remember."""
    with superuser(world) as attacker:
        attacker.execute("delete from time_stamp")
        attacker.execute("delete from checkpoint")
    (desk.folder / "memory" / "last-signed").unlink()
    rmtree(desk.export)


def test_a_memory_begins_once(desk: Desk) -> None:
    desk.turn()
    with pytest.raises(AlreadyBegun):
        begin(desk.memory, desk.signers)


def test_a_memory_put_back_to_its_beginning_signs_nothing(desk: Desk) -> None:
    desk.turn()
    desk.close()
    (desk.folder / "memory" / "last-signed").unlink()
    desk.restart()
    begin(desk.memory, desk.signers)
    with pytest.raises(MemoryLost):
        desk.turn()


def test_a_memory_that_was_cut_off_anywhere_is_named(desk: Desk) -> None:
    desk.turn()
    desk.close()
    path = desk.folder / "memory" / "last-signed"
    whole = path.read_bytes()
    for left in range(len(whole)):
        path.write_bytes(whole[:left])
        with pytest.raises(MemoryUnreadable, match="last-signed"):
            Memory(desk.folder / "memory")
    path.write_bytes(whole)
    Memory(desk.folder / "memory").close()


def test_a_memory_with_a_head_that_the_log_s_key_did_not_sign_is_lost(desk: Desk, world: World) -> None:
    desk.turn()
    desk.close()
    path = desk.folder / "memory" / "last-signed"
    signed = path.read_bytes()
    cut(world, world.size - 1)
    [(size, root)] = world.ask("select size, root from head")
    text = Checkpoint(ORIGIN, size, bytes(root)).text()
    path.write_bytes(bytes(Note(text, (NoteSigner(ORIGIN, bytes(32)).sign(text),))))
    desk.restart()
    with pytest.raises(MemoryLost, match="no signature"):
        desk.turn()
    rmtree(desk.export)
    # The control: by a key that the policy knows it would be a memory.
    known = f"log {SIGNER.key}\nlog {NoteSigner(ORIGIN, bytes(32)).key}\nquorum none\n"
    desk.restart(policy=parse_policy(known.encode()))
    assert desk.turn() == "published"
    assert path.read_bytes() != signed


def test_a_witness_that_cannot_read_what_it_saw_tells_who_runs_it_alone(
    desk: Desk, world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk.turn()
    kept = next(path for path in (tmp_path / "witness").iterdir() if path.name != "lock")
    whole = kept.read_bytes()
    kept.write_bytes(b"torn")
    tell(world)
    assert desk.turn() == "no quorum"
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{desk.policy.witnesses[0].url}/{kept.name}/checkpoint")
    assert (refused.value.code, refused.value.read()) == (500, b"")
    assert caplog.text.count("never take it away") == 2 and "Traceback" not in caplog.text
    assert kept.read_bytes() == b"torn"
    kept.write_bytes(whole)
    assert desk.turn() == "published"


@pytest.mark.parametrize("place", ["memory/.last-signed.part", "export/.checkpoint.part", "../witness/.{}.part"])
def test_a_disk_that_is_full_holds_up_one_head_and_loses_none(desk: Desk, world: World, place: str) -> None:
    desk.turn()
    published = desk.published[-1].note
    full = desk.folder / place.format(sha256(ORIGIN.encode()).hexdigest())
    full.symlink_to("/dev/full")
    tell(world)
    if "witness" in place:
        assert desk.turn() == "no quorum"
    else:
        with pytest.raises(OSError, match="No space left on device"):
            desk.turn()
    assert len(desk.published) == 1
    assert (desk.export / "checkpoint").read_bytes() == bytes(published)
    desk.restart()
    assert desk.turn() == "published", "there is room again"
    assert Checkpoint.parse(desk.published[-1].note.text).size == world.size


def test_an_exported_head_that_was_cut_off_is_named(desk: Desk) -> None:
    desk.turn()
    path = desk.export / "checkpoint"
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(ExportDiffers, match="checkpoint"):
        Export(desk.export)


def asked(desk: Desk, world: World, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the notary's command as somebody on its machine."""
    seed = b64encode(bytes((SIGNER.key.kind,)) + SEED).decode()
    key = f"PRIVATE+KEY+{ORIGIN}+{SIGNER.key.key_id.hex()}+{seed}\n"
    for name, line in (("key", key), ("policy", policy_text(desk.policy.witnesses[0].url or ""))):
        (desk.folder / name).write_text(line)
        (desk.folder / name).chmod(0o600)
    given = {
        "POSTGRES": world.settings.postgres, "NOTARY_KEY_FILE": desk.folder / "key",
        "NOTARY_MEMORY": desk.folder / "memory", "NOTARY_POLICY_FILE": desk.folder / "policy",
        "EXPORT_FOLDER": desk.export, **settings,
    }  # fmt: skip
    environment = {**os.environ, **{f"{PREFIX}{name}": str(value) for name, value in given.items()}}
    return run_in(environment, "notary", *arguments)


def test_status_tells_what_waits_and_what_to_do(desk: Desk, world: World) -> None:
    world.clock -= 120_000_000
    desk.turn()
    world.clock += 120_000_000
    tell(world)
    said = json.loads(asked(desk, world, "status", "--json").stdout)
    behind = {"size": Checkpoint.parse(desk.published[-1].note.text).size, "standing": "behind"}
    assert (said["running"], said["log"], said["quorum"]) == (True, world.size, "one")
    assert (said["signed"], said["published"], said["exported"]) == (behind, behind, behind)
    key = f"{ORIGIN}+{SIGNER.key.key_id.hex()}"
    assert (said["keys"], said["left"]["keys"], said["left"]["trusted"]) == ([key], [key], True)
    assert (said["left"]["cosigned"], said["left"]["lacking"]) == (["one"], [])
    (fault,) = said["faults"]
    assert fault.startswith("Entries wait for a published head")
    desk.turn()
    in_order = asked(desk, world, "status")
    assert in_order.returncode == 0 and f"published  {world.size:,} entries, as the log" in in_order.stdout
    assert "seen by    one; quorum one reached" in in_order.stdout and f"{key}: signed the last head" in in_order.stdout
    desk.close()
    stopped = asked(desk, world, "status")
    assert stopped.returncode == 1 and "No notary runs over this memory" in stopped.stdout


def test_status_tells_of_each_place_how_it_stands_to_the_log_without_the_notary_s_key(
    desk: Desk, world: World
) -> None:
    desk.turn()
    older = (desk.export / "checkpoint").read_bytes()
    tell(world)
    desk.turn()

    def standings() -> tuple[int, dict[str, str], str]:
        done = asked(desk, world, "status", "--json", NOTARY_KEY_FILE="/nowhere")
        assert "Traceback" not in done.stderr
        said = json.loads(done.stdout)
        places = {name: said[name]["standing"] for name in ("signed", "published", "exported")}
        return done.returncode, places, " ".join(said["faults"])

    agrees = {"signed": "agrees", "published": "agrees", "exported": "agrees"}
    assert standings() == (0, agrees, "")
    last, exported = desk.folder / "memory" / "last-signed", desk.export / "checkpoint"
    whole = last.read_bytes(), exported.read_bytes()
    for path, name, said in ((last, "signed", "Put it back"), (exported, "exported", "cut or changed")):
        kept = path.read_bytes()
        path.write_text("torn")
        code, places, faults = standings()
        assert (code, places) == (1, {**agrees, name: "unreadable"}) and said in faults
        path.write_bytes(kept)
    exported.write_bytes(older)
    code, places, faults = standings()
    assert (code, places["exported"]) == (1, "behind") and "put back" in faults
    exported.write_bytes(whole[1])
    with superuser(world) as attacker:
        attacker.execute("update entry set entry = entry || ' ' where idx = 3")
    cut(world, world.size)
    code, places, faults = standings()
    assert (code, set(places.values())) == (1, {"differs"}) and "does not lead to what was signed" in faults
    cut(world, world.size - 1)
    code, places, faults = standings()
    assert (code, set(places.values())) == (1, {"ahead"}) and "shorter than what was signed" in faults


def test_begin_is_refused_where_a_signed_head_was_exported(desk: Desk, world: World) -> None:
    desk.turn()
    desk.close()
    (desk.folder / "memory" / "last-signed").unlink()
    refused = asked(desk, world, "begin")
    assert refused.returncode == 2 and "was signed before" in refused.stderr
    rmtree(desk.export)
    assert asked(desk, world, "begin").returncode == 0
    begun = (desk.folder / "memory" / "last-signed").read_bytes()
    assert asked(desk, world, "begin").returncode == 0, "cut off after it, a script runs it again"
    assert (desk.folder / "memory" / "last-signed").read_bytes() == begun
