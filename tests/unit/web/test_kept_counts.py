"""What takes long to count keeps no page waiting: it is told as it was, with its instant, and is counted meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from typing import Any, cast

import pytest

from ledger.web.console import kept_counts
from ledger.web.console.kept_counts import Counted, KeptCounts
from ledger.web.desks import Desk, Desks

#: Far longer than a page waits.
_LONG = 10.0


class _Connection:
    def transaction(self) -> Any:
        return nullcontext()

    def execute(self, _: str) -> None:
        pass


class _Desks:
    @contextmanager
    def one(self) -> Iterator[Desk]:
        yield Desk(cast(Any, _Connection()), cast(Any, None), None)


DESKS = cast(Desks, _Desks())


def told(counts: KeptCounts, count: Callable[[Desk], int], now: int) -> Counted[int]:
    return counts.told(DESKS, {"this": count}, now)["this"]


def until(so: Callable[[], bool]) -> None:
    end = time.monotonic() + _LONG
    while not so():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_what_is_quick_is_counted_with_each_page() -> None:
    counts = KeptCounts()
    assert [told(counts, lambda _, now=now: now + 1, now) for now in (5, 6)] == [  # type: ignore[misc]
        Counted(6, 5, False), Counted(7, 6, False),
    ]  # fmt: skip


def test_what_may_be_told_again_is_until_it_is_old_or_was_changed_here() -> None:
    counts = KeptCounts()

    def at(now: int) -> Counted[int]:
        return counts.told(DESKS, {"this": lambda _: now}, now, 10)["this"]

    assert [at(now).value for now in (5, 14, 15, 24, 3)] == [5, 5, 15, 15, 3], "not of a later instant either"
    counts.changed("this")
    counts.changed("that")
    assert at(4) == Counted(4, 4, False)


def test_what_takes_long_is_told_as_it_was_and_counted_meanwhile() -> None:
    counts, go = KeptCounts(), threading.Event()
    assert told(counts, lambda _: 1, 5) == Counted(1, 5, False)

    def long(_: Desk) -> int:
        assert go.wait(_LONG)
        return 2

    begun = time.monotonic()
    assert told(counts, long, 6) == Counted(1, 5, False), "as it was"
    assert time.monotonic() - begun < _LONG / 2
    go.set()
    until(lambda: told(counts, lambda _: 3, 7) == Counted(2, 6, False))
    assert told(counts, lambda _: 3, 8) == Counted(2, 6, False), "it rests, since it took so long"


def test_what_was_never_counted_is_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_counts, "_FIRST", 0.06)
    counts, go = KeptCounts(), threading.Event()
    never = told(counts, lambda _: int(go.wait(_LONG)), 5)
    assert never == Counted(None, None, False)
    go.set()
    until(lambda: told(counts, lambda _: 0, 6) == Counted(1, 5, False))


def test_a_count_that_fails_says_so_and_keeps_the_last_one_and_the_others() -> None:
    counts = KeptCounts()
    assert told(counts, lambda _: 1, 5) == Counted(1, 5, False)

    def fails(_: Desk) -> int:
        raise LookupError("its source is away")

    both = counts.told(DESKS, {"this": fails, "other": lambda _: 4}, 6)
    assert both == {"this": Counted(1, 5, True), "other": Counted(4, 6, False)}
    assert counts.told(DESKS, {"new": fails}, 7) == {"new": Counted(None, None, True)}
    assert told(counts, lambda _: 2, 8) == Counted(2, 8, False), "and is tried again"


def test_one_count_at_a_time_however_many_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_counts, "_FIRST", _LONG)
    counts, alone, made = KeptCounts(), threading.Lock(), []

    def count(_: Desk) -> int:
        assert alone.acquire(blocking=False), "another count runs"
        time.sleep(0.02)
        alone.release()
        made.append(1)
        return 1

    with ThreadPoolExecutor(8) as pages:
        answers = list(pages.map(lambda _: counts.told(DESKS, {"a": count, "b": count}, 5), range(8)))
    assert answers == [{"a": Counted(1, 5, False), "b": Counted(1, 5, False)}] * 8
    assert len(made) == 2, "what is being counted is not counted twice, and what took long rests"
