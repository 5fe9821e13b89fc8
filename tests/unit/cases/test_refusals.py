"""Whoever is refused a step reads what keeps it, and after a semicolon what to do next."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]


def refusals() -> Iterator[tuple[str, str]]:
    """Give every place where a step is refused, with the words that do not change."""
    for room in ("ledger", "streams"):
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "StepRefused":
                    said = "".join(
                        one.value for argument in node.args for one in ast.walk(argument)
                        if isinstance(one, ast.Constant) and isinstance(one.value, str)
                    )  # fmt: skip
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", said


REFUSALS = dict(refusals())


def test_refusals_are_found() -> None:
    assert len(REFUSALS) > 100


def test_a_refusal_says_what_to_do_next() -> None:
    silent = [place for place, said in REFUSALS.items() if len(said.partition("; ")[2].split()) < 2]
    assert not silent, "say after a semicolon what to do next"
