"""Whether one agent asks for many people: a sign that somebody trades in mandates (an alert is raised).

Agents are compared by their name as it was written, inside the sealed steps: nothing that repeats per agent is kept
anywhere else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ledger.cases.agents import Agent
from ledger.cases.steps import Step

#: So many cases, this one included, within so many days raise an alert.
MANY, DAYS = 5, 30
DAYS_US = DAYS * 86_400_000_000


def asks_often(agent: Agent, opened: Iterable[Step]) -> bool:
    """Tell whether a case opened now for this agent makes it many. ``opened``: the first steps of the cases that were
    opened within ``DAYS``."""
    before = sum(
        _plain(str(step.said["agent"]["name"])) == _plain(agent.name) for step in opened if step.said.get("agent")
    )
    return before + 1 >= MANY


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
