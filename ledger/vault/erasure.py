"""Destroying keys, in steps that a crash between them does not undo.

First an order is written, whose ids they were is forgotten and its keys are *doomed*: no process finds them any more,
and whatever is told about the same person from then on is told about somebody new. Once the log says that they are
gone, they are destroyed for good; what stays is their number, by which an audit tells a destroyed key from one that is
missing.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID, uuid4

from ledger.store.arrays import Bigints, Bytes
from ledger.vault.blind import MOVE_ALONE
from ledger.vault.catalogue import KeyCatalogue, Order
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
#: Whose ids they were is not kept: of an erasure nothing stays that repeats per person.
_FINISH = "update erasure_order set done_at = %s, identities = '{}' where erasure = %s"
_ATTACHMENTS = "delete from key where kind = 'attachment' and owner = any(%s)"


class Shredder(KeyCatalogue):
    """Destroys keys of one key store. ``connect`` opens a connection that plays the erasure role."""

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

    def _forget(self, order: Order) -> None:
        """Forget the order's ids, while nobody begins one, gives one to somebody else or moves one."""
        if order.identities:
            gone = Bigints(list(order.identities))
            self._database.execute(MOVE_ALONE)
            self._database.execute(_FORGET, {"gone": gone})
            self._database.execute(_PART, (gone, Bigints(randoms(len(order.identities)))))
