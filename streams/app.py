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
from aiokafka.errors import KafkaError
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
#: Messages of a partition in one batch at most; partition batches joined in one transaction at most, and how long (s)
#: to wait for a further one.
_MOST_POLLED, _MOST_JOINED, _WITHIN = 500, 8, 0.005


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

    def __init__(self, settings: WorkerSettings, recorder: Recorder[Any], metrics: Metrics) -> None:
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
            broker_max_poll_records=_MOST_POLLED,
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
        #: Number of times the consumer has been told where to read on.
        self.epoch = 0
        self._settings = settings
        self._recorder = recorder
        self._metrics = metrics
        # Two threads: one prepares, asks and tidies up, the other commits in order.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="prepare")
        self._committer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="commit")
        self._committing: asyncio.Task[None] | None = None
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._accepting = False
        self._topic_ids: dict[str, str] = {}
        self._log_starts: dict[TP, int] = {}
        self._log_starts_at = 0.0

    def _create_directories(self) -> None:
        """Make none: Faust would leave empty folders where the worker was started, and keeps nothing in them here."""

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
        return {tp: max(owned.get(name, starts[tp]), starts[tp]) for tp, name in zip(partitions, names, strict=True)}

    async def take(self, events: Sequence[Any]) -> None:
        """Prepare the batches of some events and let them be committed while the next are prepared."""
        # What was fetched before the last seek will be read again, here or by whoever owns the partition now.
        current = [event for event in events if event.message.epoch == self.epoch]
        if not current or not self._accepting:
            return
        self._begin()
        try:
            await self._refresh_log_starts()
            batches = [self._batch(event.value) for event in current]
            began = time.monotonic()
            work = await self.in_thread(lambda: self._recorder.prepare(batches))
            self._metrics.time("worker.prepare_seconds", time.monotonic() - began)
            await self._committed()
        except BaseException:
            self._end()
            raise
        self._committing = asyncio.create_task(self._commit(work, current))

    async def settled(self) -> None:
        """Take nothing more until ``accept``, and wait for what is on its way."""
        self._accepting = False
        await self._idle.wait()

    def accept(self) -> None:
        """Take what is fetched from now on: a new epoch begins."""
        self.epoch += 1
        self._accepting = True

    async def _commit(self, work: Any, events: Sequence[Any]) -> None:
        began = time.monotonic()
        try:
            await asyncio.get_running_loop().run_in_executor(self._committer, lambda: self._recorder.commit(work))
        except Exception as error:
            self.failure = self.failure or error
            await self.crash(error)
            raise
        finally:
            self._end()
        for event in events:
            event.ack()
        self._metrics.count("worker.batches", len(events))
        self._metrics.count("worker.messages", sum(len(event.value.value) for event in events))
        self._metrics.time("worker.commit_seconds", time.monotonic() - began)

    def _begin(self) -> None:
        self._under_way += 1
        self._idle.clear()

    def _end(self) -> None:
        self._under_way -= 1
        if not self._under_way:
            self._idle.set()

    async def _committed(self) -> None:
        if self._committing is not None:
            committing, self._committing = self._committing, None
            await committing

    async def housekeeping(self) -> None:
        """Let the recorder do what is due."""
        await self.in_thread(self._recorder.housekeeping)

    async def topics_changed(self) -> bool:
        """Tell whether the registers name other topics than this worker reads."""
        return not await self.in_thread(self._recorder.topics) <= self.batched_topics

    def _crash(self, reason: BaseException) -> None:
        # Told of a failure in any service of this process, a fetch that failed too; the process has to say what it
        # died of. What fails while it stops has been stopped.
        if not self.should_stop:
            self.failure = self.failure or reason
        super()._crash(reason)

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
        self._log_starts_at = time.monotonic()
        try:
            starts = await self.consumer.earliest_offsets(*self._log_starts)
        except KafkaError:
            return  # it is away: what was known stays true, and what is at hand is recorded
        self._log_starts.update({TP(*tp): offset for tp, offset in starts.items()})


def ledger_app(settings: WorkerSettings, recorder: Recorder[Any], metrics: Metrics) -> LedgerApp:
    """Build the app: one agent over every topic, and the turn of housekeeping."""
    app = LedgerApp(settings, recorder, metrics)
    topic = app.topic(*sorted(settings.topics), schema=BatchSchema(), maxsize=_MOST_JOINED)

    @app.agent(topic, concurrency=1)  # type: ignore[untyped-decorator]
    async def take_in(stream: Any) -> None:
        # Nothing is acknowledged by the stream itself: a batch is acknowledged after its transaction, or never.
        async for events in stream.noack().noack_take(_MOST_JOINED, within=_WITHIN):
            await app.take(events)

    @app.timer(_HOUSEKEEPING)  # type: ignore[untyped-decorator]
    async def housekeeping() -> None:
        await app.housekeeping()

    return app
