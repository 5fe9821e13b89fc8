"""Accounts of the staff: what they sign in with, sealed; their invitations, sessions and known browsers, by digests.

What an officer may do is in the register, what they did is in the acts; here is only how the console knows them again.
Whoever reads this table without the master key finds no password hash to guess at.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.store.connect import Connection
from ledger.vault.master import KeyService
from ledger.vault.proving import named_context, prove
from ledger.vault.seal import open_sealed, seal

_KEY = "staff"
#: One statement each, so that several threads may share a connection, and nothing is ever half done.
_INVITE = """
insert into invitation (digest, officer, sealed, invited_by, until) values (%s, %s, %s, %s, %s)
on conflict (officer) do update set digest = excluded.digest, sealed = excluded.sealed,
  invited_by = excluded.invited_by, until = excluded.until
"""
_ENROL = """
with taken as (delete from invitation where digest = %(digest)s and until > %(now)s returning officer, invited_by),
     gone as (delete from session where officer in (select officer from taken)),
     unknown as (delete from device where officer in (select officer from taken))
insert into account (officer, sealed, invited_by, enrolled_at, signed_in_at, last_code)
select officer, %(sealed)s, invited_by, %(now)s, %(now)s, %(step)s from taken
on conflict (officer) do update set sealed = excluded.sealed, invited_by = excluded.invited_by,
  enrolled_at = excluded.enrolled_at, signed_in_at = excluded.signed_in_at, last_code = excluded.last_code,
  revoked_at = null
returning officer
"""
_REVOKE = """
with gone as (delete from session where officer = %(officer)s),
     unknown as (delete from device where officer = %(officer)s),
     uninvited as (delete from invitation where officer = %(officer)s returning officer),
     revoked as (
       update account set revoked_at = %(now)s where officer = %(officer)s and revoked_at is null returning officer
     )
select exists (select from revoked) or exists (select from uninvited)
"""
_USE_CODE = """
update account set last_code = %(step)s, signed_in_at = %(now)s
where officer = %(officer)s and last_code < %(step)s and revoked_at is null returning officer
"""
_SESSION = """
select s.officer, s.begun_at, s.seen_at from session s join account a using (officer)
where s.digest = %s and a.revoked_at is null
"""
_ALL = """
select officer, a.enrolled_at, a.signed_in_at, a.revoked_at
from account a full join invitation using (officer) order by officer
"""
_LOOK = """
insert into look (session, case_id, reason) values (%s, %s, %s)
on conflict (session, case_id) do update set reason = excluded.reason
"""
_SWEEP = """
with a as (delete from session where begun_at < %(begun)s or seen_at < %(seen)s),
     b as (delete from device where until < %(now)s)
delete from invitation where until < %(now)s
"""


@dataclass(frozen=True, slots=True)
class Material:
    """What an officer signs in with: the argon2id string of their password, and the secret of their one-time codes
    (RFC 6238) in base32."""

    password: str
    codes: str


@dataclass(frozen=True, slots=True)
class Account:
    """How an officer stands with the console. Instants are µs UTC; ``enrolled_at`` None: invited, not come yet."""

    officer: str
    enrolled_at: int | None
    signed_in_at: int | None
    revoked_at: int | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom an open invitation is for, and the secret of one-time codes that they are to keep."""

    officer: str
    codes: str


@dataclass(frozen=True, slots=True)
class Session:
    """A session that was begun and not ended (µs UTC)."""

    officer: str
    begun_at: int
    seen_at: int


def digest(token: str) -> bytes:
    """Return what is kept of a random token."""
    return sha256(token.encode()).digest()


