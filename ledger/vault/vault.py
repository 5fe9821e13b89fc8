"""The vault: identities and keys by the batch, one round trip for whatever is not remembered.

Keys are committed here before any entry sealed under them is: a key without entries is an orphan to be swept, an
entry without its key would be lost.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from struct import unpack
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.store.arrays import Bigints, Bytes, Integers, Texts
from ledger.store.connect import Connection
from ledger.vault.blind import HOLD_STILL, Live, Person, blinds, index_key_name, live_generations, message
from ledger.vault.catalogue import KeyCatalogue
from ledger.vault.identities import Holder
from ledger.vault.keys import Scope, facts, person_month
from ledger.vault.master import KeyService
from ledger.vault.proving import named_context, prove

#: Instant from which the first holder of an id is taken to hold it.
ALWAYS = -(2**62)

#: ``offset 0`` keeps the planner from reading the whole table for some thousand look-ups by key.
_FIND_IDENTITIES = """
select i.blind, i.holder_from, i.identity
from unnest(%s) b(blind) cross join lateral (select * from identity where blind = b.blind offset 0) i
order by i.holder_from
"""
_FIND_WITH_KEYS = """
select i.blind, i.holder_from, i.identity, k.key_id, k.wrapped
from unnest(%s) b(blind)
cross join lateral (select * from identity where blind = b.blind offset 0) i
left join lateral (
  select * from key where kind = 'facts' and owner = int8send(i.identity) and period = 0 offset 0
) k on true
order by i.holder_from
"""
_MAKE_IDENTITIES = """
insert into identity (identity, blind, holder_from, generation)
select *, %s from unnest(%s, %s, %s) on conflict do nothing
"""
#: Beside the holders before, in whichever generation they are.
_REASSIGN = """
insert into identity (identity, blind, holder_from, generation)
select %s, blind, %s, generation from identity where blind = any(%s) limit 1
on conflict do nothing
"""
_FIND_KEYS = """
select k.kind, k.owner, k.period, k.key_id, k.wrapped, k.closing
from unnest(%s, %s, %s) s(kind, owner, period)
cross join lateral (
  select * from key where kind = s.kind and owner = s.owner and period = s.period offset 0
) k
"""
_KEEP = "update key set closing = false where key_id = any(%s) returning key_id"
_MAKE_KEYS = """
insert into key (key_id, kind, owner, period, wrapped)
select * from unnest(%s, %s, %s, %s, %s) where exists (select from master_check where number = %s)
on conflict do nothing
"""
_ANYBODY_STOPPED = "select exists (select from stopped)"
_STOPPED = "select tombstone, holder_from, identity from stopped where tombstone = any(%s) order by holder_from"
_STOP = """
insert into stopped (tombstone, holder_from, identity) select * from unnest(%s, %s, %s) on conflict do nothing
"""
_CHAINS = """
select one.identity, i.holder_from, i.identity
from unnest(%s) one(identity)
cross join lateral (select blind from identity where identity = one.identity offset 0) b
cross join lateral (select * from identity where blind = b.blind offset 0) i
order by i.holder_from
"""


class SealingKey(NamedTuple):
    """A key ready to seal with, and the random number that sealed rows name it by."""

    key_id: int
    key: bytes

    @property
    def cipher(self) -> AESGCM:
        """The cipher of this key. Made when it is needed: a cipher takes ten times the memory of its key."""
        return AESGCM(self.key)


@dataclass(slots=True)
class Holding:
    """What is remembered of an id: its holder periods, oldest first, and the key last used, of an identity's month."""

    holders: tuple[Holder, ...]
    place: tuple[int, int] | None = None
    key: SealingKey | None = None


