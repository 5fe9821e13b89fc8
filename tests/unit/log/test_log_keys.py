"""Which key follows: by the word of the one before it, and of nobody else."""

from __future__ import annotations

import pytest

from ledger.log.checkpoint import Checkpoint
from ledger.log.log_keys import endorse, endorsed
from ledger.log.note import Cosigner, Note, NoteInvalid, NoteSigner, parse_note

NAME = "example.com/log"
OLD, NEW, THIEF = (NoteSigner(NAME, bytes(31) + bytes((n,))) for n in (1, 2, 3))
STATEMENT = endorse(OLD, NEW)


def test_a_key_is_followed_by_the_one_it_names() -> None:
    assert endorsed(parse_note(bytes(STATEMENT)), [OLD.key]) == NEW.key


@pytest.mark.parametrize("signatures", [
    STATEMENT.signatures[:1], STATEMENT.signatures[1:], endorse(THIEF, NEW).signatures,
    (THIEF.sign(STATEMENT.text), NEW.sign(STATEMENT.text)),
    (OLD.sign("example.com/log\n"), NEW.sign(STATEMENT.text)),
])  # fmt: skip
def test_both_have_to_sign_and_nobody_else_counts(signatures: tuple[object, ...]) -> None:
    with pytest.raises(NoteInvalid):
        endorsed(Note(STATEMENT.text, signatures), [OLD.key])  # type: ignore[arg-type]


def test_a_key_does_not_follow_itself() -> None:
    with pytest.raises(NoteInvalid):
        endorsed(endorse(OLD, OLD), [OLD.key])


def test_a_key_of_another_name_or_kind_does_not_follow() -> None:
    other = NoteSigner("example.com/other", bytes(32))
    with pytest.raises(ValueError, match="has the name"):
        endorse(OLD, other)
    for key in (other.key, Cosigner(NAME, bytes(32)).key):
        text = STATEMENT.text.replace(str(NEW.key), str(key))
        with pytest.raises(NoteInvalid):
            endorsed(Note(text, (OLD.sign(text), other.sign(text))), [OLD.key])


def test_every_changed_byte_is_refused() -> None:
    whole = bytes(STATEMENT)
    for at in range(len(whole)):
        changed = whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :]
        with pytest.raises(NoteInvalid):
            endorsed(parse_note(changed), [OLD.key])


def test_it_is_never_a_head() -> None:
    with pytest.raises(NoteInvalid):
        Checkpoint.parse(STATEMENT.text)
