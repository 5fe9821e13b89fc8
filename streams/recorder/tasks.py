"""Tasks of services as the recorder keeps them, and their answers: an event becomes a step of the case that asked.

An answer is sealed to a key that the case alone holds, so that neither the broker nor the log says what it says. It is
opened here, by the next worker that looks, and entered as a step of the case. What cannot be read is entered as that:
the task goes on waiting, and the officers see that something came.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook, CaseErased
from ledger.cases.service_tasks import MOST_HEARD, SERVICE, UNREADABLE, ServiceTask, report_of
from ledger.cases.steps import StepRefused
from ledger.judging.acts import said_in
from ledger.law.days import day_of, midnight
from ledger.log.canonical import canonical
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection
from ledger.vault.reply import open_reply
from ledger.vault.seal import SealBroken
from ledger.vault.vault import Vault
from streams.recorder.transaction import Rows

logger = logging.getLogger(__name__)

TASK = (
    "log_id", "idx", "task", "case_id", "source", "kind", "due_at", "told_at", "announced", "key_id", "sealed",
)  # fmt: skip
TASK_ANSWER = ("log_id", "idx", "task", "source")
TASK_REPORT = ("log_id", "idx", "task", "answer_idx", "read")
#: Answers taken at a time.
_MOST = 100
_LAST = "select idx from task_answer where log_id = %s order by idx desc limit 1"
#: Answers beyond one (an index) of the sources that were asked, which stand in no case yet. One of each task's answers
#: at a time, and of each what belongs to it (``offset 0``): the planner may read every fact and every seal for it.
_WAITING = """
select a.idx, f.entry_id, s.key_id, s.sealed, t.case_id, t.task
from (
  select * from task_answer a where a.log_id = %(log)s and a.idx > %(after)s
    and not exists (
      select from task_report r where r.log_id = a.log_id and r.task = a.task and r.answer_idx = a.idx offset 0)
  order by a.idx offset 0
) a
cross join lateral (
  select * from task where log_id = a.log_id and task = a.task and source = a.source offset 0
) t
cross join lateral (select * from fact where log_id = a.log_id and idx = a.idx offset 0) f
cross join lateral (select * from sealed where log_id = a.log_id and idx = a.idx offset 0) s
order by a.idx limit %(most)s
"""


def add_tasks(rows: Rows, idx: int, case_id: str, tasks: list[Mapping[str, Any]], told_at: int) -> None:
    """Add the rows of `task` that a step of a case says."""
    for one in tasks:
        due_at = midnight(day_of(date.fromisoformat(one["due"])) + 1)
        rows.add("task", TASK, (
            LOG_ID, idx, UUID(one["task"]), UUID(case_id), one["source"], one["kind"], due_at, told_at,
            one["announced"], int(one["key_id"]), bytes.fromhex(one["sealed"]),
        ))  # fmt: skip


def add_report(rows: Rows, idx: int, said: Mapping[str, Any]) -> None:
    """Add the row of `task_report` that a step of a case says."""
    answer = None if said.get("answer") is None else int(said["answer"])
    rows.add("task_report", TASK_REPORT, (LOG_ID, idx, UUID(said["task"]), answer, said["outcome"] != UNREADABLE))


def answer_row(idx: int, source: str, event: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the row of `task_answer`, in TASK_ANSWER."""
    return (LOG_ID, idx, UUID(bytes=event["task"]), source)


class Taker:
    """Takes answers into their cases, in the order of the log. What it remembers is how far it has come: what it took
    stands in a case, or can stand in none, and that the log says so comes after."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._after = -1

    def take(self, connection: Connection, now: int) -> int:
        """Enter what has come since the last look; return how many answers. ``connection`` is in autocommit."""
        last = connection.execute(_LAST, (LOG_ID,)).fetchone()
        rows = connection.execute(_WAITING, {"log": LOG_ID, "after": self._after, "most": _MOST}).fetchall()
        keys = self._vault.open_keys({row[2] for row in rows}) if rows else {}
        book = Casebook(connection, self._vault)
        for idx, entry_id, key_id, sealed, case_id, task in rows:
            if key_id in keys:
                event = said_in(keys[key_id], entry_id, sealed)
                self._enter(book, case_id, task, bytes.fromhex(event["sealed"]), idx, now)
            # Only now: while PostgreSQL is away nothing is entered, and it is this answer's turn again.
            self._after = idx
        if len(rows) < _MOST and last is not None:
            self._after = max(self._after, last[0])
        return len(rows)

    def _enter(self, book: Casebook, case_id: UUID, task: UUID, sealed: bytes, idx: int, now: int) -> None:
        try:
            case = book.by_id(case_id.bytes)
            said = {"task": task.hex, "answer": str(idx), **_read(case, task, sealed, now)}
            book.step(case.number, SERVICE, "request", "case report", said, now)
        except (CaseErased, StepRefused) as error:
            # Asked anew meanwhile, forgotten, or answered too often: what came is in the log, sealed.
            logger.info("an answer to a task stands in no case (%s)", type(error).__name__)


def _read(case: Case, task: UUID, sealed: bytes, now: int) -> dict[str, Any]:
    """Return what an answer says, or that it cannot be read. Raises StepRefused where the case has no such task, or one
    that takes no more answers."""
    asked = _asked(case, task)
    try:
        said = json.loads(open_reply(bytes.fromhex(asked.key), sealed, task.bytes))
        report = report_of(asked.kind, {**said, "held": [[one["item"], one["value"]] for one in said["held"]]},
                           SERVICE, now)  # fmt: skip
        read = {
            "outcome": report.outcome, "ground": report.ground, "text": report.text,
            "held": [[one.item, one.value] for one in report.held],
        }  # fmt: skip
        # A lone surrogate is no text that a step could say: it must not stop the recorder.
        canonical(read)
    except (SealBroken, StepRefused, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {"outcome": UNREADABLE}
    return read


def _asked(case: Case, task: UUID) -> ServiceTask:
    found = next((one for one in case.tasks if one.task == task.hex), None)
    if found is None:
        raise StepRefused("the service was asked anew since, under another id; its answer to that one counts")
    if found.heard >= MOST_HEARD:
        raise StepRefused(
            "the service has answered this task as often as it may; an officer enters what it sends (`case task"
            " enter`)"
        )
    return found
