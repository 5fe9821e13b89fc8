"""What services that hold the person's data are asked for: tasks with their last days, and answers entered by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook, case_id_of
from ledger.cases.grounds import GROUNDS
from ledger.cases.held_lines import held_of as rows_of_lines
from ledger.cases.held_lines import written
from ledger.cases.holding import drawn_tasks, due_day, holders_at, name_of, to_ask
from ledger.cases.moments import minute, spoken
from ledger.cases.own_task import own_answer
from ledger.cases.parts import item_named
from ledger.cases.service_tasks import (
    EXISTENCE,
    OUTCOMES,
    OWN,
    SERVICE,
    ServiceTask,
    TaskKind,
    refusals_of,
    report_of,
)  # fmt: skip
from ledger.cases.steps import StepRefused
from ledger.cases.task_words import EXISTENCE_WORDS, STATES
from ledger.cases.task_words import OUTCOMES as OUTCOME_WORDS
from ledger.cases.texts import Text
from ledger.cases.written_day import DayUnreadable, written_day
from ledger.judging.acts import DECISIONS, enter_act
from ledger.judging.closed_days import closed_days
from ledger.law.days import calendar, jst_day
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers
from ledger.web.console.case_files import named
from ledger.web.console.case_frame import case_page, found, said
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route
from ledger.web.desks import Desk

_DAY = ("year", "month", "day")
#: By state, the chip that shows it.
_CHIPS = {"answered": "answered", "late": "overdue", "waiting": "half"}


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as a line of a list: nothing of it tells who the person is, nor what the service answered."""

    task: ServiceTask
    name: Text
    due: Text
    chip: str
    state: Text


def task_lines(case: Case, registers: Registers, now: int) -> list[TaskLine]:
    """Return the tasks of a case with how each stands at an instant (µs UTC)."""
    today = calendar(jst_day(now))
    return [
        TaskLine(
            task, name_of(registers, task.source, now), spoken(task.due), _CHIPS[task.state(today)],
            STATES[task.state(today)],
        )
        for task in case.tasks
    ]  # fmt: skip


def shown(console: Console, asked: Asked) -> Response:
    """Show every task with what came back, and the form that asks services. The look is entered first."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        if case.task_kind is None:
            return to(asked, f"/cases/{case.number}")
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, asked.reason or "request",
            "case task list", {"case": case.number, "as_of": read_head(desk.connection, LOG_ID).size}, None, asked.now,
            None, DECISIONS,
        )  # fmt: skip
    return _list(console, asked, case, None, {}, {})


def sent(console: Console, asked: Asked) -> Response:
    """Ask the services that the form names."""
    typed = {name: asked.form.get(name, "") for name in ("asks", *_DAY)}
    sources = asked.form.all("source")
    with console.desks.one() as desk:
        case, registers = found(desk, asked), console.desks.registers()
        if case.task_kind is None or asked.form.get("turn") != str(case.turn):
            return to(asked, f"/cases/{case.number}/tasks")
        errors: dict[str, Text] = {}
        if not sources or not set(sources) <= set(to_ask(case, registers, asked.now)):
            errors["source"] = WORDS["tasks_sources_missing"]
        if case.task_kind == "correction" and not typed["asks"]:
            errors["asks"] = WORDS["task_asks_missing"]
        due = _day(typed)
        if due is None or due < calendar(jst_day(asked.now)):
            errors["due"] = WORDS["task_due_missing"]
        if errors or due is None:
            return _list(console, asked, case, sources, typed, errors)
        step = drawn_tasks(
            case, case_id_of(case.number), desk.vault, registers, sources, due, typed["asks"], asked.now
        )  # fmt: skip
        Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", "case task", step, asked.now, registers,
            case.turn,
        )  # fmt: skip
    return to(asked, f"/cases/{case.number}/tasks")


def entering(console: Console, asked: Asked) -> Response:
    """Show the form of one task's answer, as it stands."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, asked.reason or "request",
            "case task list", {"case": case.number, "as_of": read_head(desk.connection, LOG_ID).size}, None, asked.now,
            None, DECISIONS,
        )  # fmt: skip
    task = _task(case, asked)
    if task is None:
        return to(asked, f"/cases/{case.number}/tasks")
    report = task.report
    typed = {} if report is None else {
        "outcome": report.outcome, "ground": report.ground, "held": written(report.held), "text": report.text,
    }  # fmt: skip
    return _enter(console, asked, case, task, typed, {}, report.files if report is not None else ())


def entered(console: Console, asked: Asked) -> Response:
    """Enter what a service sent by another way than an event, or let the ledger answer its own task."""
    typed = {name: asked.form.get(name, "") for name in ("outcome", "ground", "held", "text")}
    with console.desks.one() as desk:
        case = found(desk, asked)
        task = _task(case, asked)
        if task is None or asked.form.get("turn") != str(case.turn):
            return to(asked, f"/cases/{case.number}/tasks")
        try:
            told = _own(console, asked, desk, case) if task.source == OWN else _typed(
                task.kind, typed, _passed_on(case, asked), asked
            )  # fmt: skip
        except _Faulty as faulty:
            return _enter(console, asked, case, task, typed, faulty.errors, _passed_on(case, asked))
        Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", "case report", {"task": task.task, **told},
            asked.now, console.desks.registers(), case.turn,
        )  # fmt: skip
    return to(asked, f"/cases/{case.number}/tasks")


