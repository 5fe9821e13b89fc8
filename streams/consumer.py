"""Faust's consumer, delivering one event per partition and poll instead of one per message.

Three things differ from the stock consumer, for reasons measured on it:

* A stock stream spends most of its time on tasks per message. Here a message of the stream *is* a batch.
* The stock commit arithmetic can step over what was not acknowledged. Here only the acknowledged head of each
  partition's queue is committed, and Kafka's committed offset is a report: the position is the recorder's.
* Where to resume is asked of the recorder after every rebalance, and nothing is ever reset silently.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import Any

import faust
from aiokafka.errors import IllegalStateError, NoOffsetForPartitionError
from aiokafka.structs import TopicPartition
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, ConsumerMessage

logger = logging.getLogger(__name__)

#: How long (ms) the broker may hold a fetch that has nothing to bring. Only one is under way at a time, and a partition
#: that was not empty when it was sent waits for it, with Faust's own setting for 1.5 s.
_FETCH_WAIT = 25
#: What is taken together of one partition at most, in bytes of its values, though never less than one message. A fetch
#: bounds them as they were sent, which is compressed.
_MOST_TOGETHER = 16 * 1_048_576


class PositionAhead(Exception):
    """The ledger has read further than the topic reaches: the topic was cut or the broker restored from a backup.
    Nothing was read. Restore the broker, or recreate the topic, so that it has an identity of its own."""


class BatchMessage(ConsumerMessage):  # type: ignore[misc]
    """Everything one poll returned for one partition; ``offset`` is the last message's."""

    first_offset: int
    #: Number of the seek that this was fetched after.
    epoch: int


class BatchSchema(faust.Schema):  # type: ignore[misc]
    """Hands the agent the messages untouched: the recorder decodes, so that it can quarantine."""

    def loads_key(self, app: Any, message: Any, **_: Any) -> Any:  # noqa: ARG002
        return message.key

    def loads_value(self, app: Any, message: Any, **_: Any) -> Any:  # noqa: ARG002
        return message


