"""Tree, proofs, notes and cosignatures against what others published: their constants, suites and signed texts."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ledger.log.checkpoint import Checkpoint
from ledger.log.note import COSIGNATURE, NoteInvalid, VerifierKey, parse_note, verify_note
from ledger.log.proofs import ProofInvalid, Prover, verify_consistency, verify_inclusion
from ledger.log.tiles import EMPTY_ROOT, HASH_BYTES, RightEdge, leaf_hash, node_hash

# transparency-dev/merkle, testonly/constants.go: leaf inputs, nodes by level, and roots by size.
LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
NODES = (
    (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
        "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1",
    ),
    (
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    ),
    (
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    ("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",),
)
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)

# draft-ietf-plants-merkle-tree-certs, "Subtree Test Vectors": over every subtree that a tree of up to 130 leaves has.
SUBTREE_HASHES = "b82806ad4265bb151c1119c0f4db437bb4d1a1f887b3a7fba1cd4ebf552e3e81"
SUBTREE_PATHS = "ac2a8f989e44d99e399db448050ff5f19757df53cfb716aa81015d3955d8163f"

# Go, golang.org/x/mod/sumdb/note, note_test.go (BSD 3-Clause, The Go Authors).
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
ENOCH_KEY = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
ENOCH = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"

# C2SP signed-note, "Example".
C2SP_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
C2SP_NOTE = (
    "This is an example message.\n"
    "\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)

# A head that the Go checksum database published.
SUMDB_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
SUMDB_NOTE = (
    "go.sum database tree\n"
    "35225469\n"
    "vt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=\n"
    "\n"
    "— sum.golang.org Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=\n"
)

# FiloSottile/torchwood, cmd/litewitness/testdata/litewitness.txt: two heads of a Sigsum log and the proof between them.
SIGSUM = "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562"
SIGSUM_KEY = bytes.fromhex("ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f")
SIGSUM_ONE = (
    f"{SIGSUM}\n1\nKgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— {SIGSUM} "
    "UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=\n"
)
SIGSUM_THREE = (
    f"{SIGSUM}\n3\nRcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=\n\n— {SIGSUM} "
    "UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=\n"
)
SIGSUM_PROOF = ("KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")

# transparency-dev/formats, note/note_cosigv1_test.go (Apache 2.0): a witness's key, and a time inside a signature.
REMORA = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
REMORA_SIGNATURE = (
    "ZGhGuQAAAABm/qTPeyKXD+R2rzyQsxPiP8mXum7qq/iF0u4vanlqJyocWODBt97w9uL+8qT7S5gxEHWWOworDcFiEBYJXORmnFBOBA=="
)
REMORA_TIME = 1_727_964_367


def tree_of(leaves: list[bytes]) -> tuple[bytes, Prover]:
    edge = RightEdge(0, {})
    tiles = {(level, n): hashes for level, n, hashes in edge.append(leaves).tiles}
    return edge.root(), Prover(len(leaves), lambda level, n: tiles[level, n])


def cases(kind: str) -> list[Any]:
    lines = (Path(__file__).parent / "vectors" / f"{kind}.jsonl").read_text().splitlines()
    read = [json.loads(line) for line in lines]
    assert len(read) == 98
    return [pytest.param(case, id=case["name"]) for case in read]


def decoded(value: str | None) -> bytes:
    return b64decode(value or "")


def subtrees(most: int) -> Iterator[tuple[int, int]]:
    """Yield the draft's subtrees: empty, or from a multiple of the least power of two not below their width."""
    for end in range(most + 1):
        for start in range(end + 1):
            if start == end or start % (1 << (end - start - 1).bit_length()) == 0:
                yield start, end


def test_hashes_of_leaves_nodes_and_roots() -> None:
    level = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
    leaves = level
    for expected in NODES:
        assert [node.hex() for node in level] == list(expected)
        level = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    assert [tree_of(leaves[:size])[0].hex() for size in range(9)] == list(ROOTS)
    assert EMPTY_ROOT.hex() == ROOTS[0]


def test_every_subtree_to_130_leaves_has_the_published_hash_and_paths() -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(130)]
    hashes, paths = sha256(), sha256()
    for start, end in subtrees(130):
        root, prover = tree_of(leaves[start:end])
        hashes.update(f"[{start}, {end}) {root.hex()}\n".encode())
        for index in range(start, end):
            path = "".join(f" {node.hex()}" for node in prover.inclusion(index - start))
            paths.update(f"{index} [{start}, {end}){path}\n".encode())
    assert hashes.hexdigest() == SUBTREE_HASHES
    assert paths.hexdigest() == SUBTREE_PATHS


