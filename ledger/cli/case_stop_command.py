"""What the commands about cases tell of stops: what was asked, what is given, and who has yet to put it into effect."""

from __future__ import annotations

import click

from ledger.cases.case import Case
from ledger.cases.stopping import ASKED, StopState, stop_now, unsaid
from ledger.cases.stops import GROUNDS
from ledger.cli.desk import Desk


def tell_stops(at: Desk, one: Case) -> None:
    """Print what is to stop, and how far that has come. The look is entered by then."""
    if one.kind.code in GROUNDS:
        click.echo(f"  asked to stop: {ASKED[one.stops.asked].ja}")
    state = stop_now(at.connection, at.registers, one, at.now)
    if state.state != "none":
        click.echo(f"  {state.words.ja}{beside(state)}")
        for stop in one.stops.given:
            click.echo(f"  stop {stop}")
    if unsaid(one):
        click.echo("  The decision does not say what it covers, so it gives no stop by itself.")


def beside(state: StopState) -> str:
    """What stands beside the stage of a case that waits for services."""
    if state.state == "none":
        return ""
    return ", stopped" if state.state == "done" else f", services awaited: {' '.join(state.awaited) or 'all'}"
