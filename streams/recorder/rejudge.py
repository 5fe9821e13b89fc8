"""Judging again: what facts appended since the last pass change about records that were there before.

Facts with an index below ``head.rejudged_to`` have had their consequences judged. A pass takes the next facts, finds
by index the records they touch, judges those as of its own snapshot, and appends a judgement entry for each answer
that differs from the current one, moving the cursor in the same transaction. Records appended after a fact were
judged with it (rule 2), so nothing falls between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ledger.judging.awaiting import waiting_for
from ledger.judging.judging import Judged, judge_looked
from ledger.judging.lookup import linked, look_up
from ledger.judging.records import RecordRow, open_records, records_at, records_of_events
from ledger.log.append import Ready, ready
from ledger.log.canonical import canonical
from ledger.log.entry import judgement_entry
from ledger.log.head import LOG_ID, read_head
from ledger.store.arrays import Bigints
from ledger.store.connect import Connection
from ledger.vault.identities import holder_at
from ledger.vault.seal import seal
from ledger.vault.vault import SealingKey, Vault
from streams.recorder.alerts import ALERT, raises_again
from streams.recorder.claims import act_of_opening
from streams.recorder.ingest import Ingest, KeysMoved
from streams.recorder.transaction import Rows, append_all

#: Facts worked through in one pass, and records judged again in one: bounds on how long ingest waits for the lock.
FACTS_A_PASS = 2_000
RECORDS_A_PASS = 1_000

_FACTS = """
select idx, kind, identity, other, source, corrects, happened_at from touching
where log_id = %s and idx >= %s and idx < %s order by idx limit %s
"""
_OPEN_BETWEEN = """
select idx from open_record
where log_id = %(log)s and awaits = any(%(awaits)s) and happened_at > %(after)s and happened_at <= %(upto)s
  and idx < %(below)s
