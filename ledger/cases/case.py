"""A case: what came of a request, step by step, and which step may come next.

A case is the fold of its steps and nothing else. A step that may not be taken where the case stands is refused before
it is entered; what was entered is never taken back, only followed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from ledger.cases.choices import FIRST, SECOND, Choice
from ledger.cases.requests import KINDS, WITHHELD, RequestKind

Stage = Literal["identity", "decision", "second", "answer", "answered", "closed"]
#: What an answer gives: everything there is to disclose, a part, nothing for a reason, or that there is nothing.
Outcome = Literal["whole", "part", "refused", "none"]
#: Who steps when the person does it, in place of an officer's name.
PERSON = "(person)"
#: How often an answer may be opened with one code.
OPENINGS = 20


class StepRefused(Exception):
    """The case does not stand where this step may be taken, or another officer has to take it. Nothing was entered."""


@dataclass(frozen=True, slots=True)
class Step:
    """One act on a case: the command by which it was entered, who did it, when (µs UTC), and what it says."""

    command: str
    officer: str
    made_at: int
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An id that was confirmed to be the person's, and who held it then: whoever is given it later is somebody else.
    ``identity`` is None where nobody was known by it."""

    namespace: str
    number: str
    identity: int | None

    def written(self) -> list[str | None]:
        """Return it as a step says it."""
        return [self.namespace, self.number, None if self.identity is None else str(self.identity)]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A verdict that an officer confirmed: of which judgement (entry id in hex), so that a later one is none of it."""

    judgement: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What an officer decided as of a head size: for each withheld record (entry id in hex) its ground. ``text``: the
    reply to a request for something else than records. ``confirmed``: by record the verdicts that the answer tells."""

    officer: str
    outcome: Outcome
    as_of: int
    decided_at: int
    withheld: Mapping[str, str]
    text: str
    confirmed: Mapping[str, Confirmation] = field(default_factory=dict)

    @property
    def needs_second(self) -> bool:
        """Whether another officer has to agree: to what is not given, and to a violation, since telling the person of
        one admits it on the operator's behalf."""
        return self.outcome in ("part", "refused") or any(
            one.verdict == "violation" for one in self.confirmed.values()
        )


@dataclass(frozen=True, slots=True)
class Case:
    """One request as it stands. ``claimed``: by which ids the person says they are known, in their words; ``ids``:
    which were confirmed to be theirs. ``answered_at``: from when the answer may be received. ``told_before``: the case
    as it stood answered, while a supplement to it is prepared. ``turn`` counts the steps that moved the case: who steps
    by what they saw says at which turn that was. ``sent_back``: why the second officer sent the last decision back, in
    their words."""

    number: str
    secret_digest: str
    kind: RequestKind
    channel: str
    language: str
    arrived: date
    received_at: int
    asked: str
    contact: str
    claimed: str
    stage: Stage
    ids: tuple[Confirmed, ...] = ()
    identified_by: str | None = None
    decision: Decision | None = None
    seconded_by: str | None = None
    answered_at: int | None = None
    code_digest: str | None = None
    code_until: int | None = None
    opened: int = 0
    notes: tuple[tuple[str, int, str], ...] = ()
    closed_because: str | None = None
    told_before: Case | None = None
    turn: int = 1
    choices: tuple[Choice, ...] = ()
    sent_back: str = ""

    @property
    def decisions(self) -> tuple[tuple[Decision, int], ...]:
        """Every decision that stands, the newest first, each with when the person is told (µs UTC)."""
        before = self.told_before.decisions if self.told_before is not None else ()
        if self.decision is None:
            return before
        return ((self.decision, self.answered_at or self.decision.decided_at), *before)

    @property
    def refused_at(self) -> int | None:
        """When the person was first told of a refusal, whole or partial (µs UTC), if they were."""
        before = self.told_before.refused_at if self.told_before is not None else None
        if before is not None:
            return before
        refused = self.decision is not None and self.decision.outcome in ("refused", "part")
        return self.answered_at if refused else None


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
        raise StepRefused(f"no step {step.command}")
    stages, change = taken
    if case.stage not in stages:
        raise StepRefused(f"{step.command} is for a case at {' or '.join(stages)}; this one is at {case.stage}")
    changed = change(case, step)
    return changed if step.command in _STILL else replace(changed, turn=case.turn + 1)


def as_told(case: Case, now: int) -> Case:
    """Return the case as the person may see it at an instant (µs UTC): an answer is told from its release tick on;
    until then, and while a supplement is prepared, what was told before."""
    if case.stage == "answered" and case.answered_at is not None and now < case.answered_at:
        return case.told_before or replace(case, stage="answer", answered_at=None, code_digest=None, code_until=None)
    if case.told_before is not None and case.stage != "answered":
        return case.told_before
    return case


def _opened(step: Step) -> Case:
    said = step.said
    if step.command != "case open":
        raise StepRefused("a case begins with its request")
    kind = KINDS[said["kind"]]
    return Case(
        said["number"], said["secret_digest"], kind, said["channel"], said["language"],
        date.fromisoformat(said["arrived"]), step.made_at, said["asked"], said["contact"], said["claimed"],
        "identity" if kind.personal else "decision",
    )  # fmt: skip


