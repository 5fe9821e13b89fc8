"""What a stop that is granted covers, as the form of a reply asks it: everything, or these recipients and items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger.cases.case import Case
from ledger.cases.steps import StepRefused
from ledger.cases.stopping import ASKED, scope_of
from ledger.cases.stops import GRANTING, GROUNDS
from ledger.cases.texts import Text
from ledger.registers.snapshot import Registers
from ledger.web.console.case_frame import said, word
from ledger.web.console.case_words import WORDS
from ledger.web.console.routes import Asked
from ledger.web.forms import Fields

#: Whether everything is covered, or what is ticked below.
COVERS = ("all", "some")


def scope_fields(case: Case, asked: Asked, registers: Registers) -> Mapping[str, Any]:
    """Return what the form shows of the scope: what the person asked, and what can be ticked. Nothing where the request
    is not one of a stop."""
    if case.kind.code not in GROUNDS:
        return {"covering": None}
    return {
        "covering": said(asked, ASKED[case.stops.asked]),
        "covers": [(one, word(asked, f"covers_{one}"), "") for one in COVERS],
        "recipients": [(row.key, row.body["name"]) for row in registers.keys_at("recipients", asked.now)],
        "items": [(row.key, row.body[asked.lang]) for row in registers.keys_at("data_items", asked.now)],
    }


def ticked(form: Fields) -> Mapping[str, Any]:
    """Return what a form said of the scope."""
    return {"covers": form.get("covers", ""), "recipient": form.all("recipient"), "item": form.all("item")}


def scope_typed(
    case: Case, outcome: str, typed: Mapping[str, Any], registers: Registers, now: int
) -> Mapping[str, Any]:  # fmt: skip
    """Return what the step says of the scope. Raises ScopeUnsaid where the form does not say what is covered."""
    if case.kind.code not in GROUNDS or outcome not in GRANTING:
        return {}
    if typed["covers"] not in COVERS or (typed["covers"] == "some") != bool(typed["recipient"] or typed["item"]):
        raise ScopeUnsaid(WORDS["covers_missing"])
    if case.stops.asked != "all" and not typed[case.stops.asked]:
        raise ScopeUnsaid(WORDS[f"covers_{case.stops.asked}"])
    if outcome == "whole" and case.stops.asked == "all" and typed["covers"] == "some":
        raise ScopeUnsaid(WORDS["covers_less"])
    try:
        return scope_of(case, outcome, typed["recipient"], typed["item"], registers, now)
    except StepRefused:
        raise ScopeUnsaid(WORDS["covers_missing"]) from None


class ScopeUnsaid(Exception):
    """The form does not say what the stop covers, or says what was not asked for. Nothing was decided."""

    def __init__(self, words: Text) -> None:
        super().__init__(words.en)
        self.words = words
