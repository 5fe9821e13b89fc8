"""What the log announced of public keys: entries of kind ``key``, opened."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ledger.judging.acts import ANNOUNCEMENT
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection
from ledger.vault.seal import open_sealed
from ledger.vault.vault import Vault

_ANNOUNCED = """
select a.idx, i.entry, i.entry_id, i.key_id, i.sealed from intake i join act a using (intake_id)
where i.log_id = %s and i.command = %s order by i.intake_id desc
"""


@dataclass(frozen=True, slots=True)
class Announcement:
    """An announcement: the index and bytes of its entry, and the salts and the body that open it."""

    index: int
    entry: bytes
    salts: str
    body: Mapping[str, Any]


def announcements(connection: Connection, vault: Vault) -> Iterator[Announcement]:
    """Yield what the log announced, the newest first. Raises WrongMasterKey, SealBroken."""
    rows = connection.execute(_ANNOUNCED, (LOG_ID, ANNOUNCEMENT)).fetchall()
    keys = vault.open_keys({key_id for _, _, _, key_id, _ in rows})
    for idx, entry, entry_id, key_id, sealed in rows:
        opening = json.loads(open_sealed(keys[key_id].cipher, bytes(sealed), UUID(str(entry_id)).bytes))
        yield Announcement(idx, bytes(entry), opening["salts"], opening["body"])
