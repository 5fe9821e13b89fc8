"""Fewer records of an answer than all: by period, by the other side, by verdict.

What is chosen is a code, never a name: a year or a month, the number of the newest row with that other side, a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.cases.moments import month_of
from ledger.cases.one_fact import day_of, fact
from ledger.cases.projection import RecordShown
from ledger.cases.texts import SENTENCES, Text

#: By what records are narrowed, in the order of the page.
BY = ("period", "recipient", "verdict")
_VERDICTS = ("lawful", "violation", "undetermined", "being_checked")
Options = Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Records of an answer, and how they were chosen: ``options`` by each of ``BY``, ``chosen`` of them by code."""

    records: Sequence[RecordShown]
    options: Mapping[str, Options]
    chosen: Mapping[str, str]


def narrowed(records: Sequence[RecordShown], asked: Mapping[str, str]) -> Narrowed:
    """Return the records that fit all that is asked, in their order; a code that is none of this answer asks nothing.
    What can be chosen follows from all records of the answer, so that every choice can be changed."""
    names = _first_of_each_name(records)
    options = {
        "period": _periods(records),
        "recipient": {str(number): name for name, number in names.items()},
        "verdict": {
            one: SENTENCES[one if one == "being_checked" else f"verdict_{one}"]
            for one in _VERDICTS if any(_verdict(record) == one for record in records)
        },
    }  # fmt: skip
    chosen = {by: asked.get(by, "") for by in BY if asked.get(by, "") in options[by]}

    def fits(record: RecordShown) -> bool:
        said = {
            "period": day_of(record).isoformat(), "recipient": str(names[_name(record)]), "verdict": _verdict(record)
        }  # fmt: skip
        return all(said[by].startswith(code) if by == "period" else said[by] == code for by, code in chosen.items())

    return Narrowed([record for record in records if fits(record)], options, chosen)


def _periods(records: Sequence[RecordShown]) -> Options:
    """Return the years in which anything happened, newest first, each before its months."""
    found: dict[str, Text] = {}
    months = sorted({day_of(record).replace(day=1) for record in records}, reverse=True)
    for month in months:
        found[f"{month.year}"] = Text(f"{month.year}年", f"{month.year}")
        found[f"{month:%Y-%m}"] = month_of(month)
    return found


def _first_of_each_name(records: Sequence[RecordShown]) -> Mapping[Text, int]:
    found: dict[Text, int] = {}
    for record in records:
        found.setdefault(_name(record), record.number)
    return found


def _name(record: RecordShown) -> Text:
    return fact(record, "recipient_name").words


def _verdict(record: RecordShown) -> str:
    return record.verdict or "being_checked"
