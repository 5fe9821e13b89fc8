"""The Faust app of one worker: an agent that hands batches to the recorder, one transaction at a time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

import faust
from faust import streams as faust_streams
from faust.types import TP

from streams.batches import Message, PartitionBatch
from streams.consumer import BatchSchema, BatchTransport
from streams.metrics import Metrics
from streams.ports import Recorder
from streams.topics import topic_ids

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

#: Seconds between two turns of the recorder's housekeeping.
_HOUSEKEEPING = 0.5
#: Seconds for which a topic's first offset is taken as known.
_LOG_START_KEPT = 30.0
#: Partition batches joined in one transaction at most, and how long (s) to wait for a further one.
_MOST_JOINED, _WITHIN = 8, 0.005


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """How a worker reaches Kafka. ``security`` is passed to the clients as it is (SASL, TLS).

    ``session_timeout`` (s) is how long a dead worker keeps its partitions.
    """

    bootstrap: str
    topics: frozenset[str]
    group: str = "provision-ledger"
    session_timeout: float = 10.0
    security: Mapping[str, Any] = field(default_factory=dict)


class LedgerApp(faust.App):  # type: ignore[misc]
    """A Faust app whose positions are the recorder's."""

    def __init__(self, settings: WorkerSettings, recorder: Recorder, metrics: Metrics) -> None:
        if faust_streams._CStreamIterator is None:
            raise RuntimeError("Faust's compiled stream is missing: its Python twin acknowledges what it skips")
        super().__init__(
            settings.group,
            broker=f"kafka://{settings.bootstrap.replace(',', ';kafka://')}",
            broker_session_timeout=settings.session_timeout,
            broker_heartbeat_interval=settings.session_timeout / 5,
            broker_request_timeout=max(30.0, settings.session_timeout * 2),
            broker_commit_interval=2.0,
            broker_credentials=settings.security.get("credentials"),
            ssl_context=settings.security.get("ssl_context"),
            consumer_auto_offset_reset="none",
            consumer_max_fetch_size=1_048_576,
            stream_wait_empty=False,
            stream_buffer_maxsize=_MOST_JOINED,
            topic_disable_leader=True,
            topic_allow_declare=False,
            table_standby_replicas=0,
            web_enabled=False,
            agent_supervisor="mode.CrashingSupervisor",
            key_serializer="raw",
            value_serializer="raw",
            store="memory://",
        )
        self.batched_topics = settings.topics
        self.failure: BaseException | None = None
        self._settings = settings
        self._recorder = recorder
        self._metrics = metrics
        # One thread, so that the recorder's connection and caches have one user.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recorder")
        self._topic_ids: dict[str, str] = {}
        self._log_starts: dict[TP, int] = {}
        self._log_starts_at = 0.0

    def _new_transport(self) -> BatchTransport:
        return BatchTransport(self.conf.broker_consumer, self)

    async def in_thread(self, work: Callable[[], Answer]) -> Answer:
        """Run the recorder's blocking work in its one thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def resume(self, partitions: Sequence[TP], starts: Mapping[TP, int]) -> dict[TP, int]:
        """Return where to read each partition on: the recorder's position, or the topic's first offset when it has
        none or retention has passed it (the recorder then records the hole)."""
        topics = sorted({tp.topic for tp in partitions})
        self._topic_ids = await asyncio.to_thread(
            topic_ids, self._settings.bootstrap, topics, self._settings.security.get("kafka_python", {})
        )
        self._log_starts = dict(starts)
        self._log_starts_at = time.monotonic()
        names = [(tp.topic, self._topic_ids[tp.topic], tp.partition) for tp in partitions]
        owned = await self.in_thread(lambda: self._recorder.positions(names))
        return {
            tp: max(owned.get(name, starts[tp]), starts[tp]) for tp, name in zip(partitions, names, strict=True)
        }

    async def record(self, messages: Sequence[Any]) -> None:
        """Record the batches of some messages; durable when it returns."""
        await self._refresh_log_starts()
        batches = [self._batch(message) for message in messages]
        began = time.monotonic()
        await self.in_thread(lambda: self._recorder.record(batches))
        self._metrics.count("worker.batches", len(batches))
        self._metrics.count("worker.messages", sum(len(batch.records) for batch in batches))
        self._metrics.time("worker.record_seconds", time.monotonic() - began)

    async def housekeeping(self) -> None:
        """Let the recorder do what is due."""
        await self.in_thread(self._recorder.housekeeping)

    async def topics_changed(self) -> bool:
        """Tell whether the registers name other topics than this worker reads."""
        return not await self.in_thread(self._recorder.topics) <= self.batched_topics

    async def crash(self, reason: BaseException) -> None:
        # The base class keeps the reason to itself; the process has to say what it died of.
        self.failure = self.failure or reason
        await super().crash(reason)

    def _batch(self, message: Any) -> PartitionBatch:
        records = message.value
        return PartitionBatch(
            topic=message.topic,
            topic_id=self._topic_ids[message.topic],
            partition=message.partition,
            first_offset=records[0].offset,
            next_offset=records[-1].offset + 1,
            log_start=self._log_starts[message.tp],
            records=[Message(record.offset, record.timestamp * 1000, record.value) for record in records],
        )

    async def _refresh_log_starts(self) -> None:
        if time.monotonic() - self._log_starts_at < _LOG_START_KEPT:
            return
        starts = await self.consumer.earliest_offsets(*self._log_starts)
        self._log_starts.update({TP(*tp): offset for tp, offset in starts.items()})
        self._log_starts_at = time.monotonic()


def ledger_app(settings: WorkerSettings, recorder: Recorder, metrics: Metrics) -> LedgerApp:
    """Build the app: one agent over every topic, and the turn of housekeeping."""
    app = LedgerApp(settings, recorder, metrics)
    topic = app.topic(*sorted(settings.topics), schema=BatchSchema(), maxsize=_MOST_JOINED)

    @app.agent(topic, concurrency=1)  # type: ignore[untyped-decorator]
    async def take_in(stream: Any) -> None:
        # Nothing is acknowledged by the stream itself: a batch is acknowledged after its transaction, or never.
        async for events in stream.noack().noack_take(_MOST_JOINED, within=_WITHIN):
            await app.record([event.value for event in events])
            for event in events:
                event.ack()

    @app.timer(_HOUSEKEEPING)  # type: ignore[untyped-decorator]
    async def housekeeping() -> None:
        await app.housekeeping()

    return app
