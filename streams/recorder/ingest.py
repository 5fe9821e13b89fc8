"""Taking in a group of partitions of one kind: look up, draft, then one transaction under the head lock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ledger.judging.judging import Judging
from ledger.judging.lookup import Looked, look_up
from ledger.judging.said import said
from ledger.law.days import jst_date
from ledger.log.append import Ready, ready
from ledger.log.entry import body_entry, new_id, salted_digest
from ledger.log.head import LOG_ID, Head, read_head
from ledger.registers.snapshot import Registers, load_registers, register_version
from ledger.store.connect import Connection
from ledger.vault.keys import Scope, day
from ledger.vault.seal import seal
from ledger.vault.vault import SealingKey, Vault
from streams.recorder.alerts import ALERT
from streams.recorder.claims import Claim
from streams.recorder.facts import (
    FACT_COLUMNS,
    DraftFact,
    consent_row,
    fact_row,
    link_row,
    place_fact,
    read_facts,
    register_row,
    row_of_stop,
    seal_fact,
)  # fmt: skip
from streams.recorder.known import Known, known_events
from streams.recorder.points import OnPoint
from streams.recorder.provisions import DraftEvent, Drafting, record_row
from streams.recorder.stops import ACKNOWLEDGEMENT, STOP, acknowledgement_row
from streams.recorder.taken import FACT_KIND, TakenEvent, TakenHeartbeat, TakenPartition, TakenUnread
from streams.recorder.tasks import TASK_ANSWER, answer_row
from streams.recorder.ties import add_ties
from streams.recorder.touches import add_corrected, add_touch
from streams.recorder.transaction import Close, Outcome, Rows, append_all, close_partitions

_SINCE = """
select kind, identity, other, source, corrects from touching where log_id = %s and idx >= %s
"""
_CHANGED_HANDS = """
select exists (select from link where log_id = %s and idx >= %s and change = 'reassigned')
"""
_REACHED_SINCE = "select kind, max(reached) from watermark_entry where log_id = %s and idx >= %s group by kind"
_WATERMARK = "select reached from watermark where log_id = %s and source = %s and topic_id = %s and partition = %s"
_OUTBOX = ("log_id", "kind", "first_index", "next_index", "topic_id", "partition")
_QUARANTINE = (
    "log_id", "topic_id", "partition", "offset", "topic", "reason", "fingerprint", "appended_at", "taken_at",
    "held_at", "digest", "key_id", "seal_id", "sealed",
)  # fmt: skip
CONFLICT = ("log_id", "idx", "entry_id", "source", "event_id", "content", "first_index")
_TOUCHES_KEPT = 100_000

Draft = DraftEvent | DraftFact


class KeysMoved(Exception):
    """Keys were destroyed, or an id changed hands, while this batch was sealed. Nothing was appended; it is sealed
    again."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A group of partitions, drafted and sealed as of one head: all that can be done before the lock."""

    partitions: Sequence[TakenPartition]
    drafts: Sequence[Sequence[Draft]]
    known: Mapping[str, Mapping[bytes, Known]]
    fresh: Sequence[Draft]
    keys: Mapping[Scope, SealingKey]
    looked: Looked
    head: Head
    taken_at: int


@dataclass(frozen=True, slots=True)
class Appended:
    """What one transaction did: entries by number, and offsets by disposition."""

    first_index: int
    next_index: int
    records: int
    facts: int
    dispositions: Mapping[str, int]


