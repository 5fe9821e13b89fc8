"""Migrations: once, unchanged, and expanding while an older worker goes on recording."""

from __future__ import annotations

import threading

import psycopg
import pytest

from ledger.store.migrate import (
    Migration,
    MigrationChanged,
    SchemaTooNew,
    SchemaTooOld,
    check_schema,
    ledger_migrations,
    migrate,
)  # fmt: skip
from tests.events import provision
from tests.integration.world import World

#: The numbers of the migrations a next release would bring.
_NEXT = len(ledger_migrations()) + 1
EXPAND = Migration(f"{_NEXT:04}_expand_note.sql", "alter table record add column note text;\n")
CONTRACT = Migration(f"{_NEXT + 1:04}_contract_note.sql", "alter table record drop column note;\n")


def test_applied_once(world: World) -> None:
    with psycopg.connect(world.settings.postgres, autocommit=True) as owner:
        assert migrate(owner, "ledger", ledger_migrations()) == []


def test_a_changed_file_is_refused(world: World) -> None:
    first = ledger_migrations()[0]
    changed = Migration(first.name, first.text + "-- a word more\n")
    with psycopg.connect(world.settings.postgres, autocommit=True) as owner, pytest.raises(MigrationChanged):
        migrate(owner, "ledger", [changed])


def test_a_failing_migration_leaves_nothing(world: World) -> None:
    bad = Migration(f"{_NEXT:04}_expand_bad.sql", "alter table record add column note text; select 1/0;\n")
    with psycopg.connect(world.settings.postgres, autocommit=True) as owner:
        with pytest.raises(psycopg.errors.DivisionByZero):
            migrate(owner, "ledger", [*ledger_migrations(), bad])
        owner.execute("set search_path to ledger")
        check_schema(owner, ledger_migrations())
        assert owner.execute("select count(*) from schema_migration").fetchone() == (len(ledger_migrations()),)


def test_neighbouring_versions_run_together_while_the_schema_expands_under_load(world: World) -> None:
    world.registered()
    stopping, recorded = threading.Event(), []

    def load() -> None:
        while not stopping.is_set():
            world.tell("provisions.crm", *(provision(f"A-{number}") for number in range(50)))
            recorded.append(50)

    old = threading.Thread(target=load)
    old.start()
    with psycopg.connect(world.settings.postgres, autocommit=True) as owner:
        assert migrate(owner, "ledger", [*ledger_migrations(), EXPAND]) == [EXPAND.name]
        before = len(recorded)
        while len(recorded) < before + 5:
            assert old.is_alive()
        new = world.another_recorder()
        new.record([world.batch("provisions.crm", provision("B-1"), partition=1)])
        stopping.set()
        old.join(20)
        assert len(world.rows()) == sum(recorded) + 1
        owner.execute("set search_path to ledger")
        check_schema(owner, ledger_migrations())
        check_schema(owner, [*ledger_migrations(), EXPAND])
        with pytest.raises(SchemaTooOld):
            check_schema(owner, [*ledger_migrations(), EXPAND, CONTRACT])
        migrate(owner, "ledger", [*ledger_migrations(), EXPAND, CONTRACT])
        with pytest.raises(SchemaTooNew):
            check_schema(owner, ledger_migrations())
