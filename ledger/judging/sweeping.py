"""Sweeping keys that seal nothing: made for a batch that was never committed.

In an order in which a crash loses nothing. First the keys are marked; the vault takes the mark away from a key it is
asked for, so who looks one up from then on keeps it. Then ``key_epoch`` is raised under the head's lock: what was
sealed before is sealed again instead of committed, with keys looked up anew. Only then are those destroyed that seal
nothing and bear the mark still. Only keys of records are swept: an act may be sealed at any time.
"""

from __future__ import annotations

from collections.abc import Callable

from ledger.judging.erasing import nobody_appends
from ledger.log.head import LOG_ID
from ledger.store.arrays import Bigints
from ledger.store.connect import Connection

_CANDIDATES = """
select key_id from key
where kind in ('person_month', 'event_month') and made_at < now() - make_interval(hours => %s)
"""
_UNUSED = """
select k from unnest(%s::bigint[]) k where not exists (select from sealed s where s.log_id = %s and s.key_id = k)
"""
_MARK = "update key set closing = %s where key_id = any(%s)"
_DESTROY = "delete from key where key_id = any(%s) and closing"


def sweep(
    connection: Connection, key_store: Connection, hours: int, on_point: Callable[[str], None] = lambda _: None
) -> int:
    """Destroy keys older than ``hours`` that seal nothing, and return how many.

    Both connections play the erasure role. ``on_point`` is told between the steps. What is cut off leaves marked keys,
    which work as before; the next sweep takes them.
    """
    candidates = [key_id for (key_id,) in key_store.execute(_CANDIDATES, (hours,))]
    # Looked for once without the lock, so that the look under it is at few.
    unused = _unused(connection, candidates)
    if not unused:
        return 0
    key_store.execute(_MARK, (True, Bigints(unused)))
    on_point("marked")
    with nobody_appends(connection):
        orphans = _unused(connection, unused)
    on_point("raised")
    destroyed = key_store.execute(_DESTROY, (Bigints(orphans),)).rowcount
    key_store.execute(_MARK, (False, Bigints(sorted({*unused} - {*orphans}))))
    return destroyed


def _unused(connection: Connection, keys: list[int]) -> list[int]:
    return [key_id for (key_id,) in connection.execute(_UNUSED, (Bigints(keys), LOG_ID))]
