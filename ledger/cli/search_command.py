"""`search`: records by person, recipient, item, period, ground, verdict, source."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import click
from rich.table import Table

from ledger.cases.one_person import agreed
from ledger.cases.outside import outside
from ledger.cli.asking import counted, now_us, officer_options, read_person, show, tokyo_time
from ledger.cli.settings import load_settings
from ledger.cli.wiring import ledger_connection, open_vault, set_up_logging
from ledger.judging.acts import ActRefused, check_open, enter_act
from ledger.judging.officers import officer_at
from ledger.judging.ranges import EVERYTHING
from ledger.judging.records import RecordRow, Search, find_person
from ledger.judging.records import search as search_records
from ledger.judging.said import iso
from ledger.law.catalogue import DUTIES, MARKS, VERDICTS, Sentence, ground
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import load_registers

_TOKYO = timezone(timedelta(hours=9))


@click.command()
@officer_options
@click.option("--person", help="File (- for standard input) with `namespace id`; never the id itself.")
@click.option("--recipient", help="Recipient's code.")
@click.option("--item", help="Data item's code.")
@click.option("--ground", help="Ground claimed, such as consent or 27(1)i.")
@click.option("--verdict", type=click.Choice(["violation", "undetermined", "lawful", "not_provision"]))
@click.option("--source", help="Source's name.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First Japanese day.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last Japanese day.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--before", type=int, help="Next page: the index that the last page ended on.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--postgres", help="DSN of the ledger's database.")
def search(
    officer: str, reason: str, person: str | None, since: datetime | None, until: datetime | None, limit: int,
    before: int | None, as_json: bool, postgres: str | None, **filters: str | None,
) -> None:  # fmt: skip
    """List records, newest entries first. The look is an entry before anything is shown.

    With --person those of one person: another officer has agreed to it before (`search-person`).
    """
    set_up_logging("search")
    settings = load_settings(postgres=postgres)
    now = now_us()
    asked = read_person(person) if person else None
    vault = open_vault(settings, "pl_reader")
    with ledger_connection(settings, "pl_reader") as connection, connection.transaction():
        head = read_head(connection, LOG_ID)
        registers = load_registers(connection, LOG_ID, head.size)
        found = find_person(connection, vault, *asked, head.size, now) if asked else None
        about: dict[str, Any] = {name: value for name, value in filters.items() if value is not None}
        check_open(registers, officer, now)
        enter_act(
            connection, vault, registers, officer, reason, "search", {"filters": about, "as_of": head.size},
            found.identity if found else None, now,
        )  # fmt: skip
        registered = officer_at(registers, officer, now)
        assert registered is not None, "who entered an act is an officer"
        within = registered.range
        if not within.covers_people({asked[0]} if asked else {""}):
            raise ActRefused("the officer's range names people: search for one whose ids are within it (--person)")
        if asked:
            agreed(connection, vault, officer, asked, now)
        look = outside(connection, vault, registers, officer, head.size, now)
        closed = frozenset() if found is None else look.closed_of(found)
        what = Search(person=found, since=_day(since), until=_day(until, 1), within=within, but=closed, **filters)
        nobody = asked is not None and found is None
        rows = [] if nobody else search_records(connection, what, head.size, limit=limit, before=before)
    vault.close()
    _show(rows, head.size, len(rows) == limit, as_json, about)
    if within != EVERYTHING and not as_json:
        click.echo("Only records within the officer's range are shown.")


def _both(code: str, words: Sentence) -> str:
    """Return a code with its words: none is shown alone."""
    return f"{code} {words.ja}"


def _day(day: datetime | None, after: int = 0) -> int | None:
    if day is None:
        return None
    midnight = day.replace(tzinfo=_TOKYO) + timedelta(days=after)
    return (midnight - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _show(rows: list[RecordRow], as_of: int, more: bool, as_json: bool, filters: dict[str, Any]) -> None:
    if as_json:
        click.echo(json.dumps({
            "as_of": as_of, "filters": filters, "next": rows[-1].idx if more and rows else None,
            "records": [
                {
                    "index": row.idx, "record": row.entry_id.hex(), "event": row.event_id.hex(), "source": row.source,
                    "happened_at": iso(row.happened_at), "recipient": row.recipient, "items": list(row.items),
                    "purpose": row.purpose, "ground": row.ground, "verdict": row.verdict, "basis": row.basis,
                    "duty": row.duty, "marks": list(row.marks),
                }
                for row in rows
            ],
        }, ensure_ascii=False, indent=2))  # fmt: skip
        return
    table = Table("Index", "When (Japan time)", "Recipient", "Items", "Ground", "Verdict", "Basis", "Duty", "Source")
    for row in rows:
        table.add_row(
            str(row.idx), tokyo_time(row.happened_at), row.recipient, " ".join(row.items),
            _both(row.ground, ground(row.ground)), " ".join((_both(row.verdict, VERDICTS[row.verdict]), *row.marks)),
            _both(row.basis, ground(row.basis)), _both(row.duty, DUTIES[row.duty]), row.source,
        )  # fmt: skip
    show(table)
    for mark in sorted({mark for row in rows for mark in row.marks}):
        click.echo(f"{mark}: {MARKS[mark].ja} / {MARKS[mark].en}")
    shown = ", ".join(f"{name} {value}" for name, value in filters.items()) or "no filter"
    click.echo(f"{counted(len(rows), 'record')} shown ({shown}), checked up to entry {as_of}.")
    if more and rows:
        click.echo(f"There are more: --before {rows[-1].idx}")
