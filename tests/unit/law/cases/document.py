"""docs/law/cases.md, written from the cases that are tested."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ledger.law.catalogue import ANSWERS
from tests.unit.law.cases.case import AGAINST, Article, Case
from tests.unit.law.cases.table import ARTICLES

PAGE = Path(__file__).parents[4] / "docs" / "law" / "cases.md"
_HEAD = """# What each case comes to

Generated from `tests/unit/law/cases/` by `python -m tests.unit.law.cases`; a test fails when this page is stale. Not legal advice.

- **T..** are the examples of the guidelines, **N..** their neighbours, **M..** the matrix of recipients and grounds.
- How sure: **V** read in a primary text, **V2** in a secondary page, **M** general knowledge, **I** our interpretation.
- Verdict of the ground *claimed*, by the law of the day; beside it what decides against it, in the catalogue's words.
- Duty to record: statutory, exempt or voluntary. Flags stand beside it.
"""  # noqa: E501
_COLUMNS = ("Case", "What happened", "Claimed", "Verdict", "Basis", "Duty", "Sure", "To confirm by a lawyer")


def page() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *(_section(article) for article in ARTICLES)])


def _section(article: Article) -> str:
    lines = [f"## {article.number} {article.ja}: {article.en}", "", _row(_COLUMNS), _row(["---"] * len(_COLUMNS))]
    return "\n".join([*lines, *(_row(_cells(case)) for case in article.cases), ""])


def _cells(case: Case) -> Iterator[str]:
    yield f"**{case.id}** {case.ja}"
    yield case.en
    yield f"`{case.act.ground}`"
    yield "; ".join([case.verdict, *(ANSWERS[why, AGAINST[case.verdict]].en for why in case.why.split())])
    yield f"`{case.basis}`"
    yield case.duty + "".join(f", `{mark}`" for mark in case.marks)
    yield case.sure
    yield case.confirm or "–"


def _row(cells: object) -> str:
    assert isinstance(cells, Iterator | list | tuple)
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"