order by happened_at, idx
"""
_OPEN_FOR_REGISTER = """
select idx from open_record where log_id = %(log)s and idx < %(below)s and awaits = any(%(awaits)s)
"""
_ABOUT_PEOPLE = frozenset({"consent", "link", "stop"})
_OF_PEOPLE = "select idx, identity, happened_at from record where log_id = %s and identity = any(%s) and idx < %s"
JUDGEMENT_COLUMNS = (
    "log_id", "idx", "entry_id", "record_idx", "happened_at", "verdict", "basis", "duty", "awaits", "marks", "cause",
)  # fmt: skip
_OUTBOX = ("log_id", "kind", "first_index", "next_index")


@dataclass(frozen=True, slots=True)
class _Fact:
    idx: int
    kind: str
    identity: int | None
    other: int | None
    source: str | None
    corrects: UUID | None
    happened_at: int


@dataclass(frozen=True, slots=True)
class _Again:
    row: RecordRow
    key: SealingKey
    judged: Judged
    cause: int


def rejudge(connection: Connection, vault: Vault, ingest: Ingest, engine: str, now: int) -> bool:
    """Do one pass. Return whether there may be more to do.

    Raises KeysMoved when keys were destroyed meanwhile: nothing was appended, the next pass begins anew.
    """
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        head = read_head(connection, LOG_ID)
        if head.rejudged_to >= head.size:
            return False
        found = connection.execute(_FACTS, (LOG_ID, head.rejudged_to, head.size, FACTS_A_PASS))
        facts: Sequence[_Fact] = [_Fact(*row) for row in found]
        facts, cursor, causes = _touched(connection, facts, head.size)
        again = _judge_again(connection, vault, ingest, causes, head.size) if causes else []
    with connection.transaction():
        locked = read_head(connection, LOG_ID, lock=True)
        if locked.rejudged_to != head.rejudged_to:
            return True
        if locked.key_epoch != head.key_epoch:
            raise KeysMoved
        if again and _touched_since(connection, head.size):
            return True
        entries, rows = _entries(again, locked.size, head.size, engine, now)
        if entries:
            append_all(connection, locked.size, locked.root, entries, rows, lambda: None)
        connection.execute("update head set rejudged_to = %s where log_id = %s", (cursor, LOG_ID))
    return cursor < head.size


def _touched(connection: Connection, facts: Sequence[_Fact], size: int) -> tuple[Sequence[_Fact], int, dict[int, int]]:
    """Return the facts of this pass, where the cursor goes, and by record index the fact that touches it."""
    about_people = [fact for fact in facts if fact.kind in _ABOUT_PEOPLE]
    of_people = _records_of_people(connection, about_people, size) if about_people else {}
    causes: dict[int, int] = {}
    for done, fact in enumerate(facts):
        touched = of_people.get(fact.idx, ()) if fact.kind in _ABOUT_PEOPLE else _found(connection, fact, size)
        causes.update(dict.fromkeys(touched, fact.idx))
        if len(causes) >= RECORDS_A_PASS and done + 1 < len(facts):
            return facts[: done + 1], facts[done + 1].idx, causes
    return facts, facts[-1].idx + 1 if len(facts) == FACTS_A_PASS else size, causes


def _records_of_people(connection: Connection, facts: Sequence[_Fact], size: int) -> dict[int, list[int]]:
    """Return by fact the records of whoever it is about, other ids included; of a consent or stop only those it could
    cover."""
    ends = {end for fact in facts for end in (fact.identity, fact.other) if end is not None}
    links = linked(connection, LOG_ID, size, ends)[1]
    told: dict[int, list[tuple[int, int]]] = {}
    for fact in facts:
        since = 0 if fact.kind == "link" else fact.happened_at
        for end in {end for end in (fact.identity, fact.other) if end is not None}:
            for one in links.everyone(end):
                told.setdefault(one, []).append((fact.idx, since))
    touched: dict[int, list[int]] = {}
    for idx, identity, happened_at in connection.execute(_OF_PEOPLE, (LOG_ID, Bigints(list(told)), size), binary=True):
        for fact_idx, since in told[identity]:
            if happened_at >= since:
                touched.setdefault(fact_idx, []).append(idx)
    return touched


def _found(connection: Connection, fact: _Fact, size: int) -> list[int]:
    """Return the records that a watermark, a register version or a correction touches."""
    if fact.kind == "watermark":
        kind, upto, after = _watermark_span(connection, fact.idx)
        found = connection.execute(
            _OPEN_BETWEEN,
            {"log": LOG_ID, "awaits": waiting_for(kind), "after": after, "upto": upto, "below": fact.idx},
        ).fetchall()
        return [idx for (idx,) in found]
    if fact.kind == "register":
        values = {"log": LOG_ID, "below": fact.idx, "awaits": waiting_for("register")}
        return [idx for (idx,) in connection.execute(_OPEN_FOR_REGISTER, values)]
    if fact.corrects is None:
        return []
    assert fact.source is not None
    return [row.idx for row in records_of_events(connection, fact.source, fact.corrects.bytes, size)]


def _watermark_span(connection: Connection, idx: int) -> tuple[str, int, int]:
    row = connection.execute(
        "select kind, reached, coalesce((select max(p.reached) from watermark_entry p"
        " where p.log_id = w.log_id and p.kind = w.kind and p.idx < w.idx), -1)"
        " from watermark_entry w where w.log_id = %s and w.idx = %s",
        (LOG_ID, idx),
    ).fetchone()
    assert row is not None
    return row[0], row[1], row[2]


def _judge_again(
    connection: Connection, vault: Vault, ingest: Ingest, causes: Mapping[int, int], size: int
) -> list[_Again]:
    ingest.refresh_registers(connection, size)
    rows = records_at(connection, sorted(causes), size)
    # Whose record it is follows from when it happened, even if it was told before the id changed hands.
    owners = {row.idx: owner(vault, row) for row in rows}
    looked = look_up(
        connection, vault, LOG_ID, size, ingest.judging.registers, {one for one in owners.values() if one is not None},
        [row.event_id for row in rows],
    )  # fmt: skip
    again = []
    for opened in open_records(connection, vault, rows):
        row = opened.row
        if opened.opening is None or opened.key is None:
            continue
        judged = judge_looked(
            ingest.judging, looked, (row.source, row.event_id), act_of_opening(opened.opening), owners[row.idx],
            row.happened_at, row.appended_at,
        )  # fmt: skip
        if _differs(row, judged):
            again.append(_Again(row, opened.key, judged, causes[row.idx]))
    return again


def owner(vault: Vault, row: RecordRow) -> int | None:
    """Return the identity whose record this is."""
    return None if row.identity is None else holder_at(vault.holders_of(row.identity), row.happened_at)


def _differs(row: RecordRow, judged: Judged) -> bool:
    judgement = judged.judgement
    told = (judgement.verdict, judgement.basis, judgement.duty, tuple(judgement.marks), judged.awaits)
    return told != (row.verdict, row.basis, row.duty, row.marks, row.awaits)


def _touched_since(connection: Connection, size: int) -> bool:
    row = connection.execute(
        "select exists (select from fact where log_id = %s and idx >= %s)", (LOG_ID, size)
    ).fetchone()
    return bool(row and row[0])


def _entries(again: Sequence[_Again], size: int, as_of: int, engine: str, now: int) -> tuple[list[Ready], Rows]:
    """Make the judgement entries, sealed under the key of the record each is about."""
    entries: list[Ready] = []
    rows = Rows()
    for one in again:
        idx = size + len(entries)
        judgement = one.judged.judgement
        replaced = one.row.judgement_id or one.row.entry_id
        beside = canonical({
            "at": str(now), "cause": one.cause, "happened_at": str(one.row.happened_at), "index": one.row.idx,
            "record": one.row.entry_id.hex(), "was": one.row.verdict,
        })  # fmt: skip
        sealable = judgement_entry(
            one.judged.basis_and_duty, one.judged.verdict_and_policy,
            [one.row.entry_id, replaced] if one.row.judgement_id else [one.row.entry_id],
            (as_of, judgement.law, engine), beside,
        )  # fmt: skip
        key = one.key
        assert sealable.opening is not None
        entries.append(
            ready(sealable.entry_id, sealable.entry, key.key_id, seal(key.cipher, sealable.opening, sealable.entry_id))
        )
        rows.add("judgement", JUDGEMENT_COLUMNS, judgement_row(one, idx, sealable.entry_id))
        alert = raises_again(one.row.verdict, judgement.verdict, judgement.marks)
        if alert is not None:
            rows.add("alert", ALERT, (LOG_ID, idx, UUID(bytes=sealable.entry_id), alert, one.row.idx, now))
            rows.add("outbox", _OUTBOX, (LOG_ID, "alerts", idx, idx + 1))
    if entries:
        rows.add("outbox", _OUTBOX, (LOG_ID, "verdicts", size, size + len(entries)))
    return entries, rows


def judgement_row(one: _Again, idx: int, entry_id: bytes) -> tuple[Any, ...]:
    judgement = one.judged.judgement
    return (
        LOG_ID, idx, UUID(bytes=entry_id), one.row.idx, one.row.happened_at, judgement.verdict, judgement.basis,
        judgement.duty,        one.judged.awaits, list(judgement.marks), one.cause,
    )  # fmt: skip
