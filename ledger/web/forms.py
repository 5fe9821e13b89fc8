"""What a browser sent: the fields of a form, read within bounds of size and time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs

from fastapi import Request
from starlette.requests import ClientDisconnect

#: How long (s) a form may take to arrive.
_SECONDS = 10.0


class FormRefused(Exception):
    """The form is too large, came too slowly, or is none. ``status``: of HTTP."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Fields(Mapping[str, str]):
    """Fields by name, trimmed: the first value of each, or ``all`` of them."""

    def __init__(self, told: Mapping[str, list[str]]) -> None:
        self._told = {name: [one.replace("\r\n", "\n").strip() for one in values] for name, values in told.items()}

    def __getitem__(self, name: str) -> str:
        return self._told[name][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)

    def all(self, name: str) -> list[str]:
        """Return every value of a field, as ticked boxes of one name send them."""
        return self._told.get(name, [])


def fields(text: str, most: int) -> Fields:
    """Read the fields of a query or a form, ``most`` of them. Raises FormRefused."""
    try:
        return Fields(parse_qs(text, keep_blank_values=True, max_num_fields=most))
    except ValueError:
        raise FormRefused(400) from None


def number_in(written: str) -> int:
    """Return the number, of nine digits at most, that a field says; 0 where it says none."""
    return int(written) if written.isdecimal() and len(written) < 10 else 0


async def read_form(request: Request, most_bytes: int, most_fields: int) -> Fields:
    """Read a form's body. Raises FormRefused."""
    body = bytearray()
    try:
        async with asyncio.timeout(_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most_bytes:
                    raise FormRefused(413)
    except (TimeoutError, ClientDisconnect):
        raise FormRefused(400) from None
    return fields(body.decode("utf-8", errors="replace"), most_fields)
