"""`migrate`: bring databases and topics to this release."""

from __future__ import annotations

import click

from ledger.cli.settings import load_settings
from ledger.cli.wiring import migrate_all, set_up_logging
from streams.topics import OUTPUT_TOPICS, create_topics


@click.command()
@click.option("--postgres", help="DSN of the ledger's database.")
@click.option("--kafka", help="Kafka's bootstrap servers; topics are made there when given.")
def migrate(postgres: str | None, kafka: str | None) -> None:
    """Apply what is missing to both databases and make the topics of ours."""
    set_up_logging("migrate")
    settings = load_settings(postgres=postgres, kafka=kafka)
    applied = migrate_all(settings)
    click.echo("\n".join(f"applied {name}" for name in applied) or "nothing to apply")
    if settings.kafka:
        topics = create_topics(
            settings.kafka, [*OUTPUT_TOPICS, f"registers.{settings.register_source}"], settings.kafka_security,
            settings.kafka_partitions, settings.kafka_replication, settings.kafka_retention_days,
        )  # fmt: skip
        click.echo("\n".join(f"made topic {name}" for name in topics) or "no topic to make")
