"""Asking before data leaves, for services: a client that answers yes, no or unknown, and never anything else.

It needs nothing but the standard library. Unknown is no yes: while the ledger cannot be reached, a service that is
registered as fail-closed sends nothing. One that is registered with an emergency override may send, only where article
27(1)ii really holds (life, body or property in danger, consent hard to obtain), and then publishes the provision with
the ground and evidence of the override. An answer of no is never overridden.
"""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

#: What a question leaves out: who wrote the event, and when, is the publisher's.
_HEADER = frozenset({"id", "instance", "number", "happened_at", "written_at"})
_IDS = frozenset({"omitted_items_record", "counterpart_event"})
#: The greatest answer that is read.
_MOST_BYTES = 4_096


@dataclass(frozen=True, slots=True)
class Answer:
    """What the ledger said: ``reason`` is its code, or why nothing was said; ``answer_id`` names the answer in the
    ledger."""

    answer: Literal["yes", "no", "unknown"]
    reason: str
    answer_id: str | None = None

    @property
    def yes(self) -> bool:
        """Whether the data may leave."""
        return self.answer == "yes"


@dataclass(frozen=True, slots=True)
class Override:
    """A named emergency override: why provision was necessary, and why consent was hard to obtain (27(1)ii)."""

    name: Literal["27(1)ii"]
    necessity: str
    consent_difficult: str

    def __post_init__(self) -> None:
        if self.name != "27(1)ii" or not self.necessity.strip() or not self.consent_difficult.strip():
            raise ValueError("an override is 27(1)ii, and says what its wording asks for")

    def published(self, unanswered: Answer) -> dict[str, Any]:
        """Return the ground and evidence with which the provision has to be published afterwards."""
        return {
            "ground": self.name,
            "evidence": [
                {"code": "necessity", "value": self.necessity},
                {"code": "consent_difficult", "value": self.consent_difficult},
                {"code": "override_of", "value": unanswered.answer_id or "no answer"},
            ],
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether to send, and what the provision is published with in place of the ground that was asked about."""

    send: bool
    answer: Answer
    publish_with: Mapping[str, Any] = field(default_factory=dict)


class PreflightClient:
    """Asks one ledger at ``url`` (http or https) with the service's key. May be used by several threads, each of which
    keeps its own connection. ``timeout`` (s) bounds each wait for the ledger.

    ``closed``: what the service's register entry says. A service that is not closed may give an override when it
    decides.
    """

    def __init__(self, url: str, key: str, timeout: float = 0.2, closed: bool = True) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the ledger's address is http://host:port or https://host:port")
        if not key or not key.isascii() or not key.isprintable() or " " in key:
            raise ValueError("a key is printable ASCII without spaces")
        self._secure = parts.scheme == "https"
        self._host, self._port = parts.hostname, parts.port
        self._path = parts.path.rstrip("/") + "/v1/preflight"
        self._key = key
        self._timeout = timeout
        self._closed = closed
        self._kept = threading.local()

    def may_i(self, event: Mapping[str, Any]) -> Answer:
        """Ask about a provision, in the fields of its schema as the publisher takes them.

        Never raises for what the network or the ledger does: that is unknown. So is a question that cannot be written.
        """
        try:
            body = _written(event)
        except (TypeError, ValueError, AttributeError):
            return Answer("unknown", "not_written")
        kept = getattr(self._kept, "connection", None)
        # A connection kept from the last question may have been closed meanwhile: then once more on a new one.
        answer = (kept and self._try(kept, body)) or self._try(self._connection(), body)
        return answer or Answer("unknown", "unreachable")

    def decide(self, event: Mapping[str, Any], override: Override | None = None) -> Decision:
        """Ask, and decide by the service's fail mode. With an override that took effect, ``publish_with`` replaces the
        event's ground and evidence."""
        answer = self.may_i(event)
        if answer.answer == "unknown" and override is not None and not self._closed:
            return Decision(True, answer, override.published(answer))
        return Decision(answer.yes, answer)

    def close(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._kept, "connection", None)
        if connection is not None:
            self._drop(connection)

    def _connection(self) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        return kind(self._host, self._port, timeout=self._timeout)

    def _try(self, connection: http.client.HTTPConnection, body: bytes) -> Answer | None:
        """Ask once; None when the connection does not carry it."""
        try:
            return self._ask(connection, body)
        except TimeoutError:
            self._drop(connection)
            return Answer("unknown", "timeout")
        except (OSError, http.client.HTTPException):
            self._drop(connection)
            return None

    def _ask(self, connection: http.client.HTTPConnection, body: bytes) -> Answer:
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        connection.request("POST", self._path, body, headers)
        response = connection.getresponse()
        said = response.read(_MOST_BYTES + 1)
        # What was cut short may look whole: only a length that was kept, or a last chunk, says that it is.
        whole = len(said) <= _MOST_BYTES and (response.length == 0 or response.chunked)
        if whole and not response.will_close:
            self._kept.connection = connection
        else:
            self._drop(connection)
        return _read(response.status, said) if whole else Answer("unknown", "unreadable")

    def _drop(self, connection: http.client.HTTPConnection) -> None:
        connection.close()
        self._kept.connection = None


def _written(event: Mapping[str, Any]) -> bytes:
    """Write the question. An event's ids are bytes, which JSON has not."""
    asked = {name: value for name, value in event.items() if name not in _HEADER}
    for name in _IDS & asked.keys():
        if isinstance(asked[name], bytes):
            asked[name] = str(UUID(bytes=asked[name]))
    if not asked.get("source"):
        asked.pop("source", None)
    return json.dumps(asked).encode()


def _read(status: int, said: bytes) -> Answer:
    try:
        told = json.loads(said)
        answer, reason, answer_id = told["answer"], told["reason"], told.get("id")
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return Answer("unknown", "unreadable")
    if not isinstance(reason, str):
        return Answer("unknown", "unreadable")
    if status == 200 and answer in ("yes", "no") and isinstance(answer_id, str):
        return Answer(answer, reason, answer_id)
    return Answer("unknown", reason if status != 200 else "unreadable")