class Vault:
    """One process's view of the key store. Not for several threads. Whatever opens a connection raises WrongMasterKey
    when the store does not know the master key: nothing is read or wrapped by it then.

    ``connect`` opens a connection to the key store; ``people_kept`` and ``keys_kept`` bound what is remembered
    (about 600 bytes a person, whose last month's key is with them, and 350 any other key).
    """

    def __init__(
        self, connect: Callable[[], Connection], master: KeyService, people_kept: int = 75_000, keys_kept: int = 5_000
    ) -> None:
        self._connect = connect
        self._master = master
        self._people_kept = people_kept
        self._keys_kept = keys_kept
        self._connection: Connection | None = None
        self._people: dict[Person, Holding] = {}
        self._keys: dict[Scope, SealingKey] = {}
        self._named: dict[str, bytes] = {}
        self._live: Live | None = None
        self._epoch = 0

    @property
    def content_key(self) -> bytes:
        """The key of content hashes. It never rotates, or the same content would no longer compare equal."""
        return self._named_key("content")

    @property
    def kafka_key(self) -> bytes:
        """The key of message keys on topics of ours."""
        return self._named_key("kafka_key")

    @property
    def catalogue(self) -> KeyCatalogue:
        """Which keys there are, over this view's own connection."""
        return KeyCatalogue(self._database)

    def at_epoch(self, epoch: int) -> None:
        """Forget everything remembered when keys were destroyed since (``head.key_epoch`` moved)."""
        if epoch != self._epoch:
            self._people.clear()
            self._keys.clear()
            self._epoch = epoch

    def forget_people(self) -> None:
        """Forget who holds which id: one has changed hands."""
        self._people.clear()

    def holdings(self, people: Collection[Person]) -> Mapping[Person, Holding]:
        """Return each id's holder periods; an id never seen begins its first."""
        missing = [person for person in people if person not in self._people]
        if missing:
            if len(self._people) + len(missing) > self._people_kept:
                self._people.clear()
                missing = list(people)
            found = self._find(missing)
            unknown = [person for person in missing if person not in found]
            if unknown:
                found |= self._begin(unknown)
            for person, holders in found.items():
                self._people[person] = Holding(holders)
        return self._people

    def month_keys(self, wanted: Mapping[tuple[int, int], Holding]) -> Mapping[tuple[int, int], SealingKey]:
        """Return a key for each (identity, month), made where it is missing, and remember it with its holding."""
        places = {person_month(*place): place for place in wanted}
        keys = {places[scope]: key for scope, key in self._provided(list(places)).items()}
        for place, holding in wanted.items():
            holding.place, holding.key = place, keys[place]
        return keys

    def find(self, person: Person) -> tuple[Holder, ...]:
        """Return the person's holder periods, oldest first; empty when the id was never seen. Makes nothing."""
        return self.find_all([person]).get(person, ())

    def find_all(self, people: Collection[Person]) -> dict[Person, tuple[Holder, ...]]:
        """Return the holder periods, oldest first, of those ids that were ever seen, and remember the keys of what is
        told about them. Makes nothing."""
        if not people:
            return {}
        if len(self._keys) + len(people) > self._keys_kept:
            self._keys.clear()
        found: dict[Person, list[Holder]] = {}
        for person, (_, since, identity, key_id, wrapped) in self._look_up(_FIND_WITH_KEYS, people):
            found.setdefault(person, []).append(Holder(since, identity))
            scope = facts(identity)
            if key_id is not None and scope not in self._keys:
                self._keys[scope] = SealingKey(key_id, self._master.unwrap(wrapped, key_context(key_id, scope)))
        return {person: tuple(holders) for person, holders in found.items()}

    def find_stopped(self, person: Person) -> tuple[Holder, ...]:
        """Return as ``find`` does whose stops hold for the id: of who was erased what a stop kept. Makes nothing."""
        return self.find(person) or self.find_all_stopped([person]).get(person, ())

    def find_all_stopped(self, people: Collection[Person]) -> dict[Person, tuple[Holder, ...]]:
        """Return the holder periods that stops kept of ids nobody else knows any more. Makes nothing."""
        return self._stopped(people) if people else {}

    def find_holders(self, people: Collection[Person]) -> dict[Person, tuple[Holder, ...]]:
        """Return as ``find_all`` does, and open no key but those of the index. Makes nothing."""
        return self._find(people) if people else {}

    def see_named(self, name: str) -> None:
        """See that a well-known key is there and opens. Raises LookupError and WrongMasterKey."""
        self._named_key(name)

    def holders_of(self, identities: Collection[int]) -> dict[int, tuple[Holder, ...]]:
        """Return by identity every holder period, oldest first, of the id that it held. One that is not in the key
        store is left out: it was erased, or the stores do not belong together."""
        if not identities:
            return {}
        found: dict[int, list[Holder]] = {}
        for identity, *holder in self._database().execute(_CHAINS, (Bigints(list(identities)),), binary=True):
            found.setdefault(identity, []).append(Holder(*holder))
        return {identity: tuple(holders) for identity, holders in found.items()}

    def reassign(self, person: Person, since: int) -> None:
        """Begin a new holder period of an id at ``since``, once."""
        self.holdings([person])
        with self._database().transaction():
            self._database().execute(HOLD_STILL)
            self._live = live_generations(self._database())
            named = blinds(self._index_keys(self._live), person, self._live.oldest)
            self._database().execute(_REASSIGN, (*randoms(1), since, Bytes(named)))
        del self._people[person]

    def keep_stopped(self, people: Collection[Person]) -> None:
        """Keep who holds these ids beyond erasure: whoever comes back under one is the identity that was stopped."""
        holdings = self.holdings(people)
        rows = sorted(
            (self._tombstone(person), holder.since, holder.identity)
            for person in people
            for holder in holdings[person].holders
        )
        tombstones, since, identities = zip(*rows, strict=True)
        self._database().execute(_STOP, (Bytes(tombstones), Bigints(since), Bigints(identities)))

    def keys(self, scopes: Collection[Scope]) -> Mapping[Scope, SealingKey]:
        """Return a key for each scope; those that are missing are made, wrapped and committed first."""
        missing = [scope for scope in scopes if scope not in self._keys]
        if missing:
            if len(self._keys) + len(missing) > self._keys_kept:
                self._keys.clear()
                missing = list(scopes)
            self._keys |= self._provided(missing)
        return {scope: self._keys[scope] for scope in scopes}

    def _provided(self, scopes: Sequence[Scope]) -> dict[Scope, SealingKey]:
        keys = self.find_keys(scopes)
        unknown = sorted(scope for scope in scopes if scope not in keys)
        if unknown:
            keys |= self._make(unknown)
        return keys

    def open_keys(self, key_ids: Collection[int]) -> dict[int, SealingKey]:
        """Return the keys that exist; one that is absent was destroyed."""
        return {key_id: key for key_id, (key, _) in self.open_scopes(key_ids).items()}

    def open_scopes(self, key_ids: Collection[int]) -> dict[int, tuple[SealingKey, Scope]]:
        """Return the keys that exist, each with what it covers."""
        rows = self._database().execute(
            "select key_id, kind, owner, period, wrapped from key where key_id = any(%s)", (list(key_ids),)
        )
        return {
            key_id: (
                SealingKey(key_id, self._master.unwrap(wrapped, key_context(key_id, Scope(kind, owner, period)))),
                Scope(kind, owner, period),
            )
            for key_id, kind, owner, period, wrapped in rows
        }

    def close(self) -> None:
        """Close the connection to the key store."""
        if self._connection is not None:
            self._connection.close()

    def _find(self, people: Collection[Person]) -> dict[Person, tuple[Holder, ...]]:
        found: dict[Person, list[Holder]] = {}
        for person, (_, since, identity) in self._look_up(_FIND_IDENTITIES, people):
            found.setdefault(person, []).append(Holder(since, identity))
        return {person: tuple(holders) for person, holders in found.items()}

    def _look_up(self, statement: str, people: Collection[Person]) -> list[tuple[Person, Any]]:
        """Return the rows of a look-up by blinds, each with its person. Where somebody is missing because ids have
        moved since this process last asked which generations are live, it looks again."""
        while True:
            live = self._live = self._live or live_generations(self._database())
            keys = self._index_keys(live)
            named = {blind: person for person in people for blind in blinds(keys, person, live.oldest)}
            rows = self._database().execute(statement.encode(), (Bytes(list(named)),), binary=True).fetchall()
            if len({row[0] for row in rows}) < len(people):
                self._live = live_generations(self._database())
            if self._live == live:
                return [(named[row[0]], row) for row in rows]

    def _stopped(self, people: Collection[Person]) -> dict[Person, tuple[Holder, ...]]:
        """Return the holder periods that stops kept of ids the blind index does not know."""
        row = self._database().execute(_ANYBODY_STOPPED).fetchone()
        if not (row and row[0]):
            return {}
        named = {self._tombstone(person): person for person in people}
        found: dict[Person, list[Holder]] = {}
        for tombstone, since, identity in self._database().execute(_STOPPED, (Bytes(list(named)),), binary=True):
            found.setdefault(named[tombstone], []).append(Holder(since, identity))
        return {person: tuple(holders) for person, holders in found.items()}

    def _begin(self, unknown: Collection[Person]) -> dict[Person, tuple[Holder, ...]]:
        """Give identities to ids that were not found: those who were erased and stopped get theirs back.

        While ids hold still, and after another look if they may have moved: nobody gets a second identity. In the order
        of blinds: two workers that begin the same ones never wait for each other in a circle.
        """
        with self._database().transaction():
            self._database().execute(HOLD_STILL)
            looked_in, self._live = self._live, live_generations(self._database())
            one = looked_in == self._live and self._live.oldest == self._live.newest
            found = {} if one else self._find(unknown)
            stopped = self._stopped(unknown)
            begun = {
                person: stopped.get(person) or (Holder(ALWAYS, drawn),)
                for person, drawn in zip(unknown, randoms(len(unknown)), strict=True)
                if person not in found
            }
            return found | (self._written(begun, self._live) if begun else {})

    def _written(
        self, begun: dict[Person, tuple[Holder, ...]], live: Live
    ) -> dict[Person, tuple[Holder, ...]]:  # fmt: skip
        keys = self._index_keys(live)
        rows = sorted(
            (blind, *holder)
            for person, holders in begun.items()
            for blind in blinds(keys, person, live.newest)
            for holder in holders
        )
        written, since, identities = zip(*rows, strict=True)
        inserted = self._database().execute(
            _MAKE_IDENTITIES, (live.newest, Bigints(identities), Bytes(written), Bigints(since))
        )
        if inserted.rowcount == len(rows):
            return begun
        return self._find(list(begun))  # another worker began some of them first: theirs count

    def find_keys(self, scopes: Sequence[Scope]) -> dict[Scope, SealingKey]:
        """Return the keys of these scopes that exist, asked anew. Makes nothing."""
        if not scopes:
            return {}
        kinds, owners, periods = zip(*scopes, strict=True)
        rows = self._database().execute(_FIND_KEYS, (Texts(kinds), Bytes(owners), Integers(periods)), binary=True)
        keys, closing = {}, []
        for kind, owner, period, key_id, wrapped, closes in rows:
            scope = Scope(kind, owner, period)
            keys[scope] = SealingKey(key_id, self._master.unwrap(wrapped, key_context(key_id, scope)))
            if closes:
                closing.append(key_id)
        return self._kept(keys, closing) if closing else keys

    def _kept(self, keys: dict[Scope, SealingKey], closing: Sequence[int]) -> dict[Scope, SealingKey]:
        """Keep those of the keys that a sweep was about to destroy; return all but those it has destroyed meanwhile."""
        kept = {key_id for (key_id,) in self._database().execute(_KEEP, (Bigints(closing),))}
        return {scope: key for scope, key in keys.items() if key.key_id not in closing or key.key_id in kept}

    def _make(self, scopes: Sequence[Scope]) -> dict[Scope, SealingKey]:
        drawn = os.urandom(32 * len(scopes))
        made = [SealingKey(key_id, drawn[32 * at : 32 * at + 32]) for at, key_id in enumerate(randoms(len(scopes)))]
        kinds, owners, periods = zip(*scopes, strict=True)
        wrapped = self._master.wrap_all(
            [(made_key.key, key_context(made_key.key_id, scope)) for made_key, scope in zip(made, scopes, strict=True)]
        )
        inserted = self._database().execute(
            _MAKE_KEYS,
            (
                Bigints([key.key_id for key in made]), Texts(kinds), Bytes(owners), Integers(periods), Bytes(wrapped),
                self._master.number,
            ),
        )  # fmt: skip
        if inserted.rowcount == len(scopes):
            return dict(zip(scopes, made, strict=True))
        prove(self._database(), self._master)  # the master key may have been retired meanwhile
        return self.find_keys(scopes)  # another worker made some of them first: theirs count

    def _named_key(self, name: str) -> bytes:
        if name not in self._named:
            row = self._database().execute("select wrapped from named_key where name = %s", (name,)).fetchone()
            if row is None:
                raise LookupError(f"the key store has no key {name}; run `provision-ledger migrate`")
            self._named[name] = self._master.unwrap(row[0], named_context(name))
        return self._named[name]

    def _index_keys(self, live: Live) -> list[bytes]:
        return [self._named_key(index_key_name(number)) for number in range(1, live.newest + 1)]

    def _tombstone(self, person: Person) -> bytes:
        return hmac.digest(self._named_key("tombstone"), message(person), "sha256")

    def _database(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = self._proven()
        return self._connection

    def _proven(self) -> Connection:
        """Open a connection and see that the store knows the master key. Raises WrongMasterKey."""
        connection = self._connect()
        try:
            prove(connection, self._master)
        except BaseException:
            connection.close()
            raise
        return connection


def randoms(count: int) -> list[int]:
    """Draw surrogates: 62 random bits each, which a bigint and JSON's clients both carry."""
    return [drawn >> 2 for drawn in unpack(f">{count}Q", os.urandom(8 * count))]


def key_context(key_id: int, scope: Scope) -> bytes:
    """Return what binds a wrapped key to its row."""
    return b"key\n%d\n%b\n%b\n%d" % (key_id, scope.kind.encode(), scope.owner, scope.period)
