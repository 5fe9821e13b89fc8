"""Slots of time: an answer leaves at the end of one, so that how long it took to find tells nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

#: How long (s) a question about a number and a secret takes, or a multiple: that a number is unknown is found sooner
#: than that a secret is another one.
QUESTION = 0.075
#: How long (s) a document takes that is made for a person, or a multiple: longer, since records that must not show are
#: read and left out.
DOCUMENT = 0.25


@asynccontextmanager
async def in_slots(seconds: float) -> AsyncIterator[None]:
    """Let what is done within last for ``seconds`` or a multiple, whatever comes of it."""
    began = time.monotonic()
    try:
        yield
    finally:
        await asyncio.sleep(-(time.monotonic() - began) % seconds)
