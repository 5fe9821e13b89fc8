"""What is asked twice under one idempotency key is done once, and answered twice.

The answer is kept in the transaction of the step itself: after a crash both are there or neither is. It is sealed under
the key of the case, so that whatever forgets the case forgets it too; what is about no case, under that of its day.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from ledger.log.head import LOG_ID
from ledger.store.connect import Connection
from ledger.vault.keys import Scope
from ledger.vault.seal import open_sealed, seal
from ledger.vault.vault import Vault

#: For how long (µs) an answer is kept.
LASTS = 86_400_000_000
_TRY = "select pg_try_advisory_xact_lock(hashtext('asked once'), hashtext(%s))"
_FIND = "select request, key_id, sealed from asked_once where log_id = %s and asked = %s and made_at > %s"
_FORGET = "delete from asked_once where made_at <= %s"
_KEEP = "insert into asked_once (log_id, asked, request, made_at, key_id, sealed) values (%s, %s, %s, %s, %s, %s)"


class KeyBusy(Exception):
    """What was asked under this key is being done right now. Nothing was done twice; ask again in a moment."""


class KeyReused(Exception):
    """This key came with another request within the last day. Nothing was entered; a new request takes a new key."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is answered again: status and headers of HTTP, and the body, or None where it is made anew each time, since
    it holds what an erasure has to reach."""

    status: int
    headers: Mapping[str, str]
    body: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked what: the client, its key, and the whole request."""

    client: str
    key: str
    request: bytes


def once(
    connection: Connection, vault: Vault, asked: Asked, now: int, work: Callable[[], tuple[Scope, Kept]]
) -> tuple[Kept, bool]:  # fmt: skip
    """Do ``work``, which returns under whose key its answer is kept and the answer, unless it was done under this key
    within a day; return the answer, and whether it was given before.

    What ``work`` raises undoes what it did, and keeps nothing. Raises KeyBusy and KeyReused.
    """
    name = _keyed(vault, b"key", json.dumps([asked.client, asked.key]).encode())
    request = _keyed(vault, b"request", asked.request)
    with connection.transaction():
        row = connection.execute(_TRY, (name.hex(),)).fetchone()
        if row is None or not row[0]:
            raise KeyBusy
        found = connection.execute(_FIND, (LOG_ID, name, now - LASTS)).fetchone()
        if found is not None:
            return _again(vault, found, request, name), True
        connection.execute(_FORGET, (now - LASTS,))
        scope, kept = work()
        key = vault.keys({scope})[scope]
        sealed = seal(key.cipher, json.dumps(asdict(kept)).encode(), name)
        connection.execute(_KEEP, (LOG_ID, name, request, now, key.key_id, sealed))
    return kept, False


def _again(vault: Vault, found: tuple[bytes, int, bytes], request: bytes, name: bytes) -> Kept:
    if not hmac.compare_digest(bytes(found[0]), request):
        raise KeyReused
    keys = vault.open_keys({found[1]})
    if found[1] not in keys:
        raise KeyReused  # the case was forgotten since, and its answer with it
    return Kept(**json.loads(open_sealed(keys[found[1]].cipher, bytes(found[2]), name)))


def _keyed(vault: Vault, what: bytes, content: bytes) -> bytes:
    # Keyed: a digest of some words of a person could be found by trying words.
    return hmac.digest(vault.content_key, b"asked once\n" + what + b"\n" + content, "sha256")
