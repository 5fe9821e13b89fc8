"""`proof`: that the log holds an entry, as a file that others check with their own programs."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.log.notary.export import prove
from ledger.store.files import write_durably


@click.command()
@click.argument("index", type=click.IntRange(min=0))
@click.option("--export", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), required=True,
              help="Folder of tiles and signed head, as the notary exports it (setting export_folder).")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write; else it is printed.")
def proof(index: int, folder: Path, out: Path | None) -> None:
    """Prove that the log holds entry INDEX, from exported files alone (C2SP tlog-proof). Needs no server.

    The tiles are checked against the root of the signed head. Its signatures are not: whoever is given the proof
    checks them by their own trust policy, and the entry's bytes by their hash.
    """
    made = bytes(prove(folder, index))
    if out is None:
        click.echo(made, nl=False)
        return
    try:
        write_durably(out, made)
    except OSError as error:
        raise click.FileError(str(out), f"{error.strerror}; no proof was written") from error
    click.echo(f"Proof of entry {index} written to {out}.")
