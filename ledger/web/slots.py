"""Slots of time: an answer leaves at the end of one, so that how long it took to find tells nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

#: How long (s) a page takes that rests on a number and a secret, or a multiple: that a number is unknown is found
#: sooner than that a secret is another one, and records that must not show are read, some µs each, and left out.
PAGE = 0.075
#: How long (s) a document takes that is set for paper, or a multiple: setting it takes some times as long as a page.
PAPER = 0.25


@asynccontextmanager
async def in_slots(seconds: float) -> AsyncIterator[None]:
    """Let what is done within last for ``seconds`` or a multiple, whatever comes of it."""
    began = time.monotonic()
    try:
        yield
    finally:
        await asyncio.sleep(-(time.monotonic() - began) % seconds)
