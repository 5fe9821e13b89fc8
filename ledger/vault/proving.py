"""Proving a master key against the key store, before anything is wrapped by it.

For each master key that may wrap, the store keeps a value that only this key opens. A process with another one would
otherwise wrap the next month's key so that nobody else could read what is sealed under it.
"""

from __future__ import annotations

import os

from ledger.store.connect import Connection
from ledger.vault.master import KeyService, WrongMasterKey, number_of

#: Keys of which a store has one each: of the blind index, of tombstones, of content hashes, of message keys, of what
#: the staff sign in with.
NAMED_KEYS = ("index", "tombstone", "content", "kafka_key", "staff")
_KEY_BYTES = 32
_CONTEXT = b"master"
_FIND = "select wrapped from master_check where number = %s"
_ADMIT = "insert into master_check (number, wrapped) values (%s, %s) on conflict do nothing"
_RETIRE = "delete from master_check where number <> %s"
_NAMED = "select name, wrapped from named_key"
_NAME = "insert into named_key (name, wrapped) values (%s, %s) on conflict do nothing"
_HEADS = "select substr(wrapped, 1, 5) from named_key union select substr(wrapped, 1, 5) from key"


def named_context(name: str) -> bytes:
    """Return what binds a wrapped well-known key to its name."""
    return b"named\n" + name.encode()


def prove(connection: Connection, service: KeyService) -> None:
    """See that the store knows the master key that wraps. Raises WrongMasterKey."""
    row = connection.execute(_FIND, (service.number,)).fetchone()
    if row is None:
        raise WrongMasterKey(
            f"the key store does not know master key {service.number.hex()}; a new one becomes known by"
            " `provision-ledger keys rotate master`, with the former one in master_key_other_file"
        )
    service.unwrap(row[0], _CONTEXT)


def admit(connection: Connection, service: KeyService) -> None:
    """Make the master key that wraps known to the store, which the service has to open. Raises WrongMasterKey."""
    for name, wrapped in connection.execute(_NAMED).fetchall():
        service.unwrap(wrapped, named_context(name))
    (check,) = service.wrap_all([(os.urandom(_KEY_BYTES), _CONTEXT)])
    connection.execute(_ADMIT, (service.number, check))
    prove(connection, service)


def retire_others(connection: Connection, service: KeyService) -> None:
    """Let no other master key than the service's wrap anything from now on. Raises WrongMasterKey."""
    prove(connection, service)
    connection.execute(_RETIRE, (service.number,))


def make_named_keys(connection: Connection, service: KeyService) -> None:
    """Make the well-known keys that are missing, by a master key the store knows; of a store that knows none yet, by
    its first, or by one that has wrapped in it. Raises WrongMasterKey: nothing was made then."""
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(hashtext('named keys'))")
        if connection.execute("select from master_check").fetchone() is None:
            numbers = {number_of(bytes(head)) for (head,) in connection.execute(_HEADS)}
            if numbers and not numbers & {service.number, None}:
                raise WrongMasterKey("every key of the store was wrapped by another master key")
            admit(connection, service)
        prove(connection, service)
        for name in NAMED_KEYS:
            (wrapped,) = service.wrap_all([(os.urandom(_KEY_BYTES), named_context(name))])
            connection.execute(_NAME, (name, wrapped))
        for name, wrapped in connection.execute(_NAMED).fetchall():
            service.unwrap(wrapped, named_context(name))
