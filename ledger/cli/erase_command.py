"""`erase`: destroy what the ledger holds of a person, once nothing keeps it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import partial

import click

from ledger.cases.casebook import Casebook
from ledger.cases.erasure_words import ERASURE_REPLY
from ledger.cases.keeping import doom_due, keeping_at
from ledger.cases.outside import Outside, outside
from ledger.cli.asking import counted, now_us, officer_options, read_person
from ledger.cli.desk import desk
from ledger.cli.settings import Settings, load_settings
from ledger.cli.wiring import ledger_connection
from ledger.judging.acts import DECISIONS
from ledger.judging.due import NotYet, check_person, check_records, keys_of_person
from ledger.judging.erasing import GROUNDS, Erased, carry_out, nobody_appends, restore_orders, to_resume
from ledger.judging.records import Person, find_person, records_of_people
from ledger.law.days import calendar, jst_date, jst_day, midnight
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import load_registers
from ledger.store.connect import VAULT_SCHEMA, Connection, connect
from ledger.vault.erasure import Shredder
from ledger.vault.keys import Scope, day
from streams.topics import SEGMENT_DAYS

_HOUR_US = 3_600_000_000
_DAY_US = 24 * _HOUR_US
#: How much longer than the window archived WAL may lie: a segment that holds the key is closed within minutes after
#: it was destroyed, and what is too old is removed every hour.
_PRUNED_US = 2 * _HOUR_US
#: How much longer than its retention a message may lie in Kafka: until all of its segment is as old, and was looked at.
_SEGMENT_US = SEGMENT_DAYS * _DAY_US + 2 * _HOUR_US
#: Said to officers without the role, whether there is any such record or not.
_UNCOUNTED = " Records that nobody may learn of are not counted; should one have to be kept, the erasure is refused."


@dataclass(frozen=True, slots=True)
class Finality:
    """From which day (Japanese) nobody can bring back what was erased: from backups of the key store, from Kafka, and
    from what could not be read when it came or contradicted what was known, which is kept by the day."""

    backups: date
    kafka: date
    quarantine: date


@dataclass(frozen=True, slots=True)
class Beside:
    """What an erasure of a person meets beside their own keys: records told under another holder's key, cases that go
    with them, and cases that go later."""

    under_others: int = 0
    cases: int = 0
    cases_kept: int = 0


@click.group()
def erase() -> None:
    """Destroy keys, so that nobody can read what was sealed under them any more; the log says that it was done."""


@erase.command()
@click.argument("person", type=str, default="-")
@click.option("--ground", type=click.Choice(sorted(set(GROUNDS) - {"retention"})), required=True)
@officer_options
@click.option("--dry-run", is_flag=True, help="Only tell whether it could be done.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def person(person: str, ground: str, officer: str, reason: str, dry_run: bool, as_json: bool) -> None:
    """Erase the person whose id stands in the file PERSON (- for standard input) as `namespace id`.

    Refused while a record has to be kept: its period runs, its series is open, or a legal hold covers it. The person's
    cases go too, once they are over and their answer cannot be opened any more; the others with `retention run`. The
    person's stops stay, under a keyed mark that names nobody.

    What the existence screen hides is counted to officers with the role existence_officer alone, in a dry run and in a
    refusal.
    """
    settings = load_settings()
    who = read_person(person)
    with desk("erase person", officer, reason, DECISIONS) as at:
        # Under the key of the day: that of the person is what goes.
        at.enter({"ground": ground, "dry_run": dry_run, "as_of": at.as_of}, None, today(at.now))
        if not as_json:
            # Before anything is looked up: whatever comes of it, the person is told no more.
            click.echo(f"Tell the person, whatever follows:\n  {ERASURE_REPLY.ja}\n  {ERASURE_REPLY.en}")
        found = find_person(at.connection, at.vault, *who, at.as_of, at.now)
        look = outside(at.connection, at.vault, at.registers, officer, at.as_of, at.now)
        if dry_run or not found:
            records = _check_told(look, sorted(found.linked) if found else [], at.now)
            if as_json:
                click.echo(json.dumps({"records": records, "erased": False}))
            else:
                click.echo(f"{counted(records, 'record')} may go.{'' if look.everything else _UNCOUNTED}")
            return
        with ledger_connection(settings, "pl_erasure") as connection, closing(open_shredder(settings)) as shredder:
            with nobody_appends(connection) as size:
                found = find_person(connection, at.vault, *who, size, at.now) or found
                identities = sorted(found.linked)
                try:
                    check_person(connection, load_registers(connection, LOG_ID, size), identities, size, at.now)
                except NotYet:
                    _check_told(look, identities, at.now)
                    raise NotYet({}) from None  # what keeps the person is nothing that the officer is told of
                keys = keys_of_person(connection, shredder, identities, size)
                order = shredder.order(keys, identities, ground, officer, at.now)
            book, kept = Casebook(at.connection, at.vault), keeping_at(at.registers, at.now, settings.case_days)
            cases = [case for case in book.all() if case.identities & found.linked]
            gone = doom_due(book, cases, connection, shredder, order, kept)
            erased = carry_out(connection, shredder, order, now_us)
            _tell(settings, erased, Beside(_under_others(connection, found), gone, len(cases) - gone), as_json)


def _check_told(look: Outside, identities: Sequence[int], now: int) -> int:
    """Count the records of which the officer is told, each of which may go. Raises NotYet."""
    rows = records_of_people(look.connection, identities, look.as_of)
    closed = look.closed(rows)
    told = [row for row in rows if row.idx not in closed]
    return check_records(look.connection, look.registers, told, look.as_of, now)


def _under_others(connection: Connection, person: Person) -> int:
    """Count the records of the person that stand under another holder's key: they were told before it was known that
    the id had changed hands, and go with that one's."""
    rows = records_of_people(connection, set(person.identities) - person.linked, read_head(connection, LOG_ID).size)
    return sum(person.owns(row) for row in rows)


