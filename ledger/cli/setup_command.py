"""`setup`: what one machine needs before broker and database can run."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.runtime.kafka_broker import fetch_jars
from ledger.runtime.prerequisites import FOR_TESTS, provide

#: Where the broker's jars are kept, beside the sources.
JARS = Path(".kafka/libs")


@click.command()
@click.option("--tests", is_flag=True, help="Also get what only the tests need: Chromium, a Japanese font, kcat.")
def setup(tests: bool) -> None:
    """Get a Java runtime, Maven and the broker's jars, unless they are there."""
    provide_jars()
    if tests:
        provide(click.echo, FOR_TESTS)
    click.echo(f"Java, Maven and the broker's jars are there ({JARS}).")


def provide_jars() -> Path:
    """Get whatever is missing, saying so, and return the folder with the checked jars."""
    if not JARS.is_dir():
        provide(click.echo)
        click.echo("getting Apache Kafka's jars with Maven")
    else:
        provide(click.echo, ("java",))
    fetch_jars(JARS)
    return JARS
