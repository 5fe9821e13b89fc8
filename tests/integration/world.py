"""A ledger over real PostgreSQL whose topics are lists: what a worker does, without waiting for a broker."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from ledger.cli.settings import Settings
from ledger.cli.wiring import ENGINE, ledger_connection, migrate_all, open_vault, vault_migrations
from ledger.judging.records import RecordRow, Search, search
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers, load_registers
from ledger.runtime.postgres import Postgres
from ledger.store.connect import LEDGER_SCHEMA, VAULT_SCHEMA, Connection
from ledger.store.migrate import ledger_migrations, migrate
from ledger.vault.master import create_master_key
from ledger.vault.seal import open_sealed, seal
from ledger.vault.vault import Vault
from streams.batches import Message, PartitionBatch
from streams.recorder.bodies import body_fault
from streams.recorder.places import page_of
from streams.recorder.points import OnPoint, pass_by
from streams.recorder.quarantine import Quarantined
from streams.recorder.reach import reach_of_register
from streams.recorder.recorder import Recorder
from tests.events import base_registers, encoded, heartbeat, now_us

OVERDUE_US = 7 * 86_400_000_000


class World:
    """One ledger. ``clock`` is what the recorder takes for the present, and the broker's append time."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = now_us()
        self._recorders: list[Recorder] = []
        self.recorder = self.another_recorder()
        self.connection: Connection = ledger_connection(settings, "pl_reader")
        self.vault: Vault = open_vault(settings, "pl_reader")
        self._topic_ids: dict[str, str] = defaultdict(lambda: uuid4().hex)
        self._offsets: dict[tuple[str, int], int] = defaultdict(int)
        self._numbers: dict[str, int] = defaultdict(int)

    def another_recorder(self, on_point: OnPoint = pass_by, engine: str = ENGINE) -> Recorder:
        """A second worker's recorder over the same ledger."""
        recorder = Recorder(
            connect=lambda: ledger_connection(self.settings, "pl_worker"),
            open_vault=lambda: open_vault(self.settings, "pl_worker"),
            engine=engine,
            overdue_after=OVERDUE_US,
            clock=lambda: self.clock,
            on_point=on_point,
        )
        self._recorders.append(recorder)
        return recorder

    def registered(self, lag: int = 3600) -> World:
        """Tell the registers of a small company with the sources operator, crm (provisions) and members."""
        services = {"crm": ("provisions",), "members": ("consents", "links")}
        self.tell("registers.operator", *base_registers("operator", services, lag))
        for topic in ("registers.operator", "consents.members", "links.members"):
            self.recorder.positions([(topic, self._topic_ids[topic], 0)])
        return self

    def batch(self, topic: str, *told: Any, partition: int = 0, appended_at: int | None = None) -> PartitionBatch:
        """What one poll would return: events (or bytes) at the next offsets of a partition."""
        first = self._offsets[topic, partition]
        source = topic.partition(".")[2]
        records = []
        for offset, one in enumerate(told, start=first):
            self._numbers[source] += 1
            value = encoded(one, source, self._numbers[source])
            records.append(Message(offset, self.clock if appended_at is None else appended_at, value))
        self._offsets[topic, partition] = first + len(records)
        return PartitionBatch(topic, self._topic_ids[topic], partition, first, first + len(records), 0, records)

    def tell(self, topic: str, *told: Any, **more: Any) -> PartitionBatch:
        """Record events of a topic as one batch, and return it."""
        batch = self.batch(topic, *told, **more)
        self.recorder.record([batch])
        return batch

    def pass_time(self, seconds: int) -> None:
        """Let time pass: every fact source says that it lives and has nothing more, and the recorder tidies up."""
        self.clock += seconds * 1_000_000
        for topic in ("registers.operator", "consents.members", "links.members"):
            self.tell(topic, heartbeat(self.clock, self._numbers[topic.partition(".")[2]]))
        self.settle()

    def settle(self) -> None:
        """Let every consequence be drawn."""
        for _ in range(50):
            before = self.at_rest()
            self.recorder.housekeeping()
            if self.at_rest() == before:
                return
        raise AssertionError("the ledger does not come to rest")

    def registers(self) -> Registers:
        """The registers as they stand."""
        return load_registers(self.connection, LOG_ID, self.size)

    def reached(self, told: dict[str, Any]) -> int:
        """How many records a register change touches: told, but not judged again."""
        assert body_fault(told) is None
        self.tell("registers.operator", told)
        ((idx,),) = self.ask("select max(idx) from register")
        row = self.registers().told(told["register"], told["key"])[-1]
        assert row.idx == idx
        page = page_of(self.connection, reach_of_register(self.registers(), row, idx), None, 1_000)
        return len(page.records)

    def at_rest(self) -> list[Any]:
        """What moves as long as consequences are left to draw."""
        return self.ask("select size, rejudged_to, reached from head cross join rejudging")

    def worker(self) -> tuple[Connection, Vault]:
        """A connection and a vault that play the worker."""
        return ledger_connection(self.settings, "pl_worker"), open_vault(self.settings, "pl_worker")

    def owner(self) -> Connection:
        """A connection of the databases' owner, who may do anything."""
        connection = psycopg.connect(self.settings.postgres, autocommit=True)
        connection.execute("set search_path to ledger")
        return connection

    def vault_owner(self) -> Connection:
        """A connection of the key store's owner."""
        connection = psycopg.connect(self.settings.vault, autocommit=True)
        connection.execute("set search_path to vault")
        return connection

    def readable_again(self, message: Quarantined, told: Any) -> Quarantined:
        """Put an event where the bytes of a quarantined message were, as a newer release would read them."""
        key = self.vault.open_keys({message.key_id})[message.key_id]
        disclosure = json.loads(open_sealed(key.cipher, message.sealed, message.seal_id))
        disclosure[2]["bytes"] = (encoded(told, message.topic.partition(".")[2], 500) or b"").hex()
        return replace(message, sealed=seal(key.cipher, json.dumps(disclosure).encode(), message.seal_id))

    def forget_topic(self, topic: str) -> None:
        """Recreate a topic: another identity, offsets from the start."""
        del self._topic_ids[topic]
        self._offsets = defaultdict(int, {place: at for place, at in self._offsets.items() if place[0] != topic})

    def skip(self, topic: str, count: int) -> None:
        """Leave offsets of partition 0 out, as transaction markers do."""
        self._offsets[topic, 0] += count

    @property
    def size(self) -> int:
        return read_head(self.connection, LOG_ID).size

    def rows(self, people: Collection[int] | None = None, **what: Any) -> list[RecordRow]:
        """Every record as it stands, oldest first; ``people``: those filed under one of these identities."""
        found = search(self.connection, Search(**what), self.size, limit=100_000)[::-1]
        return [row for row in found if people is None or row.identity in people]

    def verdicts(self) -> list[str]:
        return [row.verdict for row in self.rows()]

    def ask(self, statement: str, *values: Any) -> list[Any]:
        return self.connection.execute(statement.encode(), values).fetchall()

    def traced(self) -> dict[str, int]:
        """Offsets by disposition."""
        return dict(self.ask("select disposition, sum(next_offset - first_offset)::bigint from trace group by 1"))

    def close(self) -> None:
        for opened in (self.connection, self.vault, *self._recorders):
            opened.close()


