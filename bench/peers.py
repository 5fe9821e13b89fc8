"""What we are measured against: raw COPY (the limit) and a hand-written consumer that does nothing but insert."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from uuid import uuid4

import psycopg
from aiokafka import AIOKafkaConsumer, TopicPartition

from bench.servers import Servers
from bench.workload import PARTITIONS, PROVISION_TOPIC, provision_events
from ledger.store.copy import bigint, field, text, text_array
from streams.wire import decode

_TABLE = """
create table provision (
  source text not null, event_id uuid not null, person text not null, happened_at bigint not null,
  recipient text not null, items text[] not null, purpose text not null, ground text not null
)
"""
#: The same two indexes for every candidate: by event and by person.
_INDEXES = (
    "create unique index on provision (source, event_id)",
    "create index on provision (person, happened_at)",
)
_INSERT = "insert into provision values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing"
COPY_BATCH, INSERT_BATCH = 5_000, 500


def copy_rows_per_s(servers: Servers, rows: int) -> float:
    """Rows a second by binary COPY of ready rows, each batch one transaction: no Kafka, no decoding, nothing else."""
    packed = [_packed(event) for event in provision_events(rows)]
    dsn = servers.new_database("copy")
    with psycopg.connect(dsn, autocommit=True) as connection:
        _prepare(connection)
        began = time.perf_counter()
        for first in range(0, rows, COPY_BATCH):
            with (
                connection.transaction(),
                connection.cursor().copy("copy provision from stdin (format binary)") as copy,
            ):
                copy.write(
                    b"PGCOPY\n\xff\r\n\0" + bytes(8) + b"".join(packed[first : first + COPY_BATCH]) + b"\xff\xff"
                )
        seconds = time.perf_counter() - began
    servers.drop(dsn)
    return rows / seconds


def executemany_rows_per_s(servers: Servers, rows: int) -> float:
    """Rows a second of aiokafka, our decoding, executemany and an offset commit, 500 a batch; at least once."""
    dsn = servers.new_database("executemany")
    with psycopg.connect(dsn, autocommit=True) as connection:
        _prepare(connection)
    seconds = asyncio.run(_consume(servers.kafka.bootstrap, dsn, rows))
    servers.drop(dsn)
    return rows / seconds


async def _consume(bootstrap: str, dsn: str, rows: int) -> float:
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap, enable_auto_commit=False, auto_offset_reset="earliest", group_id=uuid4().hex,
        max_partition_fetch_bytes=1_048_576,
    )  # fmt: skip
    await consumer.start()
    consumer.assign([TopicPartition(PROVISION_TOPIC, number) for number in range(PARTITIONS)])
    done = 0
    async with await psycopg.AsyncConnection.connect(dsn) as connection:
        began = time.perf_counter()
        while done < rows:
            for records in (await consumer.getmany(timeout_ms=1000, max_records=INSERT_BATCH)).values():
                values = [_row(decode(record.value).event) for record in records]
                async with connection.cursor() as cursor:
                    await cursor.executemany(_INSERT, values)
                await connection.commit()
                await consumer.commit()
                done += len(records)
        seconds = time.perf_counter() - began
    await consumer.stop()
    return seconds


def _prepare(connection: psycopg.Connection[object]) -> None:
    connection.execute(_TABLE)
    for index in _INDEXES:
        connection.execute(index.encode())


def _row(event: dict[str, object]) -> Sequence[object]:
    people = event["people"]
    assert isinstance(people, list)
    event_id = event["id"]
    assert isinstance(event_id, bytes)
    return (
        event["source"], event_id.hex(), people[0]["id"], event["happened_at"], event["recipient"], event["items"],
        event["purpose"], event["ground"],
    )  # fmt: skip


def _packed(event: dict[str, object]) -> bytes:
    source, event_id, person, at, recipient, items, purpose, ground = _row(event)
    return (
        b"\x00\x08" + text(str(source)) + field(bytes.fromhex(str(event_id))) + text(str(person)) + bigint(at)  # type: ignore[arg-type]
        + text(str(recipient)) + text_array(list(items)) + text(str(purpose)) + text(str(ground))  # type: ignore[call-overload]
    )  # fmt: skip
