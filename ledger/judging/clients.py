"""Clients of the HTTP API: programs that act as the officer who made them, by a token.

A client is its acts in the intake: made, and perhaps revoked. Nobody can make one in another's name: whoever could do
that would decide as one officer and look a second time as another. Of a token only a digest is kept; with 256 bits of
it nobody has to be locked out.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from ledger.judging.acts import enter_act, said_in
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.keys import register
from ledger.vault.vault import Vault

#: Commands of the acts that make a client what it is.
MADE, REVOKED = "api-client create", "api-client revoke"
#: Who may have programs act for them, and who may end it: every role there is.
EVERY_ROLE = frozenset({"privacy_officer", "auditor", "operator", "existence_officer"})
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ACTS = """
select officer, command, made_at, entry_id, key_id, sealed from intake
where log_id = %s and command in ('api-client create', 'api-client revoke') order by intake_id
"""
_COUNT = """
select count(*) from intake where log_id = %s and command in ('api-client create', 'api-client revoke')
"""
#: One act about clients at a time: a name is taken once.
_ALONE = "select pg_advisory_xact_lock(hashtext('api clients'))"


class ClientRefused(Exception):
    """The client cannot be made or revoked as asked. Nothing was changed; `api-client list` shows which there are."""


@dataclass(frozen=True, slots=True)
class Client:
    """A program and the officer it acts as, from ``made_at`` until ``until`` or until it was revoked (µs UTC)."""

    name: str
    officer: str
    digest: str
    made_at: int
    until: int
    revoked_at: int | None = None

    def stands(self, at: int) -> bool:
        """Tell whether its token opens anything at an instant."""
        return self.revoked_at is None and at < self.until


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return sha256(token.encode()).hexdigest()


def clients(connection: Connection, vault: Vault) -> dict[str, Client]:
    """Return every client there ever was, by name."""
    rows = connection.execute(_ACTS, (LOG_ID,)).fetchall()
    keys = vault.open_keys({row[4] for row in rows})
    found: dict[str, Client] = {}
    for officer, command, made_at, entry_id, key_id, sealed in rows:
        about: Mapping[str, Any] = said_in(keys[key_id], entry_id, sealed)
        name = about["client"]
        if command == MADE:
            found[name] = Client(name, officer, about["token_digest"], made_at, about["until"])
        else:
            found[name] = replace(found[name], revoked_at=made_at)
    return found


def count_of(connection: Connection) -> int:
    """Return how many acts made the clients what they are; it grows with each."""
    row = connection.execute(_COUNT, (LOG_ID,)).fetchone()
    assert row is not None
    return int(row[0])


def make(
    connection: Connection, vault: Vault, registers: Registers, name: str, officer: str, reason: str, until: int,
    now: int,
) -> str:  # fmt: skip
    """Enter a new client that acts as ``officer`` until an instant (µs UTC), and return its token, which is kept
    nowhere. Raises ClientRefused where the name is taken or none, and ActRefused."""
    if not _NAME.fullmatch(name):
        raise ClientRefused("a name is 1 to 40 small letters, digits and hyphens, and no hyphen first")
    token = f"pl_{secrets.token_urlsafe(32)}"
    with connection.transaction():
        connection.execute(_ALONE)
        if name in clients(connection, vault):
            raise ClientRefused("a client of this name is there already, or was")
        about = {"client": name, "token_digest": digest_of(token), "until": until}
        enter_act(
            connection, vault, registers, officer, reason, MADE, about, None, now, register(), EVERY_ROLE
        )
    return token


def revoke(
    connection: Connection, vault: Vault, registers: Registers, name: str, officer: str, reason: str, now: int
) -> None:
    """Enter that a client is no longer one: its token opens nothing from here on. Raises ClientRefused, ActRefused."""
    with connection.transaction():
        connection.execute(_ALONE)
        found = clients(connection, vault).get(name)
        if found is None or found.revoked_at is not None:
            raise ClientRefused("no client of this name is there to revoke")
        enter_act(
            connection, vault, registers, officer, reason, REVOKED, {"client": name}, None, now, register(), EVERY_ROLE
        )
