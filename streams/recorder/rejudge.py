"""Judging again: what facts appended since the last pass change about records that were there before.

Facts with an index below ``head.rejudged_to`` have had their consequences judged. A pass takes the next facts, finds
by index the records they touch, judges those as of its own snapshot, and appends a judgement entry for each answer
that differs from the current one, moving the cursor in the same transaction. A fact that touches more records than one
pass takes is worked through in several, with ingest in between; how far it has come stands in ``rejudging``. Once all
that a fact touches was judged, one entry says what it changed, if it changed anything, and one alert goes out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ledger.judging.judging import Judged
from ledger.judging.lookup import linked
from ledger.law.days import jst_date
from ledger.log.append import Ready, ready
from ledger.log.canonical import canonical
from ledger.log.entry import judgement_entry
from ledger.log.head import LOG_ID, Head, read_head
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.keys import day
from ledger.vault.seal import seal
from ledger.vault.vault import SealingKey, Vault
from streams.recorder.causes import Tally, add_alert_out, add_cause, cause_entry
from streams.recorder.ingest import Ingest, KeysMoved, changed_hands
from streams.recorder.places import OfEvent, OfPeople, Page, Place, page_of, records_of_corrected, records_of_many
from streams.recorder.points import OnPoint
from streams.recorder.reach import Fact, reach_of
from streams.recorder.standing import Standing, judge_again, standing
from streams.recorder.transaction import Rows, append_all

#: Facts worked through in one pass, and records judged again in one: bounds on how long ingest waits for the lock.
FACTS_A_PASS = 2_000
RECORDS_A_PASS = 1_000
#: Facts about people, or about provisions, whose records are found in one query each.
_AT_ONCE = 500
#: Kinds of fact that may touch whatever there is: they share a pass with no other, so that what others changed is not
#: put down to them.
_WIDE = frozenset({"rules"})

_FACTS = """
select f.idx, f.entry_id, f.kind, t.kind, t.identity, t.other, t.source, t.corrects, t.happened_at
from touching t join fact f using (log_id, idx)
where log_id = %s and idx >= %s and idx < %s order by idx limit %s
"""
_REACHED = "select fact_idx, reached, passes from rejudging where log_id = %s"
_REACH = "update rejudging set fact_idx = %s, reached = %s, passes = passes + 1 where log_id = %s"
_SINCE = "select identity, other, source, corrects from touching where log_id = %s and idx >= %s"
JUDGEMENT_COLUMNS = (
    "log_id", "idx", "entry_id", "record_idx", "happened_at", "verdict", "basis", "duty", "awaits", "marks", "cause",
)  # fmt: skip
_OUTBOX = ("log_id", "kind", "first_index", "next_index")


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass did: whether there may be more to do, and how many records it looked at."""

    more: bool
    looked_at: int


@dataclass(frozen=True, slots=True)
class _Resumed:
    """How far the fact under work has come. ``passes`` tells one worker's pass from another's."""

    fact: int
    place: tuple[int, Place] | None
    tally: Tally
    passes: int


@dataclass(slots=True)
class _Work:
    """What one pass takes: the records by the fact they are put down to, and what each fact came to."""

    cursor: int
    facts: list[Fact] = field(default_factory=list)
    tallies: dict[int, Tally] = field(default_factory=dict)
    causes: dict[int, int] = field(default_factory=dict)
    #: Where the last of the facts goes on, if it is not done.
    reached: tuple[int, Place] | None = None

    def take(self, fact: Fact, page: Page, tally: Tally) -> None:
        tally.look(page.records)
        self.facts.append(fact)
        self.tallies[fact.idx] = tally
        self.causes.update(dict.fromkeys(page.records, fact.idx))
        self.reached = page.reached

    def done(self) -> list[Fact]:
        """Return the facts all of whose records were looked at."""
        return self.facts if self.reached is None else self.facts[:-1]


@dataclass(frozen=True, slots=True)
class _Again:
    record: Standing
    judged: Judged
    as_of: int


