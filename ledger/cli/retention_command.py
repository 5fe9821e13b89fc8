"""`retention`: what has outlived its period is destroyed, and what is kept is counted by why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

import click
from rich.table import Table

from ledger.cases.casebook import Casebook
from ledger.cases.files.store import destroy, outlived
from ledger.cases.keeping import CaseKeeping, counted, doom_due, due_within, keeping_at, standings
from ledger.cases.keeping import Standing as CaseStanding
from ledger.cases.retention_words import CASES, RECORDS
from ledger.cli.asking import now_us, officer_options, progress, show
from ledger.cli.desk import Desk, desk
from ledger.cli.erase_command import finality, open_shredder, today
from ledger.cli.settings import Settings, load_settings
from ledger.cli.wiring import ledger_connection
from ledger.judging.acts import OPERATIONS
from ledger.judging.due import SOON, Plan, added, plan_keys, plan_months
from ledger.judging.erasing import carry_out, nobody_appends, restore_orders, to_resume
from ledger.law.catalogue import DUTIES
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
    """Tell what would be destroyed now, and what more within 30 days, and destroy nothing."""
    settings = load_settings()
    with desk("retention plan", officer, reason, OPERATIONS) as at:
        at.enter({"as_of": at.as_of}, None, today(at.now))
        with closing(open_shredder(settings)) as shredder:
            whole, days = _whole(at, shredder), _days(settings, shredder, at.now)
            everything, kept = Casebook(at.connection, at.vault).all(), _kept(settings, at)
            cases = counted(standings(everything, shredder, kept))
            cases_soon = due_within(everything, shredder, kept, SOON)
            days_soon = len(_days(settings, shredder, at.now + SOON * _DAY_US)) - len(days)
    if as_json:
        soon = {"within_days": SOON, "days": days_soon, "records": dict(whole.soon), "cases": dict(cases_soon)}
        click.echo(json.dumps({**_counts(whole, len(days), cases), "run": False, "soon": soon}))
        return
    _tell(whole, len(days), cases, "may go")
    _show("記録 / Records", DUTIES, whole.soon)
    _show("案件 / Cases", CASES, cases_soon)
    click.echo(
        f"Within {SOON} days the period of {whole.soon.total()} more records and {cases_soon.total()} more cases ends,"
        f" and {days_soon} more keys of days may go."
    )


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
    if as_json:
        click.echo(json.dumps({**_counts(whole, len(days), cases), "run": bool(told), **told}))
        return
    _tell(whole, len(days), cases, "are destroyed" if told else "may go")
    for name, value in told.items():
        click.echo(f"  {name}: {value}")


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


def _counts(whole: Plan, days: int, cases: Mapping[CaseStanding, int]) -> dict[str, object]:
    return {"months": len(whole.keys), "days": days, "records": dict(whole.records), "cases": dict(cases)}


def _tell(whole: Plan, days: int, cases: Mapping[CaseStanding, int], done: str) -> None:
    _show("記録 / Records", RECORDS, whole.records)
    _show("案件 / Cases", CASES, cases)
    click.echo(f"{len(whole.keys)} keys of months, {days} of days and {cases.get('due', 0)} of cases {done}.")


def _show(heading: str, named: Mapping[Any, tuple[str, str]], counts: Mapping[Any, int]) -> None:
    table = Table(heading, "件 / Count")
    for code, words in named.items():
        table.add_row(" / ".join(words), str(counts.get(code, 0)))
    show(table)
