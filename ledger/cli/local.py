"""PostgreSQL, Kafka and the ledger's own processes on one machine, over one data folder."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from ledger.cases.disclosure.issuer import IssuerKey
from ledger.cli.asking import now_us
from ledger.cli.issuer_command import policy_line
from ledger.cli.settings import FILE_VARIABLE, Settings, load_settings
from ledger.cli.wiring import ledger_connection, migrate_all, open_vault
from ledger.judging.acts import announce_key
from ledger.log.notary.memory import Memory
from ledger.log.notary.notary import begin
from ledger.log.note import Cosigner, NoteSigner
from ledger.log.signing_keys import create_signing_key, read_signing_key
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
WITNESS_WARNING = (
    "notary and witness run on this machine too: who holds it can rewrite the log and what both remember; in production"
    " the audit department runs a witness of its own"
)
#: The name of the log's key and the first line of its heads, and that of the witness beside it.
_ORIGIN, _WITNESS = "provision-ledger.local/log", "provision-ledger.local/witness"
#: Who signs answers.
_ISSUER = "provision-ledger.local"


class LocalSystem:
    """The whole system over one folder. ``start`` brings up the servers; ``programs`` are for a Supervisor."""

    def __init__(self, folder: Path, jars: Path) -> None:
        self._folder = folder.resolve()
        self.postgres = Postgres(self._folder / "postgres")
        self.kafka = Kafka(self._folder / "kafka", jars)
        self._master_key = self._folder / "master.key"
        self._notary = self._folder / "notary"
        self._witness = self._folder / "witness"

    @property
    def settings_file(self) -> Path:
        """The TOML file by which every command of this product finds the system."""
        return self._folder / "provision-ledger.toml"

    def start(self, say: Callable[[str], None]) -> Settings:
        """Start the servers, apply migrations, make topics, and return the settings that reach them.

        Raises PostgresUnavailable, KafkaUnavailable, JarsWrong and the errors of migrations.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        say("starting PostgreSQL and Kafka; after a power cut both look through their data first, for minutes perhaps")
        self.postgres.start()
        say("PostgreSQL is up")
        self.kafka.start()
        say("Kafka is up")
        if not self._master_key.exists():
            create_master_key(self._master_key)
        self._make_signing_keys()
        settings = self._write_settings()
        if applied := migrate_all(settings):
            say(f"applied {len(applied)} migrations, {applied[0]} to {applied[-1]}")
        self._announce_issuer(settings)
        create_topics(
            settings.kafka, [*OUTPUT_TOPICS, f"registers.{settings.register_source}"], settings.kafka_security,
            settings.kafka_partitions, settings.kafka_replication, settings.kafka_retention_days,
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
            Program("window", [*command, "window"], env),
            Program("console", [*command, "console"], env),
            Program("api", [*command, "api"], env),
            Program("witness", [*command, "witness"], env),
            *([Program("mail", [*command, "mail"], env)] if load_settings().smtp_host else []),
            Program("notary", [*command, "notary"], env, needs_port=self._witness_port),
        ]

    def stop(self, supervisor: Supervisor) -> None:
        """Stop the programs, then the servers they need."""
        supervisor.stop()
        self.kafka.stop()
        self.postgres.stop()

    def _make_signing_keys(self) -> None:
        """Make the keys of notary and witness, and the policy that names them."""
        for folder in (self._notary, self._witness):
            folder.mkdir(mode=0o700, exist_ok=True)
        if not (self._witness / "key").exists():
            create_signing_key(self._witness / "key", _WITNESS, Cosigner)
        if not (self._notary / "key").exists():
            memory = Memory(self._notary / "memory")
            begin(memory, [create_signing_key(self._notary / "key", _ORIGIN, NoteSigner)])
            memory.close()
        log = read_signing_key(self._notary / "key", NoteSigner)
        witness = read_signing_key(self._witness / "key", Cosigner)
        (self._notary / "policy").write_text(
            f"log {log.key}\nwitness local {witness.key} http://{self._witness_address}\nquorum local\n"
        )

    def _announce_issuer(self, settings: Settings) -> None:
        """Announce the issuer's key, once, and write the trust policy that names everybody."""
        path = self._notary / "issuer.pem"
        if not path.exists():
            key = IssuerKey.generate()
            body = {"issuer": _ISSUER, "jwk": key.public.jwk, "valid_from": now_us() // 1_000_000}
            vault = open_vault(settings, "pl_reader")
            with ledger_connection(settings, "pl_reader") as connection:
                announce_key(connection, vault, "set-up", body, (), now_us())
            vault.close()
            key.write(path)
        policy = (self._notary / "policy").read_text() + policy_line(_ISSUER, IssuerKey.from_file(path)) + "\n"
        self.trust_policy.write_text(policy)

    @property
    def trust_policy(self) -> Path:
        """The policy by which anybody can check what this system signs."""
        return self._folder / "trust.policy"

    @property
    def set_up_numbers(self) -> Path:
        """Where the running number is kept by which the set-up publishes."""
        return self._folder / "set-up.number"

    @property
    def _witness_address(self) -> str:
        return f"{LOOPBACK}:{self._witness_port}"

    @property
    def _witness_port(self) -> int:
        return kept_port(self._folder / "witness-port.json")

    def _write_settings(self) -> Settings:
        ledger, vault = self.postgres.addresses
        window = f"{LOOPBACK}:{kept_port(self._folder / 'window-port.json')}"
        values = {
            "postgres": ledger,
            "vault": vault,
            "postgres_password_file": str(self.postgres.password_file),
            "master_key_file": str(self._master_key),
            "kafka": self.kafka.bootstrap,
            "notary_key_file": str(self._notary / "key"),
            "notary_memory": str(self._notary / "memory"),
            "notary_policy_file": str(self._notary / "policy"),
            "export_folder": str(self._folder / "export"),
            "issuer_key_file": str(self._notary / "issuer.pem"),
            "issuer_name": _ISSUER,
            "witness_key_file": str(self._witness / "key"),
            "witness_policy_file": str(self._notary / "policy"),
            "witness_folder": str(self._witness / "memory"),
            "witness_listen": self._witness_address,
            "window_listen": window,
            "window_address": f"http://{window}/",
            "console_listen": f"{LOOPBACK}:{kept_port(self._folder / 'console-port.json')}",
            "api_listen": f"{LOOPBACK}:{kept_port(self._folder / 'api-port.json')}",
            "preflight_listen": f"{LOOPBACK}:{kept_port(self._folder / 'preflight-port.json')}",
        }
        # A JSON string is a TOML basic string.
        self.settings_file.write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items()))
        return Settings(**values)  # type: ignore[arg-type]
