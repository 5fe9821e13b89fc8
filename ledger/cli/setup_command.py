"""`setup`: what one machine needs before broker, database and contact window can run."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.runtime.kafka_broker import fetch_jars
from ledger.runtime.prerequisites import FOR_BROKER, FOR_TESTS, FOR_WINDOW, provide

#: Where the broker's jars are kept, beside the sources.
JARS = Path(".kafka/libs")


@click.command()
@click.option("--tests", is_flag=True, help="Also get what only the tests need: Chromium and kcat.")
def setup(tests: bool) -> None:
    """Get a Java runtime, Maven, the broker's jars and the Japanese font, unless they are there."""
    provide_jars()
    if tests:
        provide(click.echo, FOR_TESTS)
    click.echo(f"Java, Maven, the Japanese font and the broker's jars are there ({JARS}).")


def provide_jars() -> Path:
    """Get whatever is missing, saying so, and return the folder with the checked jars."""
    if not JARS.is_dir():
        provide(click.echo, (*FOR_BROKER, *FOR_WINDOW))
        click.echo("getting Apache Kafka's jars with Maven")
    else:
        provide(click.echo, ("java", *FOR_WINDOW))
    fetch_jars(JARS)
    return JARS
