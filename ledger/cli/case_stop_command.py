"""`case stop`: what an officer does where a granted stop does not take its way by itself; and what other commands tell
of stops: what was asked, what was given, and who has yet to put it into effect."""

from __future__ import annotations

from typing import Any

import click

from ledger.cases.case import Case
from ledger.cases.casebook import CASES
from ledger.cases.given import confirmed
from ledger.cases.moments import minute
from ledger.cases.requests import IDENTITY_METHODS
from ledger.cases.steps import StepRefused
from ledger.cases.stop_progress import closing_said, progress
from ledger.cases.stopping import ASKED, StopState, scope_of, stop_now, unsaid
from ledger.cases.stops import CLOSED, GROUNDS
from ledger.cli.asking import Code
from ledger.cli.case_telling import book, case_number, pairs_of, take
from ledger.cli.desk import Desk, desk

_TURN = click.option("--turn", type=click.IntRange(1), required=True, help="At which it was looked at (`case show`).")


@click.group()
def stop() -> None:
    """Where a granted stop waits for an officer (`case show` says so)."""


@stop.command()
@case_number
@_TURN
@click.option("--recipient", "recipients", type=Code(), multiple=True,
              help="Recipient it covers, by code; all when absent.")  # fmt: skip
@click.option("--item", "items", type=Code(), multiple=True, help="Data item it covers, by code; all when absent.")
def scope(
    number: str, officer: str, reason: str, turn: int, recipients: tuple[str, ...], items: tuple[str, ...]
) -> None:  # fmt: skip
    """Say what a stop covers whose decision did not say it. It is given then, and binds from now on."""
    with desk("case stop scope", officer, reason, CASES) as at:
        one = book(at).looked_at(number, officer, at.now)
        if one.decision is None:
            raise StepRefused("the case has not been decided; decide it first (`case decide`)")
        take(at, number, scope_of(one, one.decision.outcome, recipients, items, at.registers, at.now), turn)


@stop.command("id")
@case_number
@_TURN
@click.option("--method", type=click.Choice(sorted(IDENTITY_METHODS)), required=True, help="How it was proven.")
@click.option("--ids", type=click.File("r", encoding="utf-8"), default="-",
              help="File (- for standard input) with further ids that are theirs, `namespace id` a line.")  # fmt: skip
def id_(number: str, officer: str, reason: str, turn: int, method: str, ids: Any) -> None:
    """Confirm another id of the person. The stop is given for it too, and binds there from now on."""
    pairs = pairs_of(ids.read())
    with desk("case stop id", officer, reason, CASES) as at:
        found = confirmed(at.connection, at.vault, pairs, at.as_of, at.now)
        take(at, number, {"method": method, "ids": [one.written() for one in found]}, turn)


@stop.command()
@case_number
@_TURN
@click.option("--because", type=click.Choice(sorted(CLOSED)), required=True, help="The reason that the person reads.")
def close(number: str, officer: str, reason: str, turn: int, because: str) -> None:
    """Propose to close what no service will put into effect, since the id is another's by now, or agree to what another
    officer proposed: by the same reason. The ledger keeps the stop."""
    with desk("case stop close", officer, reason, CASES) as at:
        one = book(at).looked_at(number, officer, at.now)
        take(at, number, closing_said(progress(at.connection, at.vault, at.registers, one, at.now), because), turn)


def tell_stops(at: Desk, one: Case) -> None:
    """Print what is to stop, and how far that has come. The look is entered by then."""
    if one.kind.code in GROUNDS:
        click.echo(f"  asked to stop: {ASKED[one.stops.asked].ja}")
    state = stop_now(at.connection, at.registers, one, at.now)
    if state.state != "none":
        click.echo(f"  {state.words.ja}{beside(state)}")
    if unsaid(one):
        click.echo("  The decision does not say what it covers, so it gives no stop by itself (`case stop scope`).")
    if (closing := one.stops.closing) is not None:
        click.echo(f"  {closing.officer} proposes to close it: {CLOSED[closing.because].ja}")
        click.echo("    Another officer closes it: `case stop close` for the same reason.")
    for each in progress(at.connection, at.vault, at.registers, one, at.now):
        told = "not in the log yet" if each.told_at is None else f"told {minute(each.told_at).en}"
        click.echo(f"  stop {each.stop}: {told}")
        for source, since in each.since.items():
            click.echo(f"    {source}: in effect since {minute(since).en}")
        for source in each.silent:
            click.echo(f"    {source}: silent")
        if each.closed:
            click.echo(f"    closed: {CLOSED[each.closed].ja}")
        elif each.stuck:
            click.echo("    The id is another's by now, so services are not told: `case stop id` or `case stop close`.")


def beside(state: StopState) -> str:
    """What stands beside the stage of a case that waits for services."""
    if state.state == "none":
        return ""
    if state.state == "in_hand":
        return f", services awaited: {' '.join(state.awaited) or 'all'}"
    return ", stopped" if state.state == "done" else ", stop closed"
