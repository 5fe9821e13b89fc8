"""A name planted in a running system: where it can be found before and after its person is erased, and in backups."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from ledger.cli.settings import Settings
from ledger.cli.wiring import ledger_connection, open_vault
from ledger.judging.erasing import carry_out
from ledger.judging.records import find_person
from ledger.law.days import jst_date
from ledger.runtime import processes
from ledger.runtime.kafka_broker import Kafka
from ledger.runtime.postgres import Postgres
from ledger.store.connect import VAULT_SCHEMA, connect
from ledger.vault.erasure import Shredder
from ledger.vault.seal import open_sealed
from streams.topics import OUTPUT_TOPICS, kept_longer
from tests.events import consent, now_us, provision
from tests.integration.test_worker import Company
from tests.integration.workers import Worker, environment, make_topics, wait_for

CANARY = "CANARY-sato-hanako"
#: A word that is told unsealed, to see that the search finds what is there.
CONTROL = "control-company"


class System:
    """Servers of its own, a company on them, and a folder for answers."""

    def __init__(self, folder: Path, jars: Path) -> None:
        self.folder = folder / "canary"
        self.folder.mkdir(mode=0o755)
        self.postgres, self.kafka = Postgres(self.folder / "postgres"), Kafka(self.folder / "kafka", jars)
        self.postgres.start()
        self.kafka.start()
        self.company = Company(self.postgres, self.kafka, folder, partitions=1)
        self.settings = self.company.settings
        self.answers = self.folder / "answers"
        self.said: list[str] = []
        make_topics(self.settings, *OUTPUT_TOPICS, partitions=1)

    def run(self, *arguments: str, settings: Settings | None = None, person: str = f"member {CANARY}\n") -> str:
        """Run a command, keep what it wrote on standard error, and return what it answered."""
        done = subprocess.run(
            [sys.executable, "-m", "ledger.cli", *arguments, "--as", "officer-1", "--reason", "request"],
            env={**os.environ, **environment(settings or self.settings)}, input=person, text=True,
            capture_output=True, check=False,
        )  # fmt: skip
        self.said.append(done.stderr)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def everything_known_of(self) -> None:
        """Let the name come in by every way there is, and answer the person."""
        self.company.tell(
            self.company.consents, consent(CANARY), consent(CANARY, "withdrawn"), CANARY.encode()
        )
        told = provision(
            CANARY, ground="27(1)ii", evidence={"necessity": CANARY, "consent_difficult": "c"}, recipient_purpose=CANARY
        )
        self.company.tell(
            self.company.provisions, told, {**told, "method": CANARY}, told, b"no Avro " + CANARY.encode(),
            provision(
                "A-2", ground="27(1)ii", evidence={"necessity": "n", "consent_difficult": "c"}, recipient=CONTROL
            ),
        )  # fmt: skip
        self.company.caught_up()
        self.run("search", "--person", "-")
        self.run("disclose", "--out", str(self.answers), "-")

    def relayed(self) -> None:
        """Publish everything that waits in the outbox."""
        relay = processes.start(
            [sys.executable, "-m", "ledger.cli", "relay"], env={**os.environ, **environment(self.settings)},
            output=subprocess.DEVNULL,
        )  # fmt: skip
        wait_for(lambda: self.company.ask("select count(*) from outbox") == [(0,)])
        processes.stop(relay, 15, 15)

    def copies(self, suffix: str) -> Settings:
        """Copy both databases as a backup does, and return settings that name the copies."""
        named = {}
        with psycopg.connect(self.postgres.dsn, autocommit=True) as connection:
            for member in ("postgres", "vault"):
                dsn = getattr(self.settings, member)
                name = dsn.partition("dbname=")[2].split()[0]
                connection.execute(f'create database "{name}_{suffix}" template "{name}"'.encode())
                named[member] = dsn.replace(f"dbname={name} ", f"dbname={name}_{suffix} ")
        return self.settings.model_copy(update=named)

    def in_postgres(self, word: str = CANARY) -> list[str]:
        """Files of the data folder, WAL among them, in which the word stands, after everything was written out."""
        with psycopg.connect(self.postgres.dsn, autocommit=True) as connection:
            connection.execute("checkpoint")
        return holding(self.folder / "postgres", word)

    def in_kafka(self) -> set[str]:
        """Topics, and other files of the broker's folder, in which the name stands."""
        return {Path(file).parent.name.rpartition("-")[0] or file for file in holding(self.folder / "kafka")}

    def stop(self) -> None:
        self.company.producer.close()
        self.kafka.stop()
        self.postgres.stop()


def holding(folder: Path, word: str = CANARY) -> list[str]:
    """Files below a folder that hold the word's bytes."""
    return [
        str(file.relative_to(folder))
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.is_symlink() and word.encode() in file.read_bytes()
    ]


