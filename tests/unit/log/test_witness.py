"""What a witness answers, status by status (C2SP tlog-witness v1.0.0), and what it remembers."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.log.checkpoint import Checkpoint
from ledger.log.note import Cosigner, Note, NoteInvalid, NoteSigner, parse_note, verify_note
from ledger.log.witness.witness import SIZE_TYPE, Reply, SeenUnreadable, Witness, WitnessBusy
from tests.unit.log.test_tlog import SIGNER, Tree

COSIGNER = Cosigner("witness.example", bytes(31) + b"\x07")
NOW = 1_764_000_000


@pytest.fixture
def witness(tmp_path: Path) -> Iterator[Witness]:
    made = Witness(COSIGNER, [SIGNER.key], tmp_path / "w", lambda: NOW)
    yield made
    made.close()


def question(old: int, note: Note, proof: Sequence[bytes] = ()) -> bytes:
    lines = [f"old {old}", *(b64encode(digest).decode() for digest in proof), ""]
    return "".join(f"{line}\n" for line in lines).encode() + bytes(note)


def grown(witness: Witness, old: int, new: int) -> Reply:
    tree = Tree(new)
    proof = tree.prover.consistency(old) if old else ()
    return witness.add_checkpoint(question(old, tree.note(), proof))


def test_a_log_that_grows_is_cosigned(witness: Witness) -> None:
    for old, new in ((0, 0), (0, 3), (3, 3), (3, 300), (300, 517)):
        reply = grown(witness, old, new)
        assert reply.status == 200, reply
        text = Tree(new).checkpoint.text()
        found = verify_note(text.encode() + b"\n" + reply.body, [COSIGNER.key])
        assert found.by == ((COSIGNER.key, NOW),)


def test_another_size_than_it_knows_is_told(witness: Witness) -> None:
    grown(witness, 0, 5)
    for old in (0, 3):
        assert grown(witness, old, 9) == Reply(409, b"5\n", SIZE_TYPE)


def test_a_fork_is_refused(witness: Witness) -> None:
    grown(witness, 0, 5)
    fork = Checkpoint("example.com/log", 5, sha256(b"other").digest()).text()
    assert witness.add_checkpoint(question(5, Note(fork, (SIGNER.sign(fork),)))).status == 422
    tree = Tree(9)
    wrong = [bytes(32) for _ in tree.prover.consistency(5)]
    assert witness.add_checkpoint(question(5, tree.note(), wrong)).status == 422
    assert witness.add_checkpoint(question(5, tree.note())).status == 422
    assert grown(witness, 5, 9).status == 200


def test_an_empty_log_has_one_root(witness: Witness) -> None:
    text = Checkpoint("example.com/log", 0, bytes(32)).text()
    assert witness.add_checkpoint(question(0, Note(text, (SIGNER.sign(text),)))).status == 422


def test_from_nothing_there_is_nothing_to_prove(witness: Witness) -> None:
    assert witness.add_checkpoint(question(0, Tree(2).note(), [bytes(32)])).status == 422


def test_unknown_logs_and_foreign_signatures(witness: Witness) -> None:
    other = NoteSigner("example.com/other", bytes(32))
    text = Checkpoint("example.com/other", 0, sha256(b"").digest()).text()
    assert witness.add_checkpoint(question(0, Note(text, (other.sign(text),)))).status == 404
    thief = NoteSigner("example.com/log", bytes(31) + b"\x09")
    text = Tree(2).checkpoint.text()
    assert witness.add_checkpoint(question(0, Note(text, (thief.sign(text),)))).status == 403
    forged = Note(text, (SIGNER.sign(text.replace("2", "3", 1)),))
    assert witness.add_checkpoint(question(0, forged)).status == 403


@pytest.mark.parametrize(
    "body",
    [
        b"", b"old 0\n", b"old 00\n\n", b"old -1\n\n", b"old 1\n\n", b"\xff\n\n",
        question(0, Tree(2).note(), [bytes(32)] * 64), b"old 0\nnot base64\n\n" + bytes(Tree(2).note()),
        question(0, Tree(2).note(), [bytes(32)]).replace(b"AAA=", b"AAB="),
        question(3, Tree(2).note()), b"old 0\n\nexample.com/log\n\n",
    ],
)  # fmt: skip
def test_what_is_no_question_is_refused(witness: Witness, body: bytes) -> None:
    assert witness.add_checkpoint(body).status == 400


def test_it_remembers_across_a_restart_and_shows_what_it_saw(witness: Witness, tmp_path: Path) -> None:
    digest = sha256(b"example.com/log").hexdigest()
    assert witness.last(digest).status == 404
    grown(witness, 0, 7)
    with pytest.raises(WitnessBusy):
        Witness(COSIGNER, [SIGNER.key], tmp_path / "w", lambda: NOW)
    witness.close()
    again = Witness(COSIGNER, [SIGNER.key], tmp_path / "w", lambda: NOW)
    assert grown(again, 0, 7) == Reply(409, b"7\n", SIZE_TYPE)
    shown = parse_note(again.last(digest).body)
    assert verify_note(bytes(shown), [SIGNER.key, COSIGNER.key]).by == ((SIGNER.key, None), (COSIGNER.key, NOW))
    assert again.last("../lock").status == 404
    again.close()


def test_what_cannot_be_kept_is_not_cosigned(witness: Witness, tmp_path: Path) -> None:
    (tmp_path / "w" / f".{sha256(b'example.com/log').hexdigest()}.part").mkdir()
    with pytest.raises(OSError, match="directory"):
        grown(witness, 0, 3)
    assert witness.last(sha256(b"example.com/log").hexdigest()).status == 404


def test_what_it_remembers_cut_off_anywhere_is_named_and_nothing_is_cosigned(witness: Witness, tmp_path: Path) -> None:
    grown(witness, 0, 3)
    kept = tmp_path / "w" / sha256(b"example.com/log").hexdigest()
    whole = kept.read_bytes()
    # Behind the first signature a cut at a line's end leaves the same head, signed by the log.
    headed = bytes(Tree(3).note())
    for left in range(len(whole)):
        kept.write_bytes(whole[:left])
        if whole[:left] == headed:
            continue
        with pytest.raises(SeenUnreadable, match=kept.name):
            grown(witness, 3, 5)
        assert kept.read_bytes() == whole[:left]
    with pytest.raises(SeenUnreadable):
        witness.last(kept.name)
    witness.close()
    for _ in range(2):
        with pytest.raises(SeenUnreadable):
            Witness(COSIGNER, [SIGNER.key], tmp_path / "w", lambda: NOW)
    kept.write_bytes(whole)
    again = Witness(COSIGNER, [SIGNER.key], tmp_path / "w", lambda: NOW)
    assert grown(again, 3, 5).status == 200
    again.close()


def test_a_cosignature_cannot_be_moved_to_another_head() -> None:
    one, other = Tree(2).checkpoint.text(), Tree(3).checkpoint.text()
    with pytest.raises(NoteInvalid):
        verify_note(bytes(Note(other, (COSIGNER.cosign(one, NOW),))), [COSIGNER.key])
