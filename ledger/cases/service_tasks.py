"""What the services that hold a person's data are asked for in a case, and what each answered (articles 33(1), 34).

A task goes to one source and waits for its answer until a day that is data. The answer comes as an event or is entered
by an officer; until the case is decided the later of two counts. That a service keeps quiet because even the existence
of data would do harm (Cabinet Order 5: then it is no personal data held) is told as if it held none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from ledger.cases.grounds import GROUNDS
from ledger.cases.steps import Step, StepRefused

TaskKind = Literal["data", "correction"]
#: Who steps when a service answers by an event, in place of an officer's name.
SERVICE = "(service)"
#: The source that stands for the ledger itself: what it keeps without a duty may be personal data held (33(1)).
OWN = "(ledger)"
#: By kind of task, what a service may answer.
OUTCOMES: Mapping[TaskKind, tuple[str, ...]] = {
    "data": ("given", "none_held", "refused"),
    "correction": ("corrected", "not_corrected", "none_held"),
}
#: The answers that say no and name a ground: one of 33(2), or why nothing was corrected (34(2)).
REFUSALS = frozenset({"refused", "not_corrected"})
#: Ground on which even the existence of the data stays unsaid (Cabinet Order 5).
EXISTENCE = "existence"
#: An answer that came and says nothing that can be read. The task goes on waiting.
UNREADABLE = "unreadable"
#: Rows of data in one answer, and characters of each text in it.
MOST_ROWS, LONGEST_ITEM, LONGEST_VALUE, LONGEST_TEXT = 5_000, 200, 4_000, 4_000
#: Answers by events that one task takes: each moves its case, which a service must not keep moving.
MOST_HEARD = 20


@dataclass(frozen=True, slots=True)
class Held:
    """One piece of data that a service holds: which, by a code of the register or in words, and what it says."""

    item: str
    value: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a service answered: its outcome, the ground where it says no, the data it gives, and in words what was
    corrected or why not. ``by``: the officer who entered it, or SERVICE; ``files``: ids (hex) of files of the case that
    the service sent to be passed on."""

    outcome: str
    ground: str
    held: tuple[Held, ...]
    text: str
    by: str
    at: int
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceTask:
    """A task of one source. ``task``: its id in hex; ``due``: the last Japanese day; ``announced``: it went out as an
    event, and ``key`` (hex) opens what comes back; ``unread``: answers that could not be read; ``heard``: answers that
    came by events."""

    task: str
    source: str
    kind: TaskKind
    due: date
    sent_at: int
    announced: bool
    key: str
    report: Report | None = None
    unread: int = 0
    heard: int = 0

    def state(self, today: date) -> Literal["answered", "late", "waiting"]:
        """Return how the task stands on a Japanese day."""
        if self.report is not None:
            return "answered"
        return "late" if today > self.due else "waiting"


@dataclass(frozen=True, slots=True)
class Part:
    """One service's part of an answer as the person is told it: nothing in it says that existence was kept quiet."""

    source: str
    kind: TaskKind
    outcome: str
    ground: str
    held: tuple[Held, ...]
    text: str
    files: tuple[str, ...] = ()


def sent(tasks: tuple[ServiceTask, ...], step: Step, kind: TaskKind | None) -> tuple[ServiceTask, ...]:
    """Return the tasks with those that a step sends. A source that was asked before is asked anew once it has answered.

    Raises StepRefused.
    """
    if kind is None:
        raise StepRefused(
            "services are asked for personal data held (33(1)) and for corrections (34) alone; answer this request by"
            " itself"
        )
    new = tuple(
        ServiceTask(
            one["task"], one["source"], kind, date.fromisoformat(one["due"]), step.made_at, one["announced"], one["key"]
        )
        for one in step.said["tasks"]
    )
    asked = [one.source for one in new]
    waiting = {one.source for one in tasks if one.report is None}
    if not new or len(set(asked)) < len(asked) or waiting & set(asked):
        raise StepRefused(
            "a task goes to a source once, and to none whose answer is still awaited; `case task list` says which"
            " those are"
        )
    return (*(one for one in tasks if one.source not in asked), *new)


def reported(tasks: tuple[ServiceTask, ...], step: Step) -> tuple[ServiceTask, ...]:
    """Return the tasks with what came back for one of them. Raises StepRefused."""
    said = step.said
    task = next((one for one in tasks if one.task == said["task"]), None)
    if task is None:
        raise StepRefused("there is no such task in this case; `case task list` says which there are")
    if step.officer == SERVICE:
        task = replace(task, heard=task.heard + 1)
    if said["outcome"] == UNREADABLE:
        changed = replace(task, unread=task.unread + 1)
    else:
        changed = replace(task, report=report_of(task.kind, said, step.officer, step.made_at))
    return tuple(changed if one.task == task.task else one for one in tasks)


