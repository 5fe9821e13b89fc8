"""What an officer does where a granted stop does not take its way by itself: say what it covers, confirm another id of
the person, or close it with a coded reply."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from ledger.cases.case import Case, ids_said
from ledger.cases.deciding import with_flag
from ledger.cases.requests import IDENTITY_METHODS
from ledger.cases.steps import Step, StepRefused, known
from ledger.cases.stopping import granted, unsaid
from ledger.cases.stops import CLOSED, Closing, check_scope, scope_said


def scoped(case: Case, step: Step) -> Case:
    """Say what a stop covers whose decision did not say it. It binds from now on: nobody was told of it before. Raises
    StepRefused."""
    if not unsaid(case) or case.decision is None:
        raise StepRefused(
            "the decision of this case says what its stop covers, or grants none; go on without this step"
        )
    scope = scope_said(step.said["scope"])
    check_scope(case.kind.code, case.decision.outcome, case.stops.asked, scope)
    return replace(case, decision=replace(case.decision, scope=scope), stops=case.stops.granted(step))


def also_theirs(case: Case, step: Step) -> Case:
    """Confirm further ids of the person; the stop is given for them too, from now on. Raises StepRefused."""
    if not granted(case) or not case.stops.given:
        raise StepRefused(
            "no stop was given yet, so there is none to be given for another id; decide first, and say what it covers"
        )
    if case.stops.done_at is not None:
        raise StepRefused("the stop was told as done; another id takes a request of its own")
    known(step.said["method"], IDENTITY_METHODS, "method")
    more = ids_said(step.said["ids"])
    if {(one.namespace, one.number) for one in more} & {(one.namespace, one.number) for one in case.ids}:
        raise StepRefused("this id was confirmed before; nothing more is to be done for it")
    return with_flag(replace(case, ids=(*case.ids, *more), stops=case.stops.granted(step)), step)


def closed(case: Case, step: Step) -> Case:
    """Close stops that no service will put into effect, for a reason that the person reads: one officer proposes it,
    another says the same. Steps from before that took two close them alone. Raises StepRefused."""
    known(step.said["because"], CLOSED, "reason")
    said = Closing(frozenset(UUID(hex=stop) for stop in step.said["stops"]), step.said["because"], step.officer)
    if not said.stops or not said.stops <= set(case.stops.given) - case.stops.closed.keys():
        raise StepRefused("these are no open stops of this case; look at the case, which says how each stands")
    if step.said.get("takes_two") and not _agreed(case.stops.closing, said):
        return replace(case, stops=replace(case.stops, closing=said))
    return replace(case, stops=replace(
        case.stops, closed={**case.stops.closed, **dict.fromkeys(said.stops, said.because)}, closing=None
    ))  # fmt: skip


def _agreed(proposed: Closing | None, said: Closing) -> bool:
    """Tell whether an officer says what another one proposed. Raises StepRefused where it was their own proposal."""
    if proposed is None or (proposed.stops, proposed.because) != (said.stops, said.because):
        return False
    if proposed.officer == said.officer:
        raise StepRefused("the second officer is the first one; somebody else has to look")
    return True
