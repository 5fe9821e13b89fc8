"""The servers of a benchmark: one broker and one PostgreSQL, and a new pair of databases for each run."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg.conninfo import conninfo_to_dict

from ledger.cli.settings import Settings
from ledger.cli.setup_command import provide_jars
from ledger.cli.wiring import migrate_all
from ledger.runtime.kafka_broker import Kafka
from ledger.runtime.postgres import Postgres
from ledger.vault.master import create_master_key

_COUNTER = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Servers:
    """Running servers and the folder they live in."""

    postgres: Postgres
    kafka: Kafka
    folder: Path

    def new_database(self, name: str) -> str:
        """Make an empty database and return its connection string."""
        unique = f"{name}_{next(_COUNTER)}"
        with psycopg.connect(self.postgres.dsn, autocommit=True) as connection:
            connection.execute(f'create database "{unique}"'.encode())
        return self.postgres.dsn.replace("dbname=provision_ledger ", f"dbname={unique} ")

    def new_ledger(self) -> Settings:
        """Make an empty, migrated ledger that reads the common topics as a group of its own."""
        master = self.folder / f"{next(_COUNTER)}.key"
        create_master_key(master)
        settings = Settings(
            postgres=self.new_database("ledger"), vault=self.new_database("vault"), master_key_file=master,
            kafka=self.kafka.bootstrap, group=master.stem,
        )  # fmt: skip
        migrate_all(settings)
        return settings

    def copy_of(self, template: Settings) -> Settings:
        """Copy a ledger, as PostgreSQL copies databases, to be read on as a group of its own."""
        copies = []
        for dsn in (template.postgres, template.vault):
            name = conninfo_to_dict(dsn)["dbname"]
            unique = f"{name}_copy_{next(_COUNTER)}"
            with psycopg.connect(self.postgres.dsn, autocommit=True) as connection:
                connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (name,))
                connection.execute(f'create database "{unique}" template "{name}"'.encode())
            copies.append(dsn.replace(f"dbname={name} ", f"dbname={unique} "))
        return template.model_copy(update={"postgres": copies[0], "vault": copies[1], "group": uuid4().hex})

    def checkpoint(self) -> None:
        """Let the server write what it owes, so that the next measurement does not pay for the last."""
        with psycopg.connect(self.postgres.dsn, autocommit=True) as connection:
            connection.execute("checkpoint")

    def drop(self, *dsns: str) -> None:
        """Drop databases, so that one run's leftovers do not weigh on the next."""
        with psycopg.connect(self.postgres.dsn, autocommit=True) as connection:
            for dsn in dsns:
                name = conninfo_to_dict(dsn)["dbname"]
                connection.execute(f'drop database "{name}" with (force)'.encode())
            connection.execute("checkpoint")


@contextmanager
def servers() -> Iterator[Servers]:
    """Start both servers in a temporary folder."""
    jars = provide_jars()
    with tempfile.TemporaryDirectory(prefix="provision-ledger-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        postgres, kafka = Postgres(folder / "postgres"), Kafka(folder / "kafka", jars)
        try:
            postgres.start()
            kafka.start()
            yield Servers(postgres, kafka, folder)
        finally:
            kafka.stop()
            postgres.stop()