class Ingest:
    """Takes groups of partitions in. Used by one thread; what one instance prepared, another may append.

    ``engine`` is this program's release. What it remembers between batches is caches only.
    """

    def __init__(self, vault: Vault, engine: str, on_point: OnPoint) -> None:
        self._vault = vault
        self._content_key = vault.content_key
        self._drafting = Drafting(self._content_key, engine)
        self._judging = Judging(Registers(-1, ()))
        self._on_point = on_point
        self._people_as_of = 0
        #: Sets of register entries that are written, and by number those that the transaction under way writes.
        self._touches: set[int] = set()
        self._new_touches: set[int] = set()

    def ingest(
        self, connection: Connection, partitions: Sequence[TakenPartition], taken_at: int,
        close: Close = close_partitions,
    ) -> Appended:  # fmt: skip
        """Record the group, exactly once: prepare and append."""
        return self.append(connection, self.prepare(connection, partitions, taken_at), close)

    def prepare(self, connection: Connection, partitions: Sequence[TakenPartition], taken_at: int) -> Prepared:
        """Look up, judge and seal the group as of the present head. Appends nothing but keys."""
        drafts = self._read(partitions)
        with connection.transaction():
            connection.execute("set transaction isolation level repeatable read, read only")
            head = read_head(connection, LOG_ID)
            self.refresh_registers(connection, head.size)
            known = self._known(connection, drafts)
            fresh = [draft for group in drafts for draft in group if draft.event_id not in known[draft.source]]
            keys = self._place(connection, fresh, taken_at, head)
            looked = self._look_up(connection, head.size, fresh)
        for draft in fresh:
            if isinstance(draft, DraftFact):
                seal_fact(draft, keys)
            else:
                self._drafting.draft(draft, self._judging, looked, taken_at)
        self._on_point("after_lookup")
        return Prepared(partitions, drafts, known, fresh, keys, looked, head, taken_at)

    def append(self, connection: Connection, prepared: Prepared, close: Close = close_partitions) -> Appended:
        """Append what was prepared; ``close`` says in the log that it was taken in.

        Raises Fenced when another worker owns a position; psycopg.errors.UniqueViolation when one of the events was
        appended meanwhile, KeysMoved and EntryTooLarge: in each case nothing was recorded and the group may be
        ingested again (in smaller pieces for the last).
        """
        head = prepared.head
        with connection.transaction():
            locked = read_head(connection, LOG_ID, lock=True)
            self._on_point("under_lock")
            if locked.key_epoch != head.key_epoch:
                raise KeysMoved
            if locked.size != head.size:
                self._draft_again(connection, prepared, locked)
            self._new_touches = set()
            appended = self._append(connection, locked, prepared, close)
        self._remember_touches()
        self._on_point("after_commit")
        return appended

    @property
    def judging(self) -> Judging:
        return self._judging

    def refresh_registers(self, connection: Connection, as_of: int) -> Registers:
        """Return the registers as of a head size, read again only when they changed."""
        if register_version(connection, LOG_ID, as_of) != self._judging.registers.version:
            self._judging = Judging(load_registers(connection, LOG_ID, as_of))
        return self._judging.registers

    def _read(self, partitions: Sequence[TakenPartition]) -> list[list[Draft]]:
        drafts: list[list[Draft]] = []
        for partition in partitions:
            provisions = self._drafting.read(
                partition.source, (event for event in partition.events() if event.name == "Provision")
            )
            facts = read_facts(
                self._content_key,
                partition.source,
                (event for event in partition.events() if event.name != "Provision"),
            )
            drafts.append([*provisions, *facts])
        return drafts

    def _known(self, connection: Connection, drafts: Sequence[Sequence[Draft]]) -> dict[str, dict[bytes, Known]]:
        ids: dict[str, set[bytes]] = {}
        for group in drafts:
            for draft in group:
                ids.setdefault(draft.source, set()).add(draft.event_id)
        return {source: known_events(connection, source, events) for source, events in ids.items()}

    def _place(
        self, connection: Connection, drafts: Sequence[Draft], taken_at: int, head: Head
    ) -> Mapping[Scope, SealingKey]:
        """Find whose provisions and facts these are; return the keys of the facts and of the day."""
        self._vault.at_epoch(head.key_epoch)
        if changed_hands(connection, self._people_as_of):
            self._vault.forget_people()
        self._people_as_of = head.size
        provisions = [draft for draft in drafts if isinstance(draft, DraftEvent)]
        facts = [draft for draft in drafts if isinstance(draft, DraftFact)]
        for fact in facts:
            if fact.taken.event.get("change") == "reassigned":
                self._vault.reassign(fact.people[0], fact.taken.event["since"])
        self._drafting.place(provisions, self._vault)
        holdings = self._vault.holdings({person for fact in facts for person in fact.people})
        stopped = {fact.people[0] for fact in facts if fact.kind == "stop"}
        if stopped:
            self._vault.keep_stopped(stopped)
        scopes = [place_fact(fact, holdings, self._judging.registers) for fact in facts]
        return self._vault.keys({day(jst_date(taken_at))}.union(*scopes))

    def _look_up(self, connection: Connection, as_of: int, drafts: Iterable[Draft]) -> Looked:
        events = [draft for draft in drafts if isinstance(draft, DraftEvent)]
        identities = {identity for event in events for identity in event.identities if identity is not None}
        return look_up(
            connection, self._vault, LOG_ID, as_of, self._judging.registers, identities,
            [event.event_id for event in events],
        )  # fmt: skip

    def _draft_again(self, connection: Connection, prepared: Prepared, locked: Head) -> None:
        """Judge again, under the lock, the records touched by what was appended since the look-up (rule 2)."""
        since = connection.execute(_SINCE, (LOG_ID, prepared.head.size)).fetchall()
        reached = dict(connection.execute(_REACHED_SINCE, (LOG_ID, prepared.head.size)).fetchall())
        if not since and not reached:
            return
        if changed_hands(connection, prepared.head.size):
            raise KeysMoved
        people = {end for _, identity, other, _, _ in since for end in (identity, other) if end is not None}
        corrected = {(source, corrects.bytes) for _, _, _, source, corrects in since if corrects is not None}
        registers = any(kind == "register" for kind, *_ in since)
        touched = [
            draft
            for draft in prepared.fresh
            if isinstance(draft, DraftEvent)
            and (
                registers
                or (draft.source, draft.event_id) in corrected
                or _touches(draft, prepared.looked, people, reached)
            )
        ]
        if not touched:
            return
        self.refresh_registers(connection, locked.size)
        again = self._look_up(connection, locked.size, touched)
        for draft in touched:
            self._drafting.draft(draft, self._judging, again, prepared.taken_at)

    def _append(self, connection: Connection, head: Head, prepared: Prepared, close: Close) -> Appended:
        partitions, known, taken_at = prepared.partitions, prepared.known, prepared.taken_at
        day_key = prepared.keys[day(jst_date(taken_at))]
        rows = Rows()
        entries: list[Ready] = []
        held: dict[tuple[str, bytes], Known] = {}
        outcomes: list[list[Outcome]] = []
        counts: dict[str, int] = {}
        for partition, group in zip(partitions, prepared.drafts, strict=True):
            by_offset = {draft.taken.offset: draft for draft in group}
            reached = self._reached(connection, partition) if any(partition.unread()) else -1
            outcome_list: list[Outcome] = []
            for taken in partition.taken:
                if isinstance(taken, TakenEvent):
                    draft = by_offset[taken.offset]
                    before = held.get((draft.source, draft.event_id)) or known[draft.source].get(draft.event_id)
                    outcome = self._append_event(draft, before, head.size, entries, held, rows, day_key, taken_at)
                    if partition.kind in FACT_KIND and taken.event["happened_at"] <= taken.appended_at:
                        reached = max(reached, taken.event["happened_at"])
                elif isinstance(taken, TakenHeartbeat):
                    event = taken.event
                    outcome = Outcome("heartbeat", detail={
                        "instance": event["instance"], "last": event["last_number"], "final": event["final"],
                    })  # fmt: skip
                    reached = max(reached, min(event["happened_at"], taken.appended_at))
                else:
                    outcome = _quarantine(partition, taken, rows, day_key, taken_at, reached)
                counts[outcome.disposition] = counts.get(outcome.disposition, 0) + 1
                outcome_list.append(outcome)
            outcomes.append(outcome_list)
        content_entries = len(entries)
        entries += close(connection, rows, partitions, outcomes, head.size + content_entries)
        if rows.records:
            rows.add("outbox", _OUTBOX, (LOG_ID, "verdicts", head.size, head.size + content_entries, None, None))
        append_all(connection, head.size, head.root, entries, rows, lambda: self._on_point("after_copy"))
        records = len(rows.records)
        return Appended(head.size, head.size + len(entries), records, content_entries - records, counts)

    def _append_event(
        self, draft: Draft, before: Known | None, size: int, entries: list[Ready],
        held: dict[tuple[str, bytes], Known], rows: Rows, day_key: SealingKey, taken_at: int,
    ) -> Outcome:  # fmt: skip
        index = size + len(entries)
        event = draft.taken.event
        if before is not None:
            same = before.same_as(draft.content)
            if same is not None:
                return Outcome("duplicate", index=same, detail=(event["instance"], event["number"]))
            conflict = _conflict(draft, before, day_key)
            entries.append(conflict)
            rows.add("conflict", CONFLICT, (
                LOG_ID, index, conflict.uuid, draft.source, UUID(bytes=draft.event_id), draft.content, before.idx,
            ))  # fmt: skip
            held[draft.source, draft.event_id] = Known(
                before.idx, before.entry_id, before.content, (*before.conflicts, (draft.content, index))
            )
            return Outcome("conflict", 1, index)
        if isinstance(draft, DraftFact):
            return self._append_fact(draft, index, entries, held, rows)
        held[draft.source, draft.event_id] = Known(index, draft.drafts[0].ready.entry_id, draft.content)
        self._touch(rows, draft.claim)
        for record in draft.drafts:
            idx = size + len(entries)
            entries.append(record.ready)
            rows.records.append(record_row(idx, record.row))
            if draft.claim.tied:
                add_ties(
                    rows, self._content_key, draft.source, draft.claim.act.recipient, event, event["happened_at"], idx
                )
            if record.alert is not None:
                rows.add("alert", ALERT, (LOG_ID, idx, record.ready.uuid, record.alert, idx, taken_at))
                rows.add("outbox", _OUTBOX, (LOG_ID, "alerts", idx, idx + 1, None, None))
        return Outcome("entries", len(draft.drafts), index)

    def _append_fact(
        self, draft: DraftFact, index: int, entries: list[Ready], held: dict[tuple[str, bytes], Known], rows: Rows
    ) -> Outcome:
        assert draft.ready is not None
        entries.append(draft.ready)
        held[draft.source, draft.event_id] = Known(index, draft.ready.entry_id, draft.content)
        add_fact(rows, self._content_key, draft, index)
        if draft.kind == "stop":
            rows.add("outbox", _OUTBOX, (LOG_ID, "stops", index, index + 1, None, None))
        return Outcome("entries", 1, index)

    def _touch(self, rows: Rows, claim: Claim) -> None:
        if claim.touch not in self._touches and claim.touch not in self._new_touches:
            add_touch(rows, claim.act)
            self._new_touches.add(claim.touch)

    def _remember_touches(self) -> None:
        if len(self._touches) >= _TOUCHES_KEPT:
            self._touches.clear()
        self._touches |= self._new_touches

    def _reached(self, connection: Connection, partition: TakenPartition) -> int:
        row = connection.execute(
            _WATERMARK,
            (LOG_ID, partition.source, UUID(partition.batch.topic_id), partition.batch.partition),
        ).fetchone()
        return row[0] if row else -1


