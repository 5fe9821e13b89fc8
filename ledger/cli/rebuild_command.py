"""`rebuild`: every view again, from the entries."""

from __future__ import annotations

import json
import sys
import time

import click
import psycopg
from psycopg import sql

from ledger.cli.asking import officer_options, progress
from ledger.cli.desk import desk
from ledger.cli.settings import Settings, load_settings
from ledger.cli.wiring import ledger_connection, open_vault
from ledger.judging.acts import OPERATIONS
from ledger.log.head import LOG_ID
from ledger.store.connect import LEDGER_SCHEMA, Connection, connect
from ledger.store.migrate import ledger_migrations, migrate
from streams.recorder.rebuild import differences
from streams.recorder.rebuild import rebuild as rebuild_views


class SchemaTaken(Exception):
    """The schema to rebuild into exists already. Nothing was changed; name another one, or drop it yourself."""


class OwnerNeeded(Exception):
    """This login may make no schema, and a rebuild makes one. Nothing was rebuilt; run it with the login that owns the
    ledger's database (in containers: `docker compose run --rm migrate rebuild ...`)."""


#: How long (s) a worker has, where one runs, to take the act of this command into the log: it would be a difference.
_TAKEN_WITHIN = 3.0
_WAITS = """
select exists (
  select from intake i where i.log_id = %s and not exists (select from act a where a.intake_id = i.intake_id)
)
"""
_MAY_MAKE = "select has_database_privilege(current_database(), 'create')"


@click.command()
@officer_options
@click.option("--schema", default="rebuilt", show_default=True, help="Name of the schema to make and fill.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--postgres", help="DSN of the ledger's database.")
def rebuild(officer: str, reason: str, schema: str, as_json: bool, postgres: str | None) -> None:
    """Rebuild every view into an empty schema and compare it with the running one. Exits 1 when they differ.

    It reads everything, so it is an entry before it does. Run it while nothing is recorded, or rows recorded meanwhile
    count as differences.
    """
    with desk("rebuild", officer, reason, OPERATIONS, postgres) as at:
        at.enter({"as_of": at.as_of, "schema": schema})
        let_acts_be_taken_in(at.connection)
    entries, found = rebuild_and_compare(load_settings(postgres=postgres), schema)
    if as_json:
        click.echo(json.dumps({"entries": entries, "differences": found}, indent=2))
    else:
        click.echo(f"{entries} entries read into schema {schema}")
        for view, count in found.items():
            click.echo(f"  {view:22} {'equal' if not count else f'{count} rows differ'}")
    sys.exit(1 if any(found.values()) else 0)


def let_acts_be_taken_in(connection: Connection) -> None:
    """Wait until no act waits to be taken into the log, or long enough to know that no worker runs."""
    until = time.monotonic() + _TAKEN_WITHIN
    while time.monotonic() < until:
        row = connection.execute(_WAITS, (LOG_ID,)).fetchone()
        if row is None or not row[0]:
            return
        time.sleep(0.1)


def rebuild_and_compare(settings: Settings, schema: str) -> tuple[int, dict[str, int]]:
    """Make the schema, fill it, and return the entries read and the differing rows by view.

    Raises SchemaTaken and OwnerNeeded.
    """
    with psycopg.connect(settings.ledger_dsn, autocommit=True) as owner:
        if owner.execute(_MAY_MAKE).fetchone() != (True,):
            raise OwnerNeeded
        if owner.execute("select from pg_namespace where nspname = %s", (schema,)).fetchone() is not None:
            raise SchemaTaken(schema)
        migrate(owner, schema, ledger_migrations())
        owner.execute(
            sql.SQL("grant select, insert, update on all tables in schema {} to pl_rebuild").format(
                sql.Identifier(schema)
            )
        )
        vault = open_vault(settings, "pl_rebuild")
        with (
            ledger_connection(settings, "pl_rebuild") as running,
            connect(settings.ledger_dsn, "pl_rebuild", schema) as into,
            progress("entries") as advance,
        ):
            entries = rebuild_views(running, into, vault, advance)
        vault.close()
        return entries, differences(owner, LEDGER_SCHEMA, schema)
