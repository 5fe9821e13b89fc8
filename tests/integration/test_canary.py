"""A name planted in a running system: where it can be found before and after its person is erased, and in backups."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from ledger.cli.settings import PREFIX, Settings
from ledger.cli.wiring import ledger_connection, open_vault
from ledger.judging.erasing import carry_out
from ledger.judging.records import find_person
from ledger.law.days import jst_date
from ledger.runtime import processes
from ledger.runtime.kafka_broker import Kafka
from ledger.runtime.postgres import Postgres
from ledger.store.connect import VAULT_SCHEMA, Connection, connect
from ledger.vault.erasure import Shredder
from ledger.vault.keys import Scope
from ledger.vault.master import MasterKey
from ledger.vault.seal import SealBroken, open_sealed
from ledger.vault.vault import key_context
from streams.topics import OUTPUT_TOPICS, Unlike, unlike_ours
from tests.events import consent, now_us, provision, register
from tests.integration.commands import run_in
from tests.integration.test_worker import Company
from tests.integration.workers import Worker, environment, make_topics, wait_for
from tests.integration.world import World, new_ledger

CANARY = "CANARY-sato-hanako"
#: A word that is told unsealed, to see that the search finds what is there.
CONTROL = "control-company"
OTHER_OFFICER = register("officers", "officer-2", {"display_name": "Other", "roles": ["auditor"]})


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

    def run(self, *arguments: str, settings: Settings | None = None, officer: str = "officer-1") -> str:
        """Run a command, keep what it wrote on standard error, and return what it answered."""
        done = asked(settings or self.settings, *arguments, officer=officer)
        self.said.append(done.stderr)
        return done.stdout

    def everything_known_of(self) -> None:
        """Let the name come in by every way there is, and answer the person."""
        self.company.tell(
            self.company.consents, consent(CANARY), consent(CANARY, "withdrawn"), CANARY.encode()
        )
        self.company.tell(self.company.provisions, *provisions_of_two())
        self.company.tell(self.company.registers, OTHER_OFFICER, partition=0)
        self.company.caught_up()
        let_look_up(self.run)
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
        return copies(self.postgres, self.settings, suffix, ("postgres", "vault"))

    def in_postgres(self, word: str = CANARY) -> list[str]:
        """Files of the data folder, WAL among them, in which the word stands, after everything was written out."""
        checkpoint(self.postgres)
        return holding(self.folder / "postgres", word)

    def in_kafka(self) -> set[str]:
        """Topics, and other files of the broker's folder, in which the name stands."""
        return {Path(file).parent.name.rpartition("-")[0] or file for file in holding(self.folder / "kafka")}

    def stop(self) -> None:
        self.company.producer.close()
        self.kafka.stop()
        self.postgres.stop()


def asked(
    settings: Settings, *arguments: str, reason: str = "request", ends: int = 0, officer: str = "officer-1"
) -> subprocess.CompletedProcess[str]:  # fmt: skip
    """Run a command as an officer who names the planted person on standard input, and see with which code it ends."""
    done = run_in(
        {**os.environ, **environment(settings), f"{PREFIX}DAY_KEY_DAYS": str(settings.day_key_days)},
        *arguments, "--as", officer, "--reason", reason, told=f"member {CANARY}\n",
    )  # fmt: skip
    assert done.returncode == ends, done.stderr
    return done


def let_look_up(command: Callable[..., str]) -> None:
    """Let the officer ask to look the planted person up, and another agree."""
    request = json.loads(command("search-person", "request", "-", "--json"))["request"]
    (listed,) = json.loads(command("search-person", "list", "--json", officer="officer-2"))
    assert listed["request"] == request
    command("search-person", "confirm", request, officer="officer-2")


def provisions_of_two(**header: Any) -> list[dict[str, Any] | bytes]:
    """The planted person's provision, one that contradicts it, the first again, bytes that nobody can read, and a
    provision of somebody else."""
    told = provision(
        CANARY, ground="27(1)ii", evidence={"necessity": CANARY, "consent_difficult": "c"}, recipient_purpose=CANARY,
        **header,
    )  # fmt: skip
    other = provision(
        "A-2", ground="27(1)ii", evidence={"necessity": "n", "consent_difficult": "c"}, recipient=CONTROL, **header
    )
    return [told, {**told, "method": CANARY}, told, b"no Avro " + CANARY.encode(), other]


