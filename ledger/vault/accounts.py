"""Accounts of the staff: what they sign in with, sealed; their invitations, sessions and known browsers, by digests.

What an officer may do is in the register, what they did is in the acts; here is only how the console knows them again.
Whoever reads this table without the master key finds no password hash to guess at, and who writes to it without that
key lets nobody in: a session, an account and an invitation say under the staff's key for whom they are.
"""

from __future__ import annotations

import hmac
import json
import logging
from dataclasses import dataclass
from hashlib import sha256

from ledger.vault.seal import SealBroken
from ledger.vault.staff_store import StaffStore

logger = logging.getLogger(__name__)

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
     unsaved as (delete from saved_search where officer = %(officer)s),
     unkept as (delete from search_columns where officer = %(officer)s),
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
_BEGIN = "insert into session (digest, officer, begun_at, seen_at, proof) values (%s, %s, %s, %s, %s)"
_SESSION = """
select s.officer, s.begun_at, s.seen_at, s.proof from session s join account a using (officer)
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
    """The accounts of one key store. May be used by several threads. Whatever asks the store raises what it does."""

    def __init__(self, store: StaffStore) -> None:
        self._store = store

    def invite(self, officer: str, by: str, token: str, codes: str, until: int) -> None:
        """Invite an officer to sign in for the first time or anew; an invitation before this one is void."""
        sealed = self._store.sealed(_invitation(token, officer), codes)
        self._store.run(_INVITE, (digest(token), officer, sealed, by, until))

    def invited(self, token: str, now: int) -> Invitation | None:
        """Return the open invitation of a token, None where there is none, or where its row was made out to somebody
        else than it was sealed for."""
        row = self._store.run(
            "select officer, sealed from invitation where digest = %s and until > %s", (digest(token), now)
        )
        if row is None:
            return None
        try:
            return Invitation(row[0], self._store.opened(_invitation(token, row[0]), row[1]))
        except SealBroken:
            logger.error("an invitation does not open for whom its row names; invite them anew")
            return None

    def enrol(self, token: str, officer: str, material: Material, step: int, now: int) -> bool:
        """Take up an invitation, once: from now on the officer signs in by this and by nothing they had before.
        ``step``: time step of the one-time code by which they showed that they have the secret. Tell whether it was
        still open."""
        told = json.dumps({"password": material.password, "codes": material.codes})
        sealed = self._store.sealed(b"account\n" + officer.encode(), told)
        found = self._store.run(_ENROL, {"digest": digest(token), "now": now, "sealed": sealed, "step": step})
        return found is not None

    def material(self, officer: str) -> Material | None:
        """Return what an officer signs in with; None for who has no account or had it revoked."""
        row = self._store.run("select sealed from account where officer = %s and revoked_at is null", (officer,))
        if row is None:
            return None
        told = json.loads(self._store.opened(b"account\n" + officer.encode(), row[0]))
        return Material(told["password"], told["codes"])

    def use_code(self, officer: str, step: int, now: int) -> bool:
        """Use up the one-time code of a time step, and note that the officer signed in. Tell whether no code of this
        step or a later one was used before."""
        return self._store.run(_USE_CODE, {"officer": officer, "step": step, "now": now}) is not None

    def revoke(self, officer: str, now: int) -> bool:
        """Let an officer in no more, and end their sessions. Tell whether there was anything to revoke."""
        row = self._store.run(_REVOKE, {"officer": officer, "now": now})
        return bool(row and row[0])

    def all(self) -> list[Account]:
        """Return every account and open invitation, by officer."""
        return [Account(*row) for row in self._store.database().execute(_ALL).fetchall()]

    def begin(self, token: str, officer: str, now: int) -> None:
        """Begin a session."""
        self._store.run(_BEGIN, (digest(token), officer, now, now, self._store.proof(_session(token, officer, now))))

    def session(self, token: str) -> Session | None:
        """Return the session of a token, as long as its account stands. One that the console did not begin is none."""
        row = self._store.run(_SESSION, (digest(token),))
        if row is None:
            return None
        officer, begun_at, seen_at, proof = row
        if not hmac.compare_digest(bytes(proof or b""), self._store.proof(_session(token, officer, begun_at))):
            logger.error("a session of %s stands in the key store that no console began", officer)
            return None
        return Session(officer, begun_at, seen_at)

    def seen(self, token: str, now: int) -> None:
        """Note that a session is in use."""
        self._store.run("update session set seen_at = %s where digest = %s", (now, digest(token)))

    def end(self, session: bytes) -> None:
        """End a session, named by its digest."""
        self._store.run("delete from session where digest = %s", (session,))

    def know(self, token: str, officer: str, until: int) -> None:
        """Know a browser again in which the officer signed in."""
        self._store.run(
            "insert into device (digest, officer, until) values (%s, %s, %s)", (digest(token), officer, until)
        )

    def knows(self, token: str, officer: str, now: int) -> bool:
        """Tell whether the officer has signed in before in the browser that holds the token."""
        row = self._store.run("select from device where digest = %s and officer = %s and until > %s",
                        (digest(token), officer, now))  # fmt: skip
        return row is not None

    def look(self, session: bytes, case_id: bytes, reason: str) -> None:
        """Note why a session looks at a case."""
        self._store.run(_LOOK, (session, case_id, reason))

    def reason(self, session: bytes, case_id: bytes) -> str | None:
        """Return why a session looks at a case, None where it was not asked yet."""
        row = self._store.run("select reason from look where session = %s and case_id = %s", (session, case_id))
        return str(row[0]) if row else None

    def sweep(self, begun: int, seen: int, now: int) -> None:
        """Forget sessions begun or seen last before these instants, and invitations and browsers whose time is over."""
        self._store.run(_SWEEP, {"begun": begun, "seen": seen, "now": now})

    def close(self) -> None:
        """Close the connection."""
        self._store.close()


def _invitation(token: str, officer: str) -> bytes:
    """Return what the secret of an invitation is bound to."""
    return b"invitation\n" + digest(token) + officer.encode()


def _session(token: str, officer: str, begun_at: int) -> bytes:
    """Return what is proven of a session."""
    return b"session\n" + digest(token) + begun_at.to_bytes(8, "big") + officer.encode()
