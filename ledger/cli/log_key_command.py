"""`log-key`: the announcement, in the log, of the key that signs its heads from now on."""

from __future__ import annotations

import json
from typing import BinaryIO

import click

from ledger.cli.asking import officer_options
from ledger.cli.desk import desk
from ledger.judging.acts import OPERATIONS, announce_key
from ledger.judging.announced import announcements
from ledger.log.log_keys import endorsed
from ledger.log.note import NoteInvalid, parse_note
from ledger.log.trust_policy import parse_policy


@click.group("log-key")
def log_key() -> None:
    """The keys that sign the log's heads."""


@log_key.command()
@click.argument("statement", type=click.File("rb"))
@click.option("--policy", type=click.File("rb"), required=True, help="Trust policy that names the key in use.")
@officer_options
def announce(statement: BinaryIO, policy: BinaryIO, officer: str, reason: str) -> None:
    """Announce the key that follows in the log: STATEMENT is what `notary endorse` printed (- for standard input).

    Let the new key sign heads alone only once a published head holds the announcement. One that was announced already
    is not announced again.
    """
    read = statement.read()
    known = [log.key for log in parse_policy(policy.read()).logs]
    try:
        key = endorsed(parse_note(read), known)
    except NoteInvalid as invalid:
        raise click.ClickException(f"{invalid}; nothing was announced") from None
    with desk("log-key announce", officer, reason, OPERATIONS) as at:
        at.enter({"key": str(key)})
        before = [one for one in announcements(at.connection, at.vault) if "log_key" in one.body]
        if read.decode() not in [one.body["log_key"] for one in before]:
            refs = [bytes.fromhex(json.loads(one.entry)["id"]) for one in before[:1]]
            body = {"log_key": read.decode(), "valid_from": at.now // 1_000_000}
            announce_key(at.connection, at.vault, officer, body, refs, at.now)
    click.echo(str(key))
