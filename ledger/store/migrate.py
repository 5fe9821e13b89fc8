"""Numbered plain SQL files, applied once, checked by hash, expanding before they contract.

A file is named ``NNNN_expand_*.sql`` or ``NNNN_contract_*.sql``. An engine runs on any schema that has at least
the files it knows and no *contracting* file it does not know: so workers of two neighbouring versions run side by
side while an expanding file is applied, and an old one stops before a contracting file could hurt it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from psycopg import sql

from ledger.store.connect import Connection

_GRANT = re.compile(r"^grant\b.*?;", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"(?P<number>\d{4})_(?P<phase>expand|contract)_[a-z0-9_]+\.sql")


class MigrationChanged(Exception):
    """A migration that was applied has other text now. Nothing was applied; restore the file from version control."""


class SchemaTooOld(Exception):
    """The database lacks migrations this program needs. Nothing was read; run `provision-ledger migrate` first."""


class SchemaTooNew(Exception):
    """The database was contracted by a newer program. Nothing was read; install that version of this program."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: its number, name, text and SHA-256 in hex."""

    name: str
    text: str

    @property
    def number(self) -> int:
        return int(self.name[:4])

    @property
    def contracts(self) -> bool:
        return "_contract_" in self.name

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def migrations_in(folder: Traversable) -> tuple[Migration, ...]:
    """Return the folder's migrations in order. Raises ValueError for a name or number that does not fit."""
    found = sorted((path for path in folder.iterdir() if path.name.endswith(".sql")), key=lambda path: path.name)
    migrations = tuple(Migration(path.name, path.read_text(encoding="utf-8")) for path in found)
    for expected, migration in enumerate(migrations, start=1):
        if not _NAME.fullmatch(migration.name) or migration.number != expected:
            raise ValueError(f"migration {migration.name}: expected number {expected:04} and expand or contract")
    return migrations


def ledger_migrations() -> tuple[Migration, ...]:
    """Return the ledger database's migrations."""
    return migrations_in(files("ledger.store") / "migrations")


def migrate(connection: Connection, schema: str, migrations: Sequence[Migration]) -> list[str]:
    """Apply what is missing in one transaction and return the names applied.

    Raises MigrationChanged when a file that was applied before differs now.
    """
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(hashtext(%s))", (f"migrate {schema}",))
        connection.execute((files("ledger.store") / "roles.sql").read_text(encoding="utf-8").encode())
        name = sql.Identifier(schema)
        connection.execute(sql.SQL("create schema if not exists {}").format(name))
        connection.execute(sql.SQL("set local search_path to {}").format(name))
        connection.execute(
            sql.SQL("grant usage on schema {} to pl_worker, pl_relay, pl_reader, pl_rebuild, pl_erasure").format(name)
        )
        connection.execute(
            "create table if not exists schema_migration ("
            " number int primary key, name text not null, sha256 text not null,"
            " applied_at timestamptz not null default now())"
        )
        connection.execute("grant select on schema_migration to pl_worker, pl_relay, pl_reader, pl_rebuild, pl_erasure")
        applied = _applied(connection)
        missing = []
        for migration in migrations:
            if migration.number in applied:
                if applied[migration.number][1] != migration.digest:
                    raise MigrationChanged(migration.name)
                continue
            connection.execute(migration.text.replace(":schema", f'"{schema}"').encode())
            connection.execute(
                "insert into schema_migration (number, name, sha256) values (%s, %s, %s)",
                (migration.number, migration.name, migration.digest),
            )
            missing.append(migration.name)
        return missing


def make_temporary(connection: Connection, migrations: Sequence[Migration]) -> None:
    """Make the empty tables of these files in ``pg_temp``, which is where the connection has to find unqualified names.

    They are this session's alone and end with it, so nobody is granted anything. What the database says of its own
    shape is not asked. Needs TEMPORARY on the database, which PostgreSQL grants to everybody unless that was revoked.
    """
    with connection.transaction():
        for migration in migrations:
            connection.execute(_GRANT.sub("", migration.text).encode())


def check_schema(connection: Connection, migrations: Sequence[Migration]) -> None:
    """Refuse to run on a schema this program does not fit.

    Raises SchemaTooOld, SchemaTooNew or MigrationChanged.
    """
    present = connection.execute("select to_regclass('schema_migration')").fetchone()
    applied = _applied(connection) if present and present[0] else {}
    for migration in migrations:
        if migration.number not in applied:
            raise SchemaTooOld(migration.name)
        if applied[migration.number][1] != migration.digest:
            raise MigrationChanged(migration.name)
    known = {migration.number for migration in migrations}
    for number, (name, _) in applied.items():
        if number not in known and "_contract_" in name:
            raise SchemaTooNew(name)


def _applied(connection: Connection) -> dict[int, tuple[str, str]]:
    rows = connection.execute("select number, name, sha256 from schema_migration order by number").fetchall()
    return {number: (name, digest) for number, name, digest in rows}
