"""PostgreSQL, Kafka and the ledger's own processes on one machine, over one data folder."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from ledger.cli.settings import FILE_VARIABLE, Settings
from ledger.cli.wiring import migrate_all
from ledger.runtime.kafka_broker import Kafka
from ledger.runtime.ports import LOOPBACK, kept_port
from ledger.runtime.postgres import Postgres
from ledger.runtime.supervise import Program, Supervisor
from ledger.vault.master import create_master_key
from streams.topics import OUTPUT_TOPICS, create_topics

#: Says in one line what embedding the key store does not protect (shown at every start).
WARNING = (
    "the key store is a database of the same server: who holds this machine's disk and the master key file can read"
    " everything; keep them apart in production"
)


class LocalSystem:
    """The whole system over one folder. ``start`` brings up the servers; ``programs`` are for a Supervisor."""

    def __init__(self, folder: Path, jars: Path) -> None:
        self._folder = folder.resolve()
        self.postgres = Postgres(self._folder / "postgres")
        self.kafka = Kafka(self._folder / "kafka", jars)
        self._master_key = self._folder / "master.key"

    @property
    def settings_file(self) -> Path:
        """The TOML file by which every command of this product finds the system."""
        return self._folder / "provision-ledger.toml"

    def start(self, say: Callable[[str], None]) -> Settings:
        """Start the servers, apply migrations, make topics, and return the settings that reach them.

        Raises PostgresUnavailable, KafkaUnavailable, JarsWrong and the errors of migrations.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        self.postgres.start()
        say("PostgreSQL is up")
        self.kafka.start()
        say("Kafka is up")
        if not self._master_key.exists():
            create_master_key(self._master_key)
        settings = self._write_settings()
        for name in migrate_all(settings):
            say(f"applied {name}")
        create_topics(
            settings.kafka, [*OUTPUT_TOPICS, f"registers.{settings.register_source}"], settings.kafka_security,
            settings.kafka_partitions, settings.kafka_replication,
        )  # fmt: skip
        return settings

    def programs(self, workers: int) -> list[Program]:
        """Return the ledger's own processes."""
        env = {FILE_VARIABLE: str(self.settings_file), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "ledger.cli"]
        return [
            *(Program(f"worker-{number}", [*command, "worker"], env) for number in range(1, workers + 1)),
            Program("relay", [*command, "relay"], env),
            Program("preflight", [*command, "preflight"], env),
        ]

    def stop(self, supervisor: Supervisor) -> None:
        """Stop the programs, then the servers they need."""
        supervisor.stop()
        self.kafka.stop()
        self.postgres.stop()

    def _write_settings(self) -> Settings:
        ledger, vault = self.postgres.addresses
        values = {
            "postgres": ledger,
            "vault": vault,
            "postgres_password_file": str(self.postgres.password_file),
            "master_key_file": str(self._master_key),
            "kafka": self.kafka.bootstrap,
            "preflight_listen": f"{LOOPBACK}:{kept_port(self._folder / 'preflight-port.json')}",
        }
        # A JSON string is a TOML basic string.
        self.settings_file.write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items()))
        return Settings(**values)  # type: ignore[arg-type]
