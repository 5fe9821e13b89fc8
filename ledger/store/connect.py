"""Connections that play one role, and what a database error may say aloud."""

from __future__ import annotations

from typing import Any, Literal

import psycopg
from psycopg import sql

from ledger.store.arrays import teach

Role = Literal[
    "pl_owner", "pl_worker", "pl_relay", "pl_reader", "pl_rebuild", "pl_erasure", "pl_notary", "pl_keys", "pl_auditor",
    "pl_staff", "pl_mail",
]
Connection = psycopg.Connection[Any]

#: The schema the ledger's tables live in, unless a rebuild is told another.
LEDGER_SCHEMA = "ledger"
#: The schema of the key store, in a database of its own.
VAULT_SCHEMA = "vault"


def connect(dsn: str, role: Role, schema: str = LEDGER_SCHEMA) -> Connection:
    """Open a connection in autocommit that plays ``role`` and finds unqualified names in ``schema``.

    Raises psycopg.OperationalError when the server is away.
    """
    connection = psycopg.connect(dsn, autocommit=True, connect_timeout=5, application_name=role)
    try:
        connection.execute(sql.SQL("set role {}").format(sql.Identifier(role)))
        connection.execute(sql.SQL("set search_path to {}").format(sql.Identifier(schema)))
        # Otherwise a prepared statement keeps the plan of its sixth call, made perhaps while its tables were small,
        # until statistics are taken anew: a look-up that became a reading of a whole index.
        connection.execute("set plan_cache_mode to force_custom_plan")
        teach(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def keep_plans(connection: Connection) -> None:
    """Plan each prepared statement of this connection once, to look up by index whatever size the tables have: for who
    asks the same short questions all day, of which planning takes most of the server's time."""
    connection.execute("set plan_cache_mode to force_generic_plan")
    connection.execute("set enable_seqscan to off")


def speakable(error: psycopg.Error) -> str:
    """Name a database error without the values of any row.

    A server's DETAIL line quotes the row that broke a constraint, so only the error's class, SQLSTATE and the
    names of constraint and table are ever logged.
    """
    diagnostics = error.diag
    parts = [type(error).__name__]
    if error.sqlstate:
        parts.append(f"SQLSTATE {error.sqlstate}")
    if diagnostics.table_name:
        parts.append(f"table {diagnostics.table_name}")
    if diagnostics.constraint_name:
        parts.append(f"constraint {diagnostics.constraint_name}")
    return ", ".join(parts)
