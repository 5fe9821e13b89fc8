"""The transactional outbox for services that have PostgreSQL: a business commit and its event cannot part.

    with connection.transaction():
        hand_the_data_over(connection)
        enqueue(connection, "crm", "Provision", event)

The table is in ``streams/sql/provision_outbox.sql``; `provision-ledger relay` with ``outbox_postgres``
set publishes it.
Running numbers are given by the relay, not by the service: a transaction that rolls back leaves no gap in them.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any
from uuid import uuid4

import psycopg

from streams.producer import Outgoing, Producer
from streams.publisher import EventInvalid, check_event, key_for, topic_for
from streams.wire import Decoded, Unreadable, decode, encode

ROWS_A_TURN = 500
#: The event in whose topic goes what is no event.
_QUARANTINED_FROM = "Provision"

_INSERT = "insert into provision_outbox (source, name, event) values (%s, %s, %s)"
_LOCK = "select pg_try_advisory_lock(hashtext('provision outbox relay'))"
_INSTANCE = """
insert into provision_outbox_instance (source, instance) values (%s, %s)
on conflict (source) do update set source = excluded.source returning instance, last_number
"""
_NEXT = "select outbox_id, source, number, event from provision_outbox order by outbox_id limit %s"


class RowUnsendable(Exception):
    """A row of the outbox names a source that no topic can be named after. Nothing behind it is sent, and nothing is
    lost; correct the row's source, or take the row away."""


def install(connection: psycopg.Connection[Any]) -> None:
    """Make the outbox's tables where they are missing, in the connection's schema."""
    connection.execute((files("streams") / "sql" / "provision_outbox.sql").read_text("utf-8").encode())


def enqueue(connection: psycopg.Connection[Any], source: str, name: str, event: Mapping[str, Any]) -> bytes:
    """Put an event into the outbox, in the caller's transaction, and return its id.

    Raises publisher.EventInvalid or publisher.EventTooLarge: nothing was written.
    """
    draft = {
        "id": uuid4().bytes, "written_at": time.time_ns() // 1000, **event,
        "source": source, "instance": "outbox", "number": 1,
    }  # fmt: skip
    value = check_event(name, draft)
    topic_for(name, source)  # a row that no topic can take would hold up all behind it
    connection.execute(_INSERT, (source, name, value))
    event_id: bytes = draft["id"]
    return event_id


class OutboxRelay:
    """Publishes a service's outbox in order, at least once."""

    def __init__(self, producer: Producer) -> None:
        self._producer = producer

    def turn(self, connection: psycopg.Connection[Any]) -> int:
        """Publish the oldest rows, up to one that cannot be sent, and delete them; return how many. What a row's bytes
        are counts, and not what its ``name`` says; bytes that are no event of a service go out unchanged, for the
        ledger to keep.

        ``connection`` is in autocommit. Raises NotPublished (the rows stay, with their numbers), RowUnsendable where
        the oldest row is the one, and psycopg errors. Does nothing while another relay is at work on this outbox.
        """
        if not connection.execute(_LOCK).fetchone()[0]:  # type: ignore[index]
            return 0
        rows = connection.execute(_NEXT, (ROWS_A_TURN,)).fetchall()
        if not rows:
            return 0
        messages = self._numbered(connection, rows)
        self._producer.send_all(messages)
        sent = [row[0] for row in rows[: len(messages)]]
        connection.execute("delete from provision_outbox where outbox_id = any(%s)", (sent,))
        return len(sent)

    def _numbered(self, connection: psycopg.Connection[Any], rows: Sequence[Any]) -> list[Outgoing]:
        """Return a message for each row that stands before the first that cannot be sent. Rows that have no number are
        given one, durably, before any is sent: a repetition repeats its number."""
        messages: list[Outgoing] = []
        with connection.transaction():
            instances: dict[str, tuple[str, int]] = {}
            for outbox_id, source, number, value in rows:
                told = _read(value)
                try:
                    topic = topic_for(_QUARANTINED_FROM if told is None else told.name, source)
                except EventInvalid:
                    if messages:
                        break  # what stands before it is sent first; the next turn begins with it, and names it
                    raise RowUnsendable(f"row {outbox_id} of provision_outbox names a source that is none") from None
                if told is None:
                    # As it is: the ledger keeps it sealed and says why, where a row that stays would hold up the rest.
                    messages.append(Outgoing(topic, uuid4().bytes, value))
                    continue
                if source not in instances:
                    found = connection.execute(_INSTANCE, (source, f"outbox-{uuid4().hex[:12]}")).fetchone()
                    assert found is not None
                    instances[source] = (found[0], found[1])
                instance, last = instances[source]
                if number is None:
                    number = last + 1
                    instances[source] = (instance, number)
                    connection.execute(
                        "update provision_outbox set number = %s where outbox_id = %s", (number, outbox_id)
                    )
                event = {**told.event, "instance": instance, "number": number}
                messages.append(Outgoing(topic, key_for(event), encode(told.name, event)))
            for source, (_, last) in instances.items():
                connection.execute(
                    "update provision_outbox_instance set last_number = %s where source = %s", (last, source)
                )
        return messages


def _read(value: bytes) -> Decoded | None:
    """Return what a row's bytes say, None where they are no event that a service publishes."""
    try:
        told = decode(value)
    except Unreadable:
        return None
    return None if told.name == "SourceHeartbeat" else told
