"""`retention`: what has outlived its period is destroyed, and what is kept is counted by why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing

import click
from rich.table import Table

from ledger.cases.casebook import Casebook
from ledger.cases.files.store import destroy, outlived
from ledger.cases.keeping import CaseKeeping, counted, doom_due, keeping_at, standings
from ledger.cases.keeping import Standing as CaseStanding
from ledger.cases.retention_words import CASES, RECORDS
from ledger.cli.asking import now_us, officer_options, progress, show
from ledger.cli.desk import Desk, desk
from ledger.cli.erase_command import finality, open_shredder, today
from ledger.cli.settings import Settings, load_settings
from ledger.cli.wiring import ledger_connection
from ledger.judging.acts import OPERATIONS
from ledger.judging.due import Plan, added, plan_keys, plan_months
from ledger.judging.erasing import carry_out, nobody_appends, restore_orders, to_resume
from ledger.law.days import jst_date
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import load_registers
from ledger.store.connect import Connection
from ledger.vault.catalogue import Order
from ledger.vault.erasure import Shredder

_DAY_US = 86_400_000_000
#: Keys whose months are looked at again, and doomed, while ingest waits.
_PORTION = 500


@click.group()
def retention() -> None:
    """What is destroyed by itself, and when. `retention run` belongs into a daily schedule."""


@retention.command()
@officer_options
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def plan(officer: str, reason: str, as_json: bool) -> None:
    """Tell what would be destroyed now, and destroy nothing."""
    settings = load_settings()
    with desk("retention plan", officer, reason, OPERATIONS) as at:
        at.enter({"as_of": at.as_of}, None, today(at.now))
        with closing(open_shredder(settings)) as shredder:
            whole, days = _whole(at, shredder), _days(settings, shredder, at.now)
            cases = counted(standings(Casebook(at.connection, at.vault).all(), shredder, _kept(settings, at)))
    _tell(whole, len(days), cases, as_json, {})


@retention.command()
@officer_options
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def run(officer: str, reason: str, as_json: bool) -> None:
    """Destroy every month in which all is due, keys of days that have outlived their period, cases that are over and
    have, and identity documents that people sent and nobody needs any more. Erasures that were begun and did not end
    are finished first."""
    settings = load_settings()
    told: dict[str, object] = {}
    with desk("retention run", officer, reason, OPERATIONS) as at:
        at.enter({"as_of": at.as_of}, None, today(at.now))
        with ledger_connection(settings, "pl_erasure") as connection, closing(open_shredder(settings)) as shredder:
            restore_orders(connection, shredder)
            for order in to_resume(connection, shredder, at.now):
                carry_out(connection, shredder, order, now_us)
            _destroy_files(at, connection, shredder)
            whole, days = _whole(at, shredder), _days(settings, shredder, at.now)
            book, kept = Casebook(at.connection, at.vault), _kept(settings, at)
            cases = counted(standings(book.all(), shredder, kept))
            if whole.keys or days or cases["due"]:
                order = shredder.order(days, (), "retention", officer, at.now)
                _doom(connection, shredder, order, whole.keys, at.now)
                doom_due(book, book.all(), connection, shredder, order, kept)
                erased = carry_out(connection, shredder, order, now_us)
                last = finality(settings, now_us())
                told = {
                    "erasure": order.erasure.hex, "entries": erased.entries,
                    "final_in_backups": last.backups.isoformat(), "final_in_kafka": last.kafka.isoformat(),
                }  # fmt: skip
    _tell(whole, len(days), cases, as_json, told)


def _destroy_files(at: Desk, connection: Connection, shredder: Shredder) -> None:
    """Destroy identity documents that nobody needs any more and nobody destroyed: the case was worked on a page, or
    ended before anybody looked at them."""
    book = Casebook(at.connection, at.vault)
    for one in book.all():
        files = outlived(one)
        if files:
            destroy(connection, shredder, files)
            book.step(one.number, at.officer, at.reason, "case destroy", {"files": sorted(files)}, at.now)


def _doom(connection: Connection, shredder: Shredder, order: Order, keys: Sequence[int], now: int) -> None:
    """Doom the keys, but for those under which something has come meanwhile that is not due."""
    with progress("months put under the order") as advance:
        for at in range(0, len(keys), _PORTION):
            scopes = shredder.still(keys[at : at + _PORTION])
            with nobody_appends(connection) as size:
                registers = load_registers(connection, LOG_ID, size)
                shredder.doom(order, plan_keys(connection, shredder, registers, scopes, size, now).keys)
            advance(at + len(scopes), len(keys))


def _whole(at: Desk, shredder: Shredder) -> Plan:
    with progress("months looked at") as advance:
        plans = []
        for number, (part, _) in enumerate(plan_months(at.connection, shredder, at.registers, at.as_of, at.now)):
            advance(number, 0)
            plans.append(part)
        return added(plans)


def _days(settings: Settings, shredder: Shredder, now: int) -> list[int]:
    return sorted(shredder.days_before(jst_date(now - settings.day_key_days * _DAY_US)))


def _kept(settings: Settings, at: Desk) -> CaseKeeping:
    return keeping_at(at.registers, at.now, settings.case_days)


def _tell(
    whole: Plan, days: int, cases: Mapping[CaseStanding, int], as_json: bool, told: Mapping[str, object]
) -> None:  # fmt: skip
    if as_json:
        click.echo(json.dumps({
            "months": len(whole.keys), "days": days, "records": dict(whole.records),
            "cases": dict(cases), "run": bool(told), **told,
        }))  # fmt: skip
        return
    table = Table("記録 / Records", "件 / Count")
    for standing, words in RECORDS.items():
        table.add_row(" / ".join(words), str(whole.records[standing]))
    show(table)
    table = Table("案件 / Cases", "件 / Count")
    for case_standing, words in CASES.items():
        table.add_row(" / ".join(words), str(cases.get(case_standing, 0)))
    show(table)
    done = "are destroyed" if told else "may go"
    click.echo(f"{len(whole.keys)} keys of months, {days} of days and {cases.get('due', 0)} of cases {done}.")
    for name, value in told.items():
        click.echo(f"  {name}: {value}")
