"""Handing a message to a mail server (RFC 5321), over a verified connection."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

Security = Literal["starttls", "tls", "none"]
#: How long (s) the server may be silent.
_PATIENCE = 20.0


class NotTaken(Exception):
    """The mail server did not take a mail, now or for good. The mail stays in the queue or is given up as its step
    says."""

    def __init__(self, what: str, *, for_good: bool) -> None:
        super().__init__(what)
        self.for_good = for_good


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes mail for others. ``security``: TLS from the start, by STARTTLS, or none, for a server on the
    same machine. Without a user nobody signs in."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)

    def send(self, sender: str, to: str, message: bytes) -> None:
        """Hand over one message. Raises NotTaken: for good where this recipient or message is refused, else for now; it
        names the reply's number and nothing of its text, which often repeats the address."""
        try:
            with self._connected(sender) as client:
                client.sendmail(sender, [to], message)
        except smtplib.SMTPRecipientsRefused as refused:
            ((code, _),) = refused.recipients.values()
            raise NotTaken(f"recipient refused, {code}", for_good=code >= 500) from None
        except smtplib.SMTPDataError as refused:
            raise NotTaken(f"message refused, {refused.smtp_code}", for_good=refused.smtp_code >= 500) from None
        except smtplib.SMTPResponseException as refused:
            # Sign-in, sender or greeting: ours to put right, and no reason to give up what waits.
            raise NotTaken(f"{type(refused).__name__}, {refused.smtp_code}", for_good=False) from None
        except (smtplib.SMTPException, OSError) as away:
            raise NotTaken(type(away).__name__, for_good=False) from None

    @contextmanager
    def _connected(self, sender: str) -> Iterator[smtplib.SMTP]:
        # Without a name of its own a client says the machine's, after asking who that is.
        name, context = sender.partition("@")[2], ssl.create_default_context()
        client = (
            smtplib.SMTP_SSL(self.host, self.port, name, timeout=_PATIENCE, context=context)
            if self.security == "tls"
            else smtplib.SMTP(self.host, self.port, name, timeout=_PATIENCE)
        )
        try:
            if self.security == "starttls":
                client.starttls(context=context)
            if self.user:
                client.login(self.user, self.password)
            yield client
            # What was taken is taken, however the parting goes.
            with suppress(smtplib.SMTPException, OSError):
                client.quit()
        finally:
            client.close()
