"""A case as it may be told once a record was hidden that its decision still names (Cabinet Order 11).

A decision is made of what the officer saw. What was hidden after it and before the answer left is no part of the
answer, so nothing may be told that follows from it: not that a part was refused, nor that suit is possible for it.
"""

from __future__ import annotations

from dataclasses import replace

from ledger.cases.case import Case, Outcome, as_told
from ledger.cases.existence import standings
from ledger.cases.existence_acts import acts_about
from ledger.cases.given import PersonErased, people_of
from ledger.cases.looking import outcome_of
from ledger.cases.projection import Projection
from ledger.store.connect import Connection
from ledger.vault.vault import Vault


def told_to(connection: Connection, vault: Vault, case: Case, now: int) -> Case:
    """Return the case as it may be told to its person at an instant (µs UTC)."""
    return without_hidden(connection, vault, as_told(case, now))


def without_hidden(connection: Connection, vault: Vault, case: Case) -> Case:
    """Return the case without what was withheld and hidden since. Whether anything is left to give is for `as_given`;
    of who was erased nothing is looked up any more."""
    before, decision = case.told_before, case.decision
    if before is not None:
        case = replace(case, told_before=without_hidden(connection, vault, before))
    if decision is None or not decision.withheld:
        return case
    try:
        people = people_of(connection, vault, case.ids, decision.as_of, decision.decided_at)
    except PersonErased:
        return case
    acts = acts_about(connection, vault, {identity for person in people for identity in person.identities})
    said = standings(acts, decision.as_of, case.answered_at)
    hidden = {record for record, one in said.items() if one.hidden - one.released_from}
    left = {record: ground for record, ground in decision.withheld.items() if record not in hidden}
    if len(left) == len(decision.withheld):
        return case
    nothing: Outcome = "none" if decision.outcome == "refused" else "whole"
    outcome = decision.outcome if left else nothing
    return replace(case, decision=replace(decision, withheld=left, outcome=outcome))


def as_given(case: Case, given: Projection) -> Case:
    """Return the case with a decision that comes to what is given by it."""
    if case.decision is None or not case.gives_records:
        return case
    withheld = sum(one.count for one in given.withheld)
    outcome = outcome_of(len(given.records) + withheld, withheld)
    return replace(case, decision=replace(case.decision, outcome=outcome))