def copies(postgres: Postgres, settings: Settings, suffix: str, members: Sequence[str]) -> Settings:
    """Copy databases as a backup does, and return settings that name the copies in their place."""
    named = {}
    with psycopg.connect(postgres.dsn, autocommit=True) as connection:
        for member in members:
            dsn = getattr(settings, member)
            name = dsn.partition("dbname=")[2].split()[0]
            connection.execute(f'create database "{name}_{suffix}" template "{name}"'.encode())
            named[member] = dsn.replace(f"dbname={name} ", f"dbname={name}_{suffix} ")
    return settings.model_copy(update=named)


def checkpoint(postgres: Postgres) -> None:
    """Have everything written out to its files, and the files of what was dropped removed."""
    with psycopg.connect(postgres.dsn, autocommit=True) as connection:
        connection.execute("checkpoint")


def holding(folder: Path, *words: str | bytes) -> list[str]:
    """Files below a folder that hold the bytes of one of the words: of the name, where none is given."""
    sought = [word.encode() if isinstance(word, str) else word for word in words or (CANARY,)]
    return [
        str(file.relative_to(folder))
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.is_symlink() and any(map(file.read_bytes().__contains__, sought))
    ]


#: Everything that is sealed: number of the key, sealed bytes, and what the seal is bound to.
SEALED = {
    "sealed": "key_id, sealed, (select (convert_from(entry, 'UTF8')::json ->> 'id')::uuid from entry e"
              " where e.log_id = t.log_id and e.idx = t.idx)",
    "quarantine": "key_id, sealed, seal_id",
    "intake": "key_id, sealed, entry_id",
}  # fmt: skip


def sealed_rows(connection: Connection, table: str) -> list[tuple[int, bytes, UUID]]:
    return connection.execute(f"select {SEALED[table]} from {table} t".encode()).fetchall()


def names_the_person(text: bytes) -> bool:
    return CANARY.encode() in text or CANARY.encode().hex().encode() in text


def opened(settings: Settings) -> list[str]:
    """Tables in which somebody who holds the master key and these two databases reads the name."""
    vault = open_vault(settings, "pl_reader")
    found = []
    with ledger_connection(settings, "pl_reader") as connection:
        for table in SEALED:
            rows = sealed_rows(connection, table)
            keys = vault.open_keys({key_id for key_id, _, _ in rows})
            texts = [open_sealed(keys[key].cipher, sealed, one.bytes) for key, sealed, one in rows if key in keys]
            if any(map(names_the_person, texts)):
                found.append(table)
    vault.close()
    return found


def wrapped_keys(settings: Settings) -> dict[bytes, bytes]:
    """What binds each key to its row, by the key as it lies in the key store: doomed ones among them, which no command
    finds, but whoever owns the database does."""
    with psycopg.connect(settings.vault) as owner:
        rows = owner.execute(
            "select key_id, kind, owner, period, wrapped from vault.key"
            " union all select key_id, kind, owner, period, wrapped from vault.doomed"
        ).fetchall()
    return {wrapped: key_context(key_id, Scope(kind, whose, period)) for key_id, kind, whose, period, wrapped in rows}


def opened_by_any_key(settings: Settings) -> list[str]:
    """Tables in which the name is read by who tries every key of the key store on every seal, whichever it names."""
    assert settings.master_key_file is not None
    master = MasterKey.from_file(settings.master_key_file)
    ciphers = [AESGCM(master.unwrap(wrapped, context)) for wrapped, context in wrapped_keys(settings).items()]
    with ledger_connection(settings, "pl_reader") as connection:
        return [
            table
            for table in SEALED
            if any(
                names_the_person(read_by(cipher, sealed, one.bytes))
                for _, sealed, one in sealed_rows(connection, table)
                for cipher in ciphers
            )
        ]


def read_by(cipher: AESGCM, sealed: bytes, bound_to: bytes) -> bytes:
    """What a key makes of a seal: nothing, where it is not the seal's own."""
    try:
        return open_sealed(cipher, sealed, bound_to)
    except SealBroken:
        return b""


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
    assert opened(settings) == ["sealed", "quarantine", "intake"]
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
    assert opened(yesterday) == ["sealed", "quarantine", "intake"] and knows(yesterday)
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
    assert unlike_ours(system.kafka.bootstrap, topics, {}, kept) == Unlike([], [], [])
    assert unlike_ours(system.kafka.bootstrap, topics, {}, kept - 1) == Unlike(sorted(topics), [], [])
    # A deleted topic's files go by the broker's delay, whatever the topic's own is.
    admin.alter_configs([ConfigResource(ConfigResourceType.BROKER, "1", configs={"log.segment.delete.delay.ms": "1"})])
    admin.delete_topics(topics)
    admin.close()

    def gone() -> bool:
        try:
            return system.in_kafka() == set()
        except FileNotFoundError:
            return False  # one went while we looked

    wait_for(gone, 120)


