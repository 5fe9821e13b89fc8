"""Deciding, by one officer or two: what may be decided where a case stands, and who has to look.

A part or a refusal takes a second officer, and so does whatever is decided about a person who is protected or whose
agent's principal was not told. Nothing is given to an agent who lacks anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ledger.cases.assembling import assembled
from ledger.cases.case import Case, Confirmation, Decision, Stage
from ledger.cases.choices import FIRST, GIVE, ITEMS, SECOND, Choice
from ledger.cases.grounds import check_grounds
from ledger.cases.protection import PROTECTED_BECAUSE
from ledger.cases.requests import WITHHELD
from ledger.cases.steps import Step, StepRefused, known
from ledger.cases.stops import check_scope, scope_said

#: Characters of the operator's own reason (article 36).
LONGEST_REASON = 1_000


def decided(case: Case, step: Step) -> Case:
    """Return the case as it stands decided. Raises StepRefused."""
    case, said = with_flag(case, step), step.said
    left_out: Mapping[str, Mapping[str, str]] = said.get("left_out", {})
    _check_grounds([*said["withheld"].values(), *(one for each in left_out.values() for one in each.values())])
    confirmed = {record: Confirmation(*one) for record, one in said.get("confirmed", {}).items()}
    decision = Decision(
        step.officer, said["outcome"], said["as_of"], step.made_at, said["withheld"], said["text"], confirmed,
        tuple(said.get("grounds", ())), said.get("measure", ""), said.get("explained", ""),
        scope_said(said.get("scope")), left_out,
        records=frozenset(said["records"]) if said.get("records") is not None else None,
    )  # fmt: skip
    decision = assembled(case, decision)
    _check(case, decision)
    # What a second officer said of a decision before this one is said of no other.
    kept = tuple(one for one in case.choices if one.choice in FIRST)
    return replace(
        case, stage="second" if decision.needs_second or _looked_at_by_two(case) else "answer", decision=decision,
        seconded_by=None, choices=kept, sent_back="",
    )  # fmt: skip


def _check(case: Case, decision: Decision) -> None:
    before = case.told_before.decision if case.told_before is not None else None
    if decision.as_of < max(case.identified_as_of, before.as_of if before is not None else 0):
        raise StepRefused(
            "it is decided by what was looked at since identity was confirmed, and since the last answer; look at the"
            " records again and decide by that (--as-of, as_of)"
        )
    check_scope(case.kind.code, decision.outcome, case.stops.asked, decision.scope)
    check_grounds(case.kind.code, decision.outcome, decision.grounds, decision.measure)
    if case.stage == "identity" and not decision.unproven:
        raise StepRefused(
            "who asks has not been identified yet; confirm it first (`case identify`), or refuse for that reason"
            " alone"
        )
    if case.kind.code == "records" and decision.grounds and (decision.withheld or decision.left_out):
        raise StepRefused("records are withheld one by one, or the request is refused as a whole; say one of the two")
    if decision.left_out and (decision.outcome != "part" or decision.left_out.keys() & decision.withheld.keys()):
        raise StepRefused(
            "a record with items that are left out is given, and then the answer is a part; withhold the record"
            " whole, or do not"
        )
    if not decision.unproven and (what := lacking(case)) is not None:
        raise StepRefused(f"{what}; see to that first, or refuse on ground agent")
    refuses = decision.outcome in ("part", "refused")
    if len(decision.explained) > LONGEST_REASON or (decision.explained and not refuses):
        raise StepRefused(
            f"our own reason is for a refusal, and has {LONGEST_REASON} characters at most; leave it out, or shorten"
            " it"
        )


def _check_grounds(grounds: Iterable[str]) -> None:
    """See that every ground is one of article 33(2). Raises StepRefused."""
    unknown = set(grounds) - set(WITHHELD)
    if unknown:
        raise StepRefused(f"no ground {sorted(unknown)[0]}; take those that `vocabulary` or `case decide --help` names")


def lacking(case: Case) -> str | None:
    """Return what keeps anything from being given to an agent, or None where there is none or nothing is lacking."""
    if case.agent is None:
        return None
    return "no agent may act in this case" if case.protected else case.agent.lacking


def _looked_at_by_two(case: Case) -> bool:
    # Who ends the flag must not decide alone by it.
    return case.protected or case.was_protected or (case.agent is not None and case.agent.untold_because is not None)


def chose(case: Case, step: Step) -> Case:
    """Keep a choice about a record or records that are alike. Raises StepRefused."""
    said = step.said
    if said["choice"] not in (FIRST if case.stage == "decision" else SECOND):
        raise StepRefused(
            f"{said['choice']} is no choice at {case.stage}; look at the case again, and choose where it stands"
        )
    if case.decision is not None and case.decision.officer == step.officer:
        raise StepRefused("the second officer is the first one; somebody else has to look")
    confirms, left_out = bool(said.get("confirms")), said.get("left_out", {})
    if confirms and said["choice"] not in (GIVE, ITEMS):
        raise StepRefused(
            "the verdict of a record that is not given is not told; confirm those of records that are given"
        )
    if (said["choice"] == ITEMS) != bool(left_out):
        raise StepRefused(
            "which items are left out is said of a record that is given without them; withhold that record, or give"
            " it"
        )
    _check_grounds(left_out.values())
    made = Choice(said["about"], said["choice"], step.officer, case.turn, said["text"], confirms, left_out)
    return replace(case, choices=(*case.choices, made))


def seconded(case: Case, step: Step) -> Case:
    """Return the case as the second officer leaves it. Raises StepRefused."""
    assert case.decision is not None, "there is no second opinion without a first"
    if step.officer == case.decision.officer:
        raise StepRefused("the second officer is the first one; somebody else has to look")
    if not step.said["agrees"]:
        back: Stage = "decision" if case.ids or not case.kind.personal else "identity"
        return replace(case, stage=back, decision=None, sent_back=step.said.get("why", ""))
    if case.decision.explained and not step.said.get("names_nobody_else"):
        raise StepRefused(
            "our own reason goes out once a second officer says that it names nobody else; read it for that, and say"
            " so (--names-nobody-else, names_nobody_else)"
        )
    return replace(case, stage="answer", seconded_by=step.officer)


def protect(case: Case, step: Step) -> Case:
    """Set the flag or end it (``on``), for a coded reason. Raises StepRefused."""
    known(step.said["because"], PROTECTED_BECAUSE, "reason")
    if step.said["on"]:
        return flagged(case)
    return replace(case, protected=False, was_protected=case.protected or case.was_protected)


def with_flag(case: Case, step: Step) -> Case:
    """Return the case with the flag that another case of the same person bears."""
    return flagged(case) if step.said.get("protected") else case


def flagged(case: Case) -> Case:
    """Return the case as protected: what was decided before is looked at by a second officer; what an agent was given a
    code for, or would have been given, is out of their reach."""
    if case.protected:
        return case
    case = replace(case, protected=True)
    return out_of_reach(case) if case.agent is not None else seen_by_two(case)


def seen_by_two(case: Case) -> Case:
    """Return the case with a decision that one officer made waiting for another, where it takes two by now."""
    alone = case.stage == "answer" and case.seconded_by is None
    return replace(case, stage="second") if alone and _looked_at_by_two(case) else case


def out_of_reach(case: Case) -> Case:
    """Return an agent's case as it stands once nothing may be given to them: what was decided is decided anew, and no
    code opens anything. A refusal that says no more than that stays."""
    if case.decision is not None and case.decision.unproven:
        return case
    case = closed_to_who_asks(case)
    if case.stage not in ("second", "answer"):
        return case
    return replace(case, stage="decision", decision=None, seconded_by=None)


def closed_to_who_asks(case: Case) -> Case:
    """Return the case with every code that was given out void."""
    before = closed_to_who_asks(case.told_before) if case.told_before is not None else None
    return replace(case, code=None, told_before=before)
