"""What a stream worker asks of whatever keeps its events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from streams.batches import PartitionBatch

#: A partition by topic name, topic identity and number.
PartitionName = tuple[str, str, int]


class Fenced(Exception):
    """Another worker owns this partition's position. Nothing was recorded; this worker must read its positions anew."""


Work = TypeVar("Work")


class Recorder(Protocol[Work]):
    """Keeps events and owns the position in every partition.

    Every method may block for as long as its store is away. ``commit`` is called from a thread of its own, while the
    next batches are prepared; all others are called from one thread, never at once.
    """

    def positions(self, partitions: Sequence[PartitionName]) -> Mapping[PartitionName, int]:
        """Return the next offset wanted of each partition; one that was never recorded from is absent."""

    def prepare(self, batches: Sequence[PartitionBatch]) -> Work:
        """Do whatever can be done before the batches' turn to be kept has come. Nothing is kept by it."""

    def commit(self, work: Work) -> None:
        """Keep every message of prepared batches and move the positions, in transactions that do both or neither.

        Called in the order of ``prepare``. Durable when it returns. Raises Fenced when a position is not where these
        batches begin or earlier; any other exception means that nothing of at least one batch was kept, and the
        worker has to read again.
        """

    def housekeeping(self) -> None:
        """Do what is due between batches. Called about twice a second, when idle too."""

    def topics(self) -> frozenset[str]:
        """Return the topics there are to read."""

    def stop(self) -> None:
        """Give up waiting for the store. May be called from another thread."""
