"""The flow map: who is given what and why, as a matrix, as ribbons and as a list. Every number leads to its records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import psycopg
from fastapi.responses import Response

from ledger.cases.moments import spoken
from ledger.cases.texts import Text
from ledger.judging.acts import LOOKS, enter_act
from ledger.judging.flows import MOST, Flows, flows
from ledger.judging.standing import groups
from ledger.law.days import calendar, jst_day
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers
from ledger.web.console.console import Console
from ledger.web.console.flow_words import WORDS
from ledger.web.console.parts import (
    PERIOD_FIELDS,
    coded,
    country_of,
    filled,
    instants,
    joined,
    period,
    period_written,
    recipient_name,
)
from ledger.web.console.records import SECONDS
from ledger.web.console.ribbons import WIDTH, Drawing, drawing
from ledger.web.console.routes import Asked, Route

#: Rows and columns of the matrix, and members of the ribbons' columns; the rest is told together.
_ROWS, _COLUMNS, _ITEMS, _PURPOSES = 12, 12, 8, 6
_REST = "*"
#: Days of the first period, and for how many a flow is new.
_YEAR, _NEW = 364, 30
_STEPS = 5
_SHORTEST = 13


def shown(console: Console, asked: Asked) -> Response:
    """Show the map of a period; at first of the last year."""
    today = jst_day(asked.now)
    fields = {name: asked.query.get(name, "") for name in PERIOD_FIELDS}
    first, last, errors = period(asked.query) if any(fields.values()) else (today - _YEAR, today, {})
    if errors or first is None or last is None:
        return _page(console, asked, fields, errors)
    if asked.who.range.people is not None:
        return _page(console, asked, period_written(first, last), {}, by_range=True)
    registers, (begin, end) = console.desks.registers(), instants(first, last)
    try:
        with console.desks.one() as desk:
            as_of = read_head(desk.connection, LOG_ID).size
            enter_act(
                desk.connection, desk.vault, registers, asked.who.officer, asked.reason or "", "console flows",
                {"since": first, "until": last, "as_of": as_of}, None, asked.now, None, LOOKS,
            )  # fmt: skip
            with desk.connection.transaction():
                desk.connection.execute(f"set local statement_timeout = {SECONDS * 1000}".encode())
                counted = flows(desk.connection, begin, end, as_of, asked.who.range)
                unlawful = groups(desk.connection, "violation", as_of, asked.who.range, 1_000)
    except psycopg.errors.QueryCanceled:
        return _page(console, asked, period_written(first, last), {"until": WORDS["too_slow"]})
    made = _Map(registers, asked, counted, period_written(first, last), {one.recipient for one in unlawful})
    return _page(
        console, asked, period_written(first, last), {}, counted=counted, map=made,
        stopped=filled(WORDS["stopped"], MOST, counted.floor) if counted.floor else None,
        period=filled(WORDS["counted"], spoken(calendar(first)), spoken(calendar(last)), counted.floor, counted.as_of),
    )  # fmt: skip


class _Map:
    """What the page shows of what was counted."""

    def __init__(
        self, registers: Registers, asked: Asked, counted: Flows, days: Mapping[str, str], unlawful: set[str]
    ) -> None:  # fmt: skip
        self._registers, self._asked, self._counted, self._days, self._unlawful = (
            registers, asked, counted, days, unlawful)  # fmt: skip
        self._new = {
            (one.recipient, one.item) for one in counted.flows if one.first >= asked.now - _NEW * 86_400_000_000
        } - {(one.recipient, one.item) for one in counted.flows if one.first < asked.now - _NEW * 86_400_000_000}
        self._cells = _summed(((one.recipient, one.item), one.records) for one in counted.flows)
        by_item = _summed((one.item, one.records) for one in counted.flows)
        self.items = sorted(by_item, key=lambda item: (-by_item[item], item))
        self.picked = asked.query.get("pick", "")

    @property
    def finding(self) -> Text:
        """The sentence above everything: who received most."""
        totals = self._counted.totals
        return filled(
            WORDS["finding"], self._name(totals[0].recipient), totals[0].records,
            sum(one.records for one in totals), len(totals),
        )  # fmt: skip

    @property
    def new(self) -> int:
        """How many flows have begun of late."""
        return len(self._new)

    @property
    def heads(self) -> list[Text]:
        """The columns of the matrix."""
        return [self._item(item) for item in self.items[:_COLUMNS]]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of the matrix and of the list, those of most records first."""
        most = max(self._cells.values(), default=1)
        return [
            {
                "code": one.recipient, "name": self._name(one.recipient), "country": self._country(one.recipient),
                "registered": self._registers.valid_at("recipients", one.recipient, self._asked.now) is not None,
                "unlawful": one.recipient in self._unlawful, "records": one.records, "people": one.people,
                "address": self._address(one.recipient), "purposes": self._purposes(one.recipient),
                "pick": f"/flows?{urlencode({**self._days, 'pick': one.recipient})}",
                "cells": [self._cell(one.recipient, item, most) for item in self.items],
            }
            for one in self._counted.totals
        ]  # fmt: skip

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
        said = {"r": lambda: Text(*[self._name(named)] * 2), "i": lambda: self._item(named),
                "p": lambda: coded(self._registers, "purposes", named, self._asked.now)}[kind]()  # fmt: skip
        return Text(_cut(said.ja, _SHORTEST), _cut(said.en, 2 * _SHORTEST))

    def _cell(self, recipient: str, item: str, most: int) -> dict[str, Any]:
        records = self._cells.get((recipient, item), 0)
        return {
            "records": records, "step": -(-records * _STEPS // most), "new": (recipient, item) in self._new,
            "address": self._address(recipient, item), "item": self._item(item),
        }  # fmt: skip

    def _purposes(self, recipient: str) -> Text:
        found = dict.fromkeys(one.purpose for one in self._counted.flows if one.recipient == recipient)
        return joined([coded(self._registers, "purposes", one, self._asked.now) for one in found])

    def _country(self, recipient: str) -> Text:
        row = self._registers.valid_at("recipients", recipient, self._asked.now)
        country = str(row.body.get("country") or "") if row is not None else ""
        return country_of(self._registers, country, self._asked.now) if country else Text("–", "–")

    def _name(self, recipient: str) -> str:
        return recipient_name(self._registers, recipient, self._asked.now)

    def _item(self, item: str) -> Text:
        return coded(self._registers, "data_items", item, self._asked.now)

    def _address(self, recipient: str, item: str = "") -> str:
        query = {**self._days, "recipient": recipient, **({"item": item} if item else {})}
        return f"/records?{urlencode(query)}"


def _page(
    console: Console, asked: Asked, typed: Mapping[str, str], errors: Mapping[str, Text], *, by_range: bool = False,
    counted: Flows | None = None, **more: Any,
) -> Response:  # fmt: skip
    return console.render(
        asked, "flows.html", WORDS["flows"].told_in(asked.lang), words=WORDS, errors=errors, typed=typed,
        by_range=by_range, counted=counted, width=WIDTH, **more,
    )  # fmt: skip


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


ROUTES = (Route("GET", "/flows", LOOKS, shown, personal=True, menu=WORDS["flows_menu"]),)
