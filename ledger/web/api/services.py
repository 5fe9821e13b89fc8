"""What services are told in a case, as the commands take it: how a granted stop goes on that waits for an officer, and
tasks for who holds the person's data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from ledger.cases.casebook import case_id_of
from ledger.cases.given import confirmed
from ledger.cases.holding import drawn_tasks, due_day, to_ask
from ledger.cases.own_task import COMMAND, own_answer
from ledger.cases.service_tasks import OWN
from ledger.cases.steps import StepRefused
from ledger.cases.stop_progress import closing_said, progress
from ledger.cases.stopping import scope_of
from ledger.judging.closed_days import closed_days
from ledger.web.api import answers, sent, steps_sent
from ledger.web.api.calls import Key, Match, Reason, Seat
from ledger.web.api.documented import problems
from ledger.web.api.stepping import SEEN, Call, Number, stepped

router = APIRouter(tags=["staff"], prefix="/v1/cases")


@router.post("/{number}/stop/scope", operation_id="scopeStop", summary="Say what a granted stop covers",
             response_model=answers.Line, responses=problems(*SEEN))  # fmt: skip
def scope(call: Call, number: Number, told: sent.ScopeSent, reason: Reason, match: Match, key: Key) -> Response:
    """Where its decision did not say it. It is given then, and binds from now on."""

    def said(at: Seat) -> Mapping[str, Any]:
        case = at.book.find(number)
        if case.decision is None:
            raise StepRefused("the case has not been decided; decide it first (`decide`)")
        return scope_of(case, case.decision.outcome, told.recipients, told.items, at.registers, at.now)

    return stepped(call, "case stop scope", number, reason, key, match, said)


@router.post("/{number}/stop/id", operation_id="stopForId", summary="Confirm another id for a stop",
             response_model=answers.Line, responses=problems(*SEEN))  # fmt: skip
def also(call: Call, number: Number, told: sent.Identify, reason: Reason, match: Match, key: Key) -> Response:
    """The stop is given for it too, and binds there from now on."""
    pairs = [(one.namespace, one.id) for one in told.ids]

    def said(at: Seat) -> Mapping[str, Any]:
        found = confirmed(at.desk.connection, at.desk.vault, pairs, at.as_of, at.now)
        return {"method": told.method, "ids": [one.written() for one in found]}

    return stepped(call, "case stop id", number, reason, key, match, said)


@router.post("/{number}/stop/close", operation_id="closeStop", summary="Close a stop that cannot take effect",
             response_model=answers.Line, responses=problems(*SEEN))  # fmt: skip
def close(call: Call, number: Number, told: steps_sent.CloseStops, reason: Reason, match: Match, key: Key) -> Response:
    """What no service will put into effect, since the id is another's by now: proposed by one officer, closed once
    another one says the same reason (`closing` of the case). The ledger keeps the stop."""

    def said(at: Seat) -> Mapping[str, Any]:
        case = at.book.find(number)
        found = progress(at.desk.connection, at.desk.vault, at.registers, case, at.now)
        return closing_said(found, told.because)

    return stepped(call, "case stop close", number, reason, key, match, said)


@router.post("/{number}/tasks", operation_id="sendTasks", summary="Ask services for what they hold",
             response_model=answers.Line, responses=problems(*SEEN))  # fmt: skip
def send(call: Call, number: Number, told: steps_sent.SendTasks, reason: Reason, match: Match, key: Key) -> Response:
    """Who answers by events is told which ids the person has; the others you tell yourself (`announced` of a task)."""

    def said(at: Seat) -> Mapping[str, Any]:
        case = at.book.find(number)
        if case.task_kind is None:
            raise StepRefused(
                "services are asked for personal data held (33(1)) and for corrections (34) alone; answer this"
                " request by itself"
            )
        chosen = told.sources or to_ask(case, at.registers, at.now)
        closed = closed_days(at.registers, at.now)
        day = date.fromisoformat(told.due) if told.due else due_day(case, case.task_kind, at.now, closed)
        return drawn_tasks(
            case, case_id_of(number), at.desk.vault, at.registers, chosen, day, told.asks, at.now
        )  # fmt: skip

    return stepped(call, "case task", number, reason, key, match, said)


@router.post("/{number}/tasks/answer", operation_id="enterTask", summary="Enter what a service sent",
             response_model=answers.Line, responses=problems(*SEEN))  # fmt: skip
def enter(call: Call, number: Number, told: steps_sent.EnterTask, reason: Reason, match: Match, key: Key) -> Response:
    """The ledger answers its own task by itself (`from_ledger`): its records are looked at for it, and the look is
    entered with the person."""

    def said(at: Seat) -> Mapping[str, Any]:
        case = at.book.find(number)
        if told.from_ledger != any(one.task == told.task and one.source == OWN for one in case.tasks):
            raise StepRefused(
                f"the ledger answers the task of {OWN} and no other; `tasks` of the case say which that is"
            )
        if (told.outcome is None) != told.from_ledger:
            raise StepRefused(
                "either a service answered or the ledger answers itself; say which (outcome, from_ledger)"
            )
        if told.from_ledger:
            own = own_answer(
                at.desk.connection, at.desk.vault, at.registers, case, at.client.officer, at.reason, at.range,
                at.as_of, at.now,
            )  # fmt: skip
            return {"task": told.task, **own}
        return {
            "task": told.task, "outcome": told.outcome, "ground": told.ground or "", "text": told.text,
            "held": [[one.item, one.value] for one in told.held], "files": told.files,
        }  # fmt: skip

    return stepped(call, COMMAND, number, reason, key, match, said)
