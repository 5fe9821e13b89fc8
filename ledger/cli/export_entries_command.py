"""`export-entries`: the log's entries as files, for auditors."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.audit.bundles import export_entries
from ledger.cli.asking import officer_options, progress
from ledger.cli.desk import desk
from ledger.judging.acts import LOOKS


@click.command("export-entries")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@officer_options
def export_entries_command(folder: Path, officer: str, reason: str) -> None:
    """Write the log's entries as bundles (C2SP tlog-tiles) into FOLDER; what is there whole already stays.

    With the tiles and the signed head that the notary exports, they are all that is needed to check the tree.
    """
    with desk("export-entries", officer, reason, LOOKS) as at:
        at.enter({"as_of": at.as_of})
        with progress("entries") as advance:
            written = export_entries(at.connection, folder, at.as_of, advance)
    click.echo(f"{at.as_of} entries, {written} bundles written to {folder}.")