def rejudge(
    connection: Connection, vault: Vault, ingest: Ingest, engine: str, now: int, on_point: OnPoint
) -> Pass:  # fmt: skip
    """Do one pass.

    Raises KeysMoved when keys were destroyed or an id changed hands meanwhile: nothing was appended, the next pass
    begins anew.
    """
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        head = read_head(connection, LOG_ID)
        if head.rejudged_to >= head.size:
            return Pass(False, 0)
        resumed = _resumed(connection)
        registers = ingest.refresh_registers(connection, head.size)
        work = _gather(connection, registers, head, resumed)
        if not work.facts:
            # Nothing was told since: what was only recorded moves no cursor, and asks nobody to wait for the lock.
            return Pass(False, 0)
        records = standing(connection, vault, list(work.causes), head.size) if work.causes else []
        again = _differing(connection, vault, ingest, records, head.size)
    key = _day_key(vault, now)
    with connection.transaction():
        locked = read_head(connection, LOG_ID, lock=True)
        if locked.rejudged_to != head.rejudged_to or _resumed(connection).passes != resumed.passes:
            return Pass(True, len(work.causes))
        if locked.key_epoch != head.key_epoch:
            raise KeysMoved
        again = _as_of_now(connection, vault, ingest, again, head.size, locked.size)
        entries, rows = _entries(again, work, locked.size, engine, key, now)
        if entries:
            append_all(connection, locked.size, locked.root, entries, rows, lambda: None)
        _move(connection, work)
    on_point("after_pass")
    return Pass(work.cursor < head.size, len(work.causes))


def _gather(connection: Connection, registers: Registers, head: Head, resumed: _Resumed) -> _Work:
    """Take the next facts, and of what they touch as many records as one pass may judge."""
    rows = connection.execute(_FACTS, (LOG_ID, head.rejudged_to, head.size, FACTS_A_PASS))
    facts = [Fact(*row) for row in rows]
    work = _Work(facts[-1].idx + 1 if len(facts) == FACTS_A_PASS else head.size)
    ahead: dict[int, tuple[int, ...]] = {}
    for at, fact in enumerate(facts):
        if at and (fact.kind in _WIDE or facts[at - 1].kind in _WIDE):
            work.cursor = fact.idx
            break
        if at % _AT_ONCE == 0:
            ahead = _ahead(connection, registers, facts[at : at + _AT_ONCE])
        place, tally = (resumed.place, resumed.tally) if fact.idx == resumed.fact else (None, Tally())
        found = ahead.get(fact.idx) if place is None else None
        page = Page(found, None) if found is not None and len(found) <= RECORDS_A_PASS else page_of(
            connection, reach_of(connection, registers, fact), place, RECORDS_A_PASS
        )
        if work.causes and len(work.causes) + len(page.records) > RECORDS_A_PASS:
            work.cursor = fact.idx
            break
        work.take(fact, page, tally)
        if page.reached is not None:
            work.cursor = fact.idx
            break
    return work


def _ahead(connection: Connection, registers: Registers, facts: Sequence[Fact]) -> dict[int, tuple[int, ...]]:
    """Return by fact the records of those facts that are about people, and of those that are about provisions, unless
    they are many."""
    people: dict[int, OfPeople] = {}
    events: dict[int, OfEvent] = {}
    for fact in facts:
        about = fact.identity is not None or fact.corrects is not None
        reach = reach_of(connection, registers, fact) if about else ()
        if len(reach) == 1 and isinstance(reach[0], OfPeople):
            people[fact.idx] = reach[0]
        elif len(reach) == 1 and isinstance(reach[0], OfEvent):
            events[fact.idx] = reach[0]
    most = 2 * RECORDS_A_PASS
    return {
        **((people and records_of_many(connection, people, most)) or {}),
        **((events and records_of_corrected(connection, events, most)) or {}),
    }


def _differing(
    connection: Connection, vault: Vault, ingest: Ingest, records: Sequence[Standing], as_of: int
) -> list[_Again]:
    if not records:
        return []
    judged = judge_again(connection, vault, ingest.judging, records, as_of)
    return [
        _Again(record, one, as_of) for record, one in zip(records, judged, strict=True) if record.differs(one)
    ]  # fmt: skip


