"""Changing the master key over while everything runs: what the former wrapped is wrapped anew, in portions.

Nothing is sealed or hashed again. A row that was changed meanwhile is left for the next portion; whoever stops goes on
where it was, since each wrapped key says which master key wrapped it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable

from ledger.store.connect import Connection
from ledger.vault.keys import Scope
from ledger.vault.master import KeyService, number_of
from ledger.vault.proving import admit, named_context
from ledger.vault.vault import key_context

_PORTION = 1_000
#: A wrapped key begins with its version and the master key's number.
_HEAD = b"\x02"
_KAFKA, _KEY_BYTES = "kafka_key", 32
_KEYS = """
select key_id, kind, owner, period, wrapped from key where substr(wrapped, 1, 5) <> %s order by key_id limit %s
"""
_NAMED = "select name, wrapped from named_key where substr(wrapped, 1, 5) <> %s"
_LEFT = "select count(*) from key where substr(wrapped, 1, 5) <> %s"


def rotate_master(
    connection: Connection, service: KeyService, on_progress: Callable[[int, int], None]
) -> int:
    """Wrap every key by the service's current master key, which becomes known to the store, and return how many were
    wrapped anew.

    ``connection`` plays the key role. Raises WrongMasterKey where a key opens under neither.
    """
    admit(connection, service)
    head = _HEAD + service.number
    row = connection.execute(_LEFT, (head,)).fetchone()
    left, done = (row[0] if row else 0), 0
    for name, wrapped in connection.execute(_NAMED, (head,)).fetchall():
        context = named_context(name)
        (anew,) = service.wrap_all([(service.unwrap(wrapped, context), context)])
        connection.execute("update named_key set wrapped = %s where name = %s and wrapped = %s", (anew, name, wrapped))
        done += 1
    while rows := connection.execute(_KEYS, (head, _PORTION), binary=True).fetchall():
        contexts = [key_context(row[0], Scope(*row[1:4])) for row in rows]
        keys = [service.unwrap(row[4], context) for row, context in zip(rows, contexts, strict=True)]
        again = service.wrap_all(list(zip(keys, contexts, strict=True)))
        with connection.transaction(), connection.cursor() as cursor:
            cursor.executemany(
                "update key set wrapped = %s where key_id = %s and wrapped = %s",
                [(new, row[0], row[4]) for new, row in zip(again, rows, strict=True)],
            )
        done += len(rows)
        on_progress(min(done, left), left)
    return done


def rotate_kafka(connection: Connection, service: KeyService) -> None:
    """Draw a new key of the message keys on topics of ours. A process goes on with the former until it starts again:
    then equal keys no longer mean the same event across the change, and nothing else depends on it."""
    (wrapped,) = service.wrap_all([(os.urandom(_KEY_BYTES), named_context(_KAFKA))])
    connection.execute("update named_key set wrapped = %s where name = %s", (wrapped, _KAFKA))


def keys_by_master(connection: Connection) -> Counter[str]:
    """Return how many keys each master key wrapped, by its number in hex (`unnumbered`: by an earlier release)."""
    counted: Counter[str] = Counter()
    for head, count in connection.execute("select substr(wrapped, 1, 5), count(*) from key group by 1"):
        number = number_of(bytes(head))
        counted[number.hex() if number else "unnumbered"] += count
    return counted


def open_everything(connection: Connection, service: KeyService, on_progress: Callable[[int, int], None]) -> int:
    """See that a master key opens every key of the store, and change nothing. Raises WrongMasterKey."""
    for name, wrapped in connection.execute("select name, wrapped from named_key").fetchall():
        service.unwrap(wrapped, named_context(name))
    row = connection.execute("select count(*) from key").fetchone()
    total, done, after = (row[0] if row else 0), 0, -1
    while rows := connection.execute(
        "select key_id, kind, owner, period, wrapped from key where key_id > %s order by key_id limit %s",
        (after, _PORTION), binary=True,
    ).fetchall():  # fmt: skip
        for key_id, kind, owner, period, wrapped in rows:
            service.unwrap(wrapped, key_context(key_id, Scope(kind, owner, period)))
        after, done = rows[-1][0], done + len(rows)
        on_progress(done, total)
    return done
