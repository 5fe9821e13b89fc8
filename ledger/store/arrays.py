"""Array parameters in PostgreSQL's binary form, packed in one go.

psycopg dumps a list element by element, which costs more than the query for the few thousand ids of a batch. These
wrap the finished bytes; ``connect`` teaches each connection to send them as they are. Elements are never null.
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct, pack

from psycopg import Connection
from psycopg.abc import AdaptContext
from psycopg.adapt import Dumper
from psycopg.pq import Format

_HEAD = Struct(">iiiii")
_LENGTH = Struct(">i").pack


class _Packed:
    """A finished array; ``element`` is the oid of what it holds."""

    element: int
    __slots__ = ("data",)

    def __init__(self, count: int, body: bytes) -> None:
        if count:
            self.data = _HEAD.pack(1, 0, self.element, count, 1) + body
        else:
            self.data = _HEAD.pack(0, 0, self.element, 0, 0)[:12]


class Bigints(_Packed):
    """A bigint[]."""

    element = 20
    __slots__ = ()

    def __init__(self, values: Sequence[int]) -> None:
        count = len(values)
        body = pack(f">{'iq' * count}", *[part for value in values for part in (8, value)])
        super().__init__(count, body)


class Integers(_Packed):
    """An int[]."""

    element = 23
    __slots__ = ()

    def __init__(self, values: Sequence[int]) -> None:
        count = len(values)
        super().__init__(count, pack(f">{'ii' * count}", *[part for value in values for part in (4, value)]))


class Bytes(_Packed):
    """A bytea[]."""

    element = 17
    __slots__ = ()

    def __init__(self, values: Sequence[bytes]) -> None:
        super().__init__(len(values), b"".join([_LENGTH(len(value)) + value for value in values]))


class Uuids(_Packed):
    """A uuid[] of 16-byte ids."""

    element = 2950
    __slots__ = ()

    def __init__(self, values: Sequence[bytes]) -> None:
        sixteen = _LENGTH(16)
        super().__init__(len(values), sixteen + sixteen.join(values) if values else b"")


class Texts(_Packed):
    """A text[]."""

    element = 25
    __slots__ = ()

    def __init__(self, values: Sequence[str]) -> None:
        encoded = [value.encode() for value in values]
        super().__init__(len(values), b"".join([_LENGTH(len(value)) + value for value in encoded]))


class _AsIs(Dumper):
    format = Format.BINARY

    def dump(self, obj: _Packed) -> bytes:
        return obj.data


def _dumper(oid: int) -> type[Dumper]:
    return type(f"_AsIs{oid}", (_AsIs,), {"oid": oid})


_DUMPERS = {Bigints: 1016, Integers: 1007, Bytes: 1001, Uuids: 2951, Texts: 1009}


def teach(context: AdaptContext | Connection[object]) -> None:
    """Let a connection send packed arrays."""
    adapters = context.adapters
    assert adapters is not None
    for packed, oid in _DUMPERS.items():
        adapters.register_dumper(packed, _dumper(oid))
