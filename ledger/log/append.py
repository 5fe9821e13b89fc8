"""The append: entries, what is sealed beside them, the tree's right edge and the head, under one row lock.

The lock on the head row is the sequencer. It needs no election and no lease: the lock and the rows live and die
together, a sequence's gaps cannot occur, and nobody else can append between the look at what was appended since and
the append itself. Everything that can be computed before the lock is; inside it are one COPY a table and the tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from struct import Struct
from typing import NamedTuple
from uuid import UUID

from ledger.log.entry import MAX_ENTRY_BYTES, EntryTooLarge, Sealable
from ledger.log.tiles import RightEdge, edge_tiles
from ledger.store.connect import Connection
from ledger.store.copy import copy_rows

_ENTRY_ROW = Struct(">hihiqi").pack
_SEALED_ROW = Struct(">hihiqiqi").pack
_UPSERT_TILE = """
insert into tile (log_id, level, n, hashes) values (%s, %s, %s, %s)
on conflict (log_id, level, n) do update set hashes = excluded.hashes where octet_length(tile.hashes) < 8192
"""
_MOVE_HEAD = "update head set size = %s, root = %s where log_id = %s and size = %s"


class TreeBroken(Exception):
    """The stored right edge does not hash to the head's root: somebody changed the tree. Nothing was appended.
    Stop the workers and keep the database as it is; the audit names the first bad index."""


class HeadMoved(Exception):
    """The head row moved under its own lock. Nothing was appended; the database does not behave as PostgreSQL."""


class Ready(NamedTuple):
    """An entry ready to be appended: its bytes, leaf hash, and its sealed opening with the key's id, if it has one."""

    entry_id: bytes
    entry: bytes
    leaf: bytes
    key_id: int | None
    sealed: bytes | None

    @property
    def uuid(self) -> UUID:
        return UUID(bytes=self.entry_id)


def ready(entry_id: bytes, entry: bytes, key_id: int | None, sealed: bytes | None) -> Ready:
    """Hash an entry's leaf (RFC 9162, 2.1.1) before the lock is taken. Raises EntryTooLarge."""
    if len(entry) > MAX_ENTRY_BYTES:
        raise EntryTooLarge("entry")
    return Ready(entry_id, entry, sha256(b"\x00" + entry).digest(), key_id, sealed)


def ready_in_clear(sealable: Sealable) -> Ready:
    """Make an entry ready that has nothing sealed beside it."""
    return ready(sealable.entry_id, sealable.entry, None, None)


def append(connection: Connection, log_id: int, size: int, root: bytes, entries: Sequence[Ready]) -> tuple[int, bytes]:
    """Append entries at index ``size`` and return the new size and root.

    The caller holds the head row's lock (``size`` and ``root`` are what it read there) in an open transaction.
    Raises TreeBroken when the stored edge does not hash to ``root``.
    """
    edge = _load_edge(connection, log_id, size, root)
    appended = edge.append([entry.leaf for entry in entries])
    copy_rows(
        connection,
        "entry",
        ("log_id", "idx", "entry"),
        [
            _ENTRY_ROW(3, 2, log_id, 8, idx, len(entry.entry)) + entry.entry
            for idx, entry in enumerate(entries, start=size)
        ],
    )
    copy_rows(
        connection,
        "sealed",
        ("log_id", "idx", "key_id", "sealed"),
        [
            _SEALED_ROW(4, 2, log_id, 8, idx, 8, entry.key_id, len(entry.sealed)) + entry.sealed
            for idx, entry in enumerate(entries, start=size)
            if entry.sealed is not None
        ],
    )
    with connection.cursor() as cursor:
        cursor.executemany(_UPSERT_TILE, [(log_id, level, n, hashes) for level, n, hashes in appended.tiles])
    new_size, new_root = size + len(entries), edge.root()
    if connection.execute(_MOVE_HEAD, (new_size, new_root, log_id, size)).rowcount != 1:
        raise HeadMoved(str(log_id))
    return new_size, new_root


def _load_edge(connection: Connection, log_id: int, size: int, root: bytes) -> RightEdge:
    wanted = edge_tiles(size)
    hashes: dict[int, bytes] = {}
    for level, n, width in wanted:
        row = connection.execute(
            "select hashes from tile where log_id = %s and level = %s and n = %s", (log_id, level, n)
        ).fetchone()
        if row is None or len(row[0]) != 32 * width:
            raise TreeBroken(f"tile {level}/{n}")
        hashes[level] = bytes(row[0])
    edge = RightEdge.load(size, hashes)
    if edge.root() != root:
        raise TreeBroken(f"size {size}")
    return edge
