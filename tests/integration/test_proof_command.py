"""The proof command: what it writes from exported files, and what it says where it cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.log.checkpoint import Checkpoint
from ledger.log.notary.export import Export, ExportDamaged, prove
from ledger.log.note import Cosigner, Note, NoteInvalid, NoteSigner
from ledger.log.proofs import ProofInvalid
from ledger.log.tiles import RightEdge, leaf_hash
from ledger.log.tlog_proof import parse_proof
from ledger.log.trust_policy import Untrusted, parse_policy

SIGNER, WITNESS = NoteSigner("example.com/log", bytes(32)), Cosigner("witness.example", bytes(31) + b"\x01")
POLICY = parse_policy(f"log {SIGNER.key}\nwitness one {WITNESS.key}\nquorum one\n".encode())
ENTRIES = [b"entry %d" % number for number in range(300)]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    edge = RightEdge(0, {})
    tiles = {(level, n): hashes for level, n, hashes in edge.append([leaf_hash(entry) for entry in ENTRIES]).tiles}
    head = Checkpoint("example.com/log", len(ENTRIES), edge.root())
    text = head.text()
    note = Note(text, (SIGNER.sign(text), WITNESS.cosign(text, 1_764_000_000)))
    Export(tmp_path / "export").write(note, head, lambda level, n: tiles[level, n])
    return tmp_path / "export"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """Run the command where no server answers and no settings are."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("PROVISION_LEDGER_")}
    return subprocess.run(
        [sys.executable, "-m", "ledger.cli", "proof", *map(str, arguments)], env=bare, capture_output=True, check=False
    )


def test_a_proof_is_printed_or_written(export: Path, tmp_path: Path) -> None:
    printed = run("299", "--export", export)
    assert parse_proof(printed.stdout).check(ENTRIES[299], POLICY)[0].size == 300
    written = run("299", "--export", export, "--out", tmp_path / "299.tlog-proof")
    assert (tmp_path / "299.tlog-proof").read_bytes() == printed.stdout
    assert (written.returncode, b"Proof of entry 299" in written.stdout) == (0, True)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize(
    ("index", "spoil", "said"),
    [
        ("300", lambda _: None, b"index 300, and the signed head has 300 entries"),
        ("0", lambda folder: (folder / "checkpoint").unlink(), b"or the head itself"),
        ("0", lambda folder: (folder / "checkpoint").write_bytes(b"no note"), b"checkpoint: a note ends with"),
        ("0", lambda folder: (folder / "tile/0/000").unlink(), b"tile/0/000"),
        ("0", lambda folder: _cut(folder / "tile/0/000"), b"tile/0/000"),
        ("256", lambda folder: (folder / "tile/1/000.p/1").write_bytes(bytes(32)), b"do not lead to the root"),
    ],
)
def test_what_hinders_is_said_and_no_file_is_left(
    export: Path, tmp_path: Path, index: str, spoil: Callable[[Path], object], said: bytes
) -> None:
    spoil(export)
    done = run(index, "--export", export, "--out", tmp_path / "made")
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in b" ".join(done.stderr.split())
    assert b"Nothing was proved" in b" ".join(done.stderr.split())
    assert not (tmp_path / "made").exists()


def test_where_it_cannot_be_written_is_said(export: Path, tmp_path: Path) -> None:
    done = run("0", "--export", export, "--out", tmp_path / "no-such-folder" / "made")
    assert done.returncode == 1
    assert b"no proof was written" in done.stderr


def test_no_changed_bit_of_a_tile_that_is_read_leads_to_a_proof(export: Path) -> None:
    tile = export / "tile/0/001.p/44"
    whole = tile.read_bytes()
    for at in range(len(whole)):
        tile.write_bytes(whole[:at] + bytes((whole[at] ^ 1 << at % 8,)) + whole[at + 1 :])
        with pytest.raises(ExportDamaged):
            prove(export, 256)


def test_no_byte_of_a_written_proof_can_be_changed_added_or_left_out(export: Path) -> None:
    whole = bytes(prove(export, 299))
    changed = [
        whole[:at] + bytes((whole[at] ^ 1 << bit,)) + whole[at + 1 :] for at in range(len(whole)) for bit in range(8)
    ]
    changed += [whole[:at] + whole[at + 1 :] for at in range(len(whole))]
    changed += [whole[:at] + more + whole[at:] for at in range(len(whole) + 1) for more in (b"\n", b"\r", b" ", b"\0")]
    changed += [whole.replace(b"\n", b"\r\n"), whole + b"more\n", b"\xef\xbb\xbf" + whole]
    for one in changed:
        with pytest.raises((ProofInvalid, NoteInvalid, Untrusted)):
            parse_proof(one).check(ENTRIES[299], POLICY)