def opened(settings: Settings) -> list[str]:
    """Tables in which somebody who holds the master key and these two databases reads the name."""
    vault = open_vault(settings, "pl_reader")
    found = []
    with ledger_connection(settings, "pl_reader") as connection:
        for table, columns in (
            ("sealed", "key_id, sealed, (select (convert_from(entry, 'UTF8')::json ->> 'id')::uuid from entry e"
                       " where e.log_id = t.log_id and e.idx = t.idx)"),
            ("quarantine", "key_id, sealed, seal_id"),
            ("intake", "key_id, sealed, entry_id"),
        ):  # fmt: skip
            rows = connection.execute(f"select {columns} from {table} t".encode()).fetchall()
            keys = vault.open_keys({key_id for key_id, _, _ in rows})
            texts = [open_sealed(keys[key].cipher, sealed, one.bytes) for key, sealed, one in rows if key in keys]
            if any(CANARY.encode() in text or CANARY.encode().hex().encode() in text for text in texts):
                found.append(table)
    vault.close()
    return found


def knows(settings: Settings) -> bool:
    vault = open_vault(settings, "pl_reader")
    with ledger_connection(settings, "pl_reader") as connection:
        person = find_person(connection, vault, "member", CANARY, 2**62, now_us())
    vault.close()
    return person is not None


@pytest.fixture
def system(folder: Path, jars: Path) -> Iterator[System]:
    made = System(folder, jars)
    yield made
    made.stop()


def test_a_planted_name_is_gone_once_its_person_is_erased_and_its_days_are_over(system: System) -> None:
    company, settings = system.company, system.settings
    (worker,) = company.started()
    system.everything_known_of()
    wait_for(lambda: company.ask("select (select count(*) from intake) - (select count(*) from act)") == [(0,)])
    assert worker.stop() == 0
    yesterday = system.copies("yesterday")

    # Before: whoever holds the keys reads it, Kafka holds it until its retention ends, and nothing else does.
    assert opened(settings) == ["sealed", "quarantine"]
    assert knows(settings)
    assert system.in_postgres() == []
    assert any("pg_wal" in file for file in system.in_postgres(CONTROL))
    assert any("base" in file for file in system.in_postgres(CONTROL)), "a code that may stand unsealed is found"
    assert system.in_kafka() == {company.consents, company.provisions}
    assert {Path(file).suffix for file in holding(system.answers)} >= {".html", ".json"}
    assert company.ask("select count(*) from outbox where kind in ('verdicts', 'dead_letters')")[0][0] >= 3
    company_outbox = company.ask("select outbox::text from outbox")
    assert CANARY not in str(company_outbox)

    second = Worker(settings).ready()
    answer = json.loads(system.run("erase", "person", "-", "--ground", "request", "--json"))
    assert second.stop() == 0
    assert answer["erased"] and answer["files_removed"] == 3 and answer["files_not_found"] == answer["files_left"] == []

    # After: only what was taken in unread or contradicted itself is readable, under the key of its day.
    assert holding(system.answers) == []
    assert not knows(settings)
    assert opened(settings) == ["sealed", "quarantine"]
    days_go(settings)
    assert opened(settings) == []
    assert company.ask("select recipient from record") == [(CONTROL,)], "the other person's stays"

    # Yesterday's backup of the ledger opens nothing beside today's keys; beside yesterday's, it would.
    restored = settings.model_copy(update={"postgres": yesterday.postgres})
    assert opened(yesterday) == ["sealed", "quarantine"] and knows(yesterday)
    assert opened(restored) == [] and not knows(restored)
    system.run("erase", "resume", settings=restored)
    with psycopg.connect(restored.postgres) as connection:
        assert connection.execute("select count(*) from ledger.record").fetchone() == (1,)
        assert connection.execute("select count(*) from ledger.erased").fetchone() != (0,)

    system.relayed()
    assert system.in_postgres() == []
    assert system.in_kafka() == {company.consents, company.provisions}, "what the ledger publishes names nobody"
    assert CANARY not in "".join([worker.log, second.log, *system.said])
    kafka_forgets(system)


def days_go(settings: Settings) -> None:
    """Destroy the keys of days as retention does once their time is over: here, of today's too."""
    shredder = Shredder(partial(connect, settings.vault, "pl_erasure", VAULT_SCHEMA))
    days = shredder.days_before(jst_date(now_us()) + 1)
    order = shredder.order(days, (), "retention", "officer-1", now_us())
    with ledger_connection(settings, "pl_erasure") as connection:
        connection.execute("set search_path to ledger")
        worker = Worker(settings).ready()
        carry_out(connection, shredder, order, now_us)
        worker.stop()
    shredder.close()


def kafka_forgets(system: System) -> None:
    """See that the topics are bounded as every erasure states, and that nothing is left once they end."""
    topics = [system.company.consents, system.company.provisions]
    admin = KafkaAdminClient(bootstrap_servers=system.kafka.bootstrap)
    kept = system.settings.kafka_retention_days
    assert kept_longer(system.kafka.bootstrap, topics, {}, kept) == []
    assert kept_longer(system.kafka.bootstrap, topics, {}, kept - 1) == sorted(topics)
    admin.alter_configs([
        ConfigResource(ConfigResourceType.TOPIC, topic, configs={"file.delete.delay.ms": "1"}) for topic in topics
    ])  # fmt: skip
    admin.delete_topics(topics)
    admin.close()
    wait_for(lambda: system.in_kafka() == set(), 60)
