"""How steps make a case, and which step may come next.

A case is the fold of its steps and nothing else. A step that may not be taken where the case stands is refused before
it is entered; what was entered is never taken back, only followed. What has a reason of its own to change stands in a
module of its own: the clock, agents, complaints, the thread, grounds. Here is which of them a step moves, and when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ledger.cases import agents, clock, code, complaints, proof, service_tasks, thread, unsafe
from ledger.cases.agents import Agent
from ledger.cases.case import Case, Stage, as_told, ids_said
from ledger.cases.complaints import Complaint
from ledger.cases.deciding import (
    chose,
    closed_to_who_asks,
    decided,
    lacking,
    out_of_reach,
    protect,
    seconded,
    seen_by_two,
    with_flag,
)
from ledger.cases.files import filed
from ledger.cases.letters.sent import sent
from ledger.cases.mail.address import named_in
from ledger.cases.owner import owned
from ledger.cases.protection import BY_POST
from ledger.cases.requests import KINDS
from ledger.cases.steps import PERSON, Step, StepRefused, known
from ledger.cases.stop_steps import also_theirs, scoped
from ledger.cases.stop_steps import closed as stop_closed
from ledger.cases.stops import Stops
from ledger.cases.wishes import wished


def fold(steps: Iterable[Step]) -> Case:
    """Return the case that these steps made, oldest first; the first opens it. Raises StepRefused."""
    first, *more = steps
    case = _opened(first)
    for step in more:
        case = after(case, step)
    return case


def after(case: Case, step: Step) -> Case:
    """Return the case after a step. Raises StepRefused where the step may not be taken."""
    taken = _STEPS.get(step.command)
    if taken is None:
        raise StepRefused(f"no step {step.command}; the ledger was written by a later release: run that one")
    stages, change = taken
    if case.stage not in stages:
        raise StepRefused(
            f"{step.command} is for a case at {' or '.join(stages)}, and this one is at {case.stage}; look at the"
            " case, which says what is next"
        )
    changed = change(case, step)
    if changed.stage == "answer" and case.stage != "answer":
        changed = replace(changed, stops=changed.stops.granted(step))
    return replace(changed, last_step_at=step.made_at, turn=case.turn + (step.command not in _STILL))


def may_be_taken(case: Case, step: Step) -> bool:
    """Tell whether a step may be taken where the case stands, for a page that offers it only then."""
    try:
        after(case, step)
    except StepRefused:
        return False
    return True


def _opened(step: Step) -> Case:
    said = step.said
    if step.command != "case open":
        raise StepRefused("a case begins with its request, and this one does not; run `audit`")
    kind, arrived, fee = KINDS[said["kind"]], date.fromisoformat(said["arrived"]), int(said.get("fee", 0))
    if fee and not kind.fee_possible:
        raise StepRefused(
            "no fee may be asked for a request of this kind (article 38); have its fee taken out of the register"
            " `operator`"
        )
    also_data = bool(said.get("also_data"))
    if also_data and kind.code != "records":
        raise StepRefused(
            "personal data held is asked for beside records alone, or by itself; open a case of its own for it"
        )
    not_to_use = said.get("unsafe", "")
    if not_to_use and said.get("agent"):
        raise StepRefused("an agent does not say which contacts are not to be used; leave it out (`case principal`)")
    return Case(
        said["number"], said["secret_digest"], kind, said["channel"], said["language"], arrived, step.made_at,
        said["asked"], said["contact"], said["claimed"], "identity" if kind.personal else "decision",
        email=said.get("email", ""), fee=fee, wishes=wished(said),
        agent=agents.named(said.get("agent"), kind.personal, arrived),
        many_by_one_agent=bool(said.get("many_by_one_agent")), protected=bool(said.get("protected")), unsafe=not_to_use,
        last_step_at=step.made_at, stops=Stops(said.get("scope", "all")),
        also_data=also_data,
    )  # fmt: skip


def _identified(case: Case, step: Step) -> Case:
    case = with_flag(case, step)
    method = step.said["method"]
    if method == "email_code" and not (case.proof is not None and case.proof.made):
        raise StepRefused(
            "the person has not typed the code that was sent; send one (`case code`), or take another method"
        )
    if method == "document_upload" and not any(one.shows_identity and not one.destroyed for one in case.files):
        raise StepRefused(
            "the case has no file that shows who somebody is; `case attachment list` says what came: ask for one, or"
            " take another method"
        )
    if case.protected and method in BY_POST:
        raise StepRefused("nothing may go by post in this case; prove identity another way")
    if case.agent is not None and case.agent.kind == "parent" and case.agent.interest != "none_adverse":
        raise StepRefused(
            "nothing is confirmed to a parent before their interest was looked at; do that first (`case screen`)"
        )
    return replace(
        case, stage="decision", ids=ids_said(step.said["ids"]), identified_by=method, choices=(),
        identified_at=case.identified_at or step.made_at, identified_as_of=step.said.get("as_of", 0),
        clock=clock.no_longer_for(case.clock, "identity", step.made_at),
    )  # fmt: skip


def _answered(case: Case, step: Step) -> Case:
    said, decision = step.said, case.decision
    assert decision is not None, "what is answered was decided"
    if said.get("protected") and not case.protected:
        raise StepRefused("another case says that this person is protected; say so here too (`case protect`)")
    if not decision.unproven and (what := lacking(case)) is not None:
        raise StepRefused(f"{what}; see to that first: nothing goes out before")
    if case.fee and case.fee_settled is None:
        raise StepRefused(
            "the fee that was named beforehand has not been settled; say that it was paid or waived (`case fee`)"
        )
    if said.get("to") is not None and case.agent is None:
        raise StepRefused(
            "nobody asks for somebody else in this case, and the answer goes to the person; leave out to whom it goes"
        )
    if case.protected:
        _not_by_post(said)
        agents.held_before(said.get("held_since"), case.arrived)
    return replace(
        case, stage="answered", answered_at=case.answered_at or said.get("available_at", step.made_at),
        code=code.released(step), opened=0,
        clock=clock.ended(case.clock, step.made_at), stops=case.stops.told(said),
    )  # fmt: skip


def _received(case: Case, step: Step) -> Case:
    def opened(told: Case) -> Case:
        return replace(told, code=code.opened(told.code, step), opened=told.opened + 1, opened_at=step.made_at)

    return _of_told(opened, case, step)


def _code_to_prove(case: Case, step: Step) -> Case:
    if named_in(case.unsafe, step.said["address"]):
        raise StepRefused("the person says that this address is not to be used; prove identity another way")
    return replace(case, proof=proof.sent(step, case.arrived))


def _code_sent(case: Case, step: Step) -> Case:
    return _of_told(lambda told: replace(told, code=code.sent(told.code, step)), case, step)


def _of_told(change: Callable[[Case], Case], case: Case, step: Step) -> Case:
    """Change the answer that the person knows of: the one before, while a supplement is prepared."""
    told = as_told(case, step.made_at)
    if told.stage != "answered":
        raise StepRefused("there is no answer to receive yet; follow the case until it says that there is one")
    if case.told_before is not None and told is case.told_before:
        return replace(case, told_before=change(told))
    return change(case)


def _supplemented(case: Case, step: Step) -> Case:
    if not case.gives_records:
        raise StepRefused("only an answer about records is supplemented; open a new case for what is asked now")
    # Before its tick nobody was told: such an answer is called back, and what was told before it stays.
    told = case if as_told(case, step.made_at) is case else case.told_before
    return replace(
        case, stage="decision", decision=None, seconded_by=None, answered_at=None, code=None, opened=0,
        told_before=told,
    )  # fmt: skip


def _noted(case: Case, step: Step) -> Case:
    return replace(case, notes=(*case.notes, (step.officer, step.made_at, step.said["text"])))


def _written(case: Case, step: Step) -> Case:
    said = thread.sent(case.thread, step)
    before = replace(case.told_before, thread=said) if case.told_before is not None else None
    return replace(case, thread=said, told_before=before)


def _withdrawn(case: Case, step: Step) -> Case:
    # Before its tick the person knows of no answer: withdrawing must not tell them of it.
    if as_told(case, step.made_at).stage == "answered":
        raise StepRefused(
            "the answer was given, and there is nothing left to withdraw; a new request is a case of its own"
        )
    if case.stops.given:
        raise StepRefused("the stop was given already; who asked for it may ask for its end")
    return replace(case, stage="closed", closed_because="withdrawn")


def _attached(case: Case, step: Step) -> Case:
    # Before its tick the person knows of no answer: a file that is not taken must not tell them of it.
    if step.officer == PERSON and as_told(case, step.made_at).stage in ("answered", "closed"):
        raise StepRefused(
            "the case is over, and no more files are taken from the person; a new request is a case of its own"
        )
    return replace(case, files=filed.attached(case.files, step))


def _died(case: Case, _: Step) -> Case:
    return replace(closed_to_who_asks(case), stage="closed", closed_because="death", told_before=None)


def _asked_services(case: Case, step: Step) -> Case:
    return replace(case, tasks=service_tasks.sent(case.tasks, step, case.task_kind))


def _reported(case: Case, step: Step) -> Case:
    if set(step.said.get("files") or ()) - {one.file_id for one in case.files if one.may_be_passed_on}:
        raise StepRefused(
            "a file is passed on that an officer attached and that shows nobody's identity; attach it so (`case"
            " attachment add`)"
        )
    return replace(case, tasks=service_tasks.reported(case.tasks, step))


def _discarded(case: Case, step: Step) -> Case:
    told = [one for one in (case, case.told_before) if one is not None and one.decision is not None]
    if any(step.said["file"] in part.files for one in told if one.decision for part in one.decision.parts):
        raise StepRefused(
            "the file is part of what was decided and goes to the person; decide anew without it before it is"
            " destroyed"
        )
    if any(step.said["file"] in task.report.files for task in case.tasks if task.report is not None):
        raise StepRefused("the file is part of what a service answered; enter that anew without it (`case task enter`)")
    return replace(case, files=filed.discarded(case.files, step))


def _settled(case: Case, step: Step) -> Case:
    if not case.fee:
        raise StepRefused("no fee was named in this case, so none is settled; go on without it")
    settled = known(step.said["settled"], {"paid": None, "waived": None}, "way")
    return replace(case, fee_settled=settled, clock=clock.no_longer_for(case.clock, "fee", step.made_at))


def _letter_sent(case: Case, step: Step) -> Case:
    if case.protected or step.said.get("protected"):
        _not_by_post(step.said)
    return replace(case, letters=sent(case.letters, step))


def _not_by_post(said: Mapping[str, Any]) -> None:
    if said.get("by") is None or said["by"] == "post":
        raise StepRefused("nothing may go by post in this case; say by which other way it goes (--by, by)")


def _of_agent(change: Callable[[Agent, Step, Case], Agent]) -> Callable[[Case, Step], Case]:
    def changed(case: Case, step: Step) -> Case:
        if case.agent is None:
            raise StepRefused("nobody asks for somebody else in this case; go on without this step")
        return replace(case, agent=change(case.agent, step, case))

    return changed


def _principal(case: Case, step: Step) -> Case:
    case = _of_agent(lambda agent, step, case: agents.told(agent, step, case.arrived))(case, step)
    return out_of_reach(case) if lacking(case) is not None else seen_by_two(case)


def _of_complaint(change: Callable[[Complaint, Step], Complaint]) -> Callable[[Case, Step], Case]:
    def changed(case: Case, step: Step) -> Case:
        if case.kind.personal:
            raise StepRefused(
                "this is for complaints and consultations, and the case is neither; open one, or go on without this"
                " step"
            )
        return replace(case, complaint=change(case.complaint, step))

    return changed


#: Steps after which everything that somebody saw of the case stands as it stood.
_STILL = frozenset({
    "case note", "case receive", "case receive code", "case stop", "case mail", "case destroy", "case discard",
    "case own", "case pause", "case resume", "case extend", "case assign", "case conclude", "case refer", "case letter",
})  # fmt: skip
_OPEN: tuple[Stage, ...] = ("identity", "decision", "second", "answer")
_ANY: tuple[Stage, ...] = (*_OPEN, "answered", "closed")
_UNDECIDED: tuple[Stage, ...] = ("identity", "decision")
_STEPS: Mapping[str, tuple[tuple[Stage, ...], Callable[[Case, Step], Case]]] = {
    "case attach": (_ANY, _attached),
    "case destroy": (_ANY, lambda case, step: replace(case, files=filed.destroyed(case.files, step))),
    "case own": (_OPEN, lambda case, step: replace(case, owner=owned(case.owner, step))),
    "case discard": (_ANY, _discarded),
    "case code": (("identity",), _code_to_prove),
    "case prove": (("identity",), lambda case, step: replace(case, proof=proof.typed(case.proof, step))),
    "case mail": (_ANY, lambda case, step: replace(case, mails=(*case.mails, proof.mailed(step)))),
    "case task": (("decision",), _asked_services),
    "case report": (_ANY, _reported),
    "case identify": (_UNDECIDED, _identified),
    "case choose": (("decision", "second"), chose),
    "case decide": (("identity", "decision", "second"), decided),
    "case second": (("second",), seconded),
    "case stop": (("answer", "answered"), lambda case, step: replace(case, stops=case.stops.gave(step, len(case.ids)))),
    "case stop scope": (("answer", "answered"), scoped),
    "case stop id": (("answer", "answered"), also_theirs),
    "case stop close": (("answer", "answered"), stop_closed),
    "case answer": (("answer", "answered"), _answered),
    "case receive": ((*_OPEN, "answered"), _received),
    "case receive code": ((*_OPEN, "answered"), _code_sent),
    "case supplement": (("answered",), _supplemented),
    "case note": (_ANY, _noted),
    "case withdraw": ((*_OPEN, "answered"), _withdrawn),
    "case death": ((*_OPEN, "answered"), _died),
    "case protect": ((*_OPEN, "answered"), protect),
    "case unsafe": ((*_OPEN, "answered"), unsafe.added),
    "case fee": (_OPEN, _settled),
    "case pause": (_OPEN, lambda case, step: replace(case, clock=clock.paused(case.clock, step, case.waits_for))),
    "case resume": (_OPEN, lambda case, step: replace(case, clock=clock.resumed(case.clock, step.made_at))),
    "case extend": (_OPEN, lambda case, step: replace(case, clock=clock.extended(case.clock, step))),
    "case agent": (_UNDECIDED, _of_agent(lambda agent, step, _: agents.proven(agent, step))),
    "case principal": ((*_OPEN, "answered"), _principal),
    "case screen": (_UNDECIDED, _of_agent(lambda agent, step, _: agents.screened(agent, step))),
    "case message": (_ANY, _written),
    "case write": ((*_OPEN, "answered"), _written),
    "case letter": (_ANY, _letter_sent),
    "case assign": (_ANY, _of_complaint(complaints.assigned)),
    "case conclude": (_ANY, _of_complaint(complaints.concluded)),
    "case refer": (_ANY, _of_complaint(complaints.led)),
}
