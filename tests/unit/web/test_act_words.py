"""Every act that is entered anywhere has a name in Japanese and English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from ledger.web.console.act_words import ACTS, act_words

ROOT = Path(__file__).parents[3]
#: Where the command stands among the arguments of what enters an act, or sits down for one.
_PLACES = {
    "desk": (0,), "seat": (0,), "stepped": (1,), "enter_act": (5,), "enter_what_follows": (4,), "enter_notice": (3,),
    "enter_step": (5,), "enter_look": (4, 6), "step": (3,), "_taken": (4,), "_count": (4,),
}  # fmt: skip
_COMMAND = re.compile(r"[a-z-]+( [a-z-]+)*( \([a-z]+\))?")


def entered() -> Iterator[tuple[str, str]]:
    """Each command that is written where an act is entered, with where that is."""
    for file in sorted((ROOT / "ledger").rglob("*.py")):
        names = file.relative_to(ROOT).with_suffix("").parts
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            for place in _PLACES.get(called, ()):
                said = node.args[place] if place < len(node.args) else None
                if isinstance(said, ast.Constant):
                    command = said.value
                elif isinstance(said, ast.Name):
                    command = getattr(import_module(".".join(names)), said.id, None)
                else:
                    continue
                if isinstance(command, str) and _COMMAND.fullmatch(command):
                    yield command, f"{'/'.join(names)}:{node.lineno}"


def test_every_act_has_a_name() -> None:
    found = dict(entered())
    assert {"search", "disclose", "case decide", "search request", "case identify (look)", "stop give"} <= set(found)
    unnamed = {command: place for command, place in found.items() if "別の版" in act_words(command).ja}
    assert not unnamed, "give each of these a name in act_words.py"


def test_no_name_is_a_command() -> None:
    for command, words in ACTS.items():
        assert re.search(r"[\u3040-\u9fff]", words.ja) and words.en[0].isupper(), command
        assert command not in (words.ja, words.en), command


def test_an_act_of_another_release_is_told_by_its_command() -> None:
    assert act_words("case fold (records)").ja == "記録の閲覧（別の版の操作（case fold））"


def test_no_act_says_that_the_day_of_article_39_was_paused_or_moved() -> None:
    """What is paused is our own target, and what is told is a new date: article 39 knows neither."""
    for command in ("case pause", "case resume", "case extend"):
        assert "期限" not in act_words(command).ja, command
