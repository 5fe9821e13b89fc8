"""Files of cases beside the acts that tell of them: what was not destroyed is there, and is what came."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from ledger.audit.findings import Finding
from ledger.audit.keys import UNREADABLE, opened
from ledger.judging.acts import said_in
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection
from ledger.vault.seal import SealBroken, open_sealed, place_of_part
from ledger.vault.vault import Vault

#: Of the originals, since one that waits to be moved into the log counts too.
_ACTS = """
select i.command, i.entry_id, i.case_id, i.key_id, i.sealed, a.idx from intake i left join act a using (intake_id)
where i.log_id = %s and i.command in ('case attach', 'case destroy') order by i.intake_id
"""
_KEPT = "select distinct attachment_id from attachment where log_id = %s"
_PARTS = "select part, case_id, key_id, sealed from attachment where log_id = %s and attachment_id = %s order by part"
_KEYS = "select owner from key where kind = 'attachment'"


@dataclass(frozen=True, slots=True)
class _Attached:
    """A file as the act that brought it says: of which case, and its SHA-256. ``idx``: None while the act waits."""

    idx: int | None
    case_id: UUID
    sha256: str


def audit_files(connection: Connection, vault: Vault, key_store: Connection, first: int) -> Iterator[Finding]:
    """Compare what is kept of files with the acts from ``first`` on that attached them.

    Of a case whose key was destroyed nobody knows which files it had; they go before the case does.
    """
    attached, destroyed = _told(connection, vault)
    kept = {file_id for (file_id,) in connection.execute(_KEPT, (LOG_ID,))}
    keys = {UUID(bytes=bytes(owner)) for (owner,) in key_store.execute(_KEYS)}
    for file_id, told in attached.items():
        if told.idx is not None and told.idx < first:
            continue
        if file_id in destroyed:
            fault = "key_restored" if file_id in keys else None
        else:
            fault = _fault(connection, vault, file_id, told)
        if fault is not None:
            yield Finding(fault, told.idx, f"file {file_id.hex}")
    for file_id in sorted((kept & keys) - attached.keys()):
        yield Finding("file_changed", None, f"file {file_id.hex}")


def _told(connection: Connection, vault: Vault) -> tuple[Mapping[UUID, _Attached], Collection[UUID]]:
    """Return what acts say was attached, and what they say was destroyed."""
    rows = connection.execute(_ACTS, (LOG_ID,)).fetchall()
    keys, _ = opened(vault, {row[3] for row in rows})
    attached: dict[UUID, _Attached] = {}
    destroyed: set[UUID] = set()
    for command, entry_id, case_id, key_id, sealed, idx in rows:
        if key_id not in keys:
            continue
        try:
            said = said_in(keys[key_id][0], entry_id, sealed)["step"]
            if command == "case attach":
                attached[UUID(said["file"])] = _Attached(idx, case_id, said["sha256"])
            else:
                destroyed |= {UUID(one) for one in said["files"]}
        except UNREADABLE:
            continue
    return attached, destroyed


def _fault(connection: Connection, vault: Vault, file_id: UUID, told: _Attached) -> str | None:
    """Return what is wrong with a file that should be there."""
    parts = connection.execute(_PARTS, (LOG_ID, file_id)).fetchall()
    keys, broken = opened(vault, {row[2] for row in parts})
    if broken:
        return "key_changed"
    if not parts or len(keys) < len({row[2] for row in parts}):
        return "file_missing"
    content = sha256()
    for part, case_id, key_id, sealed in parts:
        if case_id != told.case_id:
            return "file_changed"
        try:
            content.update(open_sealed(keys[key_id][0].cipher, bytes(sealed), place_of_part(file_id, part)))
        except (SealBroken, OverflowError):  # the second where a part has no number that it could have
            return "file_changed"
    return None if content.hexdigest() == told.sha256 else "file_changed"
