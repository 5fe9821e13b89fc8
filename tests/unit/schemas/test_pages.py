"""Pages made from schemas and codes say what those say now."""

from __future__ import annotations

from pathlib import Path

from ledger.law.evidence import EVIDENCE
from tests.unit.schemas.registers_page import PAGE, page


def test_the_page_of_the_registers_is_made_from_the_schemas() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.unit.schemas.registers_page"


def test_the_page_of_events_names_every_code_of_evidence() -> None:
    events = (Path(__file__).parents[3] / "docs" / "events.md").read_text(encoding="utf-8")
    for code, words in EVIDENCE.items():
        assert f"| `{code}` | {words} |" in events
