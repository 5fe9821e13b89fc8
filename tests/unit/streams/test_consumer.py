"""The consumer's fetch loop when it is cancelled: a stop is no crash, everything else is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest

from streams.consumer import BatchConsumer


async def _cancelled_in_a_fetch(told_to_stop: bool) -> None:
    fetching = asyncio.Event()

    async def getmany(timeout: float) -> AsyncIterator[tuple[Any, Any]]:
        fetching.set()
        await asyncio.sleep(60)
        yield None, None

    fetcher = SimpleNamespace(should_stop=False)
    consumer: Any = SimpleNamespace(should_stop=False, consumer_stopped_errors=(), getmany=getmany)
    draining = asyncio.create_task(BatchConsumer._drain_messages(consumer, fetcher))
    await fetching.wait()
    fetcher.should_stop = told_to_stop
    draining.cancel()
    await draining


def test_a_fetcher_told_to_stop_ends_quietly() -> None:
    # Faust takes a cancelled fetcher for crashed while a rebalance is under way, and then looks for its supervisor.
    asyncio.run(_cancelled_in_a_fetch(told_to_stop=True))


def test_any_other_cancellation_is_passed_on() -> None:
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(_cancelled_in_a_fetch(told_to_stop=False))
