"""`keys`: the ceremony of the master key, and the tidiness of the key store."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ledger.cli.asking import officer_options, progress
from ledger.cli.desk import desk
from ledger.cli.erase_command import today
from ledger.cli.settings import load_settings
from ledger.cli.wiring import ledger_connection, open_master_keys
from ledger.judging.acts import OPERATIONS
from ledger.judging.sweeping import sweep as sweep_keys
from ledger.store.connect import VAULT_SCHEMA, connect
from ledger.vault.master import MasterKey, create_master_key
from ledger.vault.proving import admit, retire_others
from ledger.vault.reindexing import rotate_index
from ledger.vault.rotation import keys_by_master, open_everything, rotate_kafka, rotate_master
from ledger.vault.shares import combine, split

_ORPHAN_HOURS = 24


@click.group()
def keys() -> None:
    """Make, escrow, try and change over the master key; sweep keys that seal nothing (docs/keys.md)."""


@keys.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def create(file: Path) -> None:
    """Make a new random master key in FILE, which only its owner can read."""
    try:
        create_master_key(file)
    except FileExistsError:
        raise click.ClickException(f"{file} exists, and a key is never overwritten; name another file") from None
    click.echo(f"{MasterKey.from_file(file).number.hex()} is the number of the key in {file}.")


@keys.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def escrow(file: Path) -> None:
    """Print three shares of the master key in FILE, of which any two give it back. Each goes to another person."""
    MasterKey.from_file(file)
    for number, share in enumerate(split(bytes.fromhex(file.read_text().strip())), start=1):
        click.echo(f"Share {number} of 3 (two are needed):\n{share}")


@keys.command("trial-restore")
@click.argument("shares", type=click.File("r"), default="-")
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="Write the key to a new file as well.")
@officer_options
def trial_restore(shares: click.utils.LazyFile, to: Path | None, officer: str, reason: str) -> None:
    """See that two shares (two lines of SHARES, - for standard input) give a key that opens every key of the store.

    Nothing is changed; with --to the key is written, as after a real loss.
    """
    secret = combine([line for line in shares.read().splitlines() if line.strip()])
    restored = MasterKey(secret)
    settings = load_settings()
    with desk("keys trial-restore", officer, reason, OPERATIONS) as at:
        at.enter({"as_of": at.as_of}, None, today(at.now))
        with connect(settings.vault_dsn, "pl_keys", VAULT_SCHEMA) as store, progress("keys opened") as advance:
            opened = open_everything(store, restored, advance)
    click.echo(f"The shares give master key {restored.number.hex()}, which opens all {opened} keys.")
    if to is not None:
        create_master_key(to, secret)
        click.echo(f"Written to {to}.")


@keys.group()
def rotate() -> None:
    """Change keys over while everything runs."""


@rotate.command()
@officer_options
def master(officer: str, reason: str) -> None:
    """Wrap every key by the current master key; the other one (master_key_other_file) opens what it wrapped.

    From then on both may wrap; run without another one, it leaves the current one as the only one that may.
    """
    settings = load_settings()
    service = open_master_keys(settings)
    # The act itself is sealed by the current master key, so that it has to be known before.
    with connect(settings.vault_dsn, "pl_keys", VAULT_SCHEMA) as store:
        admit(store, service)
    with desk("keys rotate master", officer, reason, OPERATIONS) as at:
        at.enter({"number": service.number.hex()}, None, today(at.now))
        with connect(settings.vault_dsn, "pl_keys", VAULT_SCHEMA) as store, progress("keys wrapped") as advance:
            if settings.master_key_other_file is None:
                retire_others(store, service)
            done = rotate_master(store, service, advance)
    click.echo(f"{done} keys are wrapped by master key {service.number.hex()} now. The other one opens none.")


@rotate.command()
@officer_options
def kafka(officer: str, reason: str) -> None:
    """Draw a new key of the message keys on topics the ledger publishes to. Start the relays again afterwards."""
    settings = load_settings()
    service = open_master_keys(settings)
    with desk("keys rotate kafka", officer, reason, OPERATIONS) as at:
        at.enter({"as_of": at.as_of}, None, today(at.now))
        with connect(settings.vault_dsn, "pl_keys", VAULT_SCHEMA) as store:
            rotate_kafka(store, service)
    click.echo("The key is drawn. Relays use it once they start again.")


@rotate.command()
@officer_options
def index(officer: str, reason: str) -> None:
    """Draw a new key of the blind index, by which ids are found, and move every id to it; goes on if cut off before.

    Every process has to be of this release first, and none has to be started again.
    """
    settings = load_settings()
    service = open_master_keys(settings)
    with desk("keys rotate index", officer, reason, OPERATIONS) as at:
        at.enter({"as_of": at.as_of}, None, today(at.now))
        with connect(settings.vault_dsn, "pl_keys", VAULT_SCHEMA) as store, progress("ids moved") as advance:
            generation, moved = rotate_index(store, service, advance)
    click.echo(f"{moved} ids were moved. Every id is found by generation {generation} of the blind index only.")


@keys.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def status(as_json: bool) -> None:
    """Tell which master keys wrapped how many keys, and which one is in use."""
    settings = load_settings()
    service = open_master_keys(settings)
    with connect(settings.vault_dsn, "pl_keys", VAULT_SCHEMA) as store:
        counted = keys_by_master(store)
    if as_json:
        click.echo(json.dumps({"current": service.number.hex(), "keys": dict(counted)}))
        return
    for number, count in sorted(counted.items()):
        click.echo(f"{number}: {count} keys{' (current)' if number == service.number.hex() else ''}")


@keys.command()
@officer_options
def sweep(officer: str, reason: str) -> None:
    """Destroy keys that seal nothing and were made a day ago or earlier."""
    settings = load_settings()
    with desk("keys sweep", officer, reason, OPERATIONS) as at:
        at.enter({"as_of": at.as_of}, None, today(at.now))
    with (
        ledger_connection(settings, "pl_erasure") as connection,
        connect(settings.vault_dsn, "pl_erasure", VAULT_SCHEMA) as store,
    ):
        click.echo(f"{sweep_keys(connection, store, _ORPHAN_HOURS)} keys that sealed nothing were destroyed.")
