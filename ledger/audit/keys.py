"""The key store beside the log: keys that open, keys that were destroyed, and whom stops bind after erasure."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping

from ledger.audit.findings import Finding
from ledger.log.head import LOG_ID
from ledger.store.arrays import Bigints
from ledger.store.connect import Connection
from ledger.vault.blind import Person, index_key_name, live_generations
from ledger.vault.keys import Scope
from ledger.vault.master import WrongMasterKey
from ledger.vault.proving import NAMED_KEYS
from ledger.vault.seal import SealBroken, open_sealed
from ledger.vault.vault import SealingKey, Vault

#: What is raised where a seal does not open, or what it held is not what stands there: the check of seals, or of the
#: intake, says so, and every other goes on.
UNREADABLE = (SealBroken, ValueError, LookupError, TypeError)

_STOPS = "select idx, stop, identity, key_id, person from stop where log_id = %s order by idx"
_KEPT = "select identity from stopped where identity = any(%s)"


def opened(vault: Vault, key_ids: Collection[int]) -> tuple[Mapping[int, tuple[SealingKey, Scope]], frozenset[int]]:
    """Open keys with what each covers, and tell which are there and do not open."""
    try:
        return vault.open_scopes(key_ids), frozenset()
    except WrongMasterKey:
        keys: dict[int, tuple[SealingKey, Scope]] = {}
        broken = set()
        for key_id in key_ids:
            try:
                keys |= vault.open_scopes({key_id})
            except WrongMasterKey:
                broken.add(key_id)
        return keys, frozenset(broken)


def audit_well_known(vault: Vault, key_store: Connection) -> Iterator[Finding]:
    """See that the keys of which a store has one each are there and open."""
    generations = range(1, live_generations(key_store).newest + 1)
    for name in sorted({*NAMED_KEYS, *map(index_key_name, generations)}):
        try:
            vault.see_named(name)
        except LookupError:
            yield Finding("key_missing", None, f"key {name}")
        except WrongMasterKey:
            yield Finding("key_changed", None, f"key {name}")


def audit_destroyed(key_store: Connection) -> Iterator[Finding]:
    """See that destroyed keys stay destroyed and that no erasure was left half done."""
    for (key_id,) in key_store.execute("select key_id from key join destroyed using (key_id) order by key_id"):
        yield Finding("key_restored", None, f"key {key_id}")
    for (erasure,) in key_store.execute("select erasure from erasure_order where done_at is null"):
        yield Finding("erasure_unfinished", None, f"erasure {erasure.hex}")


def audit_stopped(connection: Connection, vault: Vault, key_store: Connection) -> Iterator[Finding]:
    """See that the key store keeps whom each stop binds, so that it goes on to bind them after their erasure.

    While the person is not erased, by their id as well, with every holder it was kept with; afterwards nobody knows the
    id any more, and that the identity is kept is all there is to see.
    """
    stops = connection.execute(_STOPS, (LOG_ID,)).fetchall()
    kept = {one for (one,) in key_store.execute(_KEPT, (Bigints(sorted({row[2] for row in stops})),))}
    keys, _ = opened(vault, {row[3] for row in stops})
    people = {
        row[0]: person for row in stops
        if row[3] in keys and (person := _bound(keys[row[3]][0], row[1].bytes, bytes(row[4])))
    }  # fmt: skip
    by_id, holders = vault.find_all_stopped(set(people.values())), vault.find_holders(set(people.values()))
    for idx, stop, identity, *_ in stops:
        told = by_id.get(people[idx], ()) if idx in people else None
        if identity not in kept or (told is not None and (
            identity not in {one.identity for one in told} or not set(told) <= set(holders.get(people[idx], ()))
        )):  # fmt: skip
            yield Finding("stopped_differs", idx, f"stop {stop.hex}")


def _bound(key: SealingKey, stop: bytes, sealed: bytes) -> Person | None:
    """Return whom a stop binds, or None where the seal does not open: the view's check says so."""
    try:
        namespace, number = json.loads(open_sealed(key.cipher, sealed, stop))
    except UNREADABLE:
        return None
    return namespace, number
