"""What the flow map shows of what was counted: matrix, ribbons and list, each number with where it leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote_plus, urlencode

from ledger.cases.texts import Text
from ledger.judging.flow_sums import Flows, Total
from ledger.law.days import jst_day
from ledger.registers.snapshot import Registers
from ledger.web.console.flow_compare import difference
from ledger.web.console.flow_words import WORDS
from ledger.web.console.parts import PERIOD_FIELDS, coded, country_of, filled, joined, recipient_name
from ledger.web.console.ribbons import Drawing, drawing

#: Rows and columns of the matrix, and members of the ribbons' columns; the rest is told together.
_ROWS, _COLUMNS, _ITEMS, _PURPOSES = 12, 12, 8, 6
_REST = "*"
#: For how many days a flow is new.
_NEW = 30
_STEPS = 5
_SHORTEST = 13


#: What of it the search of records asks for too.
_SEARCHED = (*PERIOD_FIELDS, "purpose")


class FlowMap:
    """What the page shows of what was counted. ``before``: of the period it is compared with; ``people``: how many a
    recipient's records are about, None where they are not told; ``whole``: whether the ledger was counted from its
    first entry, for only then is it known what is new; ``query``: what was asked for; ``picked``: the recipient in
    colour."""

    def __init__(
        self, registers: Registers, now: int, counted: Flows, before: Flows | None, people: Mapping[str, int] | None,
        whole: bool, query: Mapping[str, str], unlawful: frozenset[str], picked: str,
    ) -> None:  # fmt: skip
        self._registers, self._now, self._counted, self._people, self._query, self._unlawful, self.picked = (
            registers, now, counted, people, query, unlawful, picked)  # fmt: skip
        self._searched = urlencode({name: value for name, value in query.items() if name in _SEARCHED})
        self._before = None if before is None else {one.recipient: one for one in before.totals}
        since = jst_day(now) - _NEW
        self._new = {(one.recipient, one.item) for one in counted.flows if whole} - {
            (one.recipient, one.item) for one in counted.flows if one.first < since
        }  # fmt: skip
        self._cells = _summed(((one.recipient, one.item), one.records) for one in counted.flows)
        by_item = _summed((one.item, one.records) for one in counted.flows)
        self.items = sorted(by_item, key=lambda item: (-by_item[item], item))

    @property
    def finding(self) -> Text:
        """The sentence above everything: who received most."""
        totals = self._counted.totals
        return filled(
            WORDS["finding"], self.name(totals[0].recipient), totals[0].records,
            sum(one.records for one in totals), len(totals),
        )  # fmt: skip

    @property
    def new(self) -> int:
        """How many flows have begun of late."""
        return len(self._new)

    @property
    def heads(self) -> list[Text]:
        """The columns of the matrix."""
        return [self.item(item) for item in self.items[:_COLUMNS]]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of the matrix and of the list, those of most records first."""
        most = max(self._cells.values(), default=1)
        return [
            {
                "code": one.recipient, "name": self.name(one.recipient), "country": self.country(one.recipient),
                "registered": self._registers.valid_at("recipients", one.recipient, self._now) is not None,
                "unlawful": one.recipient in self._unlawful, "records": one.records,
                "people": None if self._people is None else self._people.get(one.recipient, 0),
                "difference": self._difference(one), "address": self._address(one.recipient),
                "purposes": self._purposes(one.recipient),
                "pick": f"/flows?{urlencode({**self._query, 'pick': one.recipient})}",
                "cells": [self._cell(one.recipient, item, most) for item in self.items],
            }
            for one in self._counted.totals
        ]  # fmt: skip

    @property
    def ended(self) -> list[tuple[str, int]]:
        """Who received in the period that is compared with and in this one no more, with their records then."""
        here = {one.recipient for one in self._counted.totals}
        return [(self.name(one.recipient), one.records) for one in (self._before or {}).values()
                if one.recipient not in here]  # fmt: skip

    def _difference(self, one: Total) -> tuple[Text, int] | None:
        """Return by how much a recipient's records differ from those of the period before, and how many those were."""
        if self._before is None:
            return None
        there = self._before.get(one.recipient)
        records = there.records if there is not None else 0
        return difference(one.records, records), records

    @property
    def shown(self) -> int:
        """Rows of the matrix."""
        return _ROWS

    @property
    def others(self) -> tuple[int, int]:
        """How many recipients are below the matrix's rows, and their records."""
        rest = self._counted.totals[_ROWS:]
        return len(rest), sum(one.records for one in rest)

    @property
    def drawing(self) -> Drawing:
        """The ribbons."""
        recipients = [one.recipient for one in self._counted.totals[:_ROWS]]
        by_purpose = _summed((one.purpose, one.records) for one in self._counted.flows)
        purposes = sorted(by_purpose, key=lambda one: (-by_purpose[one], one))[:_PURPOSES]
        left = _summed((
            (_or_rest(one.recipient, recipients), _or_rest(one.item, self.items[:_ITEMS])), one.records
        ) for one in self._counted.flows)  # fmt: skip
        right = _summed((
            (_or_rest(one.item, self.items[:_ITEMS]), _or_rest(one.purpose, purposes)), one.records
        ) for one in self._counted.flows)  # fmt: skip
        return drawing(
            {(f"r {begin}", f"i {end}"): size for (begin, end), size in sorted(left.items(), key=_by_size)},
            {(f"i {begin}", f"p {end}"): size for (begin, end), size in sorted(right.items(), key=_by_size)},
        )

    def label(self, code: str) -> Text:
        """Return the name beside a bar, cut to what there is room for."""
        kind, _, named = code.partition(" ")
        if named == _REST:
            return filled(WORDS["others"], "")
        said = {"r": lambda: Text(*[self.name(named)] * 2), "i": lambda: self.item(named),
                "p": lambda: coded(self._registers, "purposes", named, self._now)}[kind]()  # fmt: skip
        return Text(_cut(said.ja, _SHORTEST), _cut(said.en, 2 * _SHORTEST))

    def _cell(self, recipient: str, item: str, most: int) -> dict[str, Any]:
        records = self._cells.get((recipient, item), 0)
        return {
            "records": records, "step": -(-records * _STEPS // most), "new": (recipient, item) in self._new,
            "address": self._address(recipient, item), "item": self.item(item),
        }  # fmt: skip

    def _purposes(self, recipient: str) -> Text:
        found = dict.fromkeys(one.purpose for one in self._counted.flows if one.recipient == recipient)
        return joined([coded(self._registers, "purposes", one, self._now) for one in found])

    def country(self, recipient: str) -> Text:
        """Return the country of a recipient in words."""
        country = country_code(self._registers, recipient, self._now)
        return country_of(self._registers, country, self._now) if country else Text("–", "–")

    def name(self, recipient: str) -> str:
        """Return what the register calls a recipient."""
        return recipient_name(self._registers, recipient, self._now)

    def item(self, item: str) -> Text:
        """Return a data item in words."""
        return coded(self._registers, "data_items", item, self._now)

    def _address(self, recipient: str, item: str = "") -> str:
        named = f"recipient={quote_plus(recipient)}" + (f"&item={quote_plus(item)}" if item else "")
        return f"/records?{self._searched}&{named}"


def country_code(registers: Registers, recipient: str, at: int) -> str:
    """Return the country of a recipient at an instant (µs UTC) as the register has it, empty where it is in none."""
    row = registers.valid_at("recipients", recipient, at)
    return str(row.body.get("country") or "") if row is not None else ""


def _summed(told: Any) -> dict[Any, int]:
    found: dict[Any, int] = defaultdict(int)
    for key, size in told:
        found[key] += size
    return found


def _or_rest(code: str, shown_ones: Sequence[str]) -> str:
    return code if code in shown_ones else _REST


def _by_size(link: tuple[Any, int]) -> tuple[bool, int, Any]:
    (begin, _), size = link
    return begin == _REST, -size, link[0]


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