class _Faulty(Exception):
    """What was typed is no answer; ``errors`` says by field why."""

    def __init__(self, errors: Mapping[str, Text]) -> None:
        super().__init__("what was typed is no answer")
        self.errors = errors


def _passed_on(case: Case, asked: Asked) -> list[str]:
    """Return the files that the form passes on, of those that may be."""
    there = {one.file_id for one in case.files if one.may_be_passed_on}
    return [one for one in asked.form.all("file") if one in there]


def _typed(kind: TaskKind, typed: Mapping[str, str], files: Sequence[str], asked: Asked) -> dict[str, object]:
    if typed["outcome"] not in OUTCOMES[kind]:
        raise _Faulty({"outcome": WORDS["task_outcome_missing"]})
    try:
        told: dict[str, object] = {
            "outcome": typed["outcome"], "ground": typed["ground"], "text": typed["text"],
            "held": rows_of_lines(typed["held"]), "files": files,
        }  # fmt: skip
        report_of(kind, told, asked.who.officer, asked.now)
    except StepRefused:
        raise _Faulty({"held" if kind == "data" else "ground": WORDS["task_fault"]}) from None
    return told


def _own(console: Console, asked: Asked, desk: Desk, case: Case) -> dict[str, object]:
    as_of = read_head(desk.connection, LOG_ID).size
    return own_answer(
        desk.connection, desk.vault, console.desks.registers(), case, asked.who.officer, asked.reason or "request",
        asked.who.range, as_of, asked.now,
    )  # fmt: skip


def _task(case: Case, asked: Asked) -> ServiceTask | None:
    return next((one for one in case.tasks if one.task == asked.params["task"]), None)


def _day(typed: Mapping[str, str]) -> date | None:
    try:
        return written_day(*(typed[name] for name in _DAY))
    except DayUnreadable:
        return None


def _list(
    console: Console, asked: Asked, case: Case, chosen: Collection[str] | None, typed: Mapping[str, str],
    errors: Mapping[str, Text],
) -> Response:  # fmt: skip
    registers, kind = console.desks.registers(), case.task_kind
    assert kind is not None, "who is asked is asked for something"
    there, left = holders_at(registers, asked.now), to_ask(case, registers, asked.now)
    day = due_day(case, kind, asked.now, closed_days(registers, asked.now))
    proposed = {"asks": "", "year": str(day.year), "month": str(day.month), "day": str(day.day)}
    return case_page(
        console, asked, case, "case_tasks.html", "service_tasks", tab="/tasks", errors=errors,
        typed={**proposed, **typed, "turn": str(case.turn)}, kind=kind, own=OWN,
        lines=[(line, _answer(line.task, registers, asked)) for line in task_lines(case, registers, asked.now)],
        asking=case.stage == "decision",
        sources=[
            (
                source, name_of(registers, source, asked.now),
                [item_named(registers, item, asked.now) for item in there[source].items] if source in there else [],
                chosen is None or source in chosen,
            )
            for source in left
        ],
    )  # fmt: skip


def _answer(task: ServiceTask, registers: Registers, asked: Asked) -> dict[str, object] | None:
    """Return what came back for a task, as the staff read it."""
    report = task.report
    if report is None:
        return None
    by = WORDS["task_by_service"] if report.by == SERVICE else Text(report.by, report.by)
    when = minute(report.at)
    return {
        "outcome": OUTCOME_WORDS[report.outcome], "ground": _ground(task.kind, report.ground), "text": report.text,
        "files": len(report.files),
        "held": [(item_named(registers, one.item, asked.now), one.value) for one in report.held],
        "by": Text(*(words.format(who, at) for words, who, at in zip(WORDS["task_entered_by"], by, when, strict=True))),
    }  # fmt: skip


def _ground(kind: TaskKind, ground: str) -> Text | None:
    if not ground:
        return None
    return EXISTENCE_WORDS if ground == EXISTENCE else GROUNDS[kind][ground].words


def _enter(
    console: Console, asked: Asked, case: Case, task: ServiceTask, typed: Mapping[str, str],
    errors: Mapping[str, Text], files: Sequence[str],
) -> Response:  # fmt: skip
    empty = dict.fromkeys(("outcome", "ground", "held", "text"), "")
    grounds = [(one, said(asked, words), "") for one in refusals_of(task.kind) if (words := _ground(task.kind, one))]
    return case_page(
        console, asked, case, "case_task.html", "task_enter", errors=errors,
        typed={**empty, **typed, "turn": str(case.turn)}, task=task, own=task.source == OWN,
        name=name_of(console.desks.registers(), task.source, asked.now), due=spoken(task.due),
        outcomes=[(one, said(asked, OUTCOME_WORDS[one]), "") for one in OUTCOMES[task.kind]],
        grounds=[("", said(asked, WORDS["task_ground_none"]), ""), *grounds], asks=case.asked,
        files=[(one.file_id, said(asked, named(case, one))) for one in case.files if one.may_be_passed_on],
        ticked=files,
    )  # fmt: skip


ROUTES = (
    Route("GET", "/cases/{number}/tasks", DECISIONS, shown, personal=True),
    Route("POST", "/cases/{number}/tasks", DECISIONS, sent, personal=True),
    Route("GET", "/cases/{number}/tasks/{task}", DECISIONS, entering, personal=True),
    Route("POST", "/cases/{number}/tasks/{task}", DECISIONS, entered, personal=True),
)
