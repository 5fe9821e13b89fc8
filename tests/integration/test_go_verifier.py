"""Programs of others believe what the ledger proves, and nothing else.

Go's sumdb/note and sumdb/tlog, and the readers of cosignatures and proof files of transparency-dev/formats, are built
from their modules at the versions that go.sum holds.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import proofbundle
import pytest

from ledger.log.checkpoint import Checkpoint
from ledger.log.notary.export import Export
from ledger.log.note import Cosigner, Note, NoteSigner
from ledger.log.proofs import Prover
from ledger.log.signing_keys import create_signing_key
from ledger.log.tiles import RightEdge, leaf_hash
from ledger.log.tlog_proof import TlogProof
from ledger.log.witness.witness import Witness
from ledger.runtime.postgres import Postgres
from tests.events import provision
from tests.integration.go import go
from tests.integration.notaries import COSIGNER, SIGNER, Desk, policy_of, serving
from tests.integration.world import World, new_ledger

SOURCE = Path(__file__).parent / "go_verifier"
ORIGIN = "example.com/log"
COSIGNERS = (Cosigner("witness-1.example", bytes(31) + b"\x01"), Cosigner("witness-2.example", bytes(31) + b"\x02"))
SIZE = 70_000
HEADS, PROOFS_EACH = 25, 40

Ask = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class Log:
    """A log in memory, of which any size can be signed and cosigned."""

    entries: Sequence[bytes]
    tiles: dict[tuple[int, int], bytes]
    key: Path
    signer: NoteSigner

    @property
    def prover(self) -> Prover:
        return Prover(SIZE, self.tile)

    def tile(self, level: int, n: int) -> bytes:
        return self.tiles[level, n]

    def head(self, size: int) -> Checkpoint:
        edge = RightEdge(0, {})
        edge.append([leaf_hash(entry) for entry in self.entries[:size]])
        return Checkpoint(ORIGIN, size, edge.root())

    def note(self, head: Checkpoint) -> Note:
        text = head.text()
        return Note(text, (self.signer.sign(text), *(one.cosign(text, 1_764_000_000) for one in COSIGNERS)))


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Log:
    draw = random.Random(9162)
    entries = [draw.randbytes(draw.randrange(40)) for _ in range(SIZE)]
    appended = RightEdge(0, {}).append([leaf_hash(entry) for entry in entries])
    key = tmp_path_factory.mktemp("key") / "key"
    signer = create_signing_key(key, ORIGIN, NoteSigner)
    return Log(entries, {(level, n): hashes for level, n, hashes in appended.tiles}, key, signer)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory, log: Log) -> Ask:
    """Build the verifier. It is asked about the log by public keys, but for the test of signing."""
    folder = tmp_path_factory.mktemp("go") / "source"
    shutil.copytree(SOURCE, folder)
    program = folder / "verifier"
    go("build", "-mod=readonly", "-o", str(program), ".", folder=folder)

    def asked(**question: object) -> dict[str, Any]:
        keys = {"Log": str(log.signer.key), "Witnesses": [str(one.key) for one in COSIGNERS]}
        done = subprocess.run(
            [program], input=json.dumps({**keys, **question}), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    return asked


def text(data: bytes) -> str:
    return b64encode(data).decode()


def test_a_thousand_random_proofs_are_accepted_and_no_other_entry_is(log: Log, ask: Ask) -> None:
    draw = random.Random(6962)
    proofs = []
    for size in draw.sample(range(1, SIZE + 1), HEADS):
        note = log.note(log.head(size))
        for index in (draw.randrange(size) for _ in range(PROOFS_EACH)):
            proof = TlogProof(index, tuple(log.prover.inclusion(index, size)), note)
            proofs.append({"Entry": text(log.entries[index]), "Proof": bytes(proof).decode()})
    assert ask(Proofs=proofs)["Proofs"] == [""] * HEADS * PROOFS_EACH
    others = [{**proof, "Entry": text(b"said by somebody else")} for proof in proofs]
    assert "" not in ask(Proofs=others)["Proofs"]


def test_a_head_with_a_forged_cosignature_is_not_believed(log: Log, ask: Ask) -> None:
    head = log.head(1_000)
    forged = Note(head.text(), (*log.note(head).signatures[:2], COSIGNERS[1].cosign(log.head(999).text(), 1)))
    proof = TlogProof(3, tuple(log.prover.inclusion(3, 1_000)), forged)
    (said,) = ask(Proofs=[{"Entry": text(log.entries[3]), "Proof": bytes(proof).decode()}])["Proofs"]
    assert "invalid signature" in said


def test_random_heads_extend_each_other_and_changed_proofs_show_nothing(log: Log, ask: Ask) -> None:
    draw = random.Random(2142)
    heads = [log.head(size) for size in sorted(draw.sample(range(1, SIZE + 1), HEADS))]
    pairs = [(old, new) for old in heads for new in heads if old.size < new.size]
    questions = [
        {
            "Old": old.size, "New": new.size, "OldRoot": text(old.root), "NewRoot": text(new.root),
            "Proof": [text(node) for node in log.prover.consistency(old.size, new.size)],
        }
        for old, new in pairs
    ]  # fmt: skip
    assert ask(Consistency=questions)["Consistency"] == [""] * len(pairs)
    changed = [{**question, "OldRoot": text(bytes(32))} for question in questions]
    assert "" not in ask(Consistency=changed)["Consistency"]


def test_go_makes_the_same_proofs_from_exported_tiles(log: Log, ask: Ask, tmp_path: Path) -> None:
    export = Export(tmp_path)
    for size in (300, 65_536, SIZE):
        export.write(log.note(log.head(size)), log.head(size), log.tile)
    head = log.head(SIZE)
    indexes = [0, 255, 256, 65_535, 65_536, SIZE - 1]
    told = ask(Folder=str(tmp_path), Size=SIZE, Root=text(head.root), Indexes=indexes)["FromTiles"]
    assert [[b64decode(node) for node in path] for path in told] == [log.prover.inclusion(at) for at in indexes]


def test_go_signs_alike_with_the_key_in_our_file(log: Log, ask: Ask) -> None:
    head = log.head(5).text()
    told = ask(Key=log.key.read_text().strip(), Text=head)["Signed"]
    assert told == bytes(Note(head, (log.signer.sign(head),))).decode()


def exported_ledger(folder: Path, to: Path) -> tuple[Path, list[bytes]]:
    """Return the notary's export of a ledger whose PostgreSQL is stopped by then, and the ledger's entries."""
    server = Postgres(folder / f"postgres-{uuid4().hex[:8]}")
    server.start()
    world = World(new_ledger(server, folder))
    world.registered()
    world.tell("provisions.crm", *(provision() for _ in range(300)))
    witness = Witness(COSIGNER, [SIGNER.key], to / "witness", lambda: world.clock // 1_000_000)
    with serving(witness) as url:
        desk = Desk(world, to / "notary", policy_of(url))
        assert desk.turn() == "published"
        entries = [bytes(entry) for (entry,) in world.ask("select entry from entry order by idx")]
        desk.close()
    witness.close()
    world.close()
    server.stop()
    assert not server.running()
    return desk.export, entries


def test_others_accept_what_the_proof_command_writes_with_postgresql_stopped(
    ask: Ask, folder: Path, tmp_path: Path
) -> None:
    export, entries = exported_ledger(folder, tmp_path)
    keys = {"Log": str(SIGNER.key), "Witnesses": [str(COSIGNER.key)]}
    proofs = []
    for index in (0, 255, 256, len(entries) - 1):
        out = tmp_path / f"{index}.tlog-proof"
        subprocess.run(
            [sys.executable, "-m", "ledger.cli", "proof", str(index), "--export", str(export), "--out", str(out)],
            check=True,
        )
        proofs.append({"Entry": text(entries[index]), "Proof": out.read_text()})
        said = proofbundle.verify_tlog_proof(
            out.read_text(), entries[index], str(SIGNER.key), witness_vkeys=[str(COSIGNER.key)], threshold=1
        )
        assert said["ok"], said
    assert ask(Proofs=proofs, **keys)["Proofs"] == [""] * len(proofs)
    others = [{**proof, "Entry": text(entries[1])} for proof in proofs]
    assert "" not in ask(Proofs=others, **keys)["Proofs"]
