"""`stop`: what a person had stopped, its end, and who has put it into effect."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import click
from rich.table import Table

from ledger.cli.asking import Instant, now_us, officer_options, read_person, show, tokyo_time
from ledger.cli.settings import load_settings
from ledger.cli.wiring import ledger_connection, open_vault, set_up_logging
from ledger.judging.acts import DECISIONS, enter_act
from ledger.judging.said import iso
from ledger.judging.stops import Effected, StopRow, effected, stop_below, stops_below
from ledger.law.stops import BARS
from ledger.log.entry import new_id
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers, load_registers
from ledger.store.connect import Connection
from ledger.vault.identities import holder_at
from ledger.vault.keys import facts, stops
from ledger.vault.vault import Vault
from streams.recorder.stops import SealedPerson


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
@click.option("--recipient", "recipients", multiple=True, help="Recipient it covers, by code; all when absent.")
@click.option("--item", "items", multiple=True, help="Data item it covers, by code; all when absent.")
@click.option("--since", type=Instant(), help="Binds from this time on; now when absent.")
@click.option("--until", type=Instant(), help="Ends at this time; open when absent.")
def give(
    officer: str, reason: str, person: str, ground: str, recipients: Sequence[str], items: Sequence[str],
    since: int | None, until: int | None,
) -> None:  # fmt: skip
    """Take a person's stop, once identity or authority is proven. Every service is told of it."""
    who, now = read_person(person), now_us()
    since = now if since is None else since
    if until is not None and until <= since:
        raise click.BadParameter("ends before it begins", param_hint="--until")
    connection, vault, registers, _ = _open("stop give")
    with connection:
        vault.keep_stopped([who])
        identity = holder_at(vault.holdings([who])[who].holders, since)
        key = vault.keys({facts(identity)})[facts(identity)]
        sealed = SealedPerson.of(new_id(), who, key)
        _enter(connection, vault, registers, officer, reason, "stop give", identity, now, sealed, {
            "ground": ground, "since": iso(since), "ends_at": None if until is None else iso(until),
            "recipients": list(recipients) or None, "items": list(items) or None,
        })  # fmt: skip
    vault.close()
    click.echo(f"stop {UUID(bytes=sealed.stop)}: it binds once a worker has moved it into the log, within a second")


@stop.command()
@click.argument("stop_id", metavar="STOP", type=click.UUID)
@officer_options
def end(stop_id: UUID, officer: str, reason: str) -> None:
    """End STOP now, as its person asked. What it barred until now stays barred."""
    now = now_us()
    connection, vault, registers, size = _open("stop end")
    with connection:
        row = stop_below(connection, LOG_ID, size, stop_id)
        if row is None or (row.ends_at is not None and row.ends_at <= now):
            raise StopUnknown(str(stop_id))
        sealed = SealedPerson(stop_id.bytes, row.key_id, row.person)
        _enter(connection, vault, registers, officer, reason, "stop end", row.identity, now, sealed, {
            "ground": row.ground, "since": iso(row.since), "ends_at": iso(max(now, row.since)),
            "recipients": row.recipients, "items": row.items,
        })  # fmt: skip
    vault.close()
    click.echo(f"stop {stop_id}: ends {tokyo_time(max(now, row.since))}")


@stop.command("list")
@officer_options
@click.option("--person", help="File (- for standard input) with `namespace id`: this person's stops only.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(officer: str, reason: str, person: str | None, as_json: bool) -> None:
    """List stops and which sources have put each into effect: done only when all have (article 35(7))."""
    who, now = read_person(person) if person else None, now_us()
    connection, vault, registers, size = _open("stop list")
    with connection:
        holders = vault.find_stopped(who) if who else ()
        identities = {holder.identity for holder in holders}
        enter_act(
            connection, vault, registers, officer, reason, "stop list", {"as_of": size},
            holders[-1].identity if holders else None, now,
        )  # fmt: skip
        rows = [row for row in stops_below(connection, LOG_ID, size) if who is None or row.identity in identities]
        progress = effected(connection, LOG_ID, size, registers, [row.stop for row in rows], now)
    vault.close()
    _show(rows, progress, size, now, as_json)


def _open(command: str) -> tuple[Connection, Vault, Registers, int]:
    set_up_logging(command)
    settings = load_settings()
    connection = ledger_connection(settings, "pl_worker")
    head = read_head(connection, LOG_ID)
    return connection, open_vault(settings, "pl_worker"), load_registers(connection, LOG_ID, head.size), head.size


def _enter(
    connection: Connection, vault: Vault, registers: Registers, officer: str, reason: str, command: str,
    identity: int, now: int, sealed: SealedPerson, about: Mapping[str, Any],
) -> None:  # fmt: skip
    enter_act(
        connection, vault, registers, officer, reason, command, {**sealed.words(), **about}, identity, now,
        stops(identity), DECISIONS,
    )  # fmt: skip


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
    click.echo(f"{len(rows)} stops, checked up to entry {as_of}.")


def _in_force(row: StopRow, now: int) -> bool:
    return row.since <= now and (row.ends_at is None or now < row.ends_at)
