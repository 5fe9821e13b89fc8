"""Reading a form that carries one file (RFC 7578), as it comes in and within bounds.

What the file is called, and what its sender says that it is, are not looked at.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from email.message import Message

from fastapi import Request
from python_multipart.multipart import MultipartParser
from starlette.requests import ClientDisconnect

from ledger.cases.files.kinds import MOST_BYTES

#: The longest value of a field that is no file, in bytes; how many parts a form may have, and how long their headers.
_VALUE, _PARTS, _HEADERS = 200, 8, 2_000
#: How long (s) a form with a file may take to arrive, and how large it may be.
_SECONDS, _MOST = 60.0, MOST_BYTES + 16_384


class FormUnusable(Exception):
    """The form cannot be read, or something in it is larger than may be. Nothing was kept."""

    def __init__(self, *, too_large: bool) -> None:
        super().__init__("too large" if too_large else "no form")
        self.too_large = too_large


@dataclass(frozen=True, slots=True)
class Upload:
    """The fields of a form, and its file; empty where none was chosen."""

    fields: Mapping[str, str]
    content: bytes


async def received(request: Request) -> Upload:
    """Read a request's form with its file, within bounds of size and time. Raises FormUnusable as soon as it is."""

    async def chunks() -> AsyncIterator[bytes]:
        size = 0
        async for chunk in request.stream():
            size += len(chunk)
            if size > _MOST:
                raise FormUnusable(too_large=True)
            yield chunk

    try:
        async with asyncio.timeout(_SECONDS):
            return await read_upload(request.headers.get("content-type", ""), chunks())
    except (TimeoutError, ClientDisconnect):
        raise FormUnusable(too_large=False) from None


async def read_upload(content_type: str, chunks: AsyncIterator[bytes]) -> Upload:
    """Read a form whose file is in the field ``file``. Raises FormUnusable as soon as it is."""
    reading = _Reading()
    try:
        parser = MultipartParser(_boundary(content_type), {
            "on_part_begin": reading.part_begins, "on_header_field": reading.header_name,
            "on_header_value": reading.header_value, "on_header_end": reading.header_ends,
            "on_part_data": reading.data, "on_end": reading.ends,
        })  # fmt: skip
        async for chunk in chunks:
            parser.write(chunk)
    except (TypeError, ValueError):
        # What the parser refuses, and parameters (RFC 2231) at which the standard library stumbles: a number in their
        # names of thousands of digits, or some with one and some without.
        raise FormUnusable(too_large=False) from None
    if not reading.whole:
        raise FormUnusable(too_large=False)
    fields = {name: bytes(value).decode("utf-8", "replace") for name, value in reading.parts.items() if name != "file"}
    return Upload(fields, bytes(reading.parts.get("file", b"")))


def _boundary(content_type: str) -> bytes:
    said = Message()
    said["content-type"] = content_type
    boundary = said.get_boundary()
    if said.get_content_type() != "multipart/form-data" or not boundary or len(boundary) > 70:
        raise FormUnusable(too_large=False)
    return boundary.encode("latin-1", "replace")


class _Reading:
    """What was read so far. A field that comes twice counts once, the first time."""

    def __init__(self) -> None:
        self.parts: dict[str, bytearray] = {}
        self.whole = False
        self._began = 0
        self._name: str | None = None
        self._header, self._value, self._headers = bytearray(), bytearray(), 0

    def part_begins(self) -> None:
        self._began += 1
        self._name, self._headers = None, 0
        self._header, self._value = bytearray(), bytearray()
        if self._began > _PARTS:
            raise FormUnusable(too_large=True)

    def header_name(self, data: bytes, start: int, end: int) -> None:
        self._count_header(end - start)
        self._header += data[start:end]

    def header_value(self, data: bytes, start: int, end: int) -> None:
        self._count_header(end - start)
        self._value += data[start:end]

    def header_ends(self) -> None:
        if self._header.lower() == b"content-disposition":
            said = Message()
            said["content-disposition"] = self._value.decode("latin-1")
            name = said.get_param("name", header="content-disposition")
            if isinstance(name, str) and name not in self.parts:
                self._name = name
                self.parts[name] = bytearray()
        self._header, self._value = bytearray(), bytearray()

    def data(self, data: bytes, start: int, end: int) -> None:
        if self._name is None:
            return
        part = self.parts[self._name]
        part += data[start:end]
        if len(part) > (MOST_BYTES if self._name == "file" else _VALUE):
            raise FormUnusable(too_large=True)

    def ends(self) -> None:
        self.whole = True

    def _count_header(self, length: int) -> None:
        self._headers += length
        if self._headers > _HEADERS:
            raise FormUnusable(too_large=True)
