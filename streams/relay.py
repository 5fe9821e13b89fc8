"""The ledger's way out: verdicts, alerts, stops, tasks and dead letters from the outbox to Kafka, at least once.

An outbox row names a range of entries (or the place of a quarantined message), never content; what is sent is read
from the views when it is sent. A row is deleted only after the broker has acknowledged everything it stands for, so a
crash repeats messages but loses none; consumers recognise a repetition by the entry id.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from ledger.law.days import jst_day
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection
from ledger.vault.seal import open_sealed
from ledger.vault.vault import Vault
from streams.producer import Outgoing, Producer
from streams.recorder.stops import SealedPerson
from streams.topics import task_topic
from streams.wire import encode

ROWS_A_TURN = 50
#: The source that announced stops name: the ledger speaks for whoever took the stop.
ANNOUNCER = "ledger"
#: Only one relay sends at a time, so that messages of one event keep their order.
_LOCK = "select pg_try_advisory_lock(hashtext('provision ledger relay'))"
_NEXT = """
select outbox_id, kind, first_index, next_index, topic_id, partition from outbox
where log_id = %s order by outbox_id limit %s
"""
_VERDICTS = """
select r.source, r.event_id, r.position, r.entry_id, r.idx, r.verdict, r.basis, r.ground, r.duty, r.marks
from record r where r.log_id = %(log)s and r.idx >= %(first)s and r.idx < %(next)s
union all
select r.source, r.event_id, r.position, j.entry_id, j.idx, j.verdict, j.basis, r.ground, j.duty, j.marks
from judgement j join record r on r.log_id = j.log_id and r.idx = j.record_idx
where j.log_id = %(log)s and j.idx >= %(first)s and j.idx < %(next)s
order by 5
"""
_ALERTS = """
select r.source, r.event_id, coalesce(a.entry_id, r.entry_id), a.idx, a.kind, a.raised_at,
       case when a.kind = 'escalated' then a.addressed_to else s.responsible end, o.entry_id, c.fact_id, c.changed,
       a.about
from alert a
left join record r on r.log_id = a.log_id and r.idx = a.record_idx
left join alert_service s on s.log_id = a.log_id and s.idx = a.idx
left join cause c on c.log_id = a.log_id and c.idx = a.idx
left join alert o on o.log_id = a.log_id and o.idx = a.concerns and a.kind = 'escalated'
where a.log_id = %(log)s and a.idx >= %(first)s and a.idx < %(next)s order by a.idx
"""
_STOPS = """
select idx, stop, identity, ground, since, ends_at, recipients, items, told_at, key_id, person
from stop where log_id = %(log)s and idx >= %(first)s and idx < %(next)s order by idx
"""
_TASKS = """
select task, source, kind, due_at, told_at, key_id, sealed
from task where log_id = %(log)s and idx >= %(first)s and idx < %(next)s and announced order by idx, source
"""
_DEAD = """
select topic, "offset", reason from quarantine
where log_id = %(log)s and topic_id = %(topic_id)s and partition = %(partition)s
  and "offset" >= %(first)s and "offset" < %(next)s
