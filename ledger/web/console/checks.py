"""The self-check: run now, what each part compared and found, and the last ten runs."""

from __future__ import annotations

from typing import Any

from fastapi.responses import Response

from ledger.audit.selfcheck import EVIDENCE, ROLES, Part, SelfCheck, last, run
from ledger.cases.moments import minute, short
from ledger.cases.texts import Text
from ledger.judging.acts import LOOKS
from ledger.judging.looks import last_act
from ledger.web.console.checks_words import WORDS
from ledger.web.console.console import Console
from ledger.web.console.parts import filled, joined
from ledger.web.console.routes import Asked, Route
from ledger.web.console.runbook import step_page
from ledger.web.console.tiles import named

_RUNS = 10
#: µs for which an audit is looked for.
_YEAR = 366 * 86_400_000_000
#: By part, the steps that are taken where it found something.
_STEPS = {
    "tree": "check", "heads": "check", "outbox": "relay", "acts": "worker", "sources": "silence",
    "numbers": "numbers_missing", "offsets": "topic_recreated", "quarantine": "quarantine",
}  # fmt: skip


def shown(console: Console, asked: Asked, done: bool = False) -> Response:
    """Show the last check part by part, and those before it."""
    with console.desks.one() as desk:
        runs = last(desk.connection, desk.vault, asked.now + 1, _RUNS)
        audited = last_act(desk.connection, "audit", asked.now - _YEAR)
    newest = runs[0] if runs else None
    return console.render(
        asked, "checks.html", WORDS["checks"].told_in(asked.lang), words=WORDS, done=done, path="/checks",
        reports=bool(LOOKS & asked.who.roles),
        newest=None if newest is None else _summary(newest), most=EVIDENCE,
        parts=[] if newest is None else [_part(one) for one in newest.parts],
        runs=[(short(one.made_at), one.officer, f"{one.first:,}–{one.size:,}", len(one.parts), *_result(one),
               joined([WORDS[f"part_{part.code}"] for part in one.parts if part.found])) for one in runs],
        audit=_audit(audited),
    )  # fmt: skip


def ran(console: Console, asked: Asked) -> Response:
    """Run a check, and show what it found."""
    with console.desks.one() as desk:
        run(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, "inspection", asked.now
        )  # fmt: skip
    console.alarm.look_again()
    console.counts.changed(named("checks"))
    return shown(console, asked, done=True)


def _audit(audited: tuple[int, str] | None) -> Text:
    return WORDS["audit_never"] if audited is None else filled(WORDS["audit_last"], minute(audited[0]), audited[1])


def _summary(one: SelfCheck) -> dict[str, Text]:
    return {
        "counts": filled(WORDS["summary"], len(one.parts) - one.wanting, one.wanting),
        "last": filled(WORDS["last_run"], minute(one.made_at), one.officer, one.first, one.size),
    }  # fmt: skip


def _part(one: Part) -> dict[str, Any]:
    state = "lawful" if not one.found else "violation" if one.fault else "soon"
    words = {"lawful": "ok", "violation": "failed", "soon": "look"}[state]
    return {
        "code": one.code, "steps": step_page(_STEPS[one.code]), "state": state,
        "words": WORDS[words], "found": filled(WORDS["found"], one.found),
        "evidence": one.evidence, "more": one.found > len(one.evidence),
    }  # fmt: skip


def _result(one: SelfCheck) -> tuple[str, Text]:
    if one.failed:
        return "violation", WORDS["failed"]
    return ("soon", filled(WORDS["summary"], len(one.parts) - one.wanting, one.wanting)) if one.wanting else (
        "lawful", WORDS["ok"])  # fmt: skip


ROUTES = (
    Route("GET", "/checks", ROLES, shown, personal=False, menu=WORDS["checks"]),
    Route("POST", "/checks", ROLES, ran, personal=False),
)
