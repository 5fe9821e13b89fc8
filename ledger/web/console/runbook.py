"""The steps for each kind of alert and each value of operations, as pages: what it means, and what to do."""

from __future__ import annotations

from fastapi.responses import Response

from ledger.judging.acts import ROLES
from ledger.web.console.console import Console
from ledger.web.console.routes import Asked, Route
from ledger.web.console.runbook_words import ALERTS, VALUES, WORDS

RUNBOOK = "/runbook"


def listed(console: Console, asked: Asked) -> Response:
    """List what there are steps for."""
    groups = [(WORDS["of_alerts"], ALERTS), (WORDS["of_values"], VALUES)]
    return console.render(
        asked, "runbook.html", WORDS["runbook"].told_in(asked.lang), words=WORDS, crumbs=_above(asked, False),
        groups=[(words, [(step_page(code), one.named) for code, one in steps.items()]) for words, steps in groups],
    )  # fmt: skip


def shown(console: Console, asked: Asked) -> Response:
    """Show the steps for one kind."""
    steps = ALERTS.get(asked.params["kind"]) or VALUES.get(asked.params["kind"])
    if steps is None:
        return console.said(asked.lang, "missing", 404, asked.who)
    opens = any(one.path == (steps.page or "").partition("?")[0] and one.roles & asked.who.roles
                for one in console.routes if one.method == "GET")  # fmt: skip
    return console.render(
        asked, "runbook_steps.html", steps.named.told_in(asked.lang), words=WORDS, steps=steps,
        page=steps.page if opens else None, crumbs=_above(asked, True),
    )  # fmt: skip


def step_page(kind: str) -> str:
    """Return where the steps for a kind are, behind the language."""
    return f"{RUNBOOK}/{kind}"


def _above(asked: Asked, steps: bool) -> list[tuple[str, str]]:
    return [(RUNBOOK, WORDS["runbook"].told_in(asked.lang))] if steps else []


ROUTES = (
    Route("GET", RUNBOOK, ROLES, listed, personal=False, menu=WORDS["runbook"]),
    Route("GET", RUNBOOK + "/{kind}", ROLES, shown, personal=False),
)
