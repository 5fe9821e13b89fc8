"""Connections to what is served: one that asks nothing keeps nobody out.

uvicorn ends a connection that is idle after an answer, and no other: one that never asks, or spells its headers letter
by letter, stays for as long as its sender likes, and counts among those that are served at once. Here each has a time
to ask in and a time for its answer to be taken in; and where all are there, the one that has asked nothing for longest
makes room for who comes. A proxy before it (docs/window.md) does the same for far more of them.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: Connections that are there at once: who comes while all of them are being answered is told to come again.
AT_ONCE = 200
#: How long (s) a connection may take until its request's headers are there, counted from the last answer, and how long
#: its request and answer may take, a file that is sent and one that is fetched slowly included.
ASKS_WITHIN, ANSWERED_WITHIN = 10.0, 120.0
#: Bytes that may come before a request's headers are whole. h11 has this bound of its own.
_MOST_HEADERS = 65_536


class _Bounded:
    """What both kinds of connection do, before a protocol of uvicorn's. ``asking_since``: since when (s, monotonic) it
    asks nothing; None while it is answered. The loop's own clock stands still while it takes in many at once."""

    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport
    connections: set[Any]
    cycle: Any
    limit_concurrency: int | None

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.asking_since: float | None = None
        self._answered: object = None
        self._ends: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Begin, at the cost of who has asked nothing for longest where there is no room."""
        super().connection_made(transport)  # type: ignore[misc]
        self._look()
        self._make_room()

    def data_received(self, data: bytes) -> None:
        """Take in what was sent; some bytes of a request are none."""
        super().data_received(data)  # type: ignore[misc]
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()  # type: ignore[misc]
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._until(None)
        super().connection_lost(exc)  # type: ignore[misc]

    def _look(self) -> None:
        """Count the time from the last request that is whole, or from when there was none."""
        answered = self.cycle if self.cycle is not None and not self.cycle.response_complete else None
        if answered is not None and answered is not self._answered:
            self.asking_since = None
            self._until(ANSWERED_WITHIN)
        elif answered is None and self.asking_since is None:
            self.asking_since = time.monotonic()
            self._until(ASKS_WITHIN)
        self._answered = answered

    def _until(self, seconds: float | None) -> None:
        if self._ends is not None:
            self._ends.cancel()
        self._ends = None if seconds is None else self.loop.call_later(seconds, self._end)

    def _end(self) -> None:
        # What is written and not taken would keep a connection that is closed.
        self.connections.discard(self)
        self.transport.abort()

    def _make_room(self) -> None:
        if self.limit_concurrency is None or len(self.connections) < self.limit_concurrency:
            return
        there = ((one.asking_since, one) for one in self.connections if isinstance(one, _Bounded) and one is not self)
        asking = [(since, one) for since, one in there if since is not None]
        if asking:
            min(asking, key=lambda pair: pair[0])[1]._end()


class Connection(_Bounded, H11Protocol):  # type: ignore[misc]
    """A connection of a person's, an officer's or another program's."""


class QuickConnection(_Bounded, HttpToolsProtocol):  # type: ignore[misc]
    """A connection of a service that asks before it provides: the same, read in C, since an answer is due in
    milliseconds and reading a question took longer than answering it."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._unread = 0

    def data_received(self, data: bytes) -> None:
        """Take in what was sent; end where headers have no end."""
        super().data_received(data)
        self._unread = self._unread + len(data) if self.asking_since is not None else 0
        if self._unread > _MOST_HEADERS:
            self._end()
