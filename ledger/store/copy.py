"""Binary COPY: rows are packed with ``struct`` and sent as one buffer.

The format is PostgreSQL's (documentation, COPY, "Binary Format"). Packing whole rows ourselves is what lets a batch
of thousands be written for a few microseconds a row; everything that is not on that path uses ordinary statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from struct import Struct

from psycopg import sql

from ledger.store.connect import Connection

_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"
_LENGTH = Struct(">i").pack
_BIGINT = Struct(">iq").pack
_INT = Struct(">ii").pack
_SMALLINT = Struct(">ih").pack
_TEXT_OID = 25

NULL = _LENGTH(-1)


def field(value: bytes) -> bytes:
    """Pack a value whose binary form is its bytes: bytea, text in UTF-8, uuid."""
    return _LENGTH(len(value)) + value


def text(value: str | None) -> bytes:
    """Pack a text."""
    return NULL if value is None else field(value.encode())


def bigint(value: int | None) -> bytes:
    """Pack a bigint."""
    return NULL if value is None else _BIGINT(8, value)


def integer(value: int) -> bytes:
    """Pack an int."""
    return _INT(4, value)


def smallint(value: int) -> bytes:
    """Pack a smallint."""
    return _SMALLINT(2, value)


def text_array(values: Sequence[str]) -> bytes:
    """Pack a text[]."""
    if not values:
        return field(Struct(">iii").pack(0, 0, _TEXT_OID))
    return field(Struct(">iiiii").pack(1, 0, _TEXT_OID, len(values), 1) + b"".join(map(text, values)))


def copy_rows(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[bytes]) -> None:
    """Write packed rows, each beginning with its number of fields as 16 bits. Raises psycopg errors."""
    statement = sql.SQL("copy {} ({}) from stdin (format binary)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor().copy(statement) as copy:
        copy.write(_HEADER + b"".join(rows) + _TRAILER)
