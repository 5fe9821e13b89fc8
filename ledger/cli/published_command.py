"""`register published`: what the contact window showed of the registers, and from when until when."""

from __future__ import annotations

import json

import click

from ledger.cases.publication import Kept, kept
from ledger.cases.visible import visible
from ledger.cli.asking import Instant, officer_options, tokyo_time
from ledger.cli.desk import desk
from ledger.judging.acts import LOOKS
from ledger.judging.said import iso

_ALL = 10_000


@click.command()
@officer_options
@click.option("--valid-at", type=Instant(), metavar="TIME", help="What stood there at this time; now when absent.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def published(officer: str, reason: str, valid_at: int | None, as_json: bool) -> None:
    """Show what the page "how we handle personal data" showed, and each instant at which it changed."""
    with desk("register published", officer, reason, LOOKS) as at:
        until = at.now if valid_at is None else valid_at
        at.enter({"valid_at": iso(until), "as_of": at.as_of})
        changes = kept(at.connection, at.vault, until + 1, _ALL)
    if as_json:
        click.echo(json.dumps({
            "changed_at": [iso(one.since) for one in changes],
            "sections": changes[0].sections if changes else [],
        }, ensure_ascii=False, indent=2))  # fmt: skip
    elif not changes:
        click.echo("Nothing was published by the window until then.")
    else:
        _tell(changes)


def _tell(changes: list[Kept]) -> None:
    for section in changes[0].sections:
        click.echo(section["title"][0])
        for entry in section["entries"]:
            for line in entry:
                click.echo(f"  {visible(line['label'][0])}: {visible(line['words'][0])}")
            click.echo()
        if not section["entries"]:
            click.echo(f"  {section['none'][0]}\n")
    click.echo(f"Shown from {tokyo_time(changes[0].since)} (Japan time) on. Changed before that at:")
    for one in changes[1:]:
        click.echo(f"  {tokyo_time(one.since)}")
