"""Sweeping keys that seal nothing: made for a batch that was never committed.

Under the head's lock nobody appends, and once ``key_epoch`` is raised no batch that was sealed before is committed; so
a key under which nothing is sealed then never seals anything. Only keys of records are swept: an act may be sealed at
any time.
"""

from __future__ import annotations

from ledger.log.head import LOG_ID, read_head
from ledger.store.arrays import Bigints
from ledger.store.connect import Connection

_CANDIDATES = """
select key_id from key
where kind in ('person_month', 'event_month') and made_at < now() - make_interval(hours => %s)
"""
_UNUSED = """
select k from unnest(%s::bigint[]) k where not exists (select from sealed s where s.log_id = %s and s.key_id = k)
"""


def sweep(connection: Connection, key_store: Connection, hours: int) -> int:
    """Destroy keys older than ``hours`` that seal nothing, and return how many. Both connections play the erasure
    role."""
    candidates = [key_id for (key_id,) in key_store.execute(_CANDIDATES, (hours,))]
    # Looked for once without the lock, so that the look under it is at few.
    unused = _unused(connection, candidates)
    if not unused:
        return 0
    with connection.transaction():
        read_head(connection, LOG_ID, lock=True)
        connection.execute("update head set key_epoch = key_epoch + 1 where log_id = %s", (LOG_ID,))
        orphans = _unused(connection, unused)
        key_store.execute("delete from key where key_id = any(%s)", (Bigints(orphans),))
    return len(orphans)


def _unused(connection: Connection, keys: list[int]) -> list[int]:
    return [key_id for (key_id,) in connection.execute(_UNUSED, (Bigints(keys), LOG_ID))]
