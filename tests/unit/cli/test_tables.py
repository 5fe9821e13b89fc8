"""What commands print as tables, and how far they have come."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from rich.table import Table

from ledger.cli.asking import progress, show


def test_nothing_of_a_table_is_cut_off(capsys: pytest.CaptureFixture[str]) -> None:
    table, told = Table("Next", "Then"), "何を開示するか・どう答えるかを決める" * 8
    table.add_row(told, told)
    show(table)
    said = capsys.readouterr().out
    assert "…" not in said and said.count("決") == 2 * 8


def test_where_there_is_no_terminal_there_is_no_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # as where a build is watched: its log is no terminal
    with progress("entries") as advance:
        advance(1, 2)
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_there_is_one() -> None:
    script = "from ledger.cli.asking import progress\nwith progress('entries') as advance: advance(1, 2)"
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-c", script], stderr=theirs, check=True, cwd=Path(__file__).parents[3],
        env={**os.environ, "TERM": "xterm"},
    )  # fmt: skip
    os.close(theirs)
    assert b"entries" in os.read(ours, 65_536)
    os.close(ours)
