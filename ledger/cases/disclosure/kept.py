"""What a disclosure is proved with, as the ledger has it: records, the announced key, a published head over them."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping

from ledger.cases.disclosure.build import Announced, KeptRecord
from ledger.cases.disclosure.issuer import IssuerPublicKey
from ledger.cases.disclosure.strict import to_base64url
from ledger.judging.announced import announcements
from ledger.judging.records import Person, open_records, records_of_people
from ledger.log.canonical import canonical
from ledger.log.checkpoint import Checkpoint
from ledger.log.head import LOG_ID
from ledger.log.note import Note, parse_note
from ledger.log.proofs import Prover
from ledger.store.arrays import Bigints
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

_ENTRIES = "select idx, entry from entry where log_id = %s and idx = any(%s)"
_PUBLISHED = """
select checkpoint_id, note from checkpoint where log_id = %s and size >= %s order by checkpoint_id desc limit 1
"""
_STAMPS = "select token from time_stamp where log_id = %s and checkpoint_id = %s"
_TILE = "select hashes from tile where log_id = %s and level = %s and n = %s"
_LOOK = 0.1


class NotAnnounced(Exception):
    """The issuer's key is not announced in the log, so nobody could tell whose it is. Nothing was signed; run
    `provision-ledger issuer announce` with this key, and wait a second."""


class NoHeadYet(Exception):
    """No published head covers the records yet, so nothing could be proved. The answer for people was written; see that
    notary and witnesses run, then ask again."""


def kept_records(
    connection: Connection, vault: Vault, person: Person | None, shown: Collection[str], as_of: int
) -> dict[str, KeptRecord]:
    """Return the records with these entry ids (hex), all of them the person's."""
    if person is None or not shown:
        return {}
    rows = [row for row in records_of_people(connection, person.identities, as_of) if row.entry_id.hex() in shown]
    entries = dict(connection.execute(_ENTRIES, (LOG_ID, Bigints([row.idx for row in rows]))).fetchall())
    return {
        opened.row.entry_id.hex(): KeptRecord(opened.row.idx, bytes(entries[opened.row.idx]), opened.opening)
        for opened in open_records(connection, vault, rows)
        if opened.opening is not None
    }


def announced(connection: Connection, vault: Vault, issuer: str, key: IssuerPublicKey) -> Announced:
    """Return where the log announced the issuer's key. Raises NotAnnounced."""
    for found, jwk in announced_for(connection, vault, issuer):
        if jwk == key.jwk:
            return found
    raise NotAnnounced(issuer)


def announced_for(connection: Connection, vault: Vault, issuer: str) -> Iterator[tuple[Announced, Mapping[str, str]]]:
    """Return the keys that the log announced for an issuer, the newest first, each as JWK."""
    for one in announcements(connection, vault):
        if one.body.get("issuer") == issuer:
            text = to_base64url(canonical([one.salts, "body", one.body]))
            yield Announced(one.index, one.entry, text), one.body["jwk"]


def published_head(connection: Connection, size: int, seconds: float) -> tuple[Note, Prover, list[bytes]]:
    """Return the newest published head over ``size`` entries, what proves from its tiles, and its time stamps.

    Waits for one up to ``seconds``. The connection is in autocommit. Raises NoHeadYet.
    """
    until = time.monotonic() + seconds
    while (row := connection.execute(_PUBLISHED, (LOG_ID, size)).fetchone()) is None:
        if time.monotonic() > until:
            raise NoHeadYet(f"size {size}")
        time.sleep(_LOOK)
    note = parse_note(bytes(row[1]))
    stamps = [bytes(token) for (token,) in connection.execute(_STAMPS, (LOG_ID, row[0]))]

    def read(level: int, n: int) -> bytes:
        found = connection.execute(_TILE, (LOG_ID, level, n)).fetchone()
        assert found is not None
        return bytes(found[0])

    return note, Prover(Checkpoint.parse(note.text).size, read), stamps