_FACT_ROWS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "consent": ("consent", ("log_id", "idx", "identity", "consent", "change", "happened_at", "late", "scope")),
    "link": ("link", ("log_id", "idx", "change", "identity", "other", "since", "late")),
    "register": ("register", ("log_id", "idx", "register", "key", "valid_from", "valid_to", "body")),
}


def add_fact(rows: Rows, content_key: bytes, draft: DraftFact, index: int) -> None:
    """Add the view rows of a fact."""
    rows.add("fact", FACT_COLUMNS, fact_row(draft, index))
    if draft.kind == "consent":
        rows.add(*_FACT_ROWS["consent"], consent_row(content_key, draft, index))
    elif draft.kind == "link" and draft.other is not None:
        rows.add(*_FACT_ROWS["link"], link_row(draft, index))
    elif draft.kind == "register":
        rows.add(*_FACT_ROWS["register"], register_row(draft, index))
    elif draft.kind == "stop":
        rows.add("stop", STOP, row_of_stop(draft, index))
    elif draft.kind == "stop_acknowledgement":
        rows.add("stop_acknowledgement", ACKNOWLEDGEMENT, acknowledgement_row(index, draft.source, draft.taken.event))
    elif draft.kind == "task_answer":
        rows.add("task_answer", TASK_ANSWER, answer_row(index, draft.source, draft.taken.event))
    elif draft.kind == "correction" and draft.corrects is not None:
        add_corrected(rows, index, draft.source, UUID(bytes=draft.corrects), draft.taken.event["replacement"])


