"""`search-person`: before one person is looked up, an officer asks and another agrees."""

from __future__ import annotations

import json

import click
from rich.table import Table

from ledger.cases.one_person import CONFIRM, REQUEST, WAITS, Asked, ask, confirm, open_requests
from ledger.cli.asking import counted, officer_options, read_person, show, tokyo_time
from ledger.cli.desk import desk
from ledger.judging.acts import LOOKS
from ledger.judging.said import iso


@click.group("search-person")
def search_person() -> None:
    """Looking one person up takes two officers, unless a case names the person."""


@search_person.command("request")
@click.argument("person")
@officer_options
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def request(person: str, officer: str, reason: str, as_json: bool) -> None:
    """Ask to look up the PERSON whose `namespace id` a file holds (- for standard input). Prints the request's id, by
    which another officer agrees."""
    whom = read_person(person)
    with desk(REQUEST, officer, reason, LOOKS) as at:
        entered = ask(at.connection, at.vault, at.registers, officer, reason, whom, at.now)
    if as_json:
        click.echo(json.dumps({"request": entered, "until": iso(at.now + WAITS)}))
        return
    click.echo(f"Request {entered} is entered. Another officer agrees within 24 hours:")
    click.echo(f"  provision-ledger search-person confirm {entered} --as OFFICER --reason {reason}")


@search_person.command("list")
@officer_options
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(officer: str, reason: str, as_json: bool) -> None:
    """List what waits for another officer, and what holds. It says of a person only the kind of their id."""
    with desk("search-person list", officer, reason, LOOKS) as at:
        at.enter({"as_of": at.as_of})
        found = open_requests(at.connection, at.vault, at.now)
    if as_json:
        click.echo(json.dumps([_json(one) for one in found], indent=2))
        return
    table = Table("Request", "Officer", "Reason", "Kind of id", "Asked", "Agreed", "Until")
    for one in found:
        table.add_row(
            one.request, one.officer, one.reason, one.namespace, tokyo_time(one.asked_at), one.confirmed_by or "",
            tokyo_time(one.until),
        )  # fmt: skip
    show(table)
    click.echo(f"{counted(len(found), 'request')}.")


@search_person.command("confirm")
@click.argument("request")
@officer_options
def confirm_(request: str, officer: str, reason: str) -> None:
    """Agree to the REQUEST of another officer: they may look the person up for eight hours."""
    with desk(CONFIRM, officer, reason, LOOKS) as at:
        one = confirm(at.connection, at.vault, at.registers, officer, reason, request, at.now)
    click.echo(f"{one.officer} may look this person up, for {one.reason}, for eight hours from now.")


def _json(one: Asked) -> dict[str, object]:
    return {
        "request": one.request, "officer": one.officer, "reason": one.reason, "namespace": one.namespace,
        "asked_at": iso(one.asked_at), "confirmed_by": one.confirmed_by, "until": iso(one.until),
    }  # fmt: skip
