"""Counts the flow map's numbers on, beside the pages."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from starlette.concurrency import run_in_threadpool

from ledger.judging.flow_counting import FlowCounting
from ledger.store.connect import speakable

logger = logging.getLogger(__name__)

#: How long (s) nothing is looked for where all is counted, and after an error.
_IDLE, _AGAIN = 1.0, 5.0


@asynccontextmanager
async def counted_beside(counting: FlowCounting) -> AsyncIterator[None]:
    """Count on for as long as this lasts."""
    ends = threading.Event()
    clerk = threading.Thread(target=_count, args=(counting, ends), name="flow-counting", daemon=True)
    clerk.start()
    try:
        yield
    finally:
        ends.set()
        await run_in_threadpool(clerk.join)
        counting.close()


def _count(counting: FlowCounting, ends: threading.Event) -> None:
    rest, failed = 0.0, False
    while not ends.wait(rest):
        begun = time.monotonic()
        try:
            more = any((counting.step(), counting.work_off()))
            # With much to count half of the time is left to the pages.
            rest, failed = time.monotonic() - begun if more else _IDLE, False
        except (psycopg.Error, LookupError) as error:
            if not failed:
                what = speakable(error) if isinstance(error, psycopg.Error) else type(error).__name__
                logger.error("the flow map cannot be counted on (%s); it is tried again, every %g s", what, _AGAIN)
            rest, failed = _AGAIN, True
