"""Signed notes, against the examples of C2SP and of Go, and against every way to change one byte."""

from __future__ import annotations

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.log.note import (
    COSIGNATURE,
    ED25519,
    Cosigner,
    Note,
    NoteInvalid,
    NoteSigner,
    VerifierKey,
    parse_note,
    verify_note,
)  # fmt: skip

#: The example of Go's golang.org/x/mod/sumdb/note (BSD 3-Clause, The Go Authors).
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SEED = b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
).encode()
SIGNER, COSIGNER = NoteSigner("example.com/log", bytes(32)), Cosigner("witness.example", bytes(31) + b"\x01")
TEXT = "example.com/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
SIGNED = bytes(Note(TEXT, (SIGNER.sign(TEXT), COSIGNER.cosign(TEXT, 1_764_000_000))))


def test_go_s_example_is_verified_and_signed_alike() -> None:
    key = VerifierKey.parse(GO_KEY)
    assert verify_note(GO_NOTE, [key]).by == ((key, None),)
    signer = NoteSigner("PeterNeumann", GO_SEED)
    assert str(signer.key) == GO_KEY
    note = parse_note(GO_NOTE)
    assert signer.sign(note.text) == note.signatures[0]


def test_a_cosignature_tells_its_time() -> None:
    found = verify_note(SIGNED, [SIGNER.key, COSIGNER.key])
    assert found.by == ((SIGNER.key, None), (COSIGNER.key, 1_764_000_000))
    assert (SIGNER.key.kind, COSIGNER.key.kind) == (ED25519, COSIGNATURE)


def test_unknown_keys_are_ignored_and_one_known_is_needed() -> None:
    assert verify_note(SIGNED, [SIGNER.key]).by == ((SIGNER.key, None),)
    with pytest.raises(NoteInvalid):
        verify_note(SIGNED, [VerifierKey.parse(GO_KEY)])


def test_a_known_key_that_fails_makes_the_note_worthless() -> None:
    other = TEXT.replace("0", "1", 1)
    forged = bytes(Note(other, (SIGNER.sign(other), COSIGNER.cosign(TEXT, 1_764_000_000))))
    assert verify_note(forged, [SIGNER.key])
    with pytest.raises(NoteInvalid):
        verify_note(forged, [SIGNER.key, COSIGNER.key])


def test_a_text_may_hold_empty_lines() -> None:
    text = "one\n\ntwo\n"
    assert parse_note(bytes(Note(text, (SIGNER.sign(text),)))).text == text


@pytest.mark.parametrize("at", range(len(SIGNED)))
def test_no_byte_can_be_changed(at: int) -> None:
    for flip in (0x01, 0x20, 0x80):
        changed = bytearray(SIGNED)
        changed[at] ^= flip
        with pytest.raises(NoteInvalid):
            found = verify_note(bytes(changed), [SIGNER.key, COSIGNER.key])
            # A line under another name or id is nobody's: then one of the two is missing.
            if len(found.by) < 2:
                raise NoteInvalid


@given(st.binary(max_size=200))
def test_nothing_but_a_note_is_read(data: bytes) -> None:
    try:
        note = parse_note(data)
    except NoteInvalid:
        return
    assert bytes(note) == data


@pytest.mark.parametrize(
    "key",
    [
        GO_KEY.replace("c74f20a3", "c74f20a4"), GO_KEY + "=", GO_KEY[:-4], "Peter Neumann+c74f20a3+" + GO_KEY[24:],
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "",
    ],
)  # fmt: skip
def test_a_verifier_key_must_be_its_own(key: str) -> None:
    with pytest.raises(NoteInvalid):
        VerifierKey.parse(key)
