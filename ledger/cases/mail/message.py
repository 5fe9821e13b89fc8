"""A mail as bytes (RFC 5322): the same bytes each time it is tried, so that a double is known by its Message-ID."""

from __future__ import annotations

from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from ledger.cases.answer import Operator
from ledger.cases.casebook import readable
from ledger.cases.mail.queue import Content, Mail
from ledger.cases.mail.words import MAIL_WORDS
from ledger.cases.moments import minute
from ledger.cases.texts import Text

_RULE = "----------------"


def message(mail: Mail, content: Content, sender: str, window: str, operator: Operator) -> bytes:
    """Return the message. ``sender``: address it comes from; ``window``: address of the contact window's pages, ending
    in a slash, to which nothing of the person is added."""
    english = content.language == "en"
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(addr_spec=sender)
    made["To"] = Address(addr_spec=content.to)
    made["Subject"] = _in(MAIL_WORDS["subject"], english)
    made["Date"] = format_datetime(datetime.fromtimestamp(mail.made_at // 1_000_000, UTC))
    made["Message-ID"] = f"<{mail.mail_id.hex}@{sender.partition('@')[2]}>"
    # RFC 3834: nobody's absence is answered to it.
    made["Auto-Submitted"] = "auto-generated"
    made["Content-Language"] = content.language
    made.set_content("\n\n".join(_body(mail, content, window, operator, english)) + "\n", cte="base64")
    return made.as_bytes()


def _body(mail: Mail, content: Content, window: str, operator: Operator, english: bool) -> list[str]:
    greeting = f"{operator.name} {_in(MAIL_WORDS['from'], english)}".strip()
    address = f"{window}{content.language}/follow"
    if content.code is None:
        told = [_in(MAIL_WORDS["news"], english), address]
    else:
        assert content.code_until is not None, "a code has its time"
        until = _in(minute(content.code_until), english)
        told = [
            _in(MAIL_WORDS[mail.kind], english).format(until), readable(content.code),
            _in(MAIL_WORDS["where"], english), address, _in(MAIL_WORDS["nobody"], english),
        ]  # fmt: skip
    foot = [one for one in (_RULE, operator.name, operator.contact) if one]
    return [greeting, *told, _in(MAIL_WORDS["stranger"], english), "\n".join(foot)]


def _in(words: Text, english: bool) -> str:
    return words.en if english else words.ja
