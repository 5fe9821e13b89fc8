"""The report of self-inspection: what was checked, raised, asked for and looked at in a period, to print and as a
table. Making it is an act of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi.responses import Response

from ledger.cases.casebook import Casebook
from ledger.cases.csv import sheet_of
from ledger.cases.inspection import FEWEST, Inspection, inspected
from ledger.cases.moments import minute, spoken
from ledger.cases.requests import KINDS
from ledger.cases.texts import Text
from ledger.judging.acts import LOOKS, REASONS, enter_act
from ledger.law.days import calendar, jst_day
from ledger.web.console.checks_words import WORDS as CHECKS
from ledger.web.console.console import HEADERS, Console, to
from ledger.web.console.inspection_words import WORDS
from ledger.web.console.parts import PERIOD_FIELDS, filled, instants, period, period_written, reason_words
from ledger.web.console.routes import Asked, Route
from ledger.web.console.runbook_words import alert_named

_COMMAND = "inspection report"
#: Days of the first period, today among them.
_DAYS = 91


@dataclass(frozen=True, slots=True)
class Table:
    """One part of the report: its heading, the words of its columns, and its rows, each with what it counts."""

    code: str
    heading: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    none: Text


def shown(console: Console, asked: Asked) -> Response:
    """Ask for the period; show the report where it is said."""
    today = jst_day(asked.now)
    fields = {name: asked.query.get(name, "") for name in PERIOD_FIELDS}
    if not any(fields.values()):
        return _page(console, asked, period_written(today - _DAYS + 1, today), {}, None, "")
    first, last, errors = period(asked.query)
    if errors or first is None or last is None:
        return _page(console, asked, fields, errors, None, "")
    of = Text(*(f"{begin}{dash}{end}" for begin, end, dash in zip(
        spoken(calendar(first)), spoken(calendar(last)), ("から", " to "), strict=True)))  # fmt: skip
    return _page(console, asked, fields, {}, (of, tables(_made(console, asked, first, last))), f"?{urlencode(fields)}")


def table(console: Console, asked: Asked) -> Response:
    """Give the report as a table for spreadsheets."""
    first, last, errors = period(asked.query)
    if errors or first is None or last is None:
        return to(asked, "/checks/report")
    header = [WORDS[code].told_in(asked.lang) for code in ("col_part", "col_row", "col_counts", "col_number")]
    content = sheet_of(header, _cells(asked, tables(_made(console, asked, first, last))))
    named = {"Content-Disposition": 'attachment; filename="self-inspection.csv"'}
    return Response(content, 200, {**HEADERS, **named}, "text/csv; charset=utf-8")


def _made(console: Console, asked: Asked, first: int, last: int) -> Inspection:
    """Enter that the report is made, and count."""
    begin, end = instants(first, last)
    with console.desks.one() as desk:
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, "inspection", _COMMAND,
            {"since": begin, "until": end}, None, asked.now, None, LOOKS,
        )  # fmt: skip
        cases = console.shelf.all(Casebook(desk.connection, desk.vault))
        return inspected(desk.connection, desk.vault, cases, begin, end)


def tables(of: Inspection) -> list[Table]:
    """Return a report as its tables. What counts what is about people is told in fives where it is small."""
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
            (KINDS[kind].words, _few(one.arrived), _few(one.in_time), _few(one.late), _few(one.open))
            for kind, one in of.requests.items()
        ), WORDS["none_requests"]),
        Table("looks", WORDS["part_looks"], (WORDS["col_acts"],), tuple(
            (reason_words(reason), _few(of.looks[reason])) for reason in REASONS if reason in of.looks
        ), WORDS["none_looks"]),
    ]  # fmt: skip


def _page(
    console: Console, asked: Asked, typed: Mapping[str, str], errors: Mapping[str, Text],
    made: tuple[Text, list[Table]] | None, query: str,
) -> Response:  # fmt: skip
    return console.render(
        asked, "inspection.html", WORDS["report_title"].told_in(asked.lang), words=WORDS, typed=typed, errors=errors,
        crumbs=[("/checks", CHECKS["checks"].told_in(asked.lang))], period=None if made is None else made[0],
        tables=[] if made is None else made[1], now=minute(asked.now), csv=f"/checks/report/table{query}",
        few=filled(WORDS["few_note"], FEWEST),
    )  # fmt: skip


def _cells(asked: Asked, made: list[Table]) -> Iterator[tuple[str, ...]]:
    for one in made:
        for row in one.rows:
            for column, cell in zip(one.columns, row[1:], strict=True):
                yield tuple(words.told_in(asked.lang) for words in (one.heading, row[0], column, cell))


def _number(count: int) -> Text:
    return Text(f"{count:,}", f"{count:,}")


def _few(count: int) -> Text:
    return filled(WORDS["few"], FEWEST) if 0 < count < FEWEST else _number(count)


ROUTES = (
    Route("GET", "/checks/report", LOOKS, shown, personal=False),
    Route("GET", "/checks/report/table", LOOKS, table, personal=False),
)
