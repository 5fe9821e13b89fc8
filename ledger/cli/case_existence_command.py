"""`case existence`: what the existence screen leaves out of a case, hiding records and releasing them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from ledger.cases import screened as records
from ledger.cases.case import Case
from ledger.cases.existence import HIDDEN_BECAUSE, RELEASED_BECAUSE, words_of
from ledger.cases.moments import minute
from ledger.cases.screened import Existence, Screened
from ledger.cases.visible import visible
from ledger.cli.case_telling import book, case_number
from ledger.cli.desk import Desk, desk
from ledger.judging.acts import EXISTENCE

_TOLD = frozenset({"recipient_name", "items"})


@click.group()
def existence() -> None:
    """What nobody may learn of, not even that it is there (Cabinet Order 11): for officers with the role."""


@existence.command("list")
@case_number
@click.option("--all", "everything", is_flag=True, help="Also the records that would be given.")
def list_(number: str, officer: str, reason: str, everything: bool) -> None:
    """List the records that are left out of the answer, with each reason, and releases that wait for a second
    officer."""
    with _seat("existence list", number, officer, reason) as (at, one, by):
        found = records.screened(at.connection, at.vault, one, by)
    silent = [record for record, each in found.items() if each.silent]
    for record in found if everything else silent:
        _tell(record, found[record])
    click.echo(f"{len(silent)} records left out, {len(found) - len(silent)} that would be given.")


@existence.command()
@case_number
@click.argument("record")
@click.option("--because", type=click.Choice(list(HIDDEN_BECAUSE)), required=True, help="Item of Cabinet Order 11.")
def hide(number: str, record: str, officer: str, reason: str, because: str) -> None:
    """Hide RECORD (its id, in hex): it is in no answer that leaves from now on. An answer that was given stays."""
    with _seat("existence hide", number, officer, reason) as (at, one, by):
        records.hide(at.connection, at.vault, one, by, record, because)
    click.echo("Hidden. What was given before stays as it was given.")


@existence.command()
@case_number
@click.argument("record")
@click.option("--from", "seen", multiple=True, required=True, metavar="REASON",
              help="Each reason that `list` shows for it.")  # fmt: skip
@click.option("--because", type=click.Choice(list(RELEASED_BECAUSE)), required=True, help="Why it may be told of.")
def release(number: str, record: str, officer: str, reason: str, seen: tuple[str, ...], because: str) -> None:
    """Release RECORD from the reasons that hide it, once a second officer confirms. A later reason hides it again."""
    with _seat("existence release", number, officer, reason) as (at, one, by):
        records.release(at.connection, at.vault, one, by, record, seen, because)
    click.echo("It waits for a second officer (`case existence confirm`).")


@existence.command()
@case_number
@click.argument("record")
@click.option("--release", "proposal", required=True, metavar="ID", help="The release, as `list` shows it.")
def confirm(number: str, record: str, officer: str, reason: str, proposal: str) -> None:
    """Confirm another officer's release of RECORD, having looked into it."""
    with _seat("existence confirm", number, officer, reason) as (at, one, by):
        records.confirm(at.connection, at.vault, one, by, record, proposal)
    click.echo("Released. Answers decided from now on have it; one that was given gets it by `case supplement`.")


@contextmanager
def _seat(command: str, number: str, officer: str, reason: str) -> Iterator[tuple[Desk, Case, Existence]]:
    with desk(command, officer, reason, EXISTENCE) as at:
        one = book(at).looked_at(number, officer, at.now)
        yield at, one, Existence(officer, reason, at.now, at.registers, at.range)


def _tell(record: str, one: Screened) -> None:
    click.echo(f"{record}  {one.shown.heading.ja}")
    for fact in (*one.shown.granted_by_act, *one.shown.added_by_operator):
        if fact.code in _TOLD:
            click.echo(f"  {fact.label.ja}: {visible(fact.words.ja)}")
    for reason in sorted(one.silent):
        click.echo(f"  {reason}  {words_of(reason).ja}")
    for act in one.proposals:
        because = RELEASED_BECAUSE[act.because].ja
        click.echo(f"  release {act.name} by {act.officer}, {minute(act.made_at).en}: {because}")
