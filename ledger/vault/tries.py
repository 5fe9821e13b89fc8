"""What was tried of late at the console's way in, kept where every process of it, and one started anew, know it.

What is counted is named by a keyed digest: who reads the table learns neither of whom nor from where.

Rows that anybody can make, by a name and an address, are bounded in number: whoever floods the table from many networks
pushes out what was counted of themselves, and could as well have guessed from each. Rows of accounts and browsers that
there are, which only a right password or a token makes, are as few as these: no flood takes them away, and so none
gives back the tries that they count.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from ledger.store.connect import Connection
from ledger.vault.staff_store import StaffStore

#: Rows that anybody can make which are kept at most, those that were touched last, and those of the last second.
_MOST = 20_000
#: How often (µs) rows are taken away: going through them takes milliseconds, and everybody waits meanwhile.
_TIDY = 1_000_000
_ALONE = "select pg_advisory_xact_lock(hashtext('tried'))"
_FORGET = """
delete from tried where last <= %s
or name in (select name from tried where anybodys order by last desc, name offset %s)
"""
_FIND = "select wrong, last from tried where name = %s and last > %s"
_KEEP = """
insert into tried (name, wrong, last, anybodys) values (%s, %s, %s, %s)
on conflict (name) do update set wrong = excluded.wrong, last = excluded.last, anybodys = excluded.anybodys
"""


@dataclass(frozen=True, slots=True)
class Tried:
    """How many tries went wrong, and when the last one was begun (µs UTC)."""

    wrong: int
    last: int


class Tries:
    """The tries of one key store. May be used by several threads. Raises what the store does."""

    def __init__(self, store: StaffStore) -> None:
        self._store = store
        self._one = Lock()
        self._tidied: int | None = None

    @contextmanager
    def alone(self, since: int) -> Iterator[Kept]:
        """Give what was tried, while nobody else looks at it or counts. What was last touched by an instant (µs UTC)
        is forgotten."""
        # A transaction is a connection's, which the threads share.
        with self._one:
            connection = self._store.database()
            with connection.transaction():
                connection.execute(_ALONE)
                # A clock that was set back is followed as well.
                if self._tidied is None or abs(since - self._tidied) >= _TIDY:
                    connection.execute(_FORGET, (since, _MOST))
                    self._tidied = since
                yield Kept(connection, self._store, since)

    def close(self) -> None:
        """Close the connection."""
        self._store.close()


@dataclass(frozen=True, slots=True)
class Kept:
    """What was tried after an instant (µs UTC), by what is counted."""

    connection: Connection
    store: StaffStore
    since: int

    def of(self, counted: tuple[str, ...]) -> Tried | None:
        """Return what was tried, None where nothing was of late."""
        row = self.connection.execute(_FIND, (self._name(counted), self.since)).fetchone()
        return Tried(*row) if row else None

    def keep(self, counted: tuple[str, ...], tried: Tried, *, anybodys: bool) -> None:
        """Keep what was tried in place of what was kept. ``anybodys``: whether anybody can have it counted."""
        self.connection.execute(_KEEP, (self._name(counted), tried.wrong, tried.last, anybodys))

    def forget(self, counted: tuple[str, ...]) -> None:
        """Keep nothing of it any more."""
        self.connection.execute("delete from tried where name = %s", (self._name(counted),))

    def _name(self, counted: tuple[str, ...]) -> bytes:
        return self.store.proof(b"tried\n" + "\n".join(counted).encode())
