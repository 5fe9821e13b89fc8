"""`completeness`: what never reached the ledger, and what an answer covers."""

from __future__ import annotations

import json

import click
from rich.table import Table

from ledger.cli.asking import officer_options, show, tokyo_time
from ledger.cli.desk import desk
from ledger.judging.acts import LOOKS
from ledger.judging.completeness import (
    Heard,
    heard_sources,
    holes,
    missing_numbers,
    quarantined_sources,
    recreated_topics,
)  # fmt: skip
from ledger.judging.coverage import coverage as coverage_of


@click.command()
@officer_options
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def completeness(officer: str, reason: str, as_json: bool) -> None:
    """Tell what is missing: silent sources and partitions, running numbers, offsets, topics made anew."""
    with desk("completeness", officer, reason, LOOKS) as at:
        at.enter({"as_of": at.as_of})
        heard = heard_sources(at.connection, at.registers, at.now)
        numbers, unread = missing_numbers(at.connection), quarantined_sources(at.connection)
        lost, anew = holes(at.connection, at.as_of), recreated_topics(at.connection)
    stuck = [partition for one in heard for partition in one.stuck(at.now)]
    if as_json:
        click.echo(json.dumps({
            "as_of": at.as_of,
            "sources": [
                {
                    "source": one.source, "heard_until": one.heard_until, "last_heard": one.last_heard,
                    "silent": one.silent(at.now), "final": one.final,
                }
                for one in heard
            ],
            "silent_partitions": [
                {
                    "source": one.source, "topic": one.topic, "partition": one.partition,
                    "heard_until": one.heard_until,
                }
                for one in stuck
            ],
            "missing_numbers": [
                {
                    "source": one.source, "instance": one.instance, "first": one.first, "last": one.last,
                    "quarantined": one.source in unread,
                }
                for one in numbers.shown
            ],
            "more_missing_numbers": numbers.more,
            "holes": [
                {"topic": one.topic, "partition": one.partition, "first": one.first, "end": one.end}
                for one in lost.shown
            ],
            "more_holes": lost.more,
            "topics_recreated": anew,
        }, indent=2))  # fmt: skip
        return
    table = Table("Source", "Heard until (Tokyo)", "Last heard", "State")
    for one in heard:
        table.add_row(one.source, _time(one.heard_until), _time(one.last_heard), _state(one, at.now))
    show(table)
    for partition in stuck:
        click.echo(f"silent although its source is heard: {partition.name}, heard until {_time(partition.heard_until)}")
    for missing in numbers.shown:
        maybe = "; some may be in quarantine" if missing.source in unread else ""
        click.echo(
            f"never came: numbers {missing.first} to {missing.last} of {missing.source}/{missing.instance}{maybe}"
        )
    for source in numbers.more:
        click.echo(f"never came: more numbers of {source} than are listed")
    for hole in lost.shown:
        click.echo(f"never delivered: offsets {hole.first} to {hole.end - 1} of {hole.topic}/{hole.partition}")
    for topic in lost.more:
        click.echo(f"never delivered: more offsets of {topic} than are listed")
    for topic, times in anew.items():
        click.echo(f"made anew: {topic}, {times} times")
    if not (stuck or numbers.shown or lost.shown or anew):
        click.echo("Nothing is known to be missing.")


@click.command()
@officer_options
def coverage(officer: str, reason: str) -> None:
    """Print the statement of what an answer covers now, as canonical JSON."""
    with desk("coverage", officer, reason, LOOKS) as at:
        at.enter({"as_of": at.as_of})
        stated = coverage_of(at.connection, at.registers, at.as_of, at.now)
    click.echo(bytes(stated).decode())


def _time(at: int | None) -> str:
    return "never" if at is None else tokyo_time(at)


def _state(heard: Heard, now: int) -> str:
    return "done" if heard.final else "SILENT" if heard.silent(now) else "heard"
