"""`issuer`: the key that signs disclosures, and its announcement in the log."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path

import click

from ledger.cases.disclosure.issuer import IssuerKey
from ledger.cases.disclosure.kept import announced_for
from ledger.cli.asking import officer_options
from ledger.cli.desk import desk
from ledger.cli.settings import load_settings
from ledger.judging.acts import OPERATIONS, announce_key


@click.group()
def issuer() -> None:
    """The key that signs what people receive."""


@issuer.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("name")
def create(file: Path, name: str) -> None:
    """Make a new key in FILE and print its line for trust policies; NAME is the issuer's name in them."""
    key = IssuerKey.generate()
    try:
        key.write(file)
    except FileExistsError:
        raise click.ClickException(f"{file} exists, and a key is never overwritten; name another file") from None
    click.echo(policy_line(name, key))


@issuer.command()
@officer_options
def announce(officer: str, reason: str) -> None:
    """Announce the issuer's key (issuer_key_file, issuer_name) in the log. It signs once that stands there.

    A key that follows another names the other's entry. One that is announced already is not announced again.
    """
    settings = load_settings()
    name, key = settings.required("issuer_name"), IssuerKey.from_file(settings.required("issuer_key_file"))
    with desk("issuer announce", officer, reason, OPERATIONS) as at:
        at.enter({"thumbprint": key.public.thumbprint})
        before = list(announced_for(at.connection, at.vault, name))
        if key.public.jwk not in [jwk for _, jwk in before]:
            refs = [bytes.fromhex(json.loads(found.entry)["id"]) for found, _ in before[:1]]
            body = {"issuer": name, "jwk": key.public.jwk, "valid_from": at.now // 1_000_000}
            announce_key(at.connection, at.vault, officer, body, refs, at.now)
    click.echo(policy_line(name, key))


def policy_line(name: str, key: IssuerKey) -> str:
    """Return the line by which a trust policy names the key."""
    return f"issuer {name} {b64encode(key.public.spki).decode()}"