def report_of(kind: TaskKind, said: Mapping[str, Any], by: str, at: int) -> Report:
    """Read what a service answered. Raises StepRefused for what is no answer to a task of this kind."""
    outcome, ground, text, held = (said.get(name) for name in ("outcome", "ground", "text", "held"))
    ground, text, held = ground or "", text or "", held or []
    if outcome not in OUTCOMES[kind]:
        raise StepRefused(f"this is no outcome of the task; it is one of {', '.join(OUTCOMES[kind])}")
    if (outcome in REFUSALS) != bool(ground) or (ground and ground not in refusals_of(kind)):
        raise StepRefused(
            "what is refused takes one ground, and nothing else takes one; it is one of"
            f" {', '.join(refusals_of(kind))}"
        )
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise StepRefused(f"the text of an answer has {LONGEST_TEXT} characters at most; shorten it")
    if not isinstance(held, Sequence) or len(held) > MOST_ROWS or not all(_row(row) for row in held):
        raise StepRefused(
            f"data is rows of item and value, {MOST_ROWS} of them, {LONGEST_VALUE} characters a value at most; write"
            " it so, or attach it as a file"
        )
    # By an event no file comes: an officer attaches what a service sent, and enters it.
    files = () if by == SERVICE else tuple(dict.fromkeys(said.get("files") or ()))
    if (outcome == "given") != bool(held or files):
        raise StepRefused(
            "data is given where the outcome says so, and nowhere else; change the outcome, or leave the data out"
        )
    if outcome == "corrected" and not text.strip():
        raise StepRefused(
            "what was corrected is said in words, since the person has to be told (34(3)); add them (--text, text)"
        )
    return Report(outcome, ground, tuple(Held(*row) for row in held), text.strip(), by, at, files)


def _row(row: Any) -> bool:
    return (
        isinstance(row, list | tuple) and len(row) == 2 and all(isinstance(word, str) for word in row)
        and 0 < len(row[0].strip()) <= LONGEST_ITEM and len(row[1]) <= LONGEST_VALUE
    )  # fmt: skip


def refusals_of(kind: TaskKind) -> tuple[str, ...]:
    """Return the grounds on which a service may say no, by code."""
    return (*GROUNDS[kind], EXISTENCE)


def parts_of(tasks: Iterable[ServiceTask]) -> tuple[Part, ...]:
    """Return the parts of the answer, one for each service in the order of their codes. Raises StepRefused while one
    has not answered."""
    parts = []
    for task in sorted(tasks, key=lambda one: one.source):
        if task.report is None:
            raise StepRefused(
                f"{task.source} has not answered its task yet; wait, or enter what it sent (`case task list`, `case"
                " task enter`)"
            )
        parts.append(_told(task, task.report))
    return tuple(parts)


def _told(task: ServiceTask, report: Report) -> Part:
    if report.outcome == "none_held" or report.ground == EXISTENCE:
        return Part(task.source, task.kind, "none_held", "", (), "")
    # In words only what was done or given: why not is told by its ground.
    text = "" if report.outcome == "refused" else report.text
    return Part(task.source, task.kind, report.outcome, report.ground, report.held, text, report.files)


def keeps_quiet(tasks: Iterable[ServiceTask]) -> bool:
    """Tell whether one of the services says nothing of data because of what its existence would tell."""
    return any(one.report is not None and one.report.ground == EXISTENCE for one in tasks)


def answered_all(tasks: Iterable[ServiceTask]) -> bool:
    """Tell whether no answer is awaited any more."""
    return all(one.report is not None for one in tasks)


def comes_to(outcomes: Iterable[str]) -> str:
    """Return what an answer comes to by what its parts do: an outcome of a decision or of a part each."""
    good = {"whole", "given", "corrected"}
    told = {"whole" if one in good else "refused" if one in REFUSALS else one for one in outcomes} - {
        "none", "none_held",
    }  # fmt: skip
    if not told:
        return "none"
    return told.pop() if len(told) == 1 else "part"


def grounds_told(parts: Iterable[Part]) -> tuple[str, ...]:
    """Return the grounds that the person is told, each once."""
    return tuple(sorted({part.ground for part in parts if part.ground}))
