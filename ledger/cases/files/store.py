"""Files of cases as they are kept: in parts, each file under a key of its own, so that one can be forgotten alone.

A file is taken with its step: that says what it is, how large, and its SHA-256, and never what it was called. It ends
when its key is destroyed and its rows are removed, which the erasure role alone can do.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID, uuid4

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook, case_id_of
from ledger.cases.files.kinds import whole_file
from ledger.cases.folding import after
from ledger.cases.steps import Step
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.erasure import Shredder
from ledger.vault.keys import attachment
from ledger.vault.seal import open_sealed, place_of_part, seal

_PART_BYTES = 262_144
_ADD = """
insert into attachment (log_id, attachment_id, part, case_id, key_id, sealed) values (%s, %s, %s, %s, %s, %s)
"""
_PARTS = "select part, key_id, sealed from attachment where log_id = %s and attachment_id = %s order by part"
_REMOVE = "delete from attachment where log_id = %s and attachment_id = any(%s)"


class FileGone(Exception):
    """The file was destroyed, or there is none with this id at this case. Nothing was written; `case attachment list`
    says which there are."""


class FileDiffers(Exception):
    """What is kept of the file is not what came: its SHA-256 is another than its step says. Nothing was written; keep
    the database as it is and run the audit."""


@dataclass(frozen=True, slots=True)
class Attaching:
    """Who attaches a file to a case, when (µs UTC), and whether it shows who somebody is. ``registers``: by which an
    officer's role is looked at; None where the person attaches. ``client``: the program by which they do, if by one."""

    officer: str
    reason: str
    now: int
    shows_identity: bool
    registers: Registers | None
    client: str | None = None


def attach(book: Casebook, number: str, content: bytes, who: Attaching) -> Case:
    """Keep a file with a case, and return the case after it. Raises FileUnusable, StepRefused, ActRefused, NoSuchCase
    and CaseErased: nothing is kept then."""
    kind, whole = whole_file(content)
    file_id = uuid4()
    said = {
        "file": file_id.hex, "kind": kind, "bytes": len(whole), "sha256": sha256(whole).hexdigest(),
        "shows_identity": who.shows_identity, **({} if who.client is None else {"client": who.client}),
    }  # fmt: skip
    # Before a key is made: a file that is not taken would leave one that seals nothing.
    after(book.find(number), Step("case attach", who.officer, who.now, said))
    scope = attachment(file_id.bytes)
    key = book.vault.keys({scope})[scope]
    with book.connection.transaction():
        case = book.step(number, who.officer, who.reason, "case attach", said, who.now, who.registers)
        for part, at in enumerate(range(0, len(whole), _PART_BYTES)):
            sealed = seal(key.cipher, whole[at : at + _PART_BYTES], place_of_part(file_id, part))
            row = (LOG_ID, file_id, part, UUID(bytes=case_id_of(number)), key.key_id, sealed)
            book.connection.execute(_ADD, row)
    return case


def taken_out(book: Casebook, case: Case, file_id: str) -> bytes:
    """Return a file of a case by its id (hex). Raises FileGone, FileDiffers and SealBroken."""
    filed = next((one for one in case.files if one.file_id == file_id and one.given_out), None)
    rows = book.connection.execute(_PARTS, (LOG_ID, UUID(file_id))).fetchall() if filed is not None else []
    keys = book.vault.open_keys({key_id for _, key_id, _ in rows})
    if filed is None or not rows or not keys:
        raise FileGone(file_id)
    parts = [
        open_sealed(keys[key_id].cipher, bytes(part), place_of_part(UUID(file_id), at)) for at, key_id, part in rows
    ]
    content = b"".join(parts)
    if sha256(content).hexdigest() != filed.sha256:
        raise FileDiffers(file_id)
    return content


def outlived(case: Case) -> list[str]:
    """Return the files of a case that are needed no more: an officer is done with them, or they showed who somebody is
    and identity was looked at, or the case is over."""
    looked_at = case.stage != "identity"
    return [
        one.file_id for one in case.files
        if not one.destroyed and (one.discarded or (one.shows_identity and looked_at))
    ]  # fmt: skip


def destroy(connection: Connection, shredder: Shredder, file_ids: Collection[str]) -> None:
    """Destroy the keys of files and remove what they sealed, for good. ``connection`` plays the erasure role. Done
    again it changes nothing; the step that says so (`case destroy`) follows, so that none says what was not done."""
    shredder.destroy_attachments([bytes.fromhex(one) for one in file_ids])
    connection.execute(_REMOVE, (LOG_ID, [UUID(one) for one in file_ids]))
