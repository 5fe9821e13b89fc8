"""`case task`: what the services that hold a person's data are asked for, and what they answered (33(1), 34)."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import click

from ledger.cases.case import Case
from ledger.cases.casebook import CASES, case_id_of
from ledger.cases.held_lines import held_of
from ledger.cases.holding import drawn_tasks, due_day, holders_at, name_of, to_ask
from ledger.cases.moments import minute
from ledger.cases.own_task import own_answer
from ledger.cases.service_tasks import OUTCOMES, OWN, ServiceTask, refusals_of
from ledger.cases.steps import StepRefused
from ledger.cases.task_words import OUTCOMES as OUTCOME_WORDS
from ledger.cases.task_words import STATES
from ledger.cases.visible import visible
from ledger.cli.asking import counted
from ledger.cli.case_telling import book, case_number, take
from ledger.cli.desk import Desk, desk
from ledger.judging.closed_days import closed_days
from ledger.law.days import calendar, jst_day

_ALL = sorted({one for outcomes in OUTCOMES.values() for one in outcomes})
_GROUNDS = sorted({ground for kind in OUTCOMES for ground in refusals_of(kind)})


@click.group()
def task() -> None:
    """Tasks of the services that hold a person's data: send, list, enter what came back."""


@task.command("send")
@case_number
@click.option("--source", "sources", multiple=True, help="Source to ask; all that hold data, where none is named.")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), help="Last day for the answer; by the internal target.")
@click.option("--asks", type=click.File("r", encoding="utf-8"), help="File with what is to be corrected.")
def send(
    number: str, officer: str, reason: str, sources: tuple[str, ...], due: datetime | None, asks: Any
) -> None:  # fmt: skip
    """Ask the services for their parts. Who answers by events is told which ids the person has, and nothing else but
    what a correction is about; the others you tell yourself."""
    with desk("case task", officer, reason, CASES) as at:
        one = book(at).looked_at(number, officer, at.now)
        chosen = sources or to_ask(one, at.registers, at.now)
        day = due.date() if due is not None else _due(at, one)
        words = asks.read() if asks else ""
        said = drawn_tasks(one, case_id_of(number), at.vault, at.registers, chosen, day, words, at.now)
        take(at, number, said, one.turn)
        _tell(at, book(at).find(number))


@task.command("list")
@case_number
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(number: str, officer: str, reason: str, as_json: bool) -> None:
    """List what was asked of whom until when, what each answered, and who holds data and was not asked."""
    with desk("case task list", officer, reason, CASES) as at:
        one = book(at).looked_at(number, officer, at.now)
        at.enter({"case": one.number, "as_of": at.as_of})
        if as_json:
            click.echo(json.dumps([_line(at, each) for each in one.tasks], ensure_ascii=False, indent=2))
            return
        _tell(at, one)
        click.echo(f"{counted(len(one.tasks), 'task')}.")
        for source in to_ask(one, at.registers, at.now) if one.task_kind is not None else ():
            holder = holders_at(at.registers, at.now).get(source)
            items = ", ".join(holder.items) if holder is not None else "records kept without a duty"
            click.echo(f"  not asked: {source} ({items})")


@task.command("enter")
@case_number
@click.argument("task_id", metavar="TASK")
@click.option("--outcome", type=click.Choice(_ALL), help="What the service answered.")
@click.option("--ground", type=click.Choice(_GROUNDS), default=None, help="Why it says no.")
@click.option("--held", type=click.File("r", encoding="utf-8"), help="File with the data, `item: value` a line.")
@click.option("--text", type=click.File("r", encoding="utf-8"), help="File with the service's own words to the person.")
@click.option("--file", "files", multiple=True, metavar="ID",
              help="File of the case that the service sent, to be passed on (`case attachment add` prints its id).")
@click.option("--from-ledger", is_flag=True, help=f"Answer the task of {OWN} by the records as they stand.")
def enter(
    number: str, task_id: str, officer: str, reason: str, outcome: str | None, ground: str | None, held: Any, text: Any,
    files: tuple[str, ...], from_ledger: bool,
) -> None:  # fmt: skip
    """Enter what a service sent by another way than an event, such as a paper (`case attachment add` keeps it too)."""
    if (outcome is None) != from_ledger:
        raise StepRefused(
            "either a service answered or the ledger answers itself; say which (--outcome, --from-ledger)"
        )
    with desk("case report", officer, reason, CASES) as at:
        one = book(at).looked_at(number, officer, at.now)
        asked = next((each for each in one.tasks if each.task == task_id), None)
        if asked is None or from_ledger != (asked.source == OWN):
            raise StepRefused(
                f"the ledger answers the task of {OWN} and no other; `case task list` says which task that is"
            )
        if from_ledger:
            said = own_answer(
                at.connection, at.vault, at.registers, one, officer, reason, at.range, at.as_of, at.now
            )  # fmt: skip
        else:
            said = {
                "outcome": outcome, "ground": ground or "", "text": text.read() if text else "",
                "held": held_of(held.read()) if held else [], "files": list(files),
            }  # fmt: skip
        take(at, number, {"task": task_id, **said}, one.turn)
        _tell(at, book(at).find(number))


def _due(at: Desk, one: Case) -> date:
    kind = one.task_kind
    if kind is None:
        raise StepRefused(
            "services are asked for personal data held (33(1)) and for corrections (34) alone; answer this request by"
            " itself"
        )
    return due_day(one, kind, at.now, closed_days(at.registers, at.now))


def _line(at: Desk, task: ServiceTask) -> dict[str, Any]:
    """Return a task for programs: what it stands at, never the data."""
    report = task.report
    return {
        "task": task.task, "source": task.source, "kind": task.kind, "due": task.due.isoformat(),
        "state": task.state(calendar(jst_day(at.now))), "announced": task.announced, "unread": task.unread,
        "outcome": None if report is None else report.outcome, "ground": report.ground if report else None,
        "rows": len(report.held) if report else 0, "by": report.by if report else None,
    }  # fmt: skip


def _tell(at: Desk, one: Case) -> None:
    today = calendar(jst_day(at.now))
    for each in one.tasks:
        state = STATES[each.state(today)].ja
        click.echo(f"  {each.task}  {name_of(at.registers, each.source, at.now).ja}（{each.source}）")
        by_hand = "" if each.announced else "（手で依頼してください / ask by hand）"
        click.echo(f"    期限 / due {each.due}  {state}{by_hand}")
        if each.unread:
            click.echo(f"    {each.unread} answers that could not be read")
        if each.report is not None:
            report = each.report
            ground = f" {report.ground}" if report.ground else ""
            click.echo(f"    {OUTCOME_WORDS[report.outcome].ja}{ground}, {report.by}, {minute(report.at).en}")
            for row in report.held:
                click.echo(f"      {visible(row.item)}: {visible(row.value)}")
            for file_id in report.files:
                click.echo(f"      file {file_id}, passed on with the answer")
            if report.text:
                click.echo(f"      {visible(report.text)}")
