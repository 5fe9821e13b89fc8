"""The report of self-inspection as a document of the operator's, by the way on which letters are set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger.cases.answer import Operator
from ledger.cases.letters.days import written
from ledger.cases.letters.letter import Letter, Section
from ledger.cases.texts import Language, Text
from ledger.web.console.inspection_tables import Table
from ledger.web.console.inspection_words import WORDS


def report_letter(
    tables: Sequence[Table], operator: Operator, first: date, last: date, today: date, language: Language, notes: Text
) -> Letter:  # fmt: skip
    """Return the report of a period of Japanese days. It goes to nobody by name, and its number is its period."""
    period = WORDS["of_period"].told_in(language).format(
        WORDS["from_to"].told_in(language).format(*(written(day).told_in(language) for day in (first, last)))
    )
    return Letter(
        "self-inspection", language, f"TENKEN-{first:%Y%m%d}-{last:%Y%m%d}", written(today).told_in(language), "",
        tuple(line for line in (operator.name, operator.representative, operator.address, operator.contact) if line),
        WORDS["report_title"].told_in(language), (period, notes.told_in(language)),
        sections=tuple(_section(one, language) for one in tables),
    )  # fmt: skip


def _section(table: Table, language: Language) -> Section:
    rows = tuple(_row(table, row, language) for row in table.rows)
    return Section(table.heading.told_in(language), rows or (table.none.told_in(language),), listed=bool(rows))


def _row(table: Table, row: tuple[Text, ...], language: Language) -> str:
    colon, comma = ("：", "、") if language == "ja" else (": ", ", ")
    counts = [
        f"{column.told_in(language)} {count.told_in(language)}"
        for column, count in zip(table.columns, row[1:], strict=True)
    ]
    return row[0].told_in(language) + colon + comma.join(counts)
