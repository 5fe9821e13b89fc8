"""What the documents name exists: tests by name, modules and files by path, and the scenarios that they try."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").glob("*.md")])
#: A path in backquotes: of a room, with an ending or a folder's slash.
_PATH = re.compile(r"`((?:ledger|streams|schemas|tests|docs|bench)/[\w./-]+?)`")
_TEST = re.compile(r"\btest_\w+")
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def _known_tests() -> frozenset[str]:
    """Return the name of every test and of every module of tests."""
    found = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        found.add(path.stem)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return frozenset(found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert sorted(set(_TEST.findall(text)) - _known_tests()) == [], "tests"
    assert sorted(path for path in set(_PATH.findall(text)) if not (ROOT / path).exists()) == [], "paths"
    assert sorted(path for path in set(_LINK.findall(text)) if not (page.parent / path).exists()) == [], "links"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_holds_nothing_that_a_merge_left_behind(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith(("<<<<<<< ", ">>>>>>> "))] == []


def test_each_alert_that_comes_due_has_a_line_that_says_what_to_do() -> None:
    tree = ast.parse((ROOT / "streams" / "recorder" / "due.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "DueAlert"]
    raised = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    assert len(raised) >= 10
    page = (ROOT / "docs" / "officers.md").read_text(encoding="utf-8")
    rows = [row.split(" | ") for row in page.split("## Alerts")[1].split("\n\n")[1].splitlines()[2:]]
    told = {kind for kinds, _, to_do in rows for kind in re.findall(r"`(\w+)`", kinds) if to_do.strip(" |")}
    assert raised - told == set()


def test_decisions_are_numbered_one_by_one_and_carry_their_number() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    headings = [page.read_text(encoding="utf-8").splitlines()[0] for page in pages]
    assert [heading[:7] for heading in headings] == [f"# {page.name[:4]} " for page in pages]
