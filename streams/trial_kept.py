"""How long the records of a scenario are kept, what a legal hold covers, and which records they point to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.judging import registered
from ledger.law.days import calendar, jst_day
from ledger.law.form import kept_as
from ledger.law.retention import LUMP, SUBSTITUTE, held, outliving, retain_until
from ledger.law.types import Judgement
from ledger.registers.snapshot import Registers

#: After every instant: what holds then has not been ended.
_EVER = 2**62

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """``retain_until`` is None where no period runs; ``dangling``: it leaves items to a record that is not there."""

    retain_until: date | None
    held: bool
    dangling: bool


class Keeping:
    """The records of a scenario's provisions, ``judged`` in their order: one judgement for each record of each."""

    def __init__(
        self, registers: Registers, provisions: Sequence[Event], judged: Sequence[Sequence[Judgement]]
    ) -> None:  # fmt: skip
        self._registers = registers
        self._holds = [registered.legal_hold(row) for row in registers.keys_at("legal_holds", _EVER)]
        self._last = _last_provided(provisions, judged)
        longest = {
            _name(event): max((until for one in each if (until := self._by_itself(event, one))), default=None)
            for event, each in zip(provisions, judged, strict=True)
        }
        omits = {
            _name(event): (event["source"], event["omitted_items_record"])
            for event in provisions
            if event["omitted_items_record"] is not None
        }
        self._there = longest.keys()
        moved = outliving(longest, omits)
        self._moved = {event: until for event, until in moved.items() if until != longest[event]}

    def kept(self, event: Event, judgement: Judgement) -> Kept:
        """Return how the record of this provision that was judged so is kept."""
        omitted = event["omitted_items_record"]
        return Kept(
            self._moved.get(_name(event), self._by_itself(event, judgement)),
            held(self._holds, event["recipient"], event["source"], jst_day(event["happened_at"])),
            omitted is not None and (event["source"], omitted) not in self._there,
        )

    def _by_itself(self, event: Event, judgement: Judgement) -> date | None:
        set_by_officer = self._registers.valid_at("retention_periods", judgement.duty, event["written_at"])
        return retain_until(
            judgement.duty,
            kept_as(event["form"], judgement.marks),
            _day(event["written_at"]),
            self._last[_series(event, judgement)],
            set_by_officer.body["months"] if set_by_officer else None,
        )


def _last_provided(
    provisions: Sequence[Event], judged: Sequence[Sequence[Judgement]]
) -> dict[tuple[Any, ...], date]:  # fmt: skip
    last: dict[tuple[Any, ...], date] = {}
    for event, each in zip(provisions, judged, strict=True):
        for judgement in each:
            series = _series(event, judgement)
            last[series] = max(last.get(series, date.min), _day(event["happened_at"]))
    return last


def _series(event: Event, judgement: Judgement) -> tuple[Any, ...]:
    """Return what provisions of one record have in common: a series to one recipient, a document that stands for them,
    or nothing but themselves."""
    form = kept_as(event["form"], judgement.marks)
    series = event["series"] or (event["substitute_document"] if form == SUBSTITUTE else None)
    if form in (LUMP, SUBSTITUTE) and series:
        return (event["source"], form, series, event["recipient"])
    return (event["source"], event["id"])


def _name(event: Event) -> tuple[str, bytes]:
    """Return what tells an event from every other: its source and its id."""
    return event["source"], event["id"]


def _day(at: int) -> date:
    return calendar(jst_day(at))