def new_ledger(postgres: Postgres, folder: Path, kafka: str = "") -> Settings:
    """Make two databases and a master key, migrated."""
    name = f"ledger_{uuid4().hex[:12]}"
    master = folder / f"{name}.key"
    create_master_key(master)
    databases = [name, f"{name}_vault"]
    with psycopg.connect(postgres.dsn, autocommit=True) as connection:
        for database, template in zip(databases, _migrated(postgres), strict=True):
            connection.execute(f'create database "{database}" template "{template}"'.encode())
    ledger, vault = (_address(postgres, database) for database in databases)
    settings = Settings(postgres=ledger, vault=vault, master_key_file=master, kafka=kafka, group=name)
    migrate_all(settings)
    return settings


@cache
def _migrated(postgres: Postgres) -> tuple[str, str]:
    """Make the two databases that every other of the server begins as: all tables, no key. Migrating takes longer."""
    made = ("migrated", "migrated_vault")
    parts = ((LEDGER_SCHEMA, ledger_migrations()), (VAULT_SCHEMA, vault_migrations()))
    for database, (schema, migrations) in zip(made, parts, strict=True):
        with psycopg.connect(postgres.dsn, autocommit=True) as connection:
            connection.execute(f'create database "{database}"'.encode())
        with psycopg.connect(_address(postgres, database), autocommit=True) as connection:
            migrate(connection, schema, migrations)
    return made


def _address(postgres: Postgres, database: str) -> str:
    return postgres.dsn.replace("dbname=provision_ledger ", f"dbname={database} ")
