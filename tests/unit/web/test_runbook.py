"""Steps for whatever is told as wrong: each kind of alert, each value of operations, each part of the self-check."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from ledger.judging.running import Running
from ledger.judging.tallies import Tally
from ledger.web.console.app import ROUTES
from ledger.web.console.checks import _STEPS
from ledger.web.console.checks_words import WORDS as CHECKS
from ledger.web.console.operations import _values
from ledger.web.console.runbook_words import ALERTS, VALUES, alert_named

ROOT = Path(__file__).parents[3]


def raised() -> set[str]:
    """Every kind of alert that the recorder may raise."""
    found = set()
    for path in (ROOT / "streams" / "recorder").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "DueAlert" and isinstance(
                node.args[0], ast.Constant
            ):
                found.add(str(node.args[0].value))
    told = (ROOT / "docs" / "officers.md").read_text(encoding="utf-8").split("## Alerts")[1].split("## Blocks")[0]
    rows = [row.split(" | ")[0] for row in told.splitlines() if row.startswith("| `")]
    return found | {kind for kinds in rows for kind in re.findall(r"`(\w+)`", kinds)}


def test_every_kind_of_alert_has_steps_and_a_name() -> None:
    assert len(raised()) >= 16
    assert raised() - ALERTS.keys() == set()
    assert alert_named("silence").ja == "送信元の途絶" and alert_named("unheard_of").en == "unheard_of"


def test_every_value_of_operations_and_every_part_of_the_check_has_steps() -> None:
    nothing = Running(0, None, 0, None, 0, None, 0, 0, None)
    values = _values(nothing, Tally(0, None), Tally(0, None), None, 0, 0)
    assert len(values) == sum(1 for code in CHECKS if code.startswith("value_"))
    assert {one.steps for one in values} <= ALERTS.keys() | VALUES.keys()
    assert _STEPS.keys() == {code.removeprefix("part_") for code in CHECKS if code.startswith("part_")}
    assert set(_STEPS.values()) <= ALERTS.keys() | VALUES.keys()


def test_steps_lead_to_pages_and_documents_that_are_there() -> None:
    pages = {one.path for one in ROUTES if one.method == "GET"}
    for code, steps in {**ALERTS, **VALUES}.items():
        assert steps.steps and steps.means.en and all(one.ja and one.en for one in steps.steps), code
        assert steps.page is None or steps.page.partition("?")[0] in pages, code
        assert (ROOT / steps.document).exists(), code
    assert not ALERTS.keys() & VALUES.keys()
