"""`stop`: what a person had stopped, its end, and who has put it into effect."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from uuid import UUID

import click
from rich.table import Table

from ledger.cli.asking import Code, Instant, counted, officer_options, read_person, show, tokyo_time
from ledger.cli.desk import Desk, desk
from ledger.cli.settings import load_settings
from ledger.cli.wiring import open_vault
from ledger.judging.acts import DECISIONS, LOOKS
from ledger.judging.lookup import linked
from ledger.judging.said import iso
from ledger.judging.stops import Effected, StopRow, effected, stop_below, stops_below
from ledger.law.stops import BARS
from ledger.log.head import LOG_ID
from ledger.vault.identities import holder_at
from ledger.vault.keys import stops
from ledger.vault.vault import Vault
from streams.recorder.stops import SealedPerson, Stopped, stop_given


class StopUnknown(Exception):
    """No stop of this id is open, so there is nothing to end. Nothing was changed; see `stop list`. One just given is
    known once a worker has moved it into the log."""


@click.group()
def stop() -> None:
    """Stops of provision (articles 27(2), 35; withdrawal of consent)."""


@stop.command()
@officer_options
@click.option("--person", required=True, help="File (- for standard input) with `namespace id`; never the id itself.")
@click.option("--ground", required=True, type=click.Choice(sorted(BARS)), help="What the stop rests on.")
@click.option(
    "--recipient", "recipients", type=Code(), multiple=True, help="Recipient it covers, by code; all when absent."
)
@click.option("--item", "items", type=Code(), multiple=True, help="Data item it covers, by code; all when absent.")
@click.option("--since", type=Instant(), help="Binds from this time on; now when absent.")
@click.option("--until", type=Instant(), help="Ends at this time; open when absent.")
def give(
    officer: str, reason: str, person: str, ground: str, recipients: Sequence[str], items: Sequence[str],
    since: int | None, until: int | None,
) -> None:  # fmt: skip
    """Take the stop of who holds the id now, once identity or authority is proven. Every service is told of it."""
    who = read_person(person)
    with desk("stop give", officer, reason, DECISIONS) as at, closing(_worker_vault()) as vault:
        since = at.now if since is None else since
        if until is not None and until <= since:
            raise click.BadParameter("it ends before it begins; name a later day", param_hint="--until")
        vault.keep_stopped([who])
        # Of who asks now, however far back it binds: an earlier holder of the id is somebody else.
        identity = holder_at(vault.holdings([who])[who].holders, at.now)
        stopped = Stopped(ground, since, until, recipients or None, items or None, at.now)
        given, about = stop_given(vault, who, identity, stopped)
        at.enter(about, identity, stops(identity))
    click.echo(f"stop {given}: it binds once a worker has moved it into the log, within a second")


@stop.command()
@click.argument("stop_id", metavar="STOP", type=click.UUID)
@officer_options
def end(stop_id: UUID, officer: str, reason: str) -> None:
    """End STOP now, as its person asked. What it barred until now stays barred."""
    with desk("stop end", officer, reason, DECISIONS) as at:
        row = stop_below(at.connection, LOG_ID, at.as_of, stop_id)
        if row is None or (row.ends_at is not None and row.ends_at <= at.now):
            raise StopUnknown(str(stop_id))
        ends_at = max(at.now, row.since)
        about = {
            "ground": row.ground, "since": iso(row.since), "ends_at": iso(ends_at), "recipients": row.recipients,
            "items": row.items,
        }  # fmt: skip
        sealed = SealedPerson(stop_id.bytes, row.key_id, row.person)
        at.enter({**sealed.words(), **about}, row.identity, stops(row.identity))
    click.echo(f"stop {stop_id}: ends {tokyo_time(ends_at)}")


@stop.command("list")
@officer_options
@click.option("--person", help="File (- for standard input) with `namespace id`: stops of who holds it now only.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(officer: str, reason: str, person: str | None, as_json: bool) -> None:
    """List stops and which sources have put each into effect: done only when all have (article 35(7))."""
    who = read_person(person) if person else None
    with desk("stop list", officer, reason, LOOKS) as at:
        holders = at.vault.find_stopped(who) if who else ()
        identity = holder_at(holders, at.now) if holders else None
        at.enter({"as_of": at.as_of}, identity)
        rows = stops_below(at.connection, LOG_ID, at.as_of)
        if who:
            theirs = _together(at, identity)
            rows = [row for row in rows if row.identity in theirs]
        progress = effected(at.connection, LOG_ID, at.as_of, at.registers, [row.stop for row in rows], at.now)
    _show(rows, progress, at.as_of, at.now, as_json)


def _together(at: Desk, identity: int | None) -> Collection[int]:
    """Return every identity that is the person's now; none where nobody is known."""
    if identity is None:
        return ()
    _, links = linked(at.connection, LOG_ID, at.as_of, [identity])
    return links.together(identity, at.now)


def _worker_vault() -> Vault:
    """Who was never seen may ask for a stop, too: only the worker's role begins identities."""
    return open_vault(load_settings(), "pl_worker")


def _show(rows: Sequence[StopRow], progress: Mapping[UUID, Effected], as_of: int, now: int, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({
            "as_of": as_of,
            "stops": [
                {
                    "stop": str(row.stop), "ground": row.ground, "since": iso(row.since),
                    "ends_at": None if row.ends_at is None else iso(row.ends_at), "recipients": row.recipients,
                    "items": row.items, "in_force": _in_force(row, now),
                    "acknowledged": progress[row.stop].acknowledged, "awaited": progress[row.stop].awaited,
                    "done": progress[row.stop].done,
                }
                for row in rows
            ],
        }, ensure_ascii=False, indent=2))  # fmt: skip
        return
    table = Table(
        "Stop", "Ground", "Since (Japan time)", "Ends", "Recipients", "Items", "Acknowledged", "Awaited", "Done"
    )
    for row in rows:
        said = progress[row.stop]
        table.add_row(
            str(row.stop), row.ground, tokyo_time(row.since), "" if row.ends_at is None else tokyo_time(row.ends_at),
            "all" if row.recipients is None else " ".join(row.recipients),
            "all" if row.items is None else " ".join(row.items), " ".join(said.acknowledged), " ".join(said.awaited),
            "yes" if said.done else "no",
        )  # fmt: skip
    show(table)
    click.echo(f"{counted(len(rows), 'stop')}, checked up to entry {as_of}.")


def _in_force(row: StopRow, now: int) -> bool:
    return row.since <= now and (row.ends_at is None or now < row.ends_at)