class BatchConsumer(driver.Consumer):  # type: ignore[misc]
    """Consumer of the topics the app names in ``batched_topics``; every other topic keeps Faust's own path."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._in_flight: dict[TP, deque[BatchMessage]] = defaultdict(deque)
        self._gaps: dict[TP, tuple[int, int]] = {}
        super().__init__(*args, **kwargs)

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Any]]:
        # Read before the fetch: what was fetched before a seek must not pass for what follows it.
        epoch = self.app.epoch
        records, active = await self._wait_next_records(timeout)
        if records is None or self.should_stop:
            return
        if not self.flow_active:
            await self.perform_seek()
            return
        for tp, message in self._deliverable(records, epoch):
            if not self.flow_active:
                return
            if epoch != self.app.epoch:
                await self._fetch_again(records)
                return
            if active is None or tp in active or tp in self._buffered_partitions:
                yield tp, message

    async def _fetch_again(self, records: Mapping[Any, list[Any]]) -> None:
        """Seek back to what is wanted: these records are not delivered, and nothing else would show their absence."""
        tps = [TP(tp.topic, tp.partition) for tp in records if tp.topic in self.app.batched_topics]
        assigned = self.assignment()
        wanted = {tp: self._read_offset[tp] for tp in tps if tp in assigned}
        await self._seek_back({tp: offset for tp, offset in wanted.items() if offset is not None})

    def _deliverable(self, records: Mapping[Any, list[Any]], epoch: int) -> Iterator[tuple[TP, Any]]:
        single: dict[Any, list[Any]] = {}
        for tp, chunk in records.items():
            if tp.topic not in self.app.batched_topics:
                single[tp] = chunk
            else:
                for part in _parts(chunk):
                    yield TP(tp.topic, tp.partition), _batch(tp, part, self.app.consumer_generation_id, epoch)
        for tp, record in self.scheduler.iterate(single):
            yield tp, self._to_message(tp, record)

    async def _drain_messages(self, fetcher: Any) -> None:
        try:
            while not (self.should_stop or fetcher.should_stop):
                async for tp, message in self.getmany(timeout=1.0):
                    await self._deliver(tp, message)
                await self.sleep(0)
        except self.consumer_stopped_errors:
            if not self.transport.app.should_stop:
                raise
        except asyncio.CancelledError:
            # Told to stop while a rebalance is under way: the stock fetcher would take that for a crash of its own.
            if not fetcher.should_stop:
                raise

    async def _deliver(self, tp: TP, message: Any) -> None:
        wanted, epoch = self._read_offset[tp], self.app.epoch
        if isinstance(message, BatchMessage):
            if wanted is None or not await self._follows(tp, wanted, message):
                return
            self._in_flight[tp].append(message)
        elif wanted is not None and message.offset < wanted:
            return
        # The wait ends early when a rebalance suspends the flow; paid once a batch it costs nothing.
        await self.wait_first(self.callback(message), self.suspend_flow.wait())
        if epoch == self.app.epoch:
            self._read_offset[tp] = message.offset + 1

    async def _follows(self, tp: TP, wanted: int, message: BatchMessage) -> bool:
        """Cut off what was delivered before; tell whether anything is left that may be delivered now."""
        if message.first_offset < wanted:
            message.value = [record for record in message.value if record.offset >= wanted]
            if not message.value:
                return False
            message.first_offset = message.value[0].offset
        return message.first_offset == wanted or await self._gap_is_real(tp, wanted, message)

    async def _gap_is_real(self, tp: TP, wanted: int, message: BatchMessage) -> bool:
        """Tell whether the offsets between what is wanted and what came are truly absent.

        A gap is believed only when a second fetch from the wanted offset shows it too: a fetch under way across a seek
        returns what follows the old position, and would pass for a hole.
        """
        if self._gaps.get(tp) == (wanted, message.first_offset):
            return True
        self._gaps[tp] = (wanted, message.first_offset)
        await self._seek_back({tp: wanted})
        return False

    async def _seek_back(self, wanted: Mapping[TP, int]) -> None:
        try:
            await self.seek_wait(wanted)
        except IllegalStateError:
            # A rebalance has taken a partition away, and whoever holds it now asks anew where to read on.
            return
        # The stock seek takes offset 0 for none at all.
        self._read_offset.update(wanted)

    def on_buffer_full(self, tp: TP) -> None:
        # A full queue already blocks the delivery above. Pausing the partition as well would make the stock fetch
        # loop sleep for a whole second whenever all partitions are paused.
        if tp.topic not in self.app.batched_topics:
            super().on_buffer_full(tp)

    def _filter_tps_with_pending_acks(self, topics: Any = None) -> Iterator[TP]:
        yield from (tp for tp in list(self._in_flight) if topics is None or tp in topics or tp.topic in topics)
        yield from (
            tp for tp in super()._filter_tps_with_pending_acks(topics) if tp.topic not in self.app.batched_topics
        )

    def _new_offset(self, tp: TP) -> int | None:
        if tp.topic not in self.app.batched_topics:
            offset: int | None = super()._new_offset(tp)
            return offset
        self._acked.pop(tp, None)
        self._acked_index.pop(tp, None)
        pending, reached = self._in_flight[tp], None
        while pending and pending[0].acked:
            reached = pending.popleft().offset + 1
        return reached

    def _new_consumer_thread(self) -> Any:
        return _ConsumerThread(self, loop=self.loop, beacon=self.beacon)

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        await super().on_partitions_revoked(revoked)
        # Whoever is given the partitions next asks for their positions: what is on its way has to have arrived.
        await self.app.settled()
        for tp in revoked:
            self._in_flight.pop(tp, None)

    async def perform_seek(self) -> None:
        """Read on where the recorder stands, whatever was fetched, queued or taken before."""
        await self.app.settled()
        self._in_flight.clear()
        await super().perform_seek()
        self.app.accept()

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Seek every batched partition to the recorder's position (Kafka's own committed offsets do not matter)."""
        while True:
            assigned = [tp for tp in self.assignment() if tp.topic in self.app.batched_topics]
            offsets = await self._resume_at(assigned)
            try:
                await self.seek_wait(offsets)
            except IllegalStateError:
                # A rebalance took a partition away while the recorder was asked: there is another assignment now.
                continue
            logger.info("resuming %d partitions where the ledger stands", len(offsets))
            return offsets

    async def _resume_at(self, partitions: Iterable[Any]) -> dict[TP, int]:
        tps = [TP(tp.topic, tp.partition) for tp in partitions]
        if not tps:
            return {}
        kafka = [TopicPartition(tp.topic, tp.partition) for tp in tps]
        starts = await self._thread.earliest_offsets(*kafka)
        ends = await self._thread.highwaters(*kafka)
        owned = await self.app.resume(tps, {TP(*tp): offset for tp, offset in starts.items()})
        for tp, offset in owned.items():
            if offset > ends[TopicPartition(tp.topic, tp.partition)]:
                raise PositionAhead(f"{tp.topic}/{tp.partition}")
        return dict(owned)


class _ConsumerThread(driver.AIOKafkaConsumerThread):  # type: ignore[misc]
    """Faust's fetching thread, which after a rebalance may fetch before it was told where to read on."""

    def _create_consumer(self, loop: asyncio.AbstractEventLoop) -> Any:
        consumer = super()._create_consumer(loop=loop)
        # Faust has no setting for it.
        consumer._fetch_max_wait_ms = _FETCH_WAIT
        return consumer

    async def _fetch_records(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return await super()._fetch_records(*args, **kwargs)
        except NoOffsetForPartitionError:
            # Not yet sought. Without a position nothing is fetched, so nothing can be missed meanwhile.
            return {}


class BatchTransport(driver.Transport):  # type: ignore[misc]
    """Faust's aiokafka transport with the consumer above."""

    Consumer = BatchConsumer


def _parts(chunk: list[Any]) -> Iterator[list[Any]]:
    """Part what was fetched of one partition into runs that may be taken together, in their order."""
    part: list[Any] = []
    size = 0
    for record in chunk:
        more = len(record.value or b"")
        if part and size + more > _MOST_TOGETHER:
            yield part
            part, size = [], 0
        part.append(record)
        size += more
    if part:
        yield part


def _batch(tp: Any, chunk: list[Any], generation: int, epoch: int) -> BatchMessage:
    last = chunk[-1]
    message = BatchMessage(
        tp.topic, tp.partition, last.offset, last.timestamp / 1000.0, last.timestamp_type, (), None, chunk, None, 0, 0,
        TP(tp.topic, tp.partition), generation_id=generation,
    )  # fmt: skip
    message.first_offset = chunk[0].offset
    message.epoch = epoch
    return message
