"""Services that may ask before data leaves: their key, their range, and how often they may ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ledger.law.types import Act
from ledger.registers.snapshot import Registers

#: Questions a minute of a service whose entry does not say.
PER_MINUTE = 600


@dataclass(frozen=True, slots=True)
class Service:
    """A service's entry in the register: its range, which is what it may ask about, and its key's SHA-256 in hex."""

    code: str
    sources: frozenset[str]
    recipients: frozenset[str]
    items: frozenset[str]
    key_digest: str | None
    per_minute: int

    def may_ask(self, act: Act) -> bool:
        """Tell whether the act lies in the service's range: its own source, recipients and items."""
        return act.source in self.sources and act.recipient in self.recipients and self.items.issuperset(act.items)


def services_at(registers: Registers, at: int) -> tuple[Service, ...]:
    """Return every service that is registered at the instant (µs UTC)."""
    return tuple(_service(row.key, row.body) for row in registers.keys_at("services", at))


def _service(code: str, body: Any) -> Service:
    return Service(
        code,
        frozenset(body["sources"]),
        frozenset(body.get("recipients", ())),
        frozenset(body.get("items", ())),
        body.get("key_digest"),
        body.get("per_minute", PER_MINUTE),
    )
