"""Who looked at whose records (rule 9): acts of officers as they stand in the intake, the newest first.

An act about one person is sealed under a key of that person's, which only the vault can tell whose it is, so it is
found by way of the person links and the keys. Once the person is erased the act still says who, when, why and by which
command, and about whom nobody can say any more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from psycopg import sql

from ledger.judging.acts import said_in
from ledger.log.head import LOG_ID
from ledger.store.arrays import Bigints
from ledger.store.connect import Connection
from ledger.vault.keys import facts, identity_of, stops
from ledger.vault.vault import Vault

# Spelled as the indexes `intake_person`, `intake_officer` and `intake_made` are: what services ask is no look.
_ACTS = """
select intake_id, made_at, officer, command, reason, entry_id, key_id, sealed from intake
where log_id = %(log)s and command <> 'preflight' and made_at < %(until)s
"""
#: Acts about records that the existence screen leaves out, or could: for officers with the role alone.
_NOT_OF_EXISTENCE = " and command not like 'existence %%'"
_NEWEST = " order by made_at desc, intake_id desc limit %(limit)s"
_BEFORE = """ and (made_at, intake_id) < (
  select made_at, intake_id from intake where log_id = %(log)s and intake_id = %(before)s)
"""
#: Words of the act that stand beside what it was about, and who a stop is about, with the key that seals it.
_NOT_TOLD = frozenset({"command", "made_at", "officer", "reason", "person", "key"})

#: Whom an act was about: nobody in particular (a list, a count), one person, or nobody can say, since the key it was
#: sealed under is destroyed.
Concerned = Literal["nobody", "person", "erased"]


@dataclass(frozen=True, slots=True)
class Read:
    """One act: when (µs UTC), by which officer and command, for which reason, and what it was about, as codes, indexes
    and the like; None where that can be read no more. It never says who the person is."""

    act: int
    made_at: int
    officer: str
    command: str
    reason: str
    concerned: Concerned
    about: Mapping[str, Any] | None

    @property
    def record(self) -> int | None:
        """The index of the one record that the act was about, if it was about one."""
        return None if self.about is None else self.about.get("record_index")


def reads(
    connection: Connection, vault: Vault, *, people: Collection[int] | None, officer: str | None, since: int | None,
    until: int, limit: int, before: int | None = None, existence: bool = False,
    closed: Callable[[Collection[int]], Collection[int]] | None = None,
) -> list[Read]:  # fmt: skip
    """Return acts, the newest first, ``limit`` at most: those about these identities, by this officer, from ``since``
    until before ``until`` (µs UTC). ``existence``: those about what the existence screen leaves out too; ``closed``:
    tells of which of some records (indexes) no look is returned. The next page begins below the last one's number: pass
    it as ``before``."""
    clauses = [sql.SQL(_ACTS), *(() if existence else (sql.SQL(_NOT_OF_EXISTENCE),))]
    values: dict[str, Any] = {"log": LOG_ID, "until": until, "limit": limit}
    if people is not None:
        keys = vault.find_keys([scope for one in people for scope in (facts(one), stops(one))])
        clauses.append(sql.SQL(" and key_id = any(%(keys)s)"))
        values["keys"] = Bigints([key.key_id for key in keys.values()])
    if officer is not None:
        clauses.append(sql.SQL(" and officer = %(officer)s"))
        values["officer"] = officer
    if since is not None:
        clauses.append(sql.SQL(" and made_at >= %(since)s"))
        values["since"] = since
    found: list[Read] = []
    while len(found) < limit:
        following = () if before is None else (sql.SQL(_BEFORE),)
        statement = sql.SQL("").join([*clauses, *following, sql.SQL(_NEWEST)])
        page = _opened(vault, connection.execute(statement, {**values, "before": before}).fetchall())
        left_out = () if closed is None else closed([one.record for one in page if one.record is not None])
        found += [one for one in page if one.record not in left_out]
        if len(page) < limit:
            break
        before = page[-1].act
    return found[:limit]


def _opened(vault: Vault, rows: Sequence[tuple[int, int, str, str, str, UUID, int, bytes]]) -> list[Read]:
    keys = vault.open_scopes({row[6] for row in rows})
    found = []
    for act, made_at, officer, command, reason, entry_id, key_id, sealed in rows:
        opened = keys.get(key_id)
        about: dict[str, Any] | None = None
        concerned: Concerned = "erased"
        if opened is not None:
            key, scope = opened
            body = said_in(key, entry_id, sealed)
            about = {name: word for name, word in body.items() if name not in _NOT_TOLD}
            concerned = "nobody" if identity_of(scope) is None else "person"
        found.append(Read(act, made_at, officer, command, reason, concerned, about))
    return found
