"""How the sample's events are told: minutes before the demo, everyday values for what a chapter does not care about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from ledger.cli.sample.registers import registers
from streams.scenario import from_json

#: Who asks in the demo, and the officer who answers.
ASKS = ("member", "A-000101")
OFFICER = "officer-1"

#: Who had the opt-out stopped.
STOPPED = "A-000120"

#: Hours, in minutes: what is this old can wait for no consent any more (the sources' declared lag is six hours).
LONG_AGO = 26 * 60

_NAMESPACE = UUID("5f1c8a4e-5a55-4c39-9d0c-2f6d5b6f7a10")

Told = tuple[str, dict[str, Any]]


class Telling:
    """Tells events relative to one moment."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._registers = registers(now.date())
        self._said = {row["key"]: row["body"]["said"] for row in self._registers if row["register"] == "terms"}

    def registers(self) -> list[Told]:
        """The operator's registers, all of them."""
        return [self.event("RegisterChange", f"{row['register']}/{row['key']}", 1, row) for row in self._registers]

    def consent(self, who: str, minutes: int, **more: Any) -> Told:
        """A consent on the member site; by itself to credit checks and operation."""
        terms = more.pop("terms", "terms-2026-04")
        told = {
            "consent": f"consent of {who}", "change": "given", "person": _person(who), "terms": terms,
            "terms_said": self._said[terms], "recipients": ["credit-check"],
            "items": ["name", "address", "application"], "purposes": ["screening", "operation"], "channel": "web",
            **more,
        }  # fmt: skip
        return self.event("ConsentChange", f"{who} {told['change']} {terms}", minutes, told)

    def provision(
        self, name: str, minutes: int, *who: str, namespace: str = "member", evidence: dict[str, str] | None = None,
        **more: Any,
    ) -> Told:  # fmt: skip
        """A provision; by itself of name and address to the credit check, on consent."""
        return self.event("Provision", name, minutes, {
            "role": "provider", "people": [{"namespace": namespace, "id": one} for one in who],
            "recipient": "credit-check", "items": ["name", "address"], "purpose": "screening", "ground": "consent",
            "evidence": [{"code": code, "value": value} for code, value in (evidence or {}).items()],
            "form": "each", "method": "api", "data_class": "personal_data", "handling": "intended", **more,
        })  # fmt: skip

    def excepted(
        self, name: str, minutes: int, recipient: str, ground: str, items: Sequence[str] = ("name", "address"),
        **evidence: str,
    ) -> Told:  # fmt: skip
        """A provision about who asks in the demo, on a ground other than consent."""
        return self.provision(
            name, minutes, ASKS[1], recipient=recipient, ground=ground, items=list(items), purpose="inquiry",
            evidence=evidence,
        )  # fmt: skip

    def link(self, who: str, namespace: str, other: str, minutes: int) -> Told:
        """A second id of a person, held since long before."""
        return self.event("PersonLink", other, minutes, {
            "change": "same", "person": _person(who), "other": {"namespace": namespace, "id": other},
            "since": self.at(24 * 60), "evidence": [{"code": "proof", "value": "sign-in with both ids"}],
        })  # fmt: skip

    def stop(self, who: str, minutes: int, ground: str) -> Told:
        """A stop that a person asked for, of every recipient and item, open-ended."""
        return self.event("Stop", f"{who} {ground}", minutes, {"person": _person(who), "ground": ground})

    def correction(self, name: str, minutes: int, corrects: str, reason: str, **more: Any) -> Told:
        """A correction of a provision, with a proof; a void unless it says what is true instead."""
        return self.event("ProvisionCorrection", name, minutes, {
            "corrects": str(event_id("Provision", corrects)), "action": "correct" if more else "void", "reason": reason,
            "author": "screening desk", "evidence": [{"code": "proof", "value": "transfer log"}], **more,
        })  # fmt: skip

    def event(self, name: str, key: str, minutes: int, told: dict[str, Any]) -> Told:
        """An event that happened so many minutes ago; the same key is the same event."""
        return name, from_json(name, {"id": str(event_id(name, key)), "happened_at": self.at(minutes), **told})

    def at(self, minutes: int) -> str:
        return (self._now - timedelta(minutes=minutes)).isoformat()


def event_id(name: str, key: str) -> UUID:
    """Return the id of the event of this kind and key."""
    return uuid5(_NAMESPACE, f"{name}/{key}")


def _person(who: str) -> dict[str, str]:
    return {"namespace": "member", "id": who}
