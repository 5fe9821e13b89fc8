"""Scopes: what one sealing key covers (contract 3). Small, so that destroying one forgets little else."""

from __future__ import annotations

from typing import NamedTuple


class Scope(NamedTuple):
    """One key's reach: ``owner`` is an identity's or event's bytes, ``period`` a month (yyyymm) or day (yyyymmdd)."""

    kind: str
    owner: bytes
    period: int


def identity_of(scope: Scope) -> int | None:
    """Return the identity whose data a key of this scope seals, or None when it is about nobody."""
    if scope.kind in ("person_month", "facts", "stops"):
        return int.from_bytes(scope.owner, "big")
    return None


def person_month(identity: int, month: int) -> Scope:
    """Records of one identity in one Japanese month of provision."""
    return Scope("person_month", identity.to_bytes(8, "big"), month)


def event_month(event_id: bytes, month: int) -> Scope:
    """A record about nobody in particular."""
    return Scope("event_month", event_id, month)


def facts(identity: int) -> Scope:
    """Consents and links of one identity, and who it is in its stops."""
    return Scope("facts", identity.to_bytes(8, "big"), 0)


def stops(identity: int) -> Scope:
    """Stops of one identity, without who it is: erasure spares this key, since a stop outlives it."""
    return Scope("stops", identity.to_bytes(8, "big"), 0)


def register() -> Scope:
    """Every register."""
    return Scope("register", b"", 0)


def case(case_id: bytes) -> Scope:
    """One request at the contact window: what was asked, by whom, and what was decided about it."""
    return Scope("case", case_id, 0)


def attachment(attachment_id: bytes) -> Scope:
    """One file that came with a case: it may have to go before the case does."""
    return Scope("attachment", attachment_id, 0)


def day(date: int) -> Scope:
    """Quarantine, conflicts and acts about nobody, taken in on one Japanese day."""
    return Scope("day", b"", date)
