"""`settings`: every setting there is."""

from __future__ import annotations

import json

import click
from rich.table import Table

from ledger.cli.asking import show
from ledger.cli.settings import DEFAULT_FILES, FILE_VARIABLE, documented


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def settings(as_json: bool) -> None:
    """List every setting with its default and meaning."""
    rows = documented()
    if as_json:
        click.echo(json.dumps([dict(zip(("name", "default", "meaning"), row, strict=True)) for row in rows], indent=2))
        return
    table = Table("Environment variable", "Default", "Meaning", show_lines=False)
    for row in rows:
        table.add_row(*row)
    show(table)
    click.echo(
        f"The same names, without prefix and in lower case, may stand in one TOML file: the one {FILE_VARIABLE} names,"
        f" or else {' or '.join(map(str, DEFAULT_FILES))}. The environment wins."
    )