class Accounts:
    """The accounts of one key store. May be used by several threads. Whatever asks the store raises psycopg errors, and
    WrongMasterKey where it does not know the master key. ``connect`` opens a connection in the role of the staff."""

    def __init__(self, connect: Callable[[], Connection], service: KeyService) -> None:
        self._connect = connect
        self._service = service
        self._lock = Lock()
        self._connection: Connection | None = None
        self._cipher: AESGCM | None = None

    def invite(self, officer: str, by: str, token: str, codes: str, until: int) -> None:
        """Invite an officer to sign in for the first time or anew; an invitation before this one is void."""
        named = digest(token)
        self._run(_INVITE, (named, officer, self._sealed(b"invitation\n" + named, codes), by, until))

    def invited(self, token: str, now: int) -> Invitation | None:
        """Return the open invitation of a token, None where there is none."""
        named = digest(token)
        row = self._run("select officer, sealed from invitation where digest = %s and until > %s", (named, now))
        return Invitation(row[0], self._opened(b"invitation\n" + named, row[1])) if row else None

    def enrol(self, token: str, officer: str, material: Material, step: int, now: int) -> bool:
        """Take up an invitation, once: from now on the officer signs in by this and by nothing they had before.
        ``step``: time step of the one-time code by which they showed that they have the secret. Tell whether it was
        still open."""
        told = json.dumps({"password": material.password, "codes": material.codes})
        sealed = self._sealed(b"account\n" + officer.encode(), told)
        found = self._run(_ENROL, {"digest": digest(token), "now": now, "sealed": sealed, "step": step})
        return found is not None

    def material(self, officer: str) -> Material | None:
        """Return what an officer signs in with; None for who has no account or had it revoked."""
        row = self._run("select sealed from account where officer = %s and revoked_at is null", (officer,))
        if row is None:
            return None
        told = json.loads(self._opened(b"account\n" + officer.encode(), row[0]))
        return Material(told["password"], told["codes"])

    def use_code(self, officer: str, step: int, now: int) -> bool:
        """Use up the one-time code of a time step, and note that the officer signed in. Tell whether no code of this
        step or a later one was used before."""
        return self._run(_USE_CODE, {"officer": officer, "step": step, "now": now}) is not None

    def revoke(self, officer: str, now: int) -> bool:
        """Let an officer in no more, and end their sessions. Tell whether there was anything to revoke."""
        row = self._run(_REVOKE, {"officer": officer, "now": now})
        return bool(row and row[0])

    def all(self) -> list[Account]:
        """Return every account and open invitation, by officer."""
        return [Account(*row) for row in self._database().execute(_ALL).fetchall()]

    def begin(self, token: str, officer: str, now: int) -> None:
        """Begin a session."""
        self._run("insert into session (digest, officer, begun_at, seen_at) values (%s, %s, %s, %s)",
                  (digest(token), officer, now, now))  # fmt: skip

    def session(self, token: str) -> Session | None:
        """Return the session of a token, as long as its account stands."""
        row = self._run(_SESSION, (digest(token),))
        return Session(*row) if row else None

    def seen(self, token: str, now: int) -> None:
        """Note that a session is in use."""
        self._run("update session set seen_at = %s where digest = %s", (now, digest(token)))

    def end(self, session: bytes) -> None:
        """End a session, named by its digest."""
        self._run("delete from session where digest = %s", (session,))

    def know(self, token: str, officer: str, until: int) -> None:
        """Know a browser again in which the officer signed in."""
        self._run("insert into device (digest, officer, until) values (%s, %s, %s)", (digest(token), officer, until))

    def knows(self, token: str, officer: str, now: int) -> bool:
        """Tell whether the officer has signed in before in the browser that holds the token."""
        row = self._run("select from device where digest = %s and officer = %s and until > %s",
                        (digest(token), officer, now))  # fmt: skip
        return row is not None

    def look(self, session: bytes, case_id: bytes, reason: str) -> None:
        """Note why a session looks at a case."""
        self._run(_LOOK, (session, case_id, reason))

    def reason(self, session: bytes, case_id: bytes) -> str | None:
        """Return why a session looks at a case, None where it was not asked yet."""
        row = self._run("select reason from look where session = %s and case_id = %s", (session, case_id))
        return str(row[0]) if row else None

    def sweep(self, begun: int, seen: int, now: int) -> None:
        """Forget sessions begun or seen last before these instants, and invitations and browsers whose time is over."""
        self._run(_SWEEP, {"begun": begun, "seen": seen, "now": now})

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()

    def _run(self, statement: str, values: Any) -> tuple[Any, ...] | None:
        cursor = self._database().execute(statement, values)
        return cursor.fetchone() if cursor.description is not None else None

    def _sealed(self, named: bytes, text: str) -> bytes:
        return seal(self._ciphers(), text.encode(), named)

    def _opened(self, named: bytes, sealed: bytes) -> str:
        return open_sealed(self._ciphers(), bytes(sealed), named).decode()

    def _ciphers(self) -> AESGCM:
        if self._cipher is None:
            row = self._run("select wrapped from named_key where name = %s", (_KEY,))
            if row is None:
                raise LookupError("the key store has no key staff; run `provision-ledger migrate`")
            self._cipher = AESGCM(self._service.unwrap(bytes(row[0]), named_context(_KEY)))
        return self._cipher

    def _database(self) -> Connection:
        with self._lock:
            if self._connection is None or self._connection.closed:
                connection = self._connect()
                try:
                    prove(connection, self._service)
                except BaseException:
                    connection.close()
                    raise
                self._connection = connection
            return self._connection
