"""Records held so that they are counted quickly: by recipient, data items and purpose, each with its day and person.

What is held of a record is its index, the surrogate of its person and its day, seventeen bytes, so that any period, any
range of an officer and the number of people in it are counted exactly, and what was erased is taken out again.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress

from ledger.judging.ranges import Range

#: Days of a span: a record's day within its span is one byte, which a table of 256 translates.
SPAN = 256
#: Stands for the person of a record about nobody. No surrogate is 0.
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the ledger: what happened from the day ``first`` to ``last`` (days since 1970 in Japan), lies within a
    range and had a purpose, where one is named."""

    first: int
    last: int
    within: Range
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """Provisions of one item to one recipient for one purpose. ``records``: how many in the period; ``first``: the day
    (since 1970 in Japan) of the first of all that are held, in the period or not."""

    recipient: str
    item: str
    purpose: str
    records: int
    first: int


@dataclass(frozen=True, slots=True)
class Total:
    """All provisions to one recipient in the period."""

    recipient: str
    records: int


@dataclass(frozen=True, slots=True)
class Flows:
    """What a part of the ledger holds; those of most records come first."""

    flows: Sequence[Flow]
    totals: Sequence[Total]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people an item was given of to a recipient; ``item`` None: how many it was given anything of."""

    recipient: str
    item: str | None
    people: int


@dataclass(frozen=True, slots=True)
class Portion:
    """Records that had recipient, items and purpose in common and happened in one span: of each its index, the
    surrogate of its person (NOBODY where it has none) and its day within the span."""

    recipient: str
    items: tuple[str, ...]
    purpose: str
    span: int
    indexes: array[int]
    identities: array[int]
    days: bytes


@dataclass(frozen=True, slots=True)
class _Key:
    recipient: str
    items: tuple[str, ...]
    purpose: str


@dataclass(slots=True)
class _Cell:
    """Records of one key and span. ``first``: the first of their days (since 1970)."""

    first: int
    indexes: array[int] = field(default_factory=lambda: array("q"))
    identities: array[int] = field(default_factory=lambda: array("q"))
    days: bytearray = field(default_factory=bytearray)


class FlowSums:
    """The records held. For one thread at a time."""

    def __init__(self) -> None:
        self._cells: dict[_Key, dict[int, _Cell]] = {}
        #: Above every index held.
        self._end = 0

    def add(self, portions: Iterable[Portion]) -> None:
        """Hold records that are not held yet."""
        for one in portions:
            # In whichever order a source names its items: the flow is the same.
            cells = self._cells.setdefault(_Key(one.recipient, tuple(sorted(one.items)), one.purpose), {})
            first = one.span * SPAN + min(one.days)
            cell = cells.get(one.span)
            if cell is None:
                cell = cells[one.span] = _Cell(first)
            cell.first = min(cell.first, first)
            self._end = max(self._end, max(one.indexes) + 1)
            cell.indexes.extend(one.indexes)
            cell.identities.extend(one.identities)
            cell.days.extend(one.days)

    def forget(self, runs: Sequence[tuple[int, int]]) -> None:
        """Hold no more what stood at these indexes, runs from their first until before their end; those that hold none
        of the records may be among them."""
        stays = bytearray(b"\1") * self._end
        for first, end in runs:
            stays[first : min(end, self._end)] = bytes(max(0, min(end, self._end) - first))
        for key, cells in list(self._cells.items()):
            for span, cell in list(cells.items()):
                here = bytes(map(stays.__getitem__, cell.indexes))
                if 0 in here:
                    _keep(cells, span, cell, here)
            if not cells:
                del self._cells[key]

    @property
    def first_day(self) -> int | None:
        """The day (since 1970 in Japan) of the first record held, None where there is none."""
        return min((cell.first for cells in self._cells.values() for cell in cells.values()), default=None)

    def flows(self, part: Part) -> Flows:
        """Count records by recipient, item and purpose, and by recipient alone."""
        totals: dict[str, int] = defaultdict(int)
        records: dict[tuple[str, str, str], int] = defaultdict(int)
        began: dict[tuple[str, str, str], int] = {}
        for key, cells in self._within(part):
            counted, first = _counted(cells, part), min(cell.first for cell in cells.values())
            totals[key.recipient] += counted
            for item in key.items:
                flow = (key.recipient, item, key.purpose)
                records[flow] += counted
                began[flow] = min(began.get(flow, first), first)
        flows = [Flow(*flow, counted, began[flow]) for flow, counted in records.items() if counted]
        flows.sort(key=lambda one: (-one.records, one.recipient, one.item, one.purpose))
        found = [Total(recipient, counted) for recipient, counted in totals.items() if counted]
        return Flows(flows, sorted(found, key=lambda one: (-one.records, one.recipient)))

    def people(self, part: Part) -> Mapping[str, int]:
        """Count the people of whom something was given, by recipient."""
        found: dict[str, set[int]] = defaultdict(set)
        for key, cells in self._within(part):
            for span, cell in cells.items():
                found[key.recipient].update(_identities(cell, _days_of(part.first, part.last, span)))
        return {recipient: len(those - {NOBODY}) for recipient, those in found.items()}

    def reach(self, part: Part, before: int) -> list[Reach]:
        """Count the people of whom something was given by entries below an index, by recipient and by recipient and
        item; those of nobody are left out."""
        by_recipient: dict[str, list[tuple[_Key, dict[int, _Cell]]]] = defaultdict(list)
        for key, cells in self._within(part):
            by_recipient[key.recipient].append((key, cells))
        return [one for recipient in sorted(by_recipient) for one in _reach(by_recipient[recipient], part, before)]

    def _within(self, part: Part) -> Iterator[tuple[_Key, dict[int, _Cell]]]:
        for key, cells in self._cells.items():
            if part.within.covers(key.recipient, key.items) and part.purpose in (None, key.purpose):
                yield key, cells


def _keep(cells: dict[int, _Cell], span: int, cell: _Cell, stays: bytes) -> None:
    """Keep of a cell what stays, and the cell itself where anything does."""
    days = bytearray(compress(cell.days, stays))
    if not days:
        del cells[span]
        return
    indexes, identities = array("q", compress(cell.indexes, stays)), array("q", compress(cell.identities, stays))
    cells[span] = _Cell(span * SPAN + min(days), indexes, identities, days)


def _reach(those: Sequence[tuple[_Key, dict[int, _Cell]]], part: Part, before: int) -> Iterator[Reach]:
    """Count the people of one recipient."""
    everybody: set[int] = set()
    by_item: dict[str, set[int]] = defaultdict(set)
    for key, cells in those:
        found: set[int] = set()
        for span, cell in cells.items():
            days = _days_of(part.first, part.last, span)
            if days is not None and 1 not in days:
                continue
            below = bytes(map(before.__gt__, cell.indexes))
            here = below if days is None else map(int.__and__, below, cell.days.translate(days))
            found.update(compress(cell.identities, here))
        found.discard(NOBODY)
        everybody |= found
        for item in key.items:
            by_item[item] |= found
    recipient = those[0][0].recipient
    if everybody:
        yield Reach(recipient, None, len(everybody))
    yield from (Reach(recipient, item, len(found)) for item, found in sorted(by_item.items()) if found)


@lru_cache(maxsize=1024)
def _days_of(first_day: int, last_day: int, span: int) -> bytes | None:
    """Return what tells the days of a span that are in a period (1) from those that are not, None where all are."""
    first = min(max(first_day - span * SPAN, 0), SPAN)
    end = min(max(last_day + 1 - span * SPAN, first), SPAN)
    return None if (first, end) == (0, SPAN) else bytes(first) + b"\1" * (end - first) + bytes(SPAN - end)


def _counted(cells: Mapping[int, _Cell], part: Part) -> int:
    counted = 0
    for span, cell in cells.items():
        days = _days_of(part.first, part.last, span)
        counted += len(cell.days) if days is None else cell.days.translate(days).count(1)
    return counted


def _identities(cell: _Cell, days: bytes | None) -> Iterable[int]:
    if days is None:
        return cell.identities
    return compress(cell.identities, cell.days.translate(days)) if 1 in days else ()
