"""Where a listing goes on: what it was begun with, sealed against change by whoever carries it.

A cursor holds the head size and the instant of its first page, so that every later page shows cases as they stood then,
however many have come since. It names a case by its number and nobody by anything.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass

from ledger.web.api.problems import Problem

_MAC = 16


@dataclass(frozen=True, slots=True)
class Cursor:
    """``as_of``: head size, ``at``: instant (µs UTC) of the first page; ``after``: sort key of the last case shown;
    the rest are the filters."""

    client: str
    as_of: int
    at: int
    after: tuple[str, int, str] | None
    stage: str | None
    kind: str | None
    due_until: str | None
    closed: bool
    limit: int

    def written(self, key: bytes) -> str:
        """Return it for its bearer."""
        said = json.dumps(asdict(self), separators=(",", ":")).encode()
        return urlsafe_b64encode(_mac(key, said) + said).decode().rstrip("=")


def read(written: str, key: bytes, client: str) -> Cursor:
    """Read a cursor that this client was given. Raises Problem."""
    try:
        whole = urlsafe_b64decode(written.encode("ascii") + b"=" * (-len(written) % 4))
    except ValueError:
        raise Problem("cursor_invalid") from None
    said = whole[_MAC:]
    if not hmac.compare_digest(_mac(key, said), whole[:_MAC]):
        raise Problem("cursor_invalid")
    members = json.loads(said)
    if members["client"] != client:
        raise Problem("cursor_invalid")
    after = members.pop("after")
    return Cursor(after=None if after is None else tuple(after), **members)


def _mac(key: bytes, said: bytes) -> bytes:
    return hmac.digest(key, b"cursor of the API\n" + said, "sha256")[:_MAC]