@erase.command()
@officer_options
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def resume(officer: str, reason: str, as_json: bool) -> None:
    """Finish erasures that were begun and did not end, and carry those out again that a restored ledger or a restored
    key store has forgotten.

    It also covers acts that somebody entered in the very instant of an erasure of the last two days.
    """
    settings = load_settings()
    with desk("erase resume", officer, reason, DECISIONS) as at:
        at.enter({"as_of": at.as_of}, None, today(at.now))
    with ledger_connection(settings, "pl_erasure") as connection, closing(open_shredder(settings)) as shredder:
        restore_orders(connection, shredder)
        orders = to_resume(connection, shredder, now_us())
        for order in orders:
            _tell(settings, carry_out(connection, shredder, order, now_us), Beside(), as_json)
    if not orders and not as_json:
        click.echo("No erasure is left unfinished.")


def today(now: int) -> Scope:
    """Return the scope of today's key, for acts about nobody."""
    return day(jst_date(now))


def open_shredder(settings: Settings) -> Shredder:
    """Open the key store in the role that may destroy."""
    return Shredder(partial(connect, settings.vault_dsn, "pl_erasure", VAULT_SCHEMA))


def finality(settings: Settings, now: int) -> Finality:
    """Tell from which days what was destroyed before an instant (µs UTC) is gone everywhere.

    A day that is named is the first Japanese day of which no instant lies within the window any more.
    """
    # A day's key is destroyed by the daily run on the day after its own time is over, at that day's end at the latest.
    days_over = midnight(jst_day(now) + settings.day_key_days + 2)
    return Finality(
        _first_whole_day(now + settings.vault_archive_days * _DAY_US + _PRUNED_US),
        _first_whole_day(now + settings.kafka_retention_days * _DAY_US + _SEGMENT_US),
        _first_whole_day(days_over + settings.vault_archive_days * _DAY_US + _PRUNED_US),
    )


def _first_whole_day(at: int) -> date:
    """Return the first Japanese day that does not begin before an instant (µs UTC)."""
    return calendar(jst_day(at - 1) + 1)


def _tell(settings: Settings, erased: Erased, beside: Beside, as_json: bool) -> None:
    last = finality(settings, now_us())
    if as_json:
        click.echo(json.dumps({
            "erasure": erased.order.erasure.hex, "ground": erased.order.ground, "entries": erased.entries,
            "index": erased.first_entry, "files_removed": len(erased.removed), "files_not_found": list(erased.missing),
            "files_left": list(erased.left), "records_under_others": beside.under_others, "cases": beside.cases,
            "cases_kept": beside.cases_kept,
            "final_in_backups": last.backups.isoformat(), "final_in_kafka": last.kafka.isoformat(),
            "final_in_quarantine": last.quarantine.isoformat(), "erased": True,
        }))  # fmt: skip
        return
    click.echo(f"Erased: {erased.entries} entries can be read by nobody any more (erasure {erased.order.erasure.hex}).")
    click.echo(f"  Answers in files: {len(erased.removed)} removed, {len(erased.missing)} no longer where they were.")
    for file in erased.missing:
        click.echo(f"    not found: {file}")
    for file in erased.left:
        click.echo(f"    could not be removed, do so by hand: {file}")
    if beside.cases or beside.cases_kept:
        click.echo(
            f"  Cases: {beside.cases} erased. {beside.cases_kept} are open, or their answer can be received still; they"
            " go with `retention run` after that."
        )
    if beside.under_others:
        click.echo(
            f"  Not erased: {beside.under_others} records that were told before it was known that the id had changed"
            " hands. They lie under the key of who held it before, and go with that one's: see docs/erasure.md."
        )
    click.echo(f"  Final in backups of the key store from {last.backups}, in Kafka from {last.kafka}.")
    click.echo(f"  Kept until {last.quarantine}: what could not be read or contradicted what was known, by the day.")
    click.echo("  Kept: stops, under a keyed mark that names nobody. Copies given out are not in our hands.")
