"""One answer out of what the services answered: the parts that a decision takes, and what it comes to by them."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from ledger.cases.case import Case, Decision, Outcome
from ledger.cases.service_tasks import answered_all, comes_to, grounds_told, keeps_quiet, parts_of
from ledger.cases.steps import StepRefused


def assembled(case: Case, decision: Decision) -> Decision:
    """Return the decision with the parts that the services answered, as they stand now; what comes later changes
    nothing of it. Records asked for together with data come to one outcome with it.

    A refusal as a whole on a ground of the officer's own takes no parts and waits for none. Raises StepRefused where an
    answer is still awaited, or says otherwise than the decision.
    """
    if not case.tasks or decision.unproven:
        return decision
    told = comes_to(part.outcome for part in parts_of(case.tasks)) if answered_all(case.tasks) else None
    if decision.outcome == "refused" and decision.grounds and told != "refused":
        return decision
    parts = parts_of(case.tasks)
    assert told is not None, "every service has answered"
    decision = replace(decision, parts=parts, quiet=keeps_quiet(case.tasks))
    if case.kind.code == "records":
        return replace(decision, outcome=cast(Outcome, comes_to((decision.outcome, told))))
    if decision.outcome != told:
        raise StepRefused(
            f"by what the services answered it comes to {told}; say that, or have a service answer anew (`case task"
            " send`)"
        )
    return replace(decision, grounds=tuple(dict.fromkeys((*decision.grounds, *grounds_told(parts)))))


def fitting_outcome(case: Case) -> Outcome | None:
    """Return what the decision comes to by the services' answers, None where none was asked. Raises StepRefused while
    an answer is awaited."""
    if not case.tasks:
        return None
    return cast(Outcome, comes_to(part.outcome for part in parts_of(case.tasks)))
