"""A log key says which key follows it: a signed note of two lines, by both keys.

The old key's signature is what makes a successor: that the log holds the statement only tells since when. So nobody who
may write into the log, but not sign for it, can bring in a key.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger.log.note import ED25519, Note, NoteInvalid, NoteSigner, VerifierKey, verified

#: No checkpoint has two lines: a signature under this is never one under a head.
_STATEMENT = "log key that follows for {}\n{}\n"


def endorse(old: NoteSigner, new: NoteSigner) -> Note:
    """Have the key in use say that another of its name follows it. Raises ValueError where the names differ."""
    if old.key.name != new.key.name:
        raise ValueError("a key that follows has the name of the one before it")
    text = _STATEMENT.format(new.key.name, new.key)
    return Note(text, (old.sign(text), new.sign(text)))


def endorsed(note: Note, known: Sequence[VerifierKey]) -> VerifierKey:
    """Return the key that a statement brings in, signed by itself and by one of ``known`` that has its name.

    Raises NoteInvalid.
    """
    lines = note.text.split("\n")
    if len(lines) != 3:
        raise NoteInvalid("a statement about a key that follows is two lines")
    new = VerifierKey.parse(lines[1])
    if new.kind != ED25519 or note.text != _STATEMENT.format(new.name, new):
        raise NoteInvalid("not a statement about a log key")
    by = {key for key, _ in verified(note, [*(key for key in known if key.name == new.name), new]).by}
    if new not in by or len(by) < 2:
        raise NoteInvalid("a key that follows is named by itself and by one before it")
    return new
