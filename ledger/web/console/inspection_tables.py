"""A report of self-inspection as tables of words: what page, spreadsheet and document show alike."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.cases.inspection import FEWEST, Inspection, Requests
from ledger.cases.requests import KINDS
from ledger.cases.texts import Text
from ledger.judging.acts import REASONS
from ledger.web.console.checks_words import WORDS as CHECKS
from ledger.web.console.inspection_words import WORDS
from ledger.web.console.parts import filled, reason_words
from ledger.web.console.runbook_words import alert_named


@dataclass(frozen=True, slots=True)
class Table:
    """One part of the report: its heading, the words of its columns, and its rows, each with what it counts."""

    code: str
    heading: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    none: Text


def tables(of: Inspection) -> list[Table]:
    """Return a report as its tables. What counts what is about people is not told where it is small."""
    return [
        Table("checks", WORDS["part_checks"], (WORDS["col_count"],), (
            (WORDS["row_checks"], _number(of.checks)), (WORDS["row_failed"], _number(of.failed)),
            *((filled(WORDS["row_part"], CHECKS[f"part_{part}"]), _number(count))
              for part, count in sorted(of.parts.items())),
            (WORDS["row_audits"], _number(of.audits)),
        ), WORDS["none_checks"]),
        Table("alerts", WORDS["part_alerts"], (WORDS["col_raised"], WORDS["col_acknowledged"]), tuple(
            (alert_named(kind), _few(one.raised), _few(one.acknowledged))
            for kind, one in of.alerts.items()
        ), WORDS["none_alerts"]),
        Table("requests", WORDS["part_requests"],
              (WORDS["col_arrived"], WORDS["col_in_time"], WORDS["col_late"], WORDS["col_open"]), tuple(
            (KINDS[kind].words, _arrived(one), _few(one.in_time), _few(one.late), _few(one.open))
            for kind, one in of.requests.items()
        ), WORDS["none_requests"]),
        Table("looks", WORDS["part_looks"], (WORDS["col_acts"],), tuple(
            (reason_words(reason), _few(of.looks[reason])) for reason in REASONS if reason in of.looks
        ), WORDS["none_looks"]),
    ]  # fmt: skip


def _number(count: int) -> Text:
    return Text(f"{count:,}", f"{count:,}")


def _arrived(one: Requests) -> Text:
    """Return how many requests arrived, so that none of its parts that is small can be reckoned from it."""
    small = [part for part in (one.in_time, one.late, one.open) if 0 < part < FEWEST]
    known = one.arrived - sum(small)
    # Of two that are small, too, a whole may leave one answer alone: 2 is 1 and 1, 8 is 4 and 4.
    return filled(WORDS["at_least"], known or FEWEST) if small and one.arrived >= FEWEST else _few(one.arrived)


def _few(count: int) -> Text:
    return filled(WORDS["few"], FEWEST) if 0 < count < FEWEST else _number(count)
