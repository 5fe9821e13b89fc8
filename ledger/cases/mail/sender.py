"""Sending what waits: one mail a turn, tried again with growing pauses, and never twice knowingly.

A mail is taken before it is sent and leaves the queue after. Who dies in between has perhaps sent it: it is tried again
when its lease is over, with the same Message-ID. Who lives and cannot say that it was sent keeps that in mind, and says
it before anything else.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from ledger.cases.answer import Operator
from ledger.cases.casebook import Casebook, CaseErased
from ledger.cases.mail.message import message
from ledger.cases.mail.queue import Mail, give_up, put_off, remove, take, tidy
from ledger.cases.mail.smtp import MailServer, NotTaken
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import load_registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

logger = logging.getLogger(__name__)

#: Who steps when the mail process does it, in place of an officer's name.
MAIL = "(mail)"
#: The first and the longest pause (µs) before a mail is tried again.
_FIRST, _LONGEST = 15_000_000, 3_600_000_000


@dataclass(slots=True)
class Sender:
    """One sending process. ``sender``: address that mail comes from; ``window``: address of the contact window;
    ``clock`` gives µs since 1970 UTC; ``on_sent`` is told when the server has taken a mail and the queue does not know
    it yet."""

    vault: Vault
    server: MailServer
    sender: str
    window: str
    clock: Callable[[], int]
    on_sent: Callable[[], None] = lambda: None
    _sent: list[tuple[Mail, str]] = field(default_factory=list)

    def turn(self, connection: Connection) -> bool:
        """Send one mail that is due; return whether there was one. Raises psycopg errors: nothing is lost then."""
        self._say_sent(connection)
        now = self.clock()
        mail = take(connection, self.vault, now)
        if mail is None:
            tidy(connection, now)
            return False
        if mail.content is None:
            remove(connection, mail)
        elif now > mail.until:
            self._end(connection, mail, "given_up", None)
        elif not self._may_go(connection, mail):
            self._end(connection, mail, "blocked", None)
        else:
            self._try(connection, mail)
        return True

    def _may_go(self, connection: Connection, mail: Mail) -> bool:
        """Tell whether a mail may still go where it was meant to, now that it is due."""
        assert mail.content is not None, "what is sent can be read"
        try:
            return Casebook(connection, self.vault).may_be_mailed(mail.content.number, mail.content.to)
        except CaseErased:
            return False

    def _try(self, connection: Connection, mail: Mail) -> None:
        assert mail.content is not None, "what is sent can be read"
        made = message(mail, mail.content, self.sender, self.window, self._operator(connection))
        try:
            self.server.send(self.sender, mail.content.to, made)
        except NotTaken as error:
            logger.warning("a mail was not taken at try %d (%s)", mail.tries, error)
            again = self.clock() + pause(mail.tries)
            if error.for_good or again > mail.until:
                self._end(connection, mail, "given_up", None)
            else:
                put_off(connection, mail, again)
            return
        self._sent.append((mail, sha256(made).hexdigest()))
        self.on_sent()
        self._say_sent(connection)

    def _say_sent(self, connection: Connection) -> None:
        while self._sent:
            mail, digest = self._sent[0]
            self._end(connection, mail, "sent", digest)
            del self._sent[0]

    def _end(self, connection: Connection, mail: Mail, outcome: str, digest: str | None) -> None:
        """Enter what became of a mail as a step of its case, and take it out of the queue."""
        assert mail.content is not None, "of what cannot be read nothing is entered"
        said = {"mail": mail.mail_id.hex, "kind": mail.kind, "outcome": outcome, "sha256": digest}
        with connection.transaction():
            (give_up if outcome == "given_up" else remove)(connection, mail)
            try:
                book = Casebook(connection, self.vault)
                book.step(mail.content.number, MAIL, "request", "case mail", said, self.clock())
            except CaseErased:
                logger.info("a mail's case was erased meanwhile")

    def _operator(self, connection: Connection) -> Operator:
        rows = load_registers(connection, LOG_ID, read_head(connection, LOG_ID).size).keys_at("operator", self.clock())
        body = rows[0].body if rows else {}
        return Operator(*(str(body.get(name, "")) for name in ("name", "address", "representative", "contact")))


def pause(tries: int) -> int:
    """Return the pause (µs) after so many tries: doubled each time, and in part drawn, so that what failed together is
    not tried together."""
    return int(min(_LONGEST, _FIRST * 2 ** min(tries - 1, 20)) * random.uniform(0.5, 1.0))
