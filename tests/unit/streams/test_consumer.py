"""The consumer's fetch loop when it is cancelled or rebalanced: that is no crash, everything else is, and is said."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.errors import IllegalStateError, KafkaTimeoutError
from faust.types import TP

from streams.app import WorkerSettings, ledger_app
from streams.consumer import _MOST_TOGETHER, BatchConsumer, _parts
from streams.metrics import Metrics
from streams.worker import BrokerAway


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


def test_a_partition_taken_away_while_its_position_is_asked_for_is_no_crash() -> None:
    # Two workers that start together: the second one's joining takes partitions away while the first looks them up.
    assignments = [{TP("t", 0), TP("t", 1)}, {TP("t", 1)}]
    sought: list[dict[TP, int]] = []

    async def resume_at(partitions: list[TP]) -> dict[TP, int]:
        return dict.fromkeys(partitions, 5)

    async def seek_wait(offsets: dict[TP, int]) -> None:
        sought.append(offsets)
        if TP("t", 0) in offsets:
            raise IllegalStateError("No current assignment for partition")

    consumer: Any = SimpleNamespace(
        app=SimpleNamespace(batched_topics={"t"}), assignment=lambda: assignments[len(sought)],
        _resume_at=resume_at, seek_wait=seek_wait, _read_offset={},
    )  # fmt: skip
    assert asyncio.run(BatchConsumer.seek_to_committed(consumer)) == {TP("t", 1): 5}
    asyncio.run(BatchConsumer._seek_back(consumer, {TP("t", 0): 3}))
    assert not consumer._read_offset, "what was not sought is not wanted from there"


def test_a_broker_that_is_away_holds_up_nothing_that_is_at_hand() -> None:
    app = ledger_app(WorkerSettings("127.0.0.1:1", frozenset({"t"})), SimpleNamespace(), Metrics())
    app._log_starts, known = {TP("t", 0): 7}, {TP("t", 0): 7}

    async def away(*_: TP) -> None:
        raise KafkaTimeoutError

    app._consumer = SimpleNamespace(earliest_offsets=away)
    asyncio.run(app._refresh_log_starts())
    assert app._log_starts == known


def test_that_a_broker_is_away_is_said_once_a_minute_and_without_words_of_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = [0.0]
    away = BrokerAway(lambda: now[0])
    for now[0] in (0.0, 0.1, 59.9, 60.0, 61.0):
        away.emit(logging.makeLogRecord({"name": "aiokafka", "msg": "Unable connect to node with id 1: CANARY"}))
    now[0] = 200.0
    away.emit(logging.makeLogRecord({"name": "aiokafka.consumer.fetcher", "msg": "CANARY"}))
    assert len(caplog.messages) == 2 and "CANARY" not in caplog.text


def test_a_failure_of_any_service_is_what_the_worker_says_it_died_of() -> None:
    app = ledger_app(WorkerSettings("127.0.0.1:1", frozenset({"t"})), SimpleNamespace(), Metrics())
    failed = RuntimeError("a fetch")
    asyncio.run(app.consumer.crash(failed))
    assert app.failure is failed
    stopping = ledger_app(WorkerSettings("127.0.0.1:1", frozenset({"t"})), SimpleNamespace(), Metrics())
    stopping._stopped.set()
    asyncio.run(stopping.consumer.crash(failed))
    assert stopping.failure is None, "what fails while it stops has been stopped"


def test_what_was_small_when_it_was_sent_is_taken_in_parts() -> None:
    sizes = [1, _MOST_TOGETHER, 1, _MOST_TOGETHER // 2, _MOST_TOGETHER // 2, 2 * _MOST_TOGETHER, 0]
    values = [b"x" * size or None for size in sizes]
    parts = list(_parts([SimpleNamespace(value=value) for value in values]))
    assert [[len(one.value or b"") for one in part] for part in parts] == [
        [1], [_MOST_TOGETHER], [1, _MOST_TOGETHER // 2], [_MOST_TOGETHER // 2], [2 * _MOST_TOGETHER], [0],
    ]  # fmt: skip
    assert not list(_parts([]))