@pytest.mark.parametrize("case", cases("inclusion"))
def test_inclusion_suite(case: dict[str, Any]) -> None:
    def verify() -> None:
        path = [decoded(node) for node in case["proof"] or []]
        verify_inclusion(decoded(case["leafHash"]), case["leafIdx"], case["treeSize"], path, decoded(case["root"]))

    if case["wantErr"]:
        with pytest.raises(ProofInvalid):
            verify()
    else:
        verify()


@pytest.mark.parametrize("case", cases("consistency"))
def test_consistency_suite(case: dict[str, Any]) -> None:
    roots = [decoded(case["root1"]), decoded(case["root2"])]
    if not case["wantErr"] and len(roots[0]) != HASH_BYTES:
        # One case accepts texts for roots. Here a root is 32 bytes, so their hashes stand for them.
        roots = [sha256(root).digest() for root in roots]

    def verify() -> None:
        proof = [decoded(node) for node in case["proof"] or []]
        verify_consistency(case["size1"], case["size2"], roots[0], roots[1], proof)

    if case["wantErr"]:
        with pytest.raises(ProofInvalid):
            verify()
    else:
        verify()


def test_the_example_of_c2sp_verifies() -> None:
    verify_note(C2SP_NOTE.encode(), [VerifierKey.parse(C2SP_KEY)])
    with pytest.raises(NoteInvalid):
        verify_note(C2SP_NOTE.replace("example message", "exemplary message").encode(), [VerifierKey.parse(C2SP_KEY)])


def test_a_head_of_the_go_checksum_database_verifies() -> None:
    found = verify_note(SUMDB_NOTE.encode(), [VerifierKey.parse(SUMDB_KEY)])
    assert Checkpoint.parse(found.text).size == 35_225_469


def test_heads_of_a_sigsum_log_verify_and_are_consistent() -> None:
    kind = b"\x01" + SIGSUM_KEY
    key_id = sha256(SIGSUM.encode() + b"\n" + kind).digest()[:4]
    key = VerifierKey.parse(f"{SIGSUM}+{key_id.hex()}+{b64encode(kind).decode()}")
    one, three = (Checkpoint.parse(verify_note(note.encode(), [key]).text) for note in (SIGSUM_ONE, SIGSUM_THREE))
    proof = [b64decode(node) for node in SIGSUM_PROOF]
    verify_consistency(one.size, three.size, one.root, three.root, proof)
    with pytest.raises(ProofInvalid):
        verify_consistency(one.size, three.size, one.root, three.root, proof[::-1])


def test_go_s_notes_of_two_signers() -> None:
    keys = [VerifierKey.parse(PETER_KEY), VerifierKey.parse(ENOCH_KEY)]
    note = (TEXT + "\n" + PETER + ENOCH).encode()
    for chosen in (keys[:1], keys[1:], keys):
        found = verify_note(note, chosen)
        assert ([key for key, _ in found.by], found.text) == (chosen, TEXT)
    with pytest.raises(NoteInvalid):
        verify_note(note, [])


@pytest.mark.parametrize(
    "note",
    [
        TEXT.encode(), f"{TEXT}\n".encode(), f"{TEXT}\n{PETER[:-1]}".encode(), f"\x01{TEXT}\n{PETER}".encode(),
        b"\xff" + f"{TEXT}\n{PETER}".encode(), f"{TEXT}\n{PETER.replace('N', ' N')}".encode(),
        f"{TEXT}\n{PETER}Unexpected line.\n".encode(), f"{TEXT}\n{PETER * 101}".encode(),
        f"{TEXT}\n{PETER[:60]}ABCD{PETER[60:]}".encode(),
        f"{TEXT}\n{PETER.replace('PeterNeumann', 'CarmenSandiego')}".encode(),
    ],
)  # fmt: skip
def test_notes_that_go_refuses(note: bytes) -> None:
    with pytest.raises(NoteInvalid):
        verify_note(note, [VerifierKey.parse(PETER_KEY)])


def test_no_part_and_no_mangling_of_go_s_key_is_a_key() -> None:
    wrong = [PETER_KEY[start:end] for start in range(len(PETER_KEY)) for end in range(start, len(PETER_KEY) + 1)]
    wrong.remove(PETER_KEY)
    wrong += [PETER_KEY[:at] + chr(ord(PETER_KEY[at]) + 1) + PETER_KEY[at + 1 :] for at in range(len(PETER_KEY))]
    wrong += [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ]
    for text in wrong:
        with pytest.raises(NoteInvalid):
            VerifierKey.parse(text)


def test_a_witness_s_key_and_time_are_read_as_others_read_them() -> None:
    key = VerifierKey.parse(REMORA)
    assert (key.kind, str(key)) == (COSIGNATURE, REMORA)
    signature = parse_note(f"text\n\n— remora.n621.de {REMORA_SIGNATURE}\n".encode()).signatures[0]
    assert int.from_bytes(signature.blob[:8], "big") == REMORA_TIME
    assert len(signature.blob) == 8 + 64
