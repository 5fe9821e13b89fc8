"""Which services hold what of people, by the register of sources, and what each is asked for in a case."""

from __future__ import annotations

from collections.abc import Collection, Set
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from ledger.cases.case import Case
from ledger.cases.service_tasks import OWN, TaskKind
from ledger.cases.steps import StepRefused
from ledger.cases.targets import target_of, working_days_after
from ledger.cases.texts import Text
from ledger.law.days import calendar, jst_day
from ledger.log.canonical import canonical
from ledger.registers.snapshot import Registers
from ledger.vault.keys import case as case_scope
from ledger.vault.reply import new_reply_key
from ledger.vault.seal import seal
from ledger.vault.vault import Vault

#: Working days after sending by which a service answers, by kind of task. It ends before the internal target of the
#: decision where that lies further ahead.
SERVICE_DAYS: dict[TaskKind, int] = {"data": 4, "correction": 4}
_OWN_NAME = Text("第三者提供の記録（この台帳）", "Records of provision (this ledger)")
#: Kind of topic by which a source says that it answers tasks by events.
ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Holder:
    """A source that holds personal data: what it is called to the person, which items, and whether it takes tasks and
    answers them by events."""

    source: str
    name: Text
    items: tuple[str, ...]
    by_event: bool


def holders_at(registers: Registers, now: int) -> dict[str, Holder]:
    """Return every source that holds data of people at an instant (µs UTC), by its code."""
    return {
        row.key: Holder(
            row.key, Text(row.body["holds"]["ja"], row.body["holds"]["en"]), tuple(row.body["holds"]["items"]),
            any(topic["kind"] == ANSWERS for topic in row.body["topics"]),
        )
        for row in registers.keys_at("sources", now) if "holds" in row.body
    }  # fmt: skip


def name_of(registers: Registers, source: str, now: int) -> Text:
    """Return what a source is called to the person; its code where the register says nothing any more."""
    if source == OWN:
        return _OWN_NAME
    found = holders_at(registers, now).get(source)
    return found.name if found is not None else Text(source, source)


def to_ask(case: Case, registers: Registers, now: int) -> tuple[str, ...]:
    """Return the sources that hold data and were not asked yet in a case. For data the ledger is one of
    them: what it keeps without a duty may be personal data held."""
    asked = {task.source for task in case.tasks}
    own = (OWN,) if case.task_kind == "data" else ()
    return tuple(one for one in (*sorted(holders_at(registers, now)), *own) if one not in asked)


def due_day(case: Case, kind: TaskKind, now: int, registered: Set[date]) -> date:
    """Return the last Japanese day on which a service that is asked at an instant (µs UTC) should answer: early enough
    for the internal target of the decision, and never today. ``registered``: closed days of the register."""
    today = calendar(jst_day(now))
    decision = working_days_after(case.arrived, target_of(case).decision, registered)
    usual = working_days_after(today, SERVICE_DAYS[kind], registered)
    return max(working_days_after(today, 1, registered), min(usual, decision))


def drawn_tasks(
    case: Case, case_id: bytes, vault: Vault, registers: Registers, sources: Collection[str], due: date, asks: str,
    now: int,
) -> dict[str, Any]:  # fmt: skip
    """Draw a task for each of these sources, and return what the step `case task` says. What goes out with a task (who
    it is about, what is asked, the key that seals the answer) stands in it sealed under the case's key; the key that
    opens the answer is in the case alone. Raises StepRefused."""
    kind, holders = case.task_kind, holders_at(registers, now)
    if kind is None:
        raise StepRefused(
            "services are asked for personal data held (33(1)) and for corrections (34) alone; answer this request by"
            " itself"
        )
    unknown = [one for one in sources if one not in holders and not (one == OWN and kind == "data")]
    if unknown or not sources:
        there = ", ".join(sorted(holders)) or "none: a source says so by `holds`"
        raise StepRefused(f"no source that holds personal data is called so; there are {there}")
    if (kind == "correction") != bool(asks.strip()):
        raise StepRefused(
            "what is to be corrected is said for a correction, and only there; add it (--asks, asks), or leave it out"
        )
    if due < calendar(jst_day(now)):
        raise StepRefused("the day for the answer is over already; name one that is to come")
    scope = case_scope(case_id)
    key = vault.keys({scope})[scope]
    tasks = []
    for source in sources:
        task, pair = uuid4(), new_reply_key()
        holder = holders.get(source)
        letter = {
            "people": [[one.namespace, one.number] for one in case.ids], "asks": asks.strip(),
            "items": list(holder.items) if holder is not None else [], "seal_to": pair.public.hex(),
        }  # fmt: skip
        tasks.append({
            "task": task.hex, "source": source, "kind": kind, "due": due.isoformat(), "key": pair.private.hex(),
            "announced": holder is not None and holder.by_event, "key_id": str(key.key_id),
            "sealed": seal(key.cipher, canonical(letter), task.bytes).hex(),
        })  # fmt: skip
    return {"tasks": tasks}