DAY = 86_400_000_000
#: What docs/erasure.md asks of the key store's server once, and before an erasure is called final.
ONCE = ("alter system set wal_recycle = off", "select pg_reload_conf()")
MADE_FINAL = ("vacuum full vault.key, vault.doomed, vault.identity", "select pg_switch_wal()", "checkpoint")


@pytest.fixture
def server(folder: Path) -> Iterator[Postgres]:
    """A server whose files no other test writes."""
    made = Postgres(folder / "server of the restored keys")
    made.start()
    yield made
    made.stop()


def owner_says(dsn: str, statements: Sequence[str]) -> None:
    with psycopg.connect(dsn, autocommit=True) as owner:
        for statement in statements:
            owner.execute(statement.encode())


def settled(settings: Settings) -> None:
    """Move the acts of people into the log and draw every consequence, as a worker does."""
    world = World(settings)
    world.settle()
    world.close()


def lived_days_ago(settings: Settings) -> None:
    """Let the name come in by every way there is: what nobody can read three days ago, under a key that seals nothing
    of the log's, and the rest the day after."""
    world = World(settings)
    world.clock -= 3 * DAY
    world.registered()
    world.tell("registers.operator", OTHER_OFFICER)
    world.tell("consents.members", CANARY.encode())
    world.clock += DAY
    then: dict[str, Any] = {"happened_at": world.clock - 1_000_000}
    world.tell("consents.members", consent(CANARY, **then), consent(CANARY, "withdrawn", **then))
    world.tell("provisions.crm", *(told for told in provisions_of_two(**then) if isinstance(told, dict)))
    world.settle()
    world.close()


def material(settings: Settings) -> set[bytes]:
    """What the key store holds of anybody: keys, as they lie there, and the hashes by which ids are found."""
    with psycopg.connect(settings.vault) as owner:
        found = {blind for (blind,) in owner.execute("select blind from vault.identity")}
    return found | wrapped_keys(settings).keys()


def test_yesterdays_key_store_reads_the_name_beside_todays_ledger_until_erasures_are_resumed_and_never_after(
    server: Postgres, folder: Path
) -> None:
    told = Path("docs/erasure.md").read_text()
    assert all(f"\n{statement};" in told for statement in (*ONCE, *MADE_FINAL)), "operators are told the same lines"
    files, answers = folder / "server of the restored keys", folder / "answers before the restore"
    settings = new_ledger(server, folder).model_copy(update={"day_key_days": 1})
    owner_says(settings.vault, ONCE)
    lived_days_ago(settings)
    let_look_up(lambda *command, **by: asked(settings, *command, **by).stdout)
    asked(settings, "disclose", "--out", str(answers), "-")
    assert holding(answers) != []
    settled(settings)  # makes today's key of acts about nobody: those of after the restore are sealed under it too
    yesterday = copies(server, settings, "yesterday", ("vault",))

    asked(settings, "erase", "person", "-", "--ground", "request")
    asked(settings, "retention", "run", reason="operation")
    settled(settings)
    assert opened_by_any_key(settings) == [] and not knows(settings), "today it is gone, its days too"
    lost = settings.vault.partition("dbname=")[2].split()[0]
    owner_says(server.dsn, [f'drop database "{lost}"'])

    # The control: the backup in the lost key store's place reads everything again, and the audit says so.
    restored, came_back = yesterday, material(yesterday)
    assert opened_by_any_key(restored) == opened(restored) == ["sealed", "quarantine", "intake"] and knows(restored)
    audited = json.loads(asked(restored, "audit", "--json", reason="audit", ends=1).stdout)
    assert "key_restored" in {one["kind"] for one in audited["findings"]}

    asked(restored, "erase", "resume")
    assert opened_by_any_key(restored) == opened(restored) == [] and not knows(restored)
    gone = came_back - material(restored)
    checkpoint(server)
    assert any("base" in file for file in holding(files, *gone)), "deleted rows lie in their pages still"
    owner_says(restored.vault, MADE_FINAL)
    assert holding(files, *gone) == [], "neither in pages nor in WAL"
    assert any("base" in file for file in holding(files, *material(restored))), "keys that stay are found"
    assert holding(files) == holding(answers) == [] and any("base" in file for file in holding(files, CONTROL))

    settled(restored)
    after = json.loads(asked(restored, "audit", "--json", reason="audit").stdout)
    assert after["ok"] and after["records"] == {"valid": 1, "erased_as_recorded": 1, "missing_without_record": 0}
