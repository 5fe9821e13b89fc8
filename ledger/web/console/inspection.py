"""The report of self-inspection: what was checked, raised, asked for and looked at in whole months that have ended, to
print and as a table, and as PDF. Making it is an act of its own.

Two reports that differ by a day would tell apart what that day brought, and a month that still runs does the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from fastapi.responses import Response

from ledger.cases.casebook import Casebook
from ledger.cases.csv import sheet_of
from ledger.cases.inspection import FEWEST, Inspection, inspected
from ledger.cases.letters.font import FontMissing
from ledger.cases.letters.setting import GlyphMissing, pdf
from ledger.cases.moments import minute, spoken
from ledger.cases.texts import Text
from ledger.judging.acts import LOOKS, enter_act
from ledger.law.days import calendar, jst_day
from ledger.web.console.checks_words import WORDS as CHECKS
from ledger.web.console.console import HEADERS, Console, to
from ledger.web.console.finished_months import chosen, days_of, finished
from ledger.web.console.handing import letter_file
from ledger.web.console.inspection_letter import report_letter
from ledger.web.console.inspection_tables import Table, tables
from ledger.web.console.inspection_words import WORDS
from ledger.web.console.parts import filled, instants
from ledger.web.console.routes import Asked, Route

_COMMAND = "inspection report"
#: Months of the first period.
_MONTHS = 3


def shown(console: Console, asked: Asked) -> Response:
    """Ask for the months; show the report where they are said."""
    if not any(asked.query.get(name) for name in ("since", "until")):
        months = list(finished(jst_day(asked.now)))
        return _page(console, asked, {"since": months[_MONTHS - 1], "until": months[0]}, {}, None, "")
    days, fields, errors = _period(asked)
    if days is None:
        return _page(console, asked, fields, errors, None, "")
    of = filled(WORDS["from_to"], *(spoken(calendar(day)) for day in days))
    return _page(console, asked, fields, {}, (of, tables(_made(console, asked, *days))), f"?{urlencode(fields)}")


def table(console: Console, asked: Asked) -> Response:
    """Give the report as a table for spreadsheets."""
    days, _, _ = _period(asked)
    if days is None:
        return to(asked, "/checks/report")
    header = [WORDS[code].told_in(asked.lang) for code in ("col_part", "col_row", "col_counts", "col_number")]
    content = sheet_of(header, _cells(asked, tables(_made(console, asked, *days))))
    named = {"Content-Disposition": 'attachment; filename="self-inspection.csv"'}
    return Response(content, 200, {**HEADERS, **named}, "text/csv; charset=utf-8")


def document(console: Console, asked: Asked) -> Response:
    """Give the report as PDF."""
    days, fields, _ = _period(asked)
    if days is None:
        return to(asked, "/checks/report")
    first, last, today = (calendar(day) for day in (*days, jst_day(asked.now)))
    letter = report_letter(
        tables(_made(console, asked, *days)), console.desks.operator(asked.now), first, last, today, asked.lang,
        filled(WORDS["few_note"], FEWEST),
    )  # fmt: skip
    try:
        return letter_file(pdf(letter), f"{letter.number}.pdf")
    except (GlyphMissing, FontMissing):
        return _page(console, asked, fields, {"until": WORDS["no_pdf"]}, None, "")


def _period(asked: Asked) -> tuple[tuple[int, int] | None, dict[str, str], dict[str, Text]]:
    """Return first and last day (since 1970) of the months that an address names, None where something is wrong with
    them; the fields of the form; and what is wrong."""
    wrong = {"missing": WORDS["month_missing"], "before": WORDS["month_before"]}
    since, until, errors = chosen(asked.query, jst_day(asked.now), wrong)
    return None if errors else days_of(since, until), {"since": since, "until": until}, errors


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


def _page(
    console: Console, asked: Asked, typed: Mapping[str, str], errors: Mapping[str, Text],
    made: tuple[Text, list[Table]] | None, query: str,
) -> Response:  # fmt: skip
    return console.render(
        asked, "inspection.html", WORDS["report_title"].told_in(asked.lang), words=WORDS, typed=typed, errors=errors,
        crumbs=[("/checks", CHECKS["checks"].told_in(asked.lang))], period=None if made is None else made[0],
        tables=[] if made is None else made[1], months=list(finished(jst_day(asked.now)).items()),
        now=minute(asked.now), csv=f"/checks/report/table{query}",
        document=f"/checks/report/pdf{query}",
        few=filled(WORDS["few_note"], FEWEST),
    )  # fmt: skip


def _cells(asked: Asked, made: list[Table]) -> Iterator[tuple[str, ...]]:
    for one in made:
        for row in one.rows:
            for column, cell in zip(one.columns, row[1:], strict=True):
                yield tuple(words.told_in(asked.lang) for words in (one.heading, row[0], column, cell))


ROUTES = (
    Route("GET", "/checks/report", LOOKS, shown, personal=False),
    Route("GET", "/checks/report/table", LOOKS, table, personal=False),
    Route("GET", "/checks/report/pdf", LOOKS, document, personal=False),
)
