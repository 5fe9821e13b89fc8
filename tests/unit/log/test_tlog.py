"""Checkpoints, policies, proofs and paths of C2SP, and what a foreign verifier says of our proofs."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import chain

import proofbundle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.log.checkpoint import Checkpoint
from ledger.log.note import Cosigner, Note, NoteInvalid, NoteSigner, Signature
from ledger.log.proofs import ProofInvalid, Prover
from ledger.log.tile_paths import bundle, entries_path, tile_path, unbundled
from ledger.log.tiles import RightEdge, leaf_hash
from ledger.log.tlog_proof import TlogProof, parse_proof
from ledger.log.trust_policy import Group, PolicyInvalid, TrustPolicy, Untrusted, Witness, parse_policy

SIGNER = NoteSigner("example.com/log", bytes(32))


def seed(number: int) -> bytes:
    return bytes(31) + bytes((number,))


WITNESSES = tuple(Cosigner(f"witness-{number}.example", seed(number)) for number in (1, 2, 3))


def policy_text(quorum: str = "two") -> str:
    """Return a policy of one log and three witnesses, of which two have to cosign."""
    lines = [
        "# who is trusted",
        f"log {SIGNER.key} https://example.com/log",
        *(f"witness w{number} {witness.key}" for number, witness in enumerate(WITNESSES, start=1)),
        "group two 2 w1 w2 w3",
        f"quorum {quorum}",
    ]
    return "".join(f"{line}\n" for line in lines)


def policy(quorum: str = "two") -> TrustPolicy:
    return parse_policy(policy_text(quorum).encode())


class Tree:
    """A log in memory."""

    def __init__(self, size: int) -> None:
        self.entries = [b"entry %d" % number for number in range(size)]
        edge = RightEdge(0, {})
        tiles = {(level, n): hashes for level, n, hashes in edge.append([leaf_hash(one) for one in self.entries]).tiles}
        self.checkpoint = Checkpoint("example.com/log", size, edge.root())
        self.prover = Prover(size, lambda level, n: tiles[level, n])

    def note(self, *witnesses: Cosigner) -> Note:
        text = self.checkpoint.text()
        return Note(text, (SIGNER.sign(text), *(one.cosign(text, 1_764_000_000) for one in witnesses)))

    def proof(self, index: int, *witnesses: Cosigner) -> TlogProof:
        return TlogProof(index, tuple(self.prover.inclusion(index)), self.note(*witnesses))


def test_a_checkpoint_is_three_lines() -> None:
    checkpoint = Tree(5).checkpoint
    assert Checkpoint.parse(checkpoint.text()) == checkpoint
    sizes = ("05", "+5", "\uff15", "5.0", "", str(2**63))
    assert Checkpoint.parse(checkpoint.text().replace("\n5\n", f"\n{2**63 - 1}\n")).size == 2**63 - 1
    for wrong in (
        checkpoint.text() + "more\n", checkpoint.text()[:-1], checkpoint.text()[1 + len(checkpoint.origin) :],
        *(checkpoint.text().replace("\n5\n", f"\n{size}\n") for size in sizes),
    ):  # fmt: skip
        with pytest.raises(NoteInvalid):
            Checkpoint.parse(wrong)


@pytest.mark.parametrize(("count", "enough"), [(0, False), (1, False), (2, True), (3, True)])
def test_a_quorum_of_witnesses_is_asked_for(count: int, enough: bool) -> None:
    note = Tree(3).note(*WITNESSES[:count])
    if enough:
        assert [witness.name for witness, _ in policy().check(note).witnesses] == ["w1", "w2", "w3"][:count]
    else:
        with pytest.raises(Untrusted):
            policy().check(note)
    assert policy("none").check(note).text == note.text


def test_the_log_s_own_signature_is_asked_for() -> None:
    note = Tree(3).note(*WITNESSES)
    with pytest.raises(Untrusted):
        policy().check(Note(note.text, note.signatures[1:]))


@pytest.mark.parametrize(
    "text",
    [
        "", "quorum two\n", policy_text() + "quorum two\n", policy_text("nobody"),
        policy_text().replace("2 w1", "4 w1"),
        policy_text().replace("2 w1", "0 w1"), policy_text().replace("2 w1 w2", "2 w1 w1"), "trust me\n",
        policy_text().replace("witness w1", "log w1"), policy_text() + f"log {SIGNER.key}\n",
        policy_text().replace("witness w2", "witness w1"), policy_text().replace("witness w2", "witness none"),
        *(policy_text().replace("2 w1", f"{count} w1") for count in ("02", "+2", "2_", "\uff12", "two", "-1")),
        policy_text().replace("\n", "\r\n"), policy_text().replace("two 2", "two\x0b2"), policy_text() + "\x00",
        policy_text().replace("two 2", "two\u30002"), policy_text().replace("quorum", "# x\u2028quorum"),
        policy_text() + "issuer us AAF=\n", policy_text() + "issuer us AAE= AAE=\n",
        "quorum two\n" + policy_text().replace("quorum two\n", ""),
        # One key, one witness or one group would count to the quorum twice.
        policy_text().replace("quorum", f"witness w4 {WITNESSES[0].key}\nquorum"),
        policy_text().replace("quorum", f"witness w4 {Cosigner('other.example', seed(1)).key}\nquorum"),
        policy_text("all").replace("quorum", "group more any w1\ngroup all all two more\nquorum"),
        policy_text("all").replace("quorum", "group all 2 two w1\nquorum"),
        policy_text("all").replace("quorum", "group more any two\ngroup all all two more\nquorum"),
    ],
)  # fmt: skip
def test_what_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(PolicyInvalid):
        parse_policy(text.encode())


def test_a_policy_has_at_most_1000_lines_and_what_follows_the_last_line_feed_is_one() -> None:
    full = policy_text() + "\n" * (999 - policy_text().count("\n"))
    assert parse_policy(full.encode()).quorum == "two"
    with pytest.raises(PolicyInvalid, match="too long"):
        parse_policy((full + "\n").encode())


def test_no_control_character_stands_anywhere_but_tab_and_line_feed() -> None:
    for code in (*range(0x20), 0x7F):
        written = (policy_text() + f"# {chr(code)}\n").encode()
        if code in (0x09, 0x0A):
            assert parse_policy(written).quorum == "two"
            continue
        with pytest.raises(PolicyInvalid, match="control characters"):
            parse_policy(written)


def test_a_comment_says_nothing_whatever_stands_in_it() -> None:
    text = policy_text() + "# ended\u2028quorum none\u0085\n\t #\tagain\n \t\n"
    assert parse_policy(text.encode()).quorum == "two"


def test_blanks_around_words_change_nothing_but_the_fingerprint() -> None:
    spaced = parse_policy(policy_text().replace("\n", " \t\n").replace("log exa", "\t log \t exa").encode())
    assert (spaced.logs, spaced.witnesses, spaced.groups) == (policy().logs, policy().witnesses, policy().groups)
    assert spaced.fingerprint != policy().fingerprint


def test_names_that_only_look_alike_are_two() -> None:
    text = policy_text("K").replace("two 2 w1 w2 w3", "K 2 w1 w2\ngroup \u212a any w3")
    with pytest.raises(Untrusted):
        parse_policy(text.encode()).check(Tree(3).note(*WITNESSES[1:]))


def test_who_is_named_twice_in_a_policy_is_told() -> None:
    text = policy_text("all").replace("quorum", "group more any w1\ngroup all all two more\nquorum")
    with pytest.raises(PolicyInvalid, match="line 7: w1 is a member of another group already"):
        parse_policy(text.encode())


def test_a_key_under_two_names_counts_once() -> None:
    whole = policy()
    again = Witness("w4", Cosigner("other.example", seed(1)).key, None)
    members = Group(2, ("w1", "w4"))
    doubled = replace(whole, witnesses=(*whole.witnesses, again), groups={"two": members})
    note = Tree(3).note(WITNESSES[0], Cosigner("other.example", seed(1)))
    with pytest.raises(Untrusted):
        doubled.check(note)


def test_a_second_line_of_one_key_is_checked_too() -> None:
    note = Tree(3).note(*WITNESSES)
    assert policy().check(note.with_signatures(note.signatures)).witnesses == policy().check(note).witnesses
    forged = Signature(note.signatures[1].name, note.signatures[1].key_id, note.signatures[2].blob)
    with pytest.raises(NoteInvalid):
        policy().check(note.with_signatures([forged]))


def test_a_proof_is_carried_and_checked() -> None:
    tree = Tree(300)
    proof = tree.proof(123, *WITNESSES)
    assert parse_proof(bytes(proof)) == proof
    checkpoint, cosigned = proof.check(b"entry 123", policy())
    assert checkpoint == tree.checkpoint
    assert len(cosigned.witnesses) == 3
    with pytest.raises(ProofInvalid):
        proof.check(b"entry 124", policy())


def test_no_byte_of_a_proof_can_be_changed_added_or_left_out() -> None:
    whole = bytes(Tree(11).proof(7, *WITNESSES[:2]))
    flipped = (
        whole[:at] + bytes((whole[at] ^ 1 << bit,)) + whole[at + 1 :] for at in range(len(whole)) for bit in range(8)
    )
    shorter = (whole[:at] + whole[at + 1 :] for at in range(len(whole)))
    longer = (
        whole[:at] + byte + whole[at:] for at in range(len(whole) + 1) for byte in (b"\n", b" ", b"0", b"=", b"\r")
    )
    for changed in chain(flipped, shorter, longer):
        with pytest.raises((ProofInvalid, NoteInvalid, Untrusted)):
            parse_proof(changed).check(b"entry 7", policy())


def test_a_foreign_verifier_accepts_a_thousand_proofs_and_refuses_changed_ones() -> None:
    draw = random.Random(6962)
    keys = [str(witness.key) for witness in WITNESSES]
    for size in draw.sample(range(1, 2_000), 25):
        tree = Tree(size)
        for index in (draw.randrange(size) for _ in range(40)):
            text = bytes(tree.proof(index, *WITNESSES[:2])).decode()
            said = proofbundle.verify_tlog_proof(
                text, tree.entries[index], str(SIGNER.key), witness_vkeys=keys, threshold=2
            )
            assert said["ok"], (size, index, said)
            other = proofbundle.verify_tlog_proof(
                text, b"entry of somebody else", str(SIGNER.key), witness_vkeys=keys, threshold=2
            )
            assert not other["ok"]


def test_paths_of_tiles_and_bundles() -> None:
    assert tile_path(0, 1_234_067) == "tile/0/x001/x234/067"
    assert tile_path(2, 5, 7) == "tile/2/005.p/7"
    assert entries_path(1_000, 256) == "tile/entries/x001/000"
    for width in (0, 257):
        with pytest.raises(ValueError, match="one to 256"):
            tile_path(0, 0, width)


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_gives_its_entries_back(entries: list[bytes]) -> None:
    whole = bundle(entries)
    assert list(unbundled(whole)) == entries
    if entries:
        with pytest.raises(ValueError, match="cut short"):
            list(unbundled(whole + b"\xff"))


def test_a_signature_too_short_is_none() -> None:
    note = Tree(1).note()
    with pytest.raises(NoteInvalid):
        policy("none").check(Note(note.text, (Signature(SIGNER.key.name, SIGNER.key.key_id, b"short"),)))
