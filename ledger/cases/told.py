"""A case as it may be told once a record was hidden that its decision still names (Cabinet Order 11).

A decision is made of what the officer saw. What was hidden after it and before the answer left is no part of the
answer, so nothing may be told that follows from it: not that a part was refused, nor that suit is possible for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from ledger.cases.case import Case, Outcome, as_told
from ledger.cases.existence import standings
from ledger.cases.existence_acts import acts_about
from ledger.cases.given import PersonErased, people_of
from ledger.cases.looking import outcome_of
from ledger.cases.part import PartShown
from ledger.cases.projection import Projection
from ledger.cases.service_tasks import comes_to
from ledger.store.connect import Connection
from ledger.vault.vault import Vault


def told_to(connection: Connection, vault: Vault, case: Case, now: int) -> Case:
    """Return the case as it may be told to its person at an instant (µs UTC)."""
    return without_hidden(connection, vault, as_told(case, now))


def without_hidden(connection: Connection, vault: Vault, case: Case) -> Case:
    """Return the case without what was withheld, or left out of a record, and hidden since: a refusal only where one is
    left. Whether anything is left to give is for `as_given`; of who was erased nothing is looked up any more."""
    before, decision = case.told_before, case.decision
    if before is not None:
        case = replace(case, told_before=without_hidden(connection, vault, before))
    if decision is None or not (decision.withheld or decision.left_out):
        return case
    try:
        people = people_of(connection, vault, case.ids, decision.as_of, decision.decided_at)
    except PersonErased:
        return case
    acts = acts_about(connection, vault, {identity for person in people for identity in person.identities})
    said = standings(acts, decision.as_of, case.answered_at)
    hidden = {record for record, one in said.items() if one.hidden - one.released_from}
    if hidden.isdisjoint({*decision.withheld, *decision.left_out}):
        return case
    withheld = {record: ground for record, ground in decision.withheld.items() if record not in hidden}
    left_out = {record: each for record, each in decision.left_out.items() if record not in hidden}
    outcome = decision.outcome
    if not withheld and not left_out:
        outcome = _with(
            "none" if outcome == "refused" else "whole", [part.outcome for part in decision.parts]
        )
    # Our own reason was written in view of what is hidden now, and may speak of it.
    told = replace(decision, withheld=withheld, left_out=left_out, outcome=outcome, explained="")
    return replace(case, decision=told)


def as_given(case: Case, given: Projection, parts: Iterable[PartShown]) -> Case:
    """Return the case with a decision that comes to what is given by it, ``parts`` of the data held included."""
    if case.decision is None or not case.gives_records:
        return case
    withheld = sum(one.count for one in given.withheld)
    outcome = outcome_of(len(given.records) + withheld, withheld, len(given.left_out))
    return replace(case, decision=replace(case.decision, outcome=_with(outcome, [part.outcome for part in parts])))


def _with(outcome: Outcome, parts: list[str]) -> Outcome:
    """Return what records and the parts of the data held come to together."""
    return cast(Outcome, comes_to((outcome, comes_to(parts)))) if parts else outcome
