"""Changing the key of the blind index over while everything runs (docs/decisions/0015).

Ids are not at hand in clear, so that a generation's blinds are made from those of the one before. Each step is a
transaction: the next generation begins, ids move in portions, the former generation is left. Whoever stops between
them goes on by being run again, and workers go on in between: the cost is of the number of people, not of records.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from ledger.store.arrays import Bytes
from ledger.store.connect import Connection
from ledger.vault.blind import MOVE_ALONE, Live, index_key_name, live_generations, next_blind
from ledger.vault.master import KeyService
from ledger.vault.proving import named_context, prove

_PORTION = 1_000
_KEY_BYTES = 32
_NAME = "insert into named_key (name, wrapped) values (%s, %s)"
_KEY = "select wrapped from named_key where name = %s"
_BEGIN = "insert into blind_generation (number) values (%s)"
_LEFT = "select count(distinct blind) from identity where generation < %s"
#: In the order of blinds, which come out of an index: a moved one is passed by wherever it lands.
_NEXT = """
select distinct blind from identity where blind > %s and generation < %s order by blind limit %s
"""
_MOVE = """
update identity i set blind = m.moved, generation = %s from unnest(%s, %s) m(blind, moved) where i.blind = m.blind
"""
_LEAVE = """
update blind_generation set left_at = now()
where number < %(newest)s and left_at is null
  and not exists (select from identity where generation < %(newest)s)
"""


def rotate_index(
    connection: Connection,
    service: KeyService,
    on_progress: Callable[[int, int], None],
    on_point: Callable[[str], None] = lambda _: None,
) -> tuple[int, int]:
    """Give every id a blind made with a new key, and return the generation's number and how many ids were moved.

    A change that was cut off goes on, without another key. ``connection`` plays the key role; every process has to be
    of a release that knows generations. ``on_point`` is told between the steps. Raises WrongMasterKey.
    """
    live = _begun(connection, service)
    on_point("begun")
    ((wrapped,),) = connection.execute(_KEY, (index_key_name(live.newest),)).fetchall()
    key = service.unwrap(wrapped, named_context(index_key_name(live.newest)))
    ((left,),) = connection.execute(_LEFT, (live.newest,)).fetchall()
    moved = 0
    while live_generations(connection).oldest < live.newest:
        after = b""
        while portion := _move(connection, key, live.newest, after):
            after, moved = portion[-1], moved + len(portion)
            on_progress(min(moved, left), left)
            on_point("moved")
        _leave(connection, live.newest)
    on_point("left")
    return live.newest, moved


def _begun(connection: Connection, service: KeyService) -> Live:
    """Begin the next generation unless a change is under way."""
    with connection.transaction():
        connection.execute(MOVE_ALONE)
        live = live_generations(connection)
        if live.oldest < live.newest:
            return live
        prove(connection, service)
        name = index_key_name(live.newest + 1)
        (wrapped,) = service.wrap_all([(os.urandom(_KEY_BYTES), named_context(name))])
        connection.execute(_NAME, (name, wrapped))
        connection.execute(_BEGIN, (live.newest + 1,))
        return live_generations(connection)


def _move(connection: Connection, key: bytes, generation: int, after: bytes) -> list[bytes]:
    """Move the next ids with all their holders, and return the blinds they had."""
    with connection.transaction():
        connection.execute(MOVE_ALONE)
        rows = connection.execute(_NEXT, (after, generation, _PORTION), binary=True).fetchall()
        former = [blind for (blind,) in rows]
        moved = [next_blind(key, blind) for blind in former]
        connection.execute(_MOVE, (generation, Bytes(former), Bytes(moved)))
    return former


def _leave(connection: Connection, newest: int) -> None:
    """Say that no id is in a former generation, if none is."""
    with connection.transaction():
        connection.execute(MOVE_ALONE)
        connection.execute(_LEAVE, {"newest": newest})
