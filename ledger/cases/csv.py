"""The answer for spreadsheets: UTF-8 with BOM, one header row, CRLF, ISO dates, facts in the one order.

A fact that is in words of ours has a column per language. The two columns after the facts name, per row,
what the law grants and what the operator adds. A text that a spreadsheet would take for a formula gets an
apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from ledger.cases.facts import FACTS, Fact
from ledger.cases.projection import Projection, RecordShown
from ledger.cases.texts import SENTENCES, Text
from ledger.cases.visible import grouped, visible

FILE_NAME = "kaiji.csv"

_ONE_COLUMN = frozenset(
    {
        "when",
        "recipient_name",
        "recipient_address",
        "recipient_representative",
        "recipient_purpose",
        "terms",
        "acquisition",
        "notification",
    }
)
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "〔U+0009〕", "〔U+000D〕")
_LABELS = {
    "recipient_name": Text("だれに・だれから", "To or from whom"),
    "recipient_address": Text("相手の住所", "Address"),
    "recipient_representative": Text("相手の代表者", "Representative"),
    "recipient_country": Text("相手の国・地域（記号）", "Country or region (code)"),
}


def render(projection: Projection) -> bytes:
    """Return the document; without records it is the header row alone."""
    return sheet_of(_header(), (_row(record) for record in projection.records))


def sheet_of(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table for spreadsheets: its header row, then its rows, no cell of which is taken for a formula."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(_guarded(cell) for cell in row)
    return ("\ufeff" + sheet.getvalue()).encode()


def _header() -> list[str]:
    direction = SENTENCES["direction"]
    cells = [_both(SENTENCES["number"]), direction.ja, direction.en]
    for code in FACTS:
        label = _LABELS.get(code, SENTENCES[code])
        cells += [_both(label)] if code in _ONE_COLUMN else [label.ja, label.en]
    for code in ("granted_by_act", "added_by_operator", "amendments"):
        cells += [SENTENCES[code].ja, SENTENCES[code].en]
    return [*cells, _both(SENTENCES["record_id"])]


def _row(record: RecordShown) -> list[str]:
    facts = {fact.code: fact for fact in (*record.granted_by_act, *record.added_by_operator)}
    cells = [str(record.number), *SENTENCES[record.role]]
    for code in FACTS:
        cells += _cells(code, facts.get(code))
    for block in (record.granted_by_act, record.added_by_operator):
        cells += [
            "、".join(fact.label.ja for fact in block),
            ", ".join(fact.label.en for fact in block),
        ]
    cells += [
        "".join(each.words.ja for each in record.amendments),
        " ".join(each.words.en for each in record.amendments),
    ]
    # In groups, because a spreadsheet would read some ids as numbers and round them.
    return [*cells, grouped(record.record_id)]


def _cells(code: str, fact: Fact | None) -> list[str]:
    if code not in _ONE_COLUMN:
        return ["", ""] if fact is None else [f"{words}{_code(fact)}" for words in fact.words]
    if fact is None:
        return [""]
    return [str(fact.value) if code == "when" else fact.words.ja]


def _code(fact: Fact) -> str:
    """Return the code of a country, for programs, behind its name."""
    return f" ({fact.value})" if fact.code == "recipient_country" and fact.value is not None else ""


def _both(label: Text) -> str:
    return f"{label.ja} / {label.en}"


def _guarded(cell: str) -> str:
    shown = visible(cell)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA_STARTS) else shown