def _as_of_now(
    connection: Connection, vault: Vault, ingest: Ingest, again: Sequence[_Again], size: int, locked: int
) -> list[_Again]:
    """Judge again, under the lock, the records touched by what was appended since the look-up (rule 2)."""
    since = connection.execute(_SINCE, (LOG_ID, size)).fetchall() if again else []
    if not since:
        return list(again)
    if changed_hands(connection, size):
        raise KeysMoved
    ends = {end for identity, other, _, _ in since for end in (identity, other) if end is not None}
    corrected = {(source, corrects.bytes) for _, _, source, corrects in since if corrects is not None}
    anybody = any(identity is None and corrects is None for identity, _, _, corrects in since)
    _, links = linked(connection, LOG_ID, locked, ends)
    people = {one for end in ends for one in links.everyone(end)}

    def touched(record: Standing) -> bool:
        return (
            anybody
            or record.owner in people
            or record.row.identity in people
            or (record.row.source, record.row.event_id) in corrected
        )

    ingest.refresh_registers(connection, locked)
    left = [one for one in again if not touched(one.record)]
    return left + _differing(
        connection, vault, ingest, [one.record for one in again if touched(one.record)], locked
    )


def _entries(
    again: Sequence[_Again], work: _Work, size: int, engine: str, key: SealingKey, now: int
) -> tuple[list[Ready], Rows]:
    """Make the judgement entries, sealed under the key of the record each is about, and the entries of the causes that
    are done."""
    entries: list[Ready] = []
    rows = Rows()
    for one in again:
        idx, cause = size + len(entries), work.causes[one.record.row.idx]
        entry = _judgement(one, cause, engine, now)
        entries.append(entry)
        rows.add("judgement", JUDGEMENT_COLUMNS, judgement_row(one, idx, entry.uuid, cause))
        work.tallies[cause].change(idx, one.record.row.verdict, one.record.row.marks, one.judged.judgement)
    if entries:
        rows.add("outbox", _OUTBOX, (LOG_ID, "verdicts", size, size + len(entries)))
    for fact in work.done():
        if work.tallies[fact.idx].changed:
            idx = size + len(entries)
            entry, body = cause_entry(fact, work.tallies[fact.idx], key, now)
            entries.append(entry)
            add_cause(rows, idx, entry.uuid, body, now)
            add_alert_out(rows, idx)
    return entries, rows


def _judgement(one: _Again, cause: int, engine: str, now: int) -> Ready:
    row, judged = one.record.row, one.judged
    beside = canonical({
        "at": str(now), "cause": cause, "happened_at": str(row.happened_at), "index": row.idx,
        "record": row.entry_id.hex(), "was": row.verdict,
    })  # fmt: skip
    refs = [row.entry_id, row.judgement_id] if row.judgement_id else [row.entry_id]
    sealable = judgement_entry(
        judged.basis_and_duty, judged.verdict_and_policy, refs, (one.as_of, judged.judgement.law, engine), beside
    )
    key = one.record.key
    assert sealable.opening is not None
    sealed = seal(key.cipher, sealable.opening, sealable.entry_id)
    return ready(sealable.entry_id, sealable.entry, key.key_id, sealed)


def judgement_row(one: _Again, idx: int, entry_id: UUID, cause: int) -> tuple[Any, ...]:
    judgement, row = one.judged.judgement, one.record.row
    return (
        LOG_ID, idx, entry_id, row.idx, row.happened_at, judgement.verdict, judgement.basis, judgement.duty,
        one.judged.awaits, list(judgement.marks), cause,
    )  # fmt: skip


def _move(connection: Connection, work: _Work) -> None:
    """Say how far the facts, and the one under work, have come."""
    if work.reached is None:
        fact, reached = -1, ""
    else:
        fact = work.facts[-1].idx
        reached = json.dumps({"place": work.reached, "tally": work.tallies[fact].said()})
    connection.execute(_REACH, (fact, reached, LOG_ID))
    connection.execute("update head set rejudged_to = %s where log_id = %s", (work.cursor, LOG_ID))


def _resumed(connection: Connection) -> _Resumed:
    row = connection.execute(_REACHED, (LOG_ID,)).fetchone()
    assert row is not None
    fact, reached, passes = row
    said: Mapping[str, Any] = json.loads(reached) if reached else {}
    number, place = said.get("place", (0, None))
    return _Resumed(fact, (number, tuple(place)) if place else None, Tally(**said.get("tally", {})), passes)


def _day_key(vault: Vault, now: int) -> SealingKey:
    scope = day(jst_date(now))
    return vault.keys({scope})[scope]
