"""What commands print as tables."""

from __future__ import annotations

import pytest
from rich.table import Table

from ledger.cli.asking import show


def test_nothing_of_a_table_is_cut_off(capsys: pytest.CaptureFixture[str]) -> None:
    table, told = Table("Next", "Then"), "何を開示するか・どう答えるかを決める" * 8
    table.add_row(told, told)
    show(table)
    said = capsys.readouterr().out
    assert "…" not in said and said.count("決") == 2 * 8
