"""`completeness`: what never reached the ledger, and what an answer covers."""

from __future__ import annotations

import json

import click
from rich.table import Table

from ledger.cli.asking import officer_options, show, tokyo_time
from ledger.cli.desk import desk
from ledger.judging.acts import LOOKS
from ledger.judging.completeness import heard_sources, holes, missing_numbers, recreated_topics
from ledger.judging.coverage import coverage as coverage_of


@click.command()
@officer_options
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def completeness(officer: str, reason: str, as_json: bool) -> None:
    """Tell what is missing: sources fallen silent, running numbers, offsets, topics made anew."""
    with desk("completeness", officer, reason, LOOKS) as at:
        at.enter({"as_of": at.as_of})
        heard = heard_sources(at.connection, at.registers, at.now)
        numbers = list(missing_numbers(at.connection))
        lost, anew = holes(at.connection, at.as_of), recreated_topics(at.connection)
    if as_json:
        click.echo(json.dumps({
            "as_of": at.as_of,
            "sources": [
                {"source": one.source, "last_heard": one.last_heard, "silent": one.silent(at.now), "final": one.final}
                for one in heard
            ],
            "missing_numbers": [
                {"source": one.source, "instance": one.instance, "first": one.first, "last": one.last}
                for one in numbers
            ],
            "holes": [
                {"topic": one.topic, "partition": one.partition, "first": one.first, "end": one.end} for one in lost
            ],
            "topics_recreated": anew,
        }, indent=2))  # fmt: skip
        return
    table = Table("Source", "Last heard (Tokyo)", "State")
    for one in heard:
        state = "done" if one.final else "SILENT" if one.silent(at.now) else "heard"
        table.add_row(one.source, tokyo_time(one.last_heard), state)
    show(table)
    for missing in numbers:
        click.echo(f"never came: numbers {missing.first} to {missing.last} of {missing.source}/{missing.instance}")
    for hole in lost:
        click.echo(f"never delivered: offsets {hole.first} to {hole.end - 1} of {hole.topic}/{hole.partition}")
    for topic, times in anew.items():
        click.echo(f"made anew: {topic}, {times} times")
    if not (numbers or lost or anew):
        click.echo("Nothing is known to be missing.")


@click.command()
@officer_options
def coverage(officer: str, reason: str) -> None:
    """Print the statement of what an answer covers now, as canonical JSON."""
    with desk("coverage", officer, reason, LOOKS) as at:
        at.enter({"as_of": at.as_of})
        stated = coverage_of(at.connection, at.registers, at.as_of, at.now)
    click.echo(bytes(stated).decode())
