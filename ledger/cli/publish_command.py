"""`publish`: send events written as JSON lines."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import IO, Any

import click

from ledger.cli.asking import counted, progress
from ledger.cli.settings import load_settings
from ledger.cli.wiring import set_up_logging
from streams.publisher import (
    EventInvalid,
    EventTooLarge,
    NotPublished,
    NumberFile,
    Publisher,
    event_json_lines,
)  # fmt: skip
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

    Every event of a portion of 5,000 is checked before the first of it is sent. Prints how many were acknowledged; of
    a file that ends in an error, up to which line. A line without an "id" is given one, another each time.
    """
    set_up_logging("publish")
    settings = load_settings(kafka=kafka)
    keeper = NumberFile(numbers or Path(f".provision-ledger-{source}-{instance}.number"))
    sent, last = 0, 0
    with (
        Publisher(settings.required("kafka"), source, instance, keeper, settings.kafka_security) as publisher,
        progress("events") as advance,
    ):
        lines = iter(event_json_lines(file))
        try:
            while portion := list(itertools.islice(lines, _AT_ONCE)):
                sent += len(publisher.publish_all([_event(publisher, *line) for line in portion]))
                last = portion[-1][0]
                advance(sent, 0)
            publisher.heartbeat()
        except (ScenarioInvalid, EventInvalid, EventTooLarge, NotPublished):
            if sent:
                click.echo(f"{counted(sent, 'event')} acknowledged, up to line {last}: not to be sent again", err=True)
            raise
    click.echo(f"{counted(sent, 'event')} acknowledged")


def _event(publisher: Publisher, line: int, written: Any) -> tuple[str, dict[str, Any]]:
    """Return the event that a line describes. Raises ScenarioInvalid, EventInvalid or EventTooLarge, naming it."""
    if not isinstance(written, dict):
        raise ScenarioInvalid(f"line {line}", "expected an object")
    name = str(written.pop("event", ""))
    try:
        event = from_json(name, written)
        publisher.check(name, event)
    except ScenarioInvalid as error:
        raise ScenarioInvalid(f"line {line}, {error.path}", error.fault) from error
    except (EventInvalid, EventTooLarge) as error:
        raise type(error)(f"line {line}, {error}") from error
    return name, event
