"""What was tried of late at the console's way in, kept where every process of it, and one started anew, know it.

What is counted is named by a keyed digest: who reads the table learns neither of whom nor from where.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from ledger.store.connect import Connection
from ledger.vault.staff_store import StaffStore

#: Rows that are kept at most, those that were touched last: a flood of names pushes out what is as good as forgotten.
_MOST = 20_000
_ALONE = "select pg_advisory_xact_lock(hashtext('tried'))"
_FORGET = """
delete from tried where last <= %s or name in (select name from tried order by last desc, name offset %s)
"""
_FIND = "select wrong, last from tried where name = %s"
_KEEP = """
insert into tried (name, wrong, last) values (%s, %s, %s)
on conflict (name) do update set wrong = excluded.wrong, last = excluded.last
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

    @contextmanager
    def alone(self, since: int) -> Iterator[Kept]:
        """Give what was tried, while nobody else looks at it or counts. What was last touched by an instant (µs UTC)
        is forgotten."""
        # A transaction is a connection's, which the threads share.
        with self._one:
            connection = self._store.database()
            with connection.transaction():
                connection.execute(_ALONE)
                connection.execute(_FORGET, (since, _MOST))
                yield Kept(connection, self._store)

    def close(self) -> None:
        """Close the connection."""
        self._store.close()


@dataclass(frozen=True, slots=True)
class Kept:
    """What was tried, by what is counted."""

    connection: Connection
    store: StaffStore

    def of(self, counted: tuple[str, ...]) -> Tried | None:
        """Return what was tried, None where nothing was of late."""
        row = self.connection.execute(_FIND, (self._name(counted),)).fetchone()
        return Tried(*row) if row else None

    def keep(self, counted: tuple[str, ...], tried: Tried) -> None:
        """Keep what was tried in place of what was kept."""
        self.connection.execute(_KEEP, (self._name(counted), tried.wrong, tried.last))

    def forget(self, counted: tuple[str, ...]) -> None:
        """Keep nothing of it any more."""
        self.connection.execute("delete from tried where name = %s", (self._name(counted),))

    def _name(self, counted: tuple[str, ...]) -> bytes:
        return self.store.proof(b"tried\n" + "\n".join(counted).encode())
