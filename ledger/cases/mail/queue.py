"""Mail that waits to be sent: a row is written in the transaction of the step that causes it.

Who it goes to and what it says are sealed under the case's key; in clear stand random numbers, what kind of mail it is
and when it is due. A row leaves with its sending; of one that was given up the content is removed and the row stays, so
that the staff are told.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal
from uuid import UUID, uuid4

from ledger.log.head import LOG_ID
from ledger.store.connect import Connection
from ledger.vault.keys import case
from ledger.vault.seal import open_sealed, seal
from ledger.vault.vault import Vault

#: That there is news; the code that proves an address; the code that opens an answer.
MailKind = Literal["news", "proof", "receipt"]
#: How long (µs) a mail is tried, unless what it says ends before.
_TRIED = 5 * 86_400_000_000
#: How long (µs) a mail that somebody took belongs to them: longer than any sending takes.
_LEASE = 240_000_000

_QUEUE = """
insert into mail (log_id, mail_id, case_id, kind, made_at, due_at, until, key_id, sealed)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_TAKE = """
update mail set tries = tries + 1, due_at = %(leased)s
where log_id = %(log)s and mail_id = (
  select mail_id from mail where log_id = %(log)s and state = 'waiting' and due_at <= %(now)s
  order by due_at limit 1 for update skip locked)
returning mail_id, kind, made_at, until, tries, key_id, sealed
"""
_WAITING = """
select kind, due_at from mail where log_id = %s and case_id = %s and state = 'waiting' order by made_at, mail_id
"""
_PUT_OFF = "update mail set due_at = %s where log_id = %s and mail_id = %s"
_GIVE_UP = "update mail set state = 'given_up', sealed = '' where log_id = %s and mail_id = %s"
_REMOVE = "delete from mail where log_id = %s and mail_id = %s"
_TIDY = "delete from mail where log_id = %s and state = 'given_up' and until < %s"
#: For how long (µs) a mail that was given up stays to be told of.
_TOLD_WITHIN = 30 * 86_400_000_000


@dataclass(frozen=True, slots=True)
class Content:
    """What is sealed of a mail: the number of its case, who it goes to, in which language, and the code that it brings
    with the end of its time (µs UTC); neither where it brings news."""

    number: str
    to: str
    language: str
    code: str | None = None
    code_until: int | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that is to be sent. ``content`` is None where the case's key was destroyed. Times are µs UTC; ``tries``
    counts this one; after ``until`` it is not tried any more."""

    mail_id: UUID
    kind: MailKind
    made_at: int
    until: int
    tries: int
    content: Content | None


def queue(connection: Connection, vault: Vault, case_id: bytes, kind: MailKind, content: Content, at: int) -> None:
    """Put a mail into the queue, in the caller's transaction. It is due, and dated, at an instant (µs UTC)."""
    mail_id, scope = uuid4(), case(case_id)
    key = vault.keys({scope})[scope]
    sealed = seal(key.cipher, json.dumps(asdict(content)).encode(), mail_id.bytes)
    until = min(at + _TRIED, content.code_until or at + _TRIED)
    connection.execute(
        _QUEUE, (LOG_ID, mail_id, UUID(bytes=case_id), kind, at, at, until, key.key_id, sealed)
    )  # fmt: skip


def take(connection: Connection, vault: Vault, now: int) -> Mail | None:
    """Take the mail that is due longest, if one is, so that nobody else does for a while. Raises SealBroken."""
    row = connection.execute(_TAKE, {"log": LOG_ID, "now": now, "leased": now + _LEASE}).fetchone()
    if row is None:
        return None
    mail_id, kind, made_at, until, tries, key_id, sealed = row
    key = vault.open_keys({key_id}).get(key_id)
    content = None
    if key is not None:
        content = Content(**json.loads(open_sealed(key.cipher, bytes(sealed), mail_id.bytes)))
    return Mail(mail_id, kind, made_at, until, tries, content)


def waiting(connection: Connection, case_id: bytes) -> list[tuple[MailKind, int]]:
    """Return what mail of a case waits to be sent, and when each is due (µs UTC)."""
    return [(kind, due) for kind, due in connection.execute(_WAITING, (LOG_ID, UUID(bytes=case_id)))]


def put_off(connection: Connection, mail: Mail, until: int) -> None:
    """Try a mail again at an instant (µs UTC)."""
    connection.execute(_PUT_OFF, (until, LOG_ID, mail.mail_id))


def give_up(connection: Connection, mail: Mail) -> None:
    """Try a mail no more; the row stays without its content, and the staff are told."""
    connection.execute(_GIVE_UP, (LOG_ID, mail.mail_id))


def remove(connection: Connection, mail: Mail) -> None:
    """Take a mail out of the queue: it was sent, or nobody can read it."""
    connection.execute(_REMOVE, (LOG_ID, mail.mail_id))


def tidy(connection: Connection, now: int) -> None:
    """Remove what was given up long ago."""
    connection.execute(_TIDY, (LOG_ID, now - _TOLD_WITHIN))
