"""`publish`: send events written as JSON lines."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import IO

import click

from ledger.cli.asking import counted, progress
from ledger.cli.settings import load_settings
from ledger.cli.wiring import set_up_logging
from streams.publisher import NumberFile, Publisher, event_json_lines
from streams.scenario import ScenarioInvalid, from_json

_AT_ONCE = 5_000


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--source", required=True, help="Source that publishes, as registered.")
@click.option("--instance", default="command-line", show_default=True, help="Name of this publisher instance.")
@click.option(
    "--numbers", type=click.Path(path_type=Path), default=None, help="File that keeps the instance's running number."
)
@click.option("--kafka", help="Kafka's bootstrap servers.")
def publish(file: IO[str], source: str, instance: str, numbers: Path | None, kafka: str | None) -> None:
    """Publish FILE (- for standard input): one JSON object a line, {"event": "Provision", …the schema's fields}.

    Every event of a portion of 5,000 is checked before the first of it is sent. Prints how many were acknowledged.
    """
    set_up_logging("publish")
    settings = load_settings(kafka=kafka)
    keeper = NumberFile(numbers or Path(f".provision-ledger-{source}-{instance}.number"))
    sent = 0
    with (
        Publisher(settings.required("kafka"), source, instance, keeper, settings.kafka_security) as publisher,
        progress("events") as advance,
    ):
        lines = iter(event_json_lines(file))
        while portion := list(itertools.islice(lines, _AT_ONCE)):
            events = []
            for number, written in portion:
                if not isinstance(written, dict):
                    raise ScenarioInvalid(f"line {number}", "expected an object")
                name = str(written.pop("event", ""))
                try:
                    events.append((name, from_json(name, written)))
                except ScenarioInvalid as error:
                    raise ScenarioInvalid(f"line {number}, {error.path}", error.fault) from error
            sent += len(publisher.publish_all(events))
            advance(sent, 0)
        publisher.heartbeat()
    click.echo(f"{counted(sent, 'event')} acknowledged")
