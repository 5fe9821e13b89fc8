"""The two sides of one act (articles 29 and 30): what the provider's record and the recipient's say differently.

Each side records other items of the same act, so only what both have to know is compared: the data items, the people,
the Japanese day, and that each names the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger.law.days import jst_day
from ledger.law.words import Sentence
from ledger.registers.snapshot import Registers

#: What may differ, in the order in which it is shown.
DIFFERENCES: Mapping[str, Sentence] = {
    "role": Sentence("両者が同じ立場を記録しています", "both say that they are on the same side"),
    "items": Sentence("項目が異なります", "the data items differ"),
    "people": Sentence("本人が異なります", "the people differ"),
    "day": Sentence("日付（日本時間）が異なります", "the day (in Japan) differs"),
    "other_side": Sentence("相手方が互いに一致しません", "one does not name the other as the other side"),
    "counterpart_event": Sentence("別の記録を相手としています", "one points to another record as its counterpart"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One side's report of an act.

    ``other`` is the other side by code; ``own`` are the codes by which the reporter itself may be named, empty where no
    register says. ``people`` are (namespace, id), empty where the Act needs none (31). ``at`` is µs UTC.
    """

    event_id: bytes
    role: str
    own: frozenset[str]
    other: str
    items: frozenset[str]
    people: frozenset[tuple[str, str]]
    at: int
    counterpart: bytes | None


def differences(one: Side, another: Side) -> tuple[str, ...]:
    """Return what two reports of one act say differently, whichever of them is asked about, by the codes above."""
    differing = {
        "role": one.role == another.role,
        "items": one.items != another.items,
        "people": bool(one.people and another.people) and one.people != another.people,
        "day": jst_day(one.at) != jst_day(another.at),
        "other_side": not (_names(one, another) and _names(another, one)),
        "counterpart_event": not (_points(one, another) and _points(another, one)),
    }
    return tuple(code for code in DIFFERENCES if differing[code])


def side_of(event: Mapping[str, Any], registers: Registers) -> Side:
    """Return the side that a decoded Provision reports."""
    at = event["happened_at"]
    return Side(
        event["id"], event["role"], own_codes(registers, event["source"], at), event["recipient"],
        frozenset(event["items"]), frozenset((one["namespace"], one["id"]) for one in event["people"]), at,
        event["counterpart_event"],
    )  # fmt: skip


def own_codes(registers: Registers, source: str, at: int) -> frozenset[str]:
    """Return the recipients that stand for who reports by this source: those that bear its name or that of its service,
    a partner or a department; else those that are the operator's own legal person."""
    row = registers.valid_at("sources", source, at)
    names = {source, row.body["owner_service"]} if row else {source}
    named = {name for name in names if registers.valid_at("recipients", name, at) is not None}
    if named:
        return frozenset(named)
    return frozenset(
        one.key for one in registers.keys_at("recipients", at) if one.body.get("legal_person") == "operator"
    )


def _names(one: Side, another: Side) -> bool:
    return not another.own or one.other in another.own


def _points(one: Side, another: Side) -> bool:
    """Tell whether a report points to the other or to none: the other alone may have known of it."""
    return one.counterpart is None or one.counterpart == another.event_id
