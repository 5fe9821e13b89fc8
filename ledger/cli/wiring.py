"""Puts the rooms together for the commands: connections by role, the vault."""

from __future__ import annotations

import logging
import sys
from functools import partial
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import psycopg

from ledger.cli.log_lines import LogLines, log_what_nobody_caught
from ledger.cli.settings import Settings
from ledger.store.connect import LEDGER_SCHEMA, VAULT_SCHEMA, Connection, Role, connect
from ledger.store.migrate import check_schema, ledger_migrations, migrate, migrations_in
from ledger.vault.master import MasterKey, MasterKeys
from ledger.vault.proving import make_named_keys
from ledger.vault.vault import Vault

ENGINE = version("provision-ledger")


def set_up_logging(name: str) -> None:
    """Log warnings of libraries and everything of ours to standard error, no error in its own words."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LogLines(f"{name} %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    log_what_nobody_caught()
    for ours in ("ledger", "streams"):
        logging.getLogger(ours).setLevel(logging.INFO)
    # aiokafka logs whole requests and records on errors, and records carry personal data.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    # Whoever sends a form that is none is told so by a page.
    logging.getLogger("python_multipart").setLevel(logging.ERROR)
    # It warns of a timer's turn that took longer than the time between two: the next one begins later, and no more.
    logging.getLogger("mode.timers").setLevel(logging.ERROR)


def vault_migrations() -> tuple[Any, ...]:
    """Return the key store's migrations."""
    return migrations_in(files("ledger.vault") / "migrations")


def migrate_all(settings: Settings) -> list[str]:
    """Bring both databases to this release and make the well-known keys; return the migrations applied."""
    applied = []
    for dsn, schema, migrations in (
        (settings.ledger_dsn, LEDGER_SCHEMA, ledger_migrations()),
        (settings.vault_dsn, VAULT_SCHEMA, vault_migrations()),
    ):
        with psycopg.connect(dsn, autocommit=True) as connection:
            applied += [f"{schema}/{name}" for name in migrate(connection, schema, migrations)]
    with connect(settings.vault_dsn, "pl_worker", VAULT_SCHEMA) as key_store:
        make_named_keys(key_store, open_master_keys(settings))
    return applied


def ledger_connection(settings: Settings, role: Role) -> Connection:
    """Connect to the ledger in a role, refusing a schema this release does not fit."""
    connection = connect(settings.ledger_dsn, role)
    check_schema(connection, ledger_migrations())
    return connection


def open_vault(settings: Settings, role: Role) -> Vault:
    """Open the key store in a role."""
    keys = open_master_keys(settings)
    return Vault(partial(connect, settings.vault_dsn, role, VAULT_SCHEMA), keys)


def open_master_keys(settings: Settings) -> MasterKeys:
    """Read the master key, and the other one while keys change over. Raises MasterKeyUnusable, SettingsInvalid."""
    secret = settings.master_key.get_secret_value()
    current = MasterKey.from_text(secret) if secret else MasterKey.from_file(settings.required("master_key_file"))
    other = settings.master_key_other_file
    return MasterKeys(current, [MasterKey.from_file(other)] if other is not None else [])