"""


class Relay:
    """Sends what the outbox holds. Message keys are keyed hashes, so that a key on a topic says nothing about an event
    to who has not the vault's key of that name."""

    def __init__(self, producer: Producer, vault: Vault) -> None:
        self._producer = producer
        self._vault = vault

    def turn(self, connection: Connection) -> int:
        """Send the oldest rows and delete them; return how many messages were sent.

        Raises NotPublished (the rows stay) and psycopg errors. Sends nothing while another relay is at work.
        """
        if not connection.execute(_LOCK).fetchone()[0]:  # type: ignore[index]
            return 0
        rows = connection.execute(_NEXT, (LOG_ID, ROWS_A_TURN)).fetchall()
        if not rows:
            return 0
        sent = self._producer.send_all(message for row in rows for message in self._messages(connection, row))
        connection.execute("delete from outbox where outbox_id = any(%s)", ([row[0] for row in rows],))
        return len(sent)

    def _messages(self, connection: Connection, row: Sequence[Any]) -> Iterator[Outgoing]:
        _, kind, first, next_, topic_id, partition = row
        values = {"log": LOG_ID, "first": first, "next": next_, "topic_id": topic_id, "partition": partition}
        if kind == "verdicts":
            yield from (self._verdict(found) for found in connection.execute(_VERDICTS, values))
        elif kind == "alerts":
            yield from (self._alert(found) for found in connection.execute(_ALERTS, values))
        elif kind == "stops":
            yield from self._stops(connection, values)
        elif kind == "tasks":
            yield from self._tasks(connection, values)
        else:
            for topic, offset, reason in connection.execute(_DEAD, values):
                yield self._dead_letter(topic, topic_id, partition, offset, reason)

    def _verdict(self, row: Sequence[Any]) -> Outgoing:
        source, event_id, position, entry_id, index, verdict, basis, claimed, duty, marks = row
        event = {
            "source": source, "event": event_id.bytes, "position": position, "entry": entry_id.hex, "index": index,
            "verdict": verdict, "basis": basis, "claimed": claimed, "duty": duty, "marks": marks or [],
        }  # fmt: skip
        return Outgoing("verdicts", self._key(source.encode(), event_id.bytes), encode("Verdict", event))

    def _alert(self, row: Sequence[Any]) -> Outgoing:
        source, event_id, entry_id, index, kind, raised_at, responsible, escalates, cause, count, about = row
        event = {
            "kind": kind, "entry": entry_id.hex, "index": index, "event": event_id and event_id.bytes,
            "raised_at": raised_at, "responsible": responsible, "escalates": escalates and escalates.hex,
            "cause": cause and cause.hex, "count": count, "about": about,
        }  # fmt: skip
        key = self._key(b"alert", entry_id.bytes) if source is None else self._key(source.encode(), event_id.bytes)
        return Outgoing("alerts", key, encode("Alert", event))

    def _stops(self, connection: Connection, values: Mapping[str, Any]) -> Iterator[Outgoing]:
        """Announce stops to whoever provides. One erased meanwhile is named no more, nor one whose id is another's by
        now: services know ids alone, and would stop what they do for the present holder."""
        rows = connection.execute(_STOPS, values).fetchall()
        keys = self._vault.open_keys({row[9] for row in rows})
        for idx, stop, identity, ground, since, ends_at, recipients, items, told_at, key_id, sealed in rows:
            if key_id not in keys:
                continue
            namespace, number = SealedPerson(stop.bytes, key_id, sealed).open(keys[key_id])
            holders = self._vault.find((namespace, number))
            if holders and holders[-1].identity != identity:
                continue
            event = {
                "id": stop.bytes, "source": ANNOUNCER, "instance": "relay", "number": idx, "happened_at": since,
                "written_at": told_at, "person": {"namespace": namespace, "id": number}, "ground": ground,
                "recipients": recipients, "items": items, "ends_at": ends_at,
            }  # fmt: skip
            yield Outgoing("stops", self._key(b"stop", stop.bytes), encode("Stop", event))

    def _tasks(self, connection: Connection, values: Mapping[str, Any]) -> Iterator[Outgoing]:
        """Ask each service on a topic that no other reads. Of a case whose key is gone nothing is asked."""
        rows = connection.execute(_TASKS, values).fetchall()
        keys = self._vault.open_keys({row[5] for row in rows})
        for task, source, kind, due_at, told_at, key_id, sealed in rows:
            if key_id not in keys:
                continue
            letter = json.loads(open_sealed(keys[key_id].cipher, sealed, task.bytes))
            event = {
                "task": task.bytes, "kind": kind, "items": letter["items"], "asks": letter["asks"] or None,
                "people": [{"namespace": namespace, "id": number} for namespace, number in letter["people"]],
                "due": jst_day(due_at - 1), "told_at": told_at, "seal_to": bytes.fromhex(letter["seal_to"]),
            }  # fmt: skip
            yield Outgoing(task_topic(source), self._key(b"task", task.bytes), encode("Task", event))

    def _dead_letter(self, topic: str, topic_id: UUID, partition: int, offset: int, reason: str) -> Outgoing:
        event = {
            "topic": topic, "topic_id": topic_id.hex, "partition": partition, "offset": offset, "reason": reason,
        }  # fmt: skip
        place = b"%b/%d/%d" % (topic_id.bytes, partition, offset)
        return Outgoing("provisions.dlq", self._key(b"place", place), encode("DeadLetter", event))

    def _key(self, *parts: bytes) -> bytes:
        return hmac.digest(self._vault.kafka_key, b"\n".join(parts), "sha256")[:16]