def _identified(case: Case, step: Step) -> Case:
    return replace(
        case, stage="decision", ids=_confirmed(step.said["ids"]), identified_by=step.said["method"], choices=()
    )


def _decided(case: Case, step: Step) -> Case:
    said = step.said
    unknown = set(said["withheld"].values()) - set(WITHHELD)
    if unknown:
        raise StepRefused(f"no ground {sorted(unknown)[0]}")
    told = {record: Confirmation(*one) for record, one in said.get("confirmed", {}).items()}
    decision = Decision(
        step.officer, said["outcome"], said["as_of"], step.made_at, said["withheld"], said["text"], told
    )
    # What a second officer said of a decision before this one is said of no other.
    kept = tuple(one for one in case.choices if one.choice in FIRST)
    return replace(
        case, stage="second" if decision.needs_second else "answer", decision=decision, seconded_by=None, choices=kept,
        sent_back="",
    )  # fmt: skip


def _chose(case: Case, step: Step) -> Case:
    said = step.said
    if said["choice"] not in (FIRST if case.stage == "decision" else SECOND):
        raise StepRefused(f"{said['choice']} is no choice at {case.stage}")
    if case.decision is not None and case.decision.officer == step.officer:
        raise StepRefused("the second officer is the first one; somebody else has to look")
    made = Choice(said["about"], said["choice"], step.officer, case.turn, said["text"])
    return replace(case, choices=(*case.choices, made))


def _seconded(case: Case, step: Step) -> Case:
    assert case.decision is not None, "there is no second opinion without a first"
    if step.officer == case.decision.officer:
        raise StepRefused("the second officer is the first one; somebody else has to look")
    if not step.said["agrees"]:
        return replace(case, stage="decision", decision=None, sent_back=step.said.get("why", ""))
    return replace(case, stage="answer", seconded_by=step.officer)


def _answered(case: Case, step: Step) -> Case:
    return replace(
        case, stage="answered", answered_at=case.answered_at or step.said.get("available_at", step.made_at),
        code_digest=step.said["code_digest"], code_until=step.said["code_until"], opened=0,
    )  # fmt: skip


def _received(case: Case, step: Step) -> Case:
    told = as_told(case, step.made_at)
    if told.stage != "answered":
        raise StepRefused("there is no answer to receive yet")
    if case.told_before is not None and told is case.told_before:
        return replace(case, told_before=_opened_by_person(told, step))
    return _opened_by_person(case, step)


def _opened_by_person(case: Case, step: Step) -> Case:
    assert case.code_until is not None, "an answer has its code"
    if step.said["code_digest"] != case.code_digest:
        raise StepRefused("the code is not the one that opens this answer")
    if step.made_at > case.code_until or case.opened >= OPENINGS:
        raise StepRefused("the code has opened the answer as long and as often as it may")
    return replace(case, opened=case.opened + 1)


def _supplemented(case: Case, step: Step) -> Case:
    if case.kind.code != "records" or as_told(case, step.made_at) is not case:
        raise StepRefused("what is supplemented is an answer about records that the person may receive already")
    return replace(
        case, stage="decision", decision=None, seconded_by=None, answered_at=None, code_digest=None, code_until=None,
        opened=0, told_before=case,
    )  # fmt: skip


def _noted(case: Case, step: Step) -> Case:
    return replace(case, notes=(*case.notes, (step.officer, step.made_at, step.said["text"])))


def _withdrawn(case: Case, step: Step) -> Case:
    # Before its tick the person knows of no answer: withdrawing must not tell them of it.
    if as_told(case, step.made_at).stage == "answered":
        raise StepRefused("the answer was given; there is nothing left to withdraw")
    return replace(case, stage="closed", closed_because="withdrawn")


def _confirmed(written: Iterable[tuple[str, str, str | None]]) -> tuple[Confirmed, ...]:
    # Identities are larger than the integers of canonical JSON.
    return tuple(Confirmed(name, number, None if held is None else int(held)) for name, number, held in written)


#: Steps after which everything that somebody saw of the case stands as it stood.
_STILL = frozenset({"case note", "case receive"})
_OPEN: tuple[Stage, ...] = ("identity", "decision", "second", "answer")
_STEPS: Mapping[str, tuple[tuple[Stage, ...], Callable[[Case, Step], Case]]] = {
    "case identify": (("identity", "decision"), _identified),
    "case choose": (("decision", "second"), _chose),
    "case decide": (("decision", "second"), _decided),
    "case second": (("second",), _seconded),
    "case answer": (("answer", "answered"), _answered),
    "case receive": ((*_OPEN, "answered"), _received),
    "case supplement": (("answered",), _supplemented),
    "case note": ((*_OPEN, "answered", "closed"), _noted),
    "case withdraw": ((*_OPEN, "answered"), _withdrawn),
}
