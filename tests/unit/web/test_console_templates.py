"""What holds of every template of the console."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from ledger.web.console.quarantine_words import WORDS

TEMPLATES = files("ledger.web") / "templates" / "console"
STREAMS = Path(__file__).parents[3] / "streams"
TABLES = [
    (one.name, table)
    for one in sorted(TEMPLATES.iterdir(), key=lambda one: one.name)
    for table in re.findall(r"<table.*?</table>", one.read_text("utf-8"), re.DOTALL)
]


@pytest.mark.parametrize(("name", "table"), TABLES, ids=[f"{name}-{place}" for place, (name, _) in enumerate(TABLES)])
def test_a_table_of_many_columns_is_a_list_on_a_narrow_page(name: str, table: str) -> None:
    if table.count('scope="col"') <= 3 or 'class="matrix"' in table:  # the matrix has its list beside it
        return
    assert table.startswith('<table class="cases"'), name
    assert [cell for cell in re.findall(r"<td[^>]*>", table) if "data-label=" not in cell] == [], name


def test_why_a_message_cannot_be_read_has_words_for_every_code() -> None:
    codes = {
        *re.findall(r'Unreadable\("(\w+)"\)', (STREAMS / "wire.py").read_text("utf-8")),
        *re.findall(r'_unread\(.*"(\w+)", value', (STREAMS / "recorder" / "taken.py").read_text("utf-8")),
    }
    assert len(codes) == 12
    told = {code for code in WORDS if code.startswith("unread_")}
    assert {f"unread_{code}" for code in (*codes, "bytes_erased")} == told, "the last is of what was to be read again"
