"""Stops as the recorder keeps them: what binds, apart from who asked for it.

A stop outlives erasure, its person's name does not. So what binds is sealed under the identity's key of stops, which
erasure spares, and (namespace, id) once more inside it, under the identity's key of facts, which erasure destroys.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ledger.judging.said import iso
from ledger.log.canonical import canonical
from ledger.log.entry import new_id
from ledger.log.head import LOG_ID
from ledger.vault.keys import facts
from ledger.vault.seal import open_sealed, seal
from ledger.vault.vault import SealingKey, Vault
from streams.recorder.provisions import plain_code

Person = tuple[str, str]

STOP = (
    "log_id", "idx", "stop", "identity", "ground", "since", "ends_at", "recipients", "items", "told_at", "key_id",
    "person",
)  # fmt: skip
ACKNOWLEDGEMENT = ("log_id", "idx", "stop", "source", "effective_at")


@dataclass(frozen=True, slots=True)
class SealedPerson:
    """Whose stop it is: (namespace, id), sealed under a key that only this names, for the stop ``stop``."""

    stop: bytes
    key_id: int
    sealed: bytes

    @classmethod
    def of(cls, stop: bytes, person: Person, key: SealingKey) -> SealedPerson:
        return cls(stop, key.key_id, seal(key.cipher, canonical(list(person)), stop))

    @classmethod
    def read(cls, words: Mapping[str, Any]) -> SealedPerson:
        """Read what ``words`` wrote."""
        return cls(bytes.fromhex(words["stop"]), int(words["key"]), bytes.fromhex(words["person"]))

    def words(self) -> dict[str, str]:
        """Return it as JSON-able values."""
        return {"stop": self.stop.hex(), "key": str(self.key_id), "person": self.sealed.hex()}

    def open(self, key: SealingKey) -> Person:
        """Return the person. Raises SealBroken."""
        namespace, number = json.loads(open_sealed(key.cipher, self.sealed, self.stop))
        return namespace, number


@dataclass(frozen=True, slots=True)
class Stopped:
    """What a stop says: its ground, from when until before ``ends_at`` (µs UTC, None: open) it binds, the recipients
    and items it covers (None: all), and when it was told (µs UTC)."""

    ground: str
    since: int
    ends_at: int | None
    recipients: Iterable[str] | None
    items: Iterable[str] | None
    told_at: int


def stop_given(vault: Vault, person: Person, identity: int, stopped: Stopped) -> tuple[UUID, dict[str, Any]]:
    """Draw a stop of who holds, or held, the person's id, and return its id and what the act `stop give` is about."""
    key = facts(identity)
    sealed = SealedPerson.of(new_id(), person, vault.keys({key})[key])
    return UUID(bytes=sealed.stop), {
        **sealed.words(), "ground": stopped.ground, "since": iso(stopped.since),
        "ends_at": None if stopped.ends_at is None else iso(stopped.ends_at),
        "recipients": None if stopped.recipients is None else list(stopped.recipients),
        "items": None if stopped.items is None else list(stopped.items),
    }  # fmt: skip


def stop_row(idx: int, identity: int | None, stopped: Stopped, person: SealedPerson) -> tuple[Any, ...]:
    """Return the row of `stop`, in STOP."""
    return (
        LOG_ID, idx, UUID(bytes=person.stop), identity, plain_code(stopped.ground), stopped.since, stopped.ends_at,
        _plain(stopped.recipients), _plain(stopped.items), stopped.told_at, person.key_id, person.sealed,
    )  # fmt: skip


def acknowledgement_row(idx: int, source: str, event: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the row of `stop_acknowledgement`, in ACKNOWLEDGEMENT."""
    return (LOG_ID, idx, UUID(bytes=event["stop"]), source, event["effective_at"])


def _plain(codes: Iterable[str] | None) -> list[str] | None:
    return None if codes is None else [plain_code(code) for code in codes]
