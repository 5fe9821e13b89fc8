"""The notary's own login at the database, as deploy/make-notary.sh makes it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from ledger.runtime.postgres import Postgres
from ledger.store.connect import Connection, connect
from tests.integration.world import World

SQL = Path(__file__).parents[2] / "deploy" / "notary-login.sql"
PASSWORD = "it's a password"


def make_login(postgres: Postgres, world: World, password: str) -> None:
    """What the script pipes into psql."""
    told = f"\\set password '{password.replace(chr(39), 2 * chr(39))}'\n{SQL.read_text()}"
    psql = postgres._programs() / "psql"
    command = [psql, "--quiet", "--set=ON_ERROR_STOP=1", world.settings.postgres]
    subprocess.run(command, input=told, text=True, check=True)


def login(world: World, password: str) -> Connection:
    dsn = make_conninfo(world.settings.postgres, user="provision_ledger_notary", password=password)
    return connect(dsn, "pl_notary")


def test_it_plays_its_role_and_no_other(postgres: Postgres, world: World) -> None:
    make_login(postgres, world, PASSWORD)
    with login(world, PASSWORD) as connection:
        assert connection.execute("select size from head").fetchone() == (0,)
        for role in ("pl_worker", "pl_owner", "pl_reader"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"set role {role}".encode())
        connection.execute("reset role")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select from ledger.entry")


def test_made_again_it_takes_the_new_password(postgres: Postgres, world: World) -> None:
    make_login(postgres, world, PASSWORD)
    make_login(postgres, world, "another")
    with login(world, "another") as connection:
        assert connection.execute("select count(*) from checkpoint").fetchone() == (0,)
    with pytest.raises(psycopg.OperationalError):
        login(world, PASSWORD)
