"""`case attachment`: files of a case, taken in, taken out and destroyed. They are never opened here."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from ledger.cases.case import Case
from ledger.cases.casebook import CASES, Casebook
from ledger.cases.files.store import Attaching, attach, destroy, taken_out
from ledger.cases.moments import minute
from ledger.cli.asking import counted, officer_options
from ledger.cli.desk import Desk, desk
from ledger.cli.erase_command import open_shredder
from ledger.cli.owned import owner_alone
from ledger.cli.settings import load_settings
from ledger.cli.wiring import ledger_connection


@click.group()
def attachment() -> None:
    """Files of a case: PDF, JPEG and PNG, sealed, and given out as they came."""


@attachment.command("add")
@click.argument("number")
@officer_options
@click.option("--shows-identity", is_flag=True, help="It shows who somebody is: destroyed once that was looked at.")
@click.argument("file", type=click.File("rb"))
def add(number: str, officer: str, reason: str, shows_identity: bool, file: Any) -> None:
    """Attach FILE (- for standard input) to a case, such as a scan of what came on paper."""
    with desk("case attach", officer, reason, CASES) as at:
        who = Attaching(officer, reason, at.now, shows_identity, at.registers)
        filed = attach(Casebook(at.connection, at.vault), number, file.read(), who).files[-1]
    click.echo(f"{filed.file_id}  {filed.kind}  {filed.size:,} bytes")


@attachment.command("list")
@click.argument("number")
@officer_options
def list_(number: str, officer: str, reason: str) -> None:
    """List the files of a case: id, kind, size, who attached it and when."""
    with desk("case attachment list", officer, reason, CASES) as at:
        one = Casebook(at.connection, at.vault).looked_at(number, officer, at.now)
        at.enter({"case": one.number, "as_of": at.as_of})
    for filed in one.files:
        more = ", shows identity" if filed.shows_identity else ""
        more += ", destroyed" if filed.destroyed else ""
        click.echo(
            f"{filed.file_id}  {filed.kind}  {filed.size:,} bytes  {filed.officer}, {minute(filed.at).en}{more}"
        )  # fmt: skip
    click.echo(f"{counted(len(one.files), 'file')}.")


@attachment.command("take")
@click.argument("number")
@click.argument("file_id", metavar="ID")
@officer_options
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write, new.")
def take(number: str, file_id: str, officer: str, reason: str, out: Path) -> None:
    """Write the file ID of a case to a new file that its owner alone may read. The look is entered first."""
    with desk("case attachment take", officer, reason, CASES) as at:
        book = Casebook(at.connection, at.vault)
        one = book.looked_at(number, officer, at.now)
        content = taken_out(book, one, file_id)
        at.enter({"case": one.number, "file": file_id, "as_of": at.as_of})
    with open(out, "xb", opener=owner_alone) as written:
        written.write(content)
    click.echo(f"{len(content):,} bytes. Nobody has looked into this file: open it where it can do no harm.")


@attachment.command("destroy")
@click.argument("number")
@click.argument("file_ids", metavar="ID...", nargs=-1, required=True)
@officer_options
def destroy_(number: str, file_ids: tuple[str, ...], officer: str, reason: str) -> None:
    """Destroy files of a case for good, such as one that the person sent by mistake."""
    with desk("case destroy", officer, reason, CASES) as at:
        one = Casebook(at.connection, at.vault).looked_at(number, officer, at.now)
        there = {filed.file_id for filed in one.files}
        destroyed(at, one, [file_id for file_id in file_ids if file_id in there])
    click.echo(f"{len(there & set(file_ids))} files are destroyed.")


def destroyed(at: Desk, one: Case, file_ids: Collection[str]) -> None:
    """Destroy files of a case, and enter that it was done."""
    if not file_ids:
        return
    settings = load_settings()
    with ledger_connection(settings, "pl_erasure") as connection, closing(open_shredder(settings)) as shredder:
        destroy(connection, shredder, file_ids)
    Casebook(at.connection, at.vault).step(
        one.number, at.officer, at.reason, "case destroy", {"files": sorted(file_ids)}, at.now
    )  # fmt: skip
