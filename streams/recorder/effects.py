"""What an officer's act does to the ledger once it stands in the log: by command, the rows it adds.

Most acts are looks and do nothing. One that decides something (a stop, an acceptance of late evidence, a block) adds
rows to a view, and a row of `fact` where records have to be judged again because of it. The same function serves when
the act is moved into the log and when the views are built again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ledger.judging.alerts import CONFLICT_REMOVED
from ledger.judging.said import instant
from ledger.log.head import LOG_ID
from streams.recorder.alerts import ALERT_OF_ITS_OWN
from streams.recorder.facts import FACT_COLUMNS
from streams.recorder.quarantine_acts import add_dismissal, add_reread
from streams.recorder.refusals import note_answer
from streams.recorder.stops import STOP, SealedPerson, Stopped, stop_row
from streams.recorder.tasks import add_report, add_tasks
from streams.recorder.transaction import Rows


@dataclass(frozen=True, slots=True)
class PlacedAct:
    """An act at its place in the log: ``about`` is what it was about, ``identity`` whom (None: nobody), ``made_at``
    when it was done (µs UTC)."""

    idx: int
    entry_id: UUID
    made_at: int
    officer: str
    command: str
    about: Mapping[str, Any]
    identity: int | None


Effect = Callable[[Rows, PlacedAct], None]

ACCEPTANCE = ("log_id", "idx", "fact_idx", "officer", "made_at")
ACKNOWLEDGEMENT = ("log_id", "idx", "alert_idx", "officer", "note", "made_at")
EXPORT = ("log_id", "idx", "identity", "made_at", "files")
BLOCK = ("log_id", "idx", "kind", "code", "step", "officer", "made_at")

#: An acceptance is a fact once it is the one that made two different officers; a third adds nothing.
_ACCEPTED = """
insert into fact (log_id, idx, entry_id, kind, identity, other, happened_at, appended_at)
select f.log_id, a.idx, %s, 'acceptance', f.identity, f.other, %s, %s
from accepted a join fact f on f.log_id = a.log_id and f.idx = a.fact_idx
where a.log_id = %s and a.fact_idx = %s and a.idx = %s
"""


def accept_evidence(rows: Rows, act: PlacedAct) -> None:
    """One officer accepts a fact that came late; the second who does makes it count (rule 11)."""
    fact_idx = act.about["fact"]["index"]
    rows.add("acceptance", ACCEPTANCE, (LOG_ID, act.idx, fact_idx, act.officer, act.made_at))
    rows.later(_ACCEPTED, (act.entry_id, act.made_at, act.made_at, LOG_ID, fact_idx, act.idx))


def acknowledge_alert(rows: Rows, act: PlacedAct) -> None:
    """An officer acknowledges an alert by name."""
    rows.add("alert_acknowledgement", ACKNOWLEDGEMENT, (
        LOG_ID, act.idx, act.about["alert"], act.officer, act.about["note"], act.made_at,
    ))  # fmt: skip


def take_block_step(rows: Rows, act: PlacedAct) -> None:
    """An officer blocks a recipient or a source, confirms a block, or asks for its end."""
    block = act.about["block"]
    rows.add("block", BLOCK, (
        LOG_ID, act.idx, block["kind"], block["code"], block["step"], act.officer, act.made_at,
    ))  # fmt: skip


def add_act_fact(rows: Rows, act: PlacedAct, kind: str, happened_at: int) -> None:
    """Say that records have to be judged again because of the act."""
    values: dict[str, Any] = dict.fromkeys(FACT_COLUMNS) | {
        "log_id": LOG_ID, "idx": act.idx, "entry_id": act.entry_id, "kind": kind, "identity": act.identity,
        "happened_at": happened_at, "appended_at": act.made_at, "late": False,
    }  # fmt: skip
    rows.add("fact", FACT_COLUMNS, tuple(values[column] for column in FACT_COLUMNS))


def _stop(rows: Rows, act: PlacedAct) -> None:
    """A stop was given, or its end set: it binds, or no longer binds, from an instant on."""
    about = act.about
    ends_at = instant(about["ends_at"]) if about["ends_at"] else None
    stopped = Stopped(
        about["ground"], instant(about["since"]), ends_at, about["recipients"], about["items"], act.made_at
    )
    rows.add("stop", STOP, stop_row(act.idx, act.identity, stopped, SealedPerson.read(about)))
    add_act_fact(rows, act, "stop", stopped.since if act.command == "stop give" or ends_at is None else ends_at)


def raise_many(rows: Rows, act: PlacedAct) -> None:
    """One agent asks for many people: an alert that says no more than that."""
    if act.about.get("step", {}).get("many_by_one_agent"):
        rows.add("alert", ALERT_OF_ITS_OWN, (
            LOG_ID, act.idx, act.entry_id, "many_by_one_agent", None, act.made_at, None, None, None,
        ))  # fmt: skip


def _declare_conflicts(rows: Rows, act: PlacedAct) -> None:
    """An officer left out people whom they had declared before: an alert that names the officer and nobody else."""
    if act.about.get("left_out"):
        rows.add("alert", ALERT_OF_ITS_OWN, (
            LOG_ID, act.idx, act.entry_id, CONFLICT_REMOVED, None, act.made_at, None, None, act.officer,
        ))  # fmt: skip


def _tasks(rows: Rows, act: PlacedAct) -> None:
    """Services were asked for their parts of an answer."""
    add_tasks(rows, act.idx, act.about["case"], act.about["step"]["tasks"], act.made_at)


def _report(rows: Rows, act: PlacedAct) -> None:
    """What a service answered stands in its case."""
    add_report(rows, act.idx, act.about["step"])


def note_export(rows: Rows, act: PlacedAct) -> None:
    """An answer was written to files: they go when the person is erased."""
    files = act.about.get("files", [])
    if act.identity is not None and files:
        rows.add("export", EXPORT, (LOG_ID, act.idx, act.identity, act.made_at, files))


def _reread(rows: Rows, act: PlacedAct) -> None:
    """An officer asks on a page for a message to be read again."""
    if "message" in act.about:
        add_reread(rows, act.idx, act.about["message"], act.officer, None)


def _dismiss(rows: Rows, act: PlacedAct) -> None:
    """An officer lets a message rest, on a page."""
    if "message" in act.about:
        add_dismissal(rows, act.idx, act.about["message"])


#: By command. What is not here does nothing.
EFFECTS: dict[str, Effect] = {
    "evidence accept": accept_evidence,
    "alerts acknowledge": acknowledge_alert,
    "block recipient": take_block_step,
    "block source": take_block_step,
    "block confirm": take_block_step,
    "block lift": take_block_step,
    "stop give": _stop,
    "stop end": _stop,
    "preflight": note_answer,
    "disclose": note_export,
    "quarantine replay": _reread,
    "quarantine dismiss": _dismiss,
    "case open": raise_many,
    "case conflicts declare": _declare_conflicts,
    "case task": _tasks,
    "case report": _report,
}
#: By command, the kind of outbox row by which the act leaves, once it is moved into the log.
ANNOUNCED: Mapping[str, str] = {
    "stop give": "stops", "stop end": "stops", "case open": "alerts", "case task": "tasks",
    "case conflicts declare": "alerts",
}  # fmt: skip
