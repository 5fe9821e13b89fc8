"""Destroying keys, in steps that a crash between them does not undo.

First an order is written, whose ids they were is forgotten and its keys are *doomed*: no process finds them any more,
and whatever is told about the same person from then on is told about somebody new. Once the log says that they are
gone, they are destroyed for good; what stays is their number, by which an audit tells a destroyed key from one that is
missing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

from ledger.store.arrays import Bigints, Bytes
from ledger.store.connect import Connection
from ledger.vault.blind import MOVE_ALONE
from ledger.vault.keys import Scope
from ledger.vault.vault import randoms

_ORDER = """
insert into erasure_order (erasure, ground, officer, ordered_at, identities) values (%s, %s, %s, %s, %s)
"""
_ORDER_AGAIN = """
insert into erasure_order (erasure, ground, officer, ordered_at, identities) values (%s, %s, %s, %s, %s)
on conflict (erasure) do update set done_at = null, identities = excluded.identities
"""
_DOOM = """
with gone as (delete from key where key_id = any(%s) returning key_id, kind, owner, period, wrapped)
insert into doomed (key_id, kind, owner, period, wrapped, erasure)
select key_id, kind, owner, period, wrapped, %s from gone
"""
_DESTROY = """
with gone as (delete from doomed where erasure = %s returning key_id, kind, period)
insert into destroyed (key_id, erasure, erased_at, day)
select key_id, %s, %s, case when kind = 'day' then period end from gone
on conflict (key_id) do nothing
"""
#: Of an id that nobody else held nothing stays.
_FORGET = """
delete from identity held where identity = any(%(gone)s)
  and not exists (select from identity other where other.blind = held.blind and other.identity <> all(%(gone)s))
"""
#: Of one that changed hands, the day stays: without it the other holder would have held the id all along, and what is
#: told of the one would be the other's. The number of who is forgotten goes, unless a stop of theirs binds by it.
_PART = """
update identity held set identity = drawn.identity
from unnest(%s, %s) drawn(gone, identity)
where held.identity = drawn.gone and not exists (select from stopped where stopped.identity = held.identity)
"""
_UNDER = """
select key_id from doomed where erasure = %(erasure)s union select key_id from destroyed where erasure = %(erasure)s
"""
_DAYS_UNDER = """
select period from doomed where erasure = %(erasure)s and kind = 'day'
union select day from destroyed where erasure = %(erasure)s and day is not null
"""
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
#: Whose ids they were is not kept: of an erasure nothing stays that repeats per person.
_FINISH = "update erasure_order set done_at = %s, identities = '{}' where erasure = %s"
_OF_DAYS = "select key_id, kind, owner, period from key where kind = 'day' and period = any(%s)"
_ATTACHMENTS = "delete from key where kind = 'attachment' and owner = any(%s)"
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


class Shredder:
    """Destroys keys of one key store. ``connect`` opens a connection that plays the erasure role."""

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

    def order(
        self, keys: Collection[int], identities: Collection[int], ground: str, officer: str, now: int
    ) -> Order:  # fmt: skip
        """Write an order down, doom its keys and forget whose ids they were, in one transaction."""
        order = Order(uuid4(), ground, officer, now, tuple(sorted(identities)))
        with self._database.transaction():
            self._database.execute(_ORDER, (order.erasure, ground, officer, now, Bigints(list(order.identities))))
            self.doom(order, keys)
            self._forget(order)
        return order

    def order_again(
        self, erasure: UUID, keys: Collection[int], identities: Collection[int], ground: str, officer: str,
        ordered_at: int,
    ) -> None:  # fmt: skip
        """Write down an erasure that was carried out before, doom the keys of it that came back and forget the ids."""
        order = Order(erasure, ground, officer, ordered_at, tuple(sorted(identities)))
        with self._database.transaction():
            self._database.execute(
                _ORDER_AGAIN, (erasure, ground, officer, ordered_at, Bigints(list(order.identities)))
            )
            self.doom(order, keys)
            self._forget(order)

    def doom(self, order: Order, keys: Collection[int]) -> None:
        """Put more keys under an order."""
        self._database.execute(_DOOM, (Bigints(sorted(keys)), order.erasure))

    def orders(self) -> list[Order]:
        """Return every order there ever was, oldest first."""
        return [
            Order(erasure, ground, officer, ordered_at, tuple(identities), done_at)
            for erasure, ground, officer, ordered_at, identities, done_at in self._database.execute(_ORDERS).fetchall()
        ]

    def unfinished(self) -> list[Order]:
        """Return the orders that were begun and not finished, oldest first."""
        return [order for order in self.orders() if order.done_at is None]

    def keys_under(self, order: Order) -> list[int]:
        """Return the numbers of the order's keys, doomed or destroyed."""
        rows = self._database.execute(_UNDER, {"erasure": order.erasure})
        return sorted(key_id for (key_id,) in rows)

    def days_under(self, order: Order) -> list[int]:
        """Return the days (yyyymmdd) whose keys are under the order, doomed or destroyed."""
        return sorted(day for (day,) in self._database.execute(_DAYS_UNDER, {"erasure": order.erasure}))

    def destroy(self, order: Order, now: int) -> None:
        """Destroy the order's keys, for good."""
        self._database.execute(_DESTROY, (order.erasure, order.erasure, now))

    def destroy_attachments(self, attachment_ids: Collection[bytes]) -> None:
        """Destroy the keys of files, for good and without an order: no entry is sealed under them, and the act by which
        files go is itself in the log."""
        self._database.execute(_ATTACHMENTS, (Bytes(list(attachment_ids)),))

    def finish(self, order: Order, now: int) -> None:
        """Say that nothing is left to do for the order."""
        self._database.execute(_FINISH, (now, order.erasure))

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    def _forget(self, order: Order) -> None:
        """Forget the order's ids, while nobody begins one, gives one to somebody else or moves one."""
        if order.identities:
            gone = Bigints(list(order.identities))
            self._database.execute(MOVE_ALONE)
            self._database.execute(_FORGET, {"gone": gone})
            self._database.execute(_PART, (gone, Bigints(randoms(len(order.identities)))))

    def _scopes(self, statement: str, *values: object) -> dict[int, Scope]:
        rows = self._database.execute(statement.encode(), values)
        return {key_id: Scope(kind, bytes(owner), period) for key_id, kind, owner, period in rows}
