"""The blind index: an id is found by a keyed hash of it, made with a key for each generation (docs/decisions/0015)."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import NamedTuple

from ledger.store.connect import Connection

Person = tuple[str, str]

#: What gives ids to identities holds the lock in common, so that no id moves between its look and its writing; what
#: moves them holds it alone. Look-ups need none: one statement sees an id in one generation, with all its holders.
HOLD_STILL = "select pg_advisory_xact_lock_shared(hashtext('blind index'))"
MOVE_ALONE = "select pg_advisory_xact_lock(hashtext('blind index'))"
_LIVE = "select min(number), max(number) from blind_generation where left_at is null"


class Live(NamedTuple):
    """The generations in which ids may be: one, or two next to each other while the key changes over."""

    oldest: int
    newest: int


def live_generations(connection: Connection) -> Live:
    """Return which generations may hold ids. They only ever go up."""
    row = connection.execute(_LIVE).fetchone()
    assert row is not None, "an aggregate has a row"
    return Live(*row)


def index_key_name(generation: int) -> str:
    """Return the name of a generation's key among the named keys."""
    return "index" if generation == 1 else f"index.{generation}"


def message(person: Person) -> bytes:
    """Return the bytes that are hashed for an id, which no other id has."""
    namespace = person[0].encode()
    return len(namespace).to_bytes(4, "big") + namespace + person[1].encode()


def next_blind(key: bytes, blind: bytes) -> bytes:
    """Return the blind of the generation of ``key`` from the one before, or of the first from ``message``."""
    return hmac.digest(key, blind, "sha256")


def blinds(keys: Sequence[bytes], person: Person, oldest: int) -> list[bytes]:
    """Return the id's blinds from generation ``oldest`` on; ``keys`` are those of every generation from the first."""
    blind, found = message(person), []
    for generation, key in enumerate(keys, start=1):
        blind = next_blind(key, blind)
        if generation >= oldest:
            found.append(blind)
    return found