def changed_hands(connection: Connection, since: int) -> bool:
    """Tell whether an id was reassigned by what was appended at this head size or later."""
    row = connection.execute(_CHANGED_HANDS, (LOG_ID, since)).fetchone()
    return bool(row and row[0])


def _touches(draft: DraftEvent, looked: Looked, people: Collection[int], reached: Mapping[str, int]) -> bool:
    for record in draft.drafts:
        if record.verdict == "undetermined" and any(record.happened_at <= at for at in reached.values()):
            return True
        if record.identity is not None and people:
            together = looked.links.together(record.identity, record.happened_at)
            if any(identity in people for identity in together):
                return True
    return False


def _conflict(draft: Draft, before: Known, key: SealingKey) -> Ready:
    """Return the entry of an id that came again with other content: sealed, and naming what it contradicts."""
    sealable = body_entry(
        "conflict",
        {"name": draft.taken.name, "event": said(draft.taken.event), "offset": draft.taken.offset},
        refs=[before.entry_id],
        beside={"first": before.idx},
    )
    assert sealable.opening is not None
    return ready(sealable.entry_id, sealable.entry, key.key_id, seal(key.cipher, sealable.opening, sealable.entry_id))


def _quarantine(
    partition: TakenPartition, unread: TakenUnread, rows: Rows, key: SealingKey, taken_at: int, reached: int
) -> Outcome:
    """Keep bytes nobody could read, sealed; the batch entry commits to row and bytes by a salted digest."""
    batch = partition.batch
    held_at = reached if partition.kind in FACT_KIND else None
    digest, disclosure = salted_digest(
        "quarantine",
        {
            "topic": batch.topic, "topic_id": batch.topic_id, "partition": batch.partition, "offset": unread.offset,
            "reason": unread.reason, "fingerprint": unread.fingerprint.hex() if unread.fingerprint else None,
            "appended_at": unread.appended_at, "taken_at": taken_at, "held_at": held_at, "bytes": unread.value.hex(),
        },
    )  # fmt: skip
    seal_id = UUID(bytes=new_id())
    rows.add("quarantine", _QUARANTINE, (
        LOG_ID, UUID(batch.topic_id), batch.partition, unread.offset, batch.topic, unread.reason, unread.fingerprint,
        unread.appended_at, taken_at, held_at, digest.decode(), key.key_id, seal_id,
        seal(key.cipher, disclosure, seal_id.bytes),
    ))  # fmt: skip
    rows.add("outbox", _OUTBOX, (
        LOG_ID, "dead_letters", unread.offset, unread.offset + 1, UUID(batch.topic_id), batch.partition,
    ))  # fmt: skip
    return Outcome("quarantine", detail=digest.decode())
