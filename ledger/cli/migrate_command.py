"""`migrate`: bring databases and topics to this release."""

from __future__ import annotations

from pathlib import Path

import click
import psycopg

from ledger.cli.settings import Settings, SettingsInvalid, load_settings
from ledger.cli.wiring import migrate_all, set_up_logging
from ledger.store.logins import LOGINS, make_logins
from streams.topics import OUTPUT_TOPICS, create_topics


@click.command()
@click.option("--postgres", help="DSN of the ledger's database.")
@click.option("--kafka", help="Kafka's bootstrap servers; topics are made there when given.")
@click.option("--logins", type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="Folder with a file <process>_postgres_password for each process, for which a login is made.")
def migrate(postgres: str | None, kafka: str | None, logins: Path | None) -> None:
    """Apply what is missing to both databases and make the topics of ours, and each process's login."""
    set_up_logging("migrate")
    settings = load_settings(postgres=postgres, kafka=kafka)
    passwords = {} if logins is None else _passwords(logins)
    applied = migrate_all(settings)
    click.echo("\n".join(f"applied {name}" for name in applied) or "nothing to apply")
    if passwords:
        _make_logins(settings, passwords)
        click.echo(f"{len(passwords)} logins are as this release needs them")
    if settings.kafka:
        topics = create_topics(
            settings.kafka, [*OUTPUT_TOPICS, f"registers.{settings.register_source}"], settings.kafka_security,
            settings.kafka_partitions, settings.kafka_replication, settings.kafka_retention_days,
        )  # fmt: skip
        click.echo("\n".join(f"made topic {name}" for name in topics) or "no topic to make")


def _passwords(folder: Path) -> dict[str, str]:
    """Read the password of each process. Raises SettingsInvalid: nothing was applied."""
    found = {}
    for login in LOGINS:
        file = folder / f"{login.process}_postgres_password"
        try:
            found[login.process] = file.read_text().strip()
        except OSError as error:
            raise SettingsInvalid(f"--logins: {file.name}: {type(error).__name__}") from error
        if not found[login.process]:
            raise SettingsInvalid(f"--logins: {file.name} is empty")
    return found


def _make_logins(settings: Settings, passwords: dict[str, str]) -> None:
    with (
        psycopg.connect(settings.ledger_dsn, autocommit=True) as ledger,
        psycopg.connect(settings.vault_dsn, autocommit=True) as vault,
    ):
        make_logins(ledger, vault, passwords)
