"""Logins of the processes: each a member of the roles that it plays, in either database, and of no other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from psycopg import sql

from ledger.store.connect import Connection, Role


@dataclass(frozen=True, slots=True)
class Login:
    """The login of one process: what it plays in the ledger's database and in the key store's."""

    process: str
    ledger: tuple[Role, ...]
    vault: tuple[Role, ...]

    @property
    def name(self) -> str:
        """What the databases call it."""
        return f"provision_ledger_{self.process}"


#: By the command that the process runs; `officer` is for commands of people. Only who migrates owns anything.
LOGINS = (
    Login("worker", ("pl_worker",), ("pl_worker",)),
    Login("relay", ("pl_relay",), ("pl_relay",)),
    Login("preflight", ("pl_reader",), ("pl_reader",)),
    Login("window", ("pl_reader",), ("pl_reader",)),
    Login("console", ("pl_reader",), ("pl_reader", "pl_staff")),
    Login("api", ("pl_reader",), ("pl_reader",)),
    Login("mail", ("pl_mail",), ("pl_relay",)),
    Login("notary", ("pl_notary",), ()),
    Login(
        "officer", ("pl_reader", "pl_worker", "pl_erasure", "pl_auditor"),
        ("pl_reader", "pl_worker", "pl_erasure", "pl_auditor", "pl_keys", "pl_staff"),
    ),
)  # fmt: skip

_HERE = "select exists (select from pg_roles where rolname = %s)"
_PLAYED = """
select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles l on l.oid = m.member
where l.rolname = %s
"""
_MAY = "login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls"


def make_logins(ledger: Connection, vault: Connection, passwords: Mapping[str, str]) -> None:
    """Make every login, or bring one that is there to its password and to exactly its roles. ``passwords``: by process.

    The connections are of the databases' owner, who may make roles; the roles are there already (`migrate`).
    """
    together = _server(ledger) == _server(vault)
    for login in LOGINS:
        apart = [(ledger, login.ledger), (vault, login.vault)]
        for connection, roles in [(ledger, (*login.ledger, *login.vault))] if together else apart:
            if roles:
                with connection.transaction():
                    _make(connection, login.name, passwords[login.process], roles)


def _make(connection: Connection, name: str, password: str, roles: Collection[str]) -> None:
    row = connection.execute(_HERE, (name,)).fetchone()
    verb = "alter" if row is not None and row[0] else "create"
    # The server is told what it compares with, never the password.
    kept = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    login = sql.Identifier(name)
    connection.execute(sql.SQL(f"{verb} role {{}} {_MAY} password {{}}").format(login, kept))
    played = {role for (role,) in connection.execute(_PLAYED, (name,))}
    for role in sorted(played - {*roles}):
        connection.execute(sql.SQL("revoke {} from {}").format(sql.Identifier(role), login))
    for role in sorted({*roles} - played):
        connection.execute(sql.SQL("grant {} to {}").format(sql.Identifier(role), login))


def _server(connection: Connection) -> int:
    row = connection.execute("select system_identifier from pg_control_system()").fetchone()
    assert row is not None
    return int(row[0])
