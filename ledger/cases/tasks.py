"""What there is to do on a case, in order: done, next for this officer, or not yet with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ledger.cases.case import Case, Stage
from ledger.cases.deadline import deadline
from ledger.cases.deciding import lacking

#: How far a case has come by the stage it stands at: the number of stages that are done.
_DONE: dict[Stage, int] = {"identity": 0, "decision": 1, "second": 2, "answer": 3, "answered": 4, "closed": 4}
#: Each with the stage at which it is done; what has to be seen of an agent is done before anything is decided.
TASKS = {"identify": 0, "agent": 1, "decide": 1, "second": 2, "answer": 3}


@dataclass(frozen=True, slots=True)
class Task:
    """``why``: the code of the sentence that says why it cannot be done yet, or not by this officer."""

    code: str
    state: Literal["done", "next", "not_yet", "spared"]
    why: str = ""


def tasks(case: Case, officer: str) -> tuple[Task, ...]:
    """Return the tasks of a case as they stand for an officer. ``spared``: this case does without."""
    return tuple(
        _of_agent(case) if code == "agent" else _task(case, officer, place, code) for code, place in TASKS.items()
        if (code != "identify" or case.kind.personal) and (code != "agent" or case.agent is not None)
    )  # fmt: skip


def next_task(case: Case, officer: str) -> Task | None:
    """Return what this officer could do now, if anything."""
    return next((task for task in tasks(case, officer) if task.state == "next"), None)


def own_decision(case: Case, officer: str) -> bool:
    """Tell whether the decision that waits for a second officer is this officer's own."""
    return case.stage == "second" and case.decision is not None and case.decision.officer == officer


def _of_agent(case: Case) -> Task:
    """Return whether everything was seen that lets an agent be answered, or their refusal decided."""
    return Task("agent", "done" if _DONE[case.stage] > TASKS["agent"] or lacking(case) is None else "next")


def _task(case: Case, officer: str, place: int, code: str) -> Task:
    done = _DONE[case.stage]
    if code == "second" and done > place and case.seconded_by is None:
        return Task(code, "spared", "second_spared")
    if done > place:
        return Task(code, "done")
    if done < place:
        return Task(code, "not_yet", f"{code}_waits")
    if own_decision(case, officer):
        return Task(code, "not_yet", "own_decision")
    if code == "decide" and lacking(case) is not None:
        return Task(code, "not_yet", "agent_first")
    return Task(code, "next")


#: In this order they are told everywhere.
DUE = ("overdue", "soon", "in_time", "paused")
#: Days before the last one from which a case is due soon.
_SOON = 3


def due_state(case: Case, now: int) -> str:
    """Return how a case stands to its last day at an instant (µs UTC): a code of `DUE`, or ``answered`` or ``closed``
    where nothing is due any more."""
    if case.stage in ("answered", "closed"):
        return case.stage
    left = deadline(case, now).days_left
    if left < 0:
        return "overdue"
    return "paused" if case.clock.paused_for is not None else "soon" if left <= _SOON else "in_time"
