"""How officers like to search: filters under a name, sealed for the officer who saved them, and columns of a list."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from ledger.vault.seal import SealBroken
from ledger.vault.staff_store import StaffStore

logger = logging.getLogger(__name__)

#: Searches that an officer may keep.
MOST = 50
#: Whoever saves under a name again replaces what stood there. Nothing is saved beyond what an officer may keep.
_SAVE = """
with gone as (delete from saved_search where officer = %(officer)s and search_id = any(%(replaced)s))
insert into saved_search (search_id, officer, sealed, saved_at)
select %(id)s, %(officer)s, %(sealed)s, %(now)s
where (select count(*) from saved_search where officer = %(officer)s and search_id <> all(%(replaced)s)) < %(most)s
returning search_id
"""
_ALL = "select search_id, sealed from saved_search where officer = %s order by saved_at, search_id"
_REMOVE = "delete from saved_search where officer = %s and search_id = %s returning search_id"
_COLUMNS = """
insert into search_columns (officer, columns) values (%s, %s)
on conflict (officer) do update set columns = excluded.columns
"""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """``filters``: by name, in codes; ``days``: how long its period is, up to the day on which it is opened."""

    search_id: UUID
    name: str
    filters: Mapping[str, str]
    days: int


class SavedSearches:
    """The searches of every officer in one key store. May be used by several threads; raises what the store does."""

    def __init__(self, store: StaffStore) -> None:
        self._store = store

    def all(self, officer: str) -> list[SavedSearch]:
        """Return what an officer saved, in order. A row that was made out to somebody else is left out."""
        found = []
        for search_id, sealed in self._store.database().execute(_ALL, (officer,)).fetchall():
            try:
                said: dict[str, Any] = json.loads(self._store.opened(_named(officer, search_id), sealed))
            except SealBroken:
                logger.error("a saved search does not open for whom its row names; it is left out")
                continue
            found.append(SavedSearch(search_id, said["name"], said["filters"], said["days"]))
        return found

    def save(self, officer: str, name: str, filters: Mapping[str, str], days: int, now: int) -> bool:
        """Save filters under a name, in the place of those that stand under it; tell whether there was room."""
        search_id = uuid4()
        said = json.dumps({"name": name, "filters": dict(filters), "days": days})
        return self._store.run(_SAVE, {
            "id": search_id, "officer": officer, "sealed": self._store.sealed(_named(officer, search_id), said),
            "now": now, "most": MOST, "replaced": [one.search_id for one in self.all(officer) if one.name == name],
        }) is not None  # fmt: skip

    def remove(self, officer: str, search_id: UUID) -> bool:
        """Remove a search of the officer; tell whether there was one."""
        return self._store.run(_REMOVE, (officer, search_id)) is not None

    def columns(self, officer: str) -> Sequence[str] | None:
        """Return the columns that the officer keeps, in order, None where they never said."""
        row = self._store.run("select columns from search_columns where officer = %s", (officer,))
        return row[0] if row is not None else None

    def keep_columns(self, officer: str, columns: Sequence[str]) -> None:
        """Keep columns for the officer, in order."""
        self._store.run(_COLUMNS, (officer, list(columns)))


def _named(officer: str, search_id: UUID) -> bytes:
    return b"search\n" + search_id.bytes + officer.encode()
