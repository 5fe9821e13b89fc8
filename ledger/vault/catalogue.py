"""Which keys there are, by what they cover, and which were ordered to go. Nothing here opens or destroys one.

Who may read the key store can ask; `erasure` destroys by the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from ledger.store.arrays import Bigints
from ledger.store.connect import Connection
from ledger.vault.keys import Scope

_ORDERS = """
select erasure, ground, officer, ordered_at, identities, done_at from erasure_order order by ordered_at
"""
_OF_IDENTITIES = """
select key_id, kind, owner, period from key where kind in ('person_month', 'facts') and owner = any(%s)
"""
_MONTHS = """
select key_id, kind, owner, period from key where kind in ('person_month', 'event_month') and period <= %s
  and key_id > %s
order by key_id limit %s
"""
_OF_CASES = "select key_id, kind, owner, period from key where kind = 'case' and owner = any(%s)"
_FORGOTTEN = "select i from unnest(%s::bigint[]) i where not exists (select from identity where identity = i)"
_OF_EVENTS = "select key_id, kind, owner, period from key where kind = 'event_month' and owner = any(%s)"
_STILL = "select key_id, kind, owner, period from key where key_id = any(%s)"
_OF_DAYS = "select key_id, kind, owner, period from key where kind = 'day' and period = any(%s)"
_DAYS = "select key_id, kind, owner, period from key where kind = 'day' and period < %s"


@dataclass(frozen=True, slots=True)
class Order:
    """An erasure that was ordered: on which ground, by whom, when (µs UTC), whose ids were forgotten with it, and when
    it was carried out (µs UTC, None: not to its end)."""

    erasure: UUID
    ground: str
    officer: str
    ordered_at: int
    identities: tuple[int, ...]
    done_at: int | None = None


class KeyCatalogue:
    """The keys of one key store, by what they cover. ``connect`` opens a connection that may read it."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._database = connect()

    def keys_of(self, identities: Collection[int]) -> dict[int, Scope]:
        """Return by number the keys of records and facts of these identities. Those of their stops are not among
        them: a stop outlives erasure."""
        owners = [identity.to_bytes(8, "big") for identity in identities]
        return self._scopes(_OF_IDENTITIES, owners)

    def keys_of_events(self, event_ids: Collection[bytes]) -> dict[int, Scope]:
        """Return the keys of what is told about these events and about nobody in particular."""
        return self._scopes(_OF_EVENTS, list(event_ids))

    def keys_of_cases(self, case_ids: Collection[bytes]) -> dict[int, Scope]:
        """Return the keys of these cases."""
        return self._scopes(_OF_CASES, list(case_ids))

    def forgotten(self, identities: Collection[int]) -> set[int]:
        """Return those of the identities to whom no id leads any more: they were erased."""
        return {gone for (gone,) in self._database.execute(_FORGOTTEN, (Bigints(sorted(identities)),))}

    def still(self, keys: Collection[int]) -> dict[int, Scope]:
        """Return those of the keys that are there still."""
        return self._scopes(_STILL, Bigints(sorted(keys)))

    def months_until(self, month: int, after: int, limit: int) -> dict[int, Scope]:
        """Return the keys of months, of persons and of events about nobody, up to ``month`` (yyyymm), in order of
        their numbers, ``limit`` at most."""
        return self._scopes(_MONTHS, month, after, limit)

    def days_before(self, date: int) -> dict[int, Scope]:
        """Return the keys of days (of quarantine, conflicts and acts about nobody) before ``date`` (yyyymmdd)."""
        return self._scopes(_DAYS, date)

    def days(self, dates: Collection[int]) -> dict[int, Scope]:
        """Return the keys of these days (yyyymmdd)."""
        return self._scopes(_OF_DAYS, list(dates))

    def orders(self) -> list[Order]:
        """Return every order there ever was, oldest first."""
        return [
            Order(erasure, ground, officer, ordered_at, tuple(identities), done_at)
            for erasure, ground, officer, ordered_at, identities, done_at in self._database.execute(_ORDERS).fetchall()
        ]

    def unfinished(self) -> list[Order]:
        """Return the orders that were begun and not finished, oldest first."""
        return [order for order in self.orders() if order.done_at is None]

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    def _scopes(self, statement: str, *values: object) -> dict[int, Scope]:
        rows = self._database.execute(statement.encode(), values)
        return {key_id: Scope(kind, bytes(owner), period) for key_id, kind, owner, period in rows}
