"""Sessions of the staff: half an hour without use, twelve hours at most, and not beyond role or account.

The browser holds a random token; its digest is what is kept. The token that forms carry is derived from it, so that who
can read the table can forge neither.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256

from ledger.cases.casebook import case_id_of
from ledger.judging.officers import officer_at
from ledger.vault.accounts import Accounts, Session, digest
from ledger.web.console.routes import Who
from ledger.web.desks import Desks

#: How long (µs) a session lasts without being used, and at most.
IDLE, LONGEST = 30 * 60_000_000, 12 * 3_600_000_000
#: How often (µs) its use is written down.
_NOTED = 60_000_000


class StaffSessions:
    """The sessions of one console. Raises psycopg errors while a database is away."""

    def __init__(self, accounts: Accounts, desks: Desks) -> None:
        self._accounts = accounts
        self._desks = desks

    def begin(self, officer: str, now: int) -> str:
        """Begin a session and return the token for the browser to hold. What is over is forgotten meanwhile."""
        token = secrets.token_urlsafe(32)
        self._accounts.sweep(now - LONGEST, now - IDLE, now)
        self._accounts.begin(token, officer, now)
        return token

    def who(self, token: str, now: int) -> Who | None:
        """Return who holds a session's token, None where nobody does or it has ended."""
        session = self._accounts.session(token) if token else None
        if session is None:
            return None
        officer = officer_at(self._desks.registers(), session.officer, now)
        if ended(session, now) or officer is None:
            self._accounts.end(digest(token))
            return None
        if now - session.seen_at > _NOTED:
            self._accounts.seen(token, now)
        return Who(
            officer.code, officer.name, officer.roles, officer.range, form_token(token), digest(token).hex(),
            officer.closed(now),
        )  # fmt: skip

    def end(self, who: Who) -> None:
        """End the session."""
        self._accounts.end(bytes.fromhex(who.session))

    def look(self, who: Who, number: str, reason: str) -> None:
        """Note why the session looks at the case of a number."""
        self._accounts.look(bytes.fromhex(who.session), case_id_of(number), reason)

    def reason(self, who: Who, number: str) -> str | None:
        """Return the reason that was chosen in this session for looking at the case of a number, None before."""
        return self._accounts.reason(bytes.fromhex(who.session), case_id_of(number))


def ended(session: Session, now: int) -> bool:
    """Tell whether a session's time is over at an instant (µs UTC)."""
    return now - session.seen_at >= IDLE or now - session.begun_at >= LONGEST


def form_token(token: str) -> str:
    """Return the token that each form of the session of ``token`` carries. Nobody comes from it to the session's."""
    return urlsafe_b64encode(sha256(b"form\n" + token.encode()).digest()).decode().rstrip("=")
