"""`new-key`: a signing key in a file, and the line by which others know it."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.log.note import Cosigner, NoteSigner
from ledger.log.signing_keys import create_signing_key


@click.command("new-key")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--witness", is_flag=True, help="A witness's key, which cosigns; otherwise a log's.")
def new_key(name: str, file: Path, witness: bool) -> None:
    """Make a signing key called NAME (an address without scheme, such as example.com/log) in FILE, and print its
    public line, which policies name."""
    try:
        signer = create_signing_key(file, name, Cosigner) if witness else create_signing_key(file, name, NoteSigner)
    except FileExistsError:
        raise click.ClickException(f"{file} exists, and a key is never overwritten; name another file") from None
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    click.echo(str(signer.key))
