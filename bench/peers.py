"""What we are measured against: raw COPY (the limit) and a hand-written consumer that does nothing but insert."""

from __future__ import annotations

import asyncio
import json
import time
from uuid import uuid4

import psycopg
from aiokafka import AIOKafkaConsumer, TopicPartition

from bench.servers import Servers
from bench.workload import PARTITIONS, PROVISION_TOPIC, provision_events
from ledger.store.copy import bigint, field, text, text_array
from streams.wire import decode

#: Every fact of an event, as a consumer that nobody asked for more than a table would keep them.
_COLUMNS = {
    "source": "text not null", "event_id": "uuid not null", "instance": "text not null", "number": "bigint not null",
    "happened_at": "bigint not null", "written_at": "bigint not null", "role": "text not null",
    "namespace": "text not null", "person": "text not null", "recipient": "text not null", "items": "text[] not null",
    "purpose": "text not null", "recipient_purpose": "text", "ground": "text not null", "evidence": "jsonb not null",
    "form": "text not null", "method": "text not null", "existence": "text", "data_class": "text not null",
    "handling": "text not null", "agreement": "text", "opt_out_notification": "text", "recipient_country": "text",
    "recipient_system": "text", "series": "text", "series_closed": "boolean not null", "substitute_document": "text",
    "acquisition": "text", "confirmation": "text", "provenance": "text", "counterpart": "text",
    "omitted_items_record": "uuid", "counterpart_event": "uuid",
}  # fmt: skip
_TABLE = f"create table provision ({', '.join(f'{name} {kind}' for name, kind in _COLUMNS.items())})"
#: The same two indexes for every candidate: by event and by person.
_INDEXES = (
    "create unique index on provision (source, event_id)",
    "create index on provision (namespace, person, happened_at)",
)
_INSERT = f"insert into provision values ({', '.join(['%s'] * len(_COLUMNS))}) on conflict do nothing"
_UUIDS = {name for name, kind in _COLUMNS.items() if kind.startswith("uuid")}
_COUNT = len(_COLUMNS).to_bytes(2, "big")
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


def _row(event: dict[str, object]) -> list[object]:
    """Make a row of an event about one person, in the order of the columns."""
    people, evidence = event["people"], event["evidence"]
    assert isinstance(people, list)
    told = {
        **event, "event_id": event["id"], "namespace": people[0]["namespace"], "person": people[0]["id"],
        "evidence": json.dumps(evidence),
    }  # fmt: skip
    return [_uuid(told[name]) if name in _UUIDS else told[name] for name in _COLUMNS]


def _uuid(value: object) -> str | None:
    return value.hex() if isinstance(value, bytes) else None


def _packed(event: dict[str, object]) -> bytes:
    return _COUNT + b"".join(map(_field, _COLUMNS.values(), _row(event)))


def _field(kind: str, value: object) -> bytes:
    if isinstance(value, bool):
        return field(bytes([value]))
    if isinstance(value, list):
        return text_array(value)
    if isinstance(value, int):
        return bigint(value)
    assert value is None or isinstance(value, str)
    if value is not None and kind.startswith("uuid"):
        return field(bytes.fromhex(value))
    return field(b"\x01" + value.encode()) if value is not None and kind.startswith("jsonb") else text(value)
