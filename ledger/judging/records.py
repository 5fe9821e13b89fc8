"""The query module for records: who may be found by what, which judgement is current, and what was sealed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from psycopg import sql

from ledger.judging.lookup import Links, linked
from ledger.judging.ranges import EVERYTHING, Range, narrowing
from ledger.log.head import LOG_ID
from ledger.log.record import RecordOpening
from ledger.store.connect import Connection
from ledger.vault.identities import Holder, holder_at
from ledger.vault.seal import open_sealed
from ledger.vault.vault import SealingKey, Vault

_CURRENT = """
select r.idx, r.entry_id, r.event_id, r.source, r.position, r.people, r.identity, r.happened_at, r.appended_at,
       r.recipient, r.items, r.purpose, r.ground,
       coalesce(j.verdict, r.verdict), coalesce(j.basis, r.basis), coalesce(j.duty, r.duty),
       coalesce(j.marks, r.marks, '{}'), case when j.idx is null then r.awaits else j.awaits end, j.idx, j.entry_id
from record r
left join lateral (
  select idx, entry_id, verdict, basis, duty, marks, awaits from judgement
  where log_id = r.log_id and record_idx = r.idx and idx < %(as_of)s order by idx desc limit 1
) j on true
where r.log_id = %(log)s and r.idx < %(as_of)s
"""
#: The same records, where nothing is asked that a judgement says.
_BARE = "select from record r where r.log_id = %(log)s and r.idx < %(as_of)s"
#: ``offset 0``: each by its index, or the planner may read the index of people through for it.
_CURRENT_AT = _CURRENT.replace("from record r", """from unnest(%(indexes)s::bigint[]) one(idx)
cross join lateral (select * from record where log_id = %(log)s and idx = one.idx offset 0) r""")
#: What is so by its current judgement was so by one of them; only of those that were, the latest is looked at.
_ONCE_SO = {
    "verdict": """
(r.verdict = %(verdict)s or r.idx in (
  select record_idx from judgement where log_id = %(log)s and verdict = %(verdict)s))
""",
    "duty": """
(r.duty = %(duty)s or r.idx in (select record_idx from judgement where log_id = %(log)s and duty = %(duty)s))
""",
}
#: Of these verdicts an index knows the few there are, in either table; what else is asked narrows them at once.
_FEW = frozenset({"violation", "undetermined"})
_ONCE_FEW = """
r.idx in (
  select r.idx from record r where r.log_id = %(log)s and r.verdict = %(verdict)s{}
  union all select record_idx from judgement where log_id = %(log)s and verdict = %(verdict)s)
"""
#: The time without end of a period that still runs is far beyond every instant that can be told.
_OWNED = """
r.identity = any(%(people)s) and exists (
  select from unnest(%(held)s::bigint[], %(held_since)s::bigint[], %(held_until)s::bigint[])
    held(identity, since, until)
  where held.identity = r.identity and held.since <= r.happened_at and r.happened_at < held.until)
"""
_NEVER = 2**62
_TAKEN = "select appended_at from record where log_id = %s and idx < %s order by idx desc limit 1"
_ENDS = "select min(happened_at), max(happened_at) from record where log_id = %s and idx < %s"


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record as its views show it, with the judgement that is current (``judged_at`` None: the first one)."""

    idx: int
    entry_id: bytes
    event_id: bytes
    source: str
    position: int
    people: int
    identity: int | None
    happened_at: int
    appended_at: int
    recipient: str
    items: tuple[str, ...]
    purpose: str
    ground: str
    verdict: str
    basis: str
    duty: str
    marks: tuple[str, ...]
    awaits: str | None
    judged_at: int | None
    judgement_id: bytes | None


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for; absent members do not narrow. Times are µs UTC, ``until`` is exclusive; ``within``: recipients
    and items of the officer's range (its people are looked at where somebody is named); ``but``: records (indexes) that
    are not found."""

    person: Person | None = None
    recipient: str | None = None
    item: str | None = None
    purpose: str | None = None
    ground: str | None = None
    verdict: str | None = None
    source: str | None = None
    duty: str | None = None
    since: int | None = None
    until: int | None = None
    within: Range = EVERYTHING
    but: frozenset[int] = frozenset()


def search(
    connection: Connection, what: Search, as_of: int, *, limit: int, before: int | None = None,
    after: int | None = None,
) -> list[RecordRow]:  # fmt: skip
    """Return matching records below ``as_of``, newest entries first, ``limit`` at most.

    The next page begins below the last row's index: pass it as ``before``. The page before this one ends above the
    first row's: pass it as ``after``.
    """
    statement, values = _matching(what, as_of)
    values["limit"] = limit
    if after is not None:
        statement += sql.SQL(" and r.idx > %(after)s order by r.idx limit %(limit)s")
        return _rows(connection, statement, {**values, "after": after})[::-1]
    if before is not None:
        statement += sql.SQL(" and r.idx < %(before)s")
        values["before"] = before
    return _rows(connection, statement + sql.SQL(" order by r.idx desc limit %(limit)s"), values)


def ends(connection: Connection, as_of: int) -> tuple[int, int] | None:
    """Return when the first and the last provision below ``as_of`` happened (µs UTC), None where there is none."""
    first, last = connection.execute(_ENDS, (LOG_ID, as_of)).fetchall()[0]
    return None if first is None else (first, last)


def taken_at(connection: Connection, as_of: int) -> int | None:
    """Return when the last record below ``as_of`` was taken in (µs UTC), None where there is none."""
    row = connection.execute(_TAKEN, (LOG_ID, as_of)).fetchone()
    return row[0] if row is not None else None


def count(connection: Connection, what: Search, as_of: int, most: int) -> int:
    """Return how many records below ``as_of`` match, ``most`` where there are as many or more."""
    statement, values = _matching(what, as_of, _BARE if what.verdict is None and what.duty is None else _CURRENT)
    # From the newest on: what is looked for is recent as a rule, and stands together.
    counted = sql.SQL("select count(*) from (") + statement + sql.SQL(" order by r.idx desc limit %(most)s) matching")
    row = connection.execute(counted, {**values, "most": most}).fetchone()
    assert row is not None
    found: int = row[0]
    return found


def _matching(what: Search, as_of: int, records: LiteralString = _CURRENT) -> tuple[sql.Composed, dict[str, Any]]:
    """Return the query for what matches among these records, not yet in an order, and its values."""
    said: dict[str, sql.Composable] = {}
    values: dict[str, Any] = {"log": LOG_ID, "as_of": as_of}
    for name, clause in (
        ("recipient", "r.recipient = %(recipient)s"),
        ("item", "%(item)s = any(r.items)"),
        ("purpose", "r.purpose = %(purpose)s"),
        ("ground", "r.ground = %(ground)s"),
        ("source", "r.source = %(source)s"),
        ("since", "r.happened_at >= %(since)s"),
        ("until", "r.happened_at < %(until)s"),
        ("verdict", "coalesce(j.verdict, r.verdict) = %(verdict)s"),
        ("duty", "coalesce(j.duty, r.duty) = %(duty)s"),
    ):
        value = getattr(what, name)
        if value is not None:
            said[name] = sql.SQL(clause)  # one of the literals above
            values[name] = value
    facts = _joined(clause for name, clause in said.items() if name not in _ONCE_SO)
    once = [
        sql.SQL(_ONCE_FEW).format(facts) if values[name] in _FEW else sql.SQL(_ONCE_SO[name])
        for name in _ONCE_SO if name in said
    ]  # fmt: skip
    narrowed, within = narrowing(what.within)
    values |= within
    matching = [*said.values(), *once]
    if what.but:
        matching.append(sql.SQL("r.idx <> all(%(but)s)"))
        values["but"] = sorted(what.but)
    if what.person is not None:
        matching.append(sql.SQL(_OWNED))
        values |= what.person.narrowing
    return sql.SQL(records) + _joined(matching) + narrowed, values


def _joined(clauses: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL("").join(sql.SQL(" and ") + clause for clause in clauses)


def records_at(connection: Connection, indexes: Sequence[int], as_of: int) -> list[RecordRow]:
    """Return the records at these indexes, in order."""
    values = {"log": LOG_ID, "as_of": as_of, "indexes": list(set(indexes))}
    return _rows(connection, sql.SQL(_CURRENT_AT) + sql.SQL(" order by r.idx"), values)


def records_of_people(connection: Connection, people: Collection[int], as_of: int, since: int = 0) -> list[RecordRow]:
    """Return every record of these identities that happened at ``since`` or later, in order of the log."""
    statement = sql.SQL(_CURRENT) + sql.SQL(
        " and r.identity = any(%(people)s) and r.happened_at >= %(since)s order by r.idx"
    )
    return _rows(connection, statement, {"log": LOG_ID, "as_of": as_of, "people": list(people), "since": since})


def records_of_events(connection: Connection, source: str, event_id: bytes, as_of: int) -> list[RecordRow]:
    """Return every record of one event."""
    first = connection.execute(
        "select idx, people from record where log_id = %s and source = %s and event_id = %s and position = 0",
        (LOG_ID, source, event_id.hex()),
    ).fetchone()
    return records_at(connection, range(first[0], first[0] + first[1]), as_of) if first else []


@dataclass(frozen=True, slots=True)
class Opened:
    """A record with what was sealed beside it; ``opening`` and ``key`` are None where its key was destroyed."""

    row: RecordRow
    opening: RecordOpening | None
    key: SealingKey | None


def open_records(connection: Connection, vault: Vault, rows: Sequence[RecordRow]) -> list[Opened]:
    """Open what was sealed beside each record, in order."""
    sealed = {
        idx: (key_id, content)
        for idx, key_id, content in connection.execute(
            "select idx, key_id, sealed from sealed where log_id = %s and idx = any(%s)",
            (LOG_ID, [row.idx for row in rows]),
        )
    }
    keys = vault.open_keys({key_id for key_id, _ in sealed.values()})
    opened = []
    for row in rows:
        key_id, content = sealed[row.idx]
        key = keys.get(key_id)
        if key is None:
            opened.append(Opened(row, None, None))
        else:
            opening = RecordOpening.parse(open_sealed(key.cipher, content, row.entry_id))
            opened.append(Opened(row, opening, key))
    return opened


def judgements(connection: Connection, vault: Vault, rows: Sequence[RecordRow]) -> list[Mapping[str, Any] | None]:
    """Return for each record the disclosed half of its current judgement that holds verdict, answers and marks; None
    where its key was destroyed."""
    places = {row.judged_at if row.judged_at is not None else row.idx: row for row in rows}
    sealed = {
        idx: (key_id, content)
        for idx, key_id, content in connection.execute(
            "select idx, key_id, sealed from sealed where log_id = %s and idx = any(%s)", (LOG_ID, list(places))
        )
    }
    keys = vault.open_keys({key_id for key_id, _ in sealed.values()})
    found: dict[int, Mapping[str, Any]] = {}
    for place, row in places.items():
        key_id, content = sealed[place]
        if key_id in keys:
            opening = open_sealed(keys[key_id].cipher, content, row.judgement_id or row.entry_id)
            found[row.idx] = (
                json.loads(opening)["values"][-1]
                if row.judgement_id
                else RecordOpening.parse(opening).verdict_and_policy
            )
    return [found.get(row.idx) for row in rows]


def verdict_counts(connection: Connection, as_of: int) -> dict[str, int]:
    """Return the number of records by current verdict."""
    statement = (
        sql.SQL("select verdict, count(*) from (")
        + sql.SQL(_CURRENT)
        + sql.SQL(") current (idx, entry_id, event_id, source, position, people, identity, happened_at, appended_at,")
        + sql.SQL(" recipient, items, purpose, ground, verdict) group by verdict")
    )
    counted = dict.fromkeys(("lawful", "violation", "undetermined", "not_provision"), 0)
    return counted | dict(connection.execute(statement, {"log": LOG_ID, "as_of": as_of}).fetchall())


class IdentityUnknown(LookupError):
    """An identity is not in the key store: it was erased, or the stores do not belong together."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person as of a question.

    ``identity`` holds the id that was asked with, so acts about the person are entered with it; ``linked`` are all that
    are this person, it included. ``periods``: for each id of theirs, the identities of all its holders and the time it
    was theirs (µs UTC). Records may stand under any of ``identities``; whether one is this person's, ``owns`` tells.
    """

    identity: int
    linked: frozenset[int]
    identities: tuple[int, ...]
    periods: tuple[tuple[frozenset[int], int, int | None], ...]

    def owns(self, row: RecordRow) -> bool:
        """Tell whether a record is this person's: an id given to somebody else never crosses its period."""
        return any(
            row.identity in identities and since <= row.happened_at and (until is None or row.happened_at < until)
            for identities, since, until in self.periods
        )

    @property
    def narrowing(self) -> dict[str, Any]:
        """What a query is narrowed by to the records this person owns."""
        held = [
            (one, since, _NEVER if until is None else until)
            for identities, since, until in self.periods
            for one in sorted(identities)
        ]
        return {
            "people": list(self.identities),
            "held": [one for one, _, _ in held],
            "held_since": [since for _, since, _ in held],
            "held_until": [until for _, _, until in held],
        }


def find_person(
    connection: Connection, vault: Vault, namespace: str, subject: str, as_of: int, at: int
) -> Person | None:
    """Find who holds an id at the instant, and every other id that the links say is theirs. None: nobody is known."""
    return find_people(connection, vault, [(namespace, subject)], as_of, at).get((namespace, subject))


def find_people(
    connection: Connection, vault: Vault, ids: Collection[tuple[str, str]], as_of: int, at: int
) -> dict[tuple[str, str], Person]:
    """Find by id (namespace, number) as ``find_person`` does; ids by which nobody is known are left out."""
    held = {
        one: began[-1].identity
        for one, holders in vault.find_all(set(ids)).items()
        if (began := [holder for holder in holders if holder.since <= at])
    }
    if not held:
        return {}
    _, links = linked(connection, LOG_ID, as_of, held.values())
    people = people_at(vault, links, held.values(), at)
    return {one: people[identity] for one, identity in held.items()}


def people_at(vault: Vault, links: Links, identities: Collection[int], at: int) -> dict[int, Person]:
    """Return by identity the person it belongs to at the instant, the other ids' holder periods included. Raises
    IdentityUnknown."""
    together = {identity: frozenset(links.together(identity, at)) for identity in identities}
    everyone = frozenset().union(*together.values())
    chains = vault.holders_of(everyone)
    if everyone - chains.keys():
        raise IdentityUnknown
    return {identity: _person(identity, others, chains) for identity, others in together.items()}


def _person(identity: int, together: frozenset[int], chains: Mapping[int, Sequence[Holder]]) -> Person:
    periods = []
    for one in sorted(together):
        chain = chains[one]
        # A record told before its id was known to have changed hands stands under the earlier holder's identity:
        # whose it is follows from when it happened, so each period is looked for under every identity of the id.
        everyone = frozenset(holder.identity for holder in chain)
        periods.append((everyone, *_period(chain, one)))
    everybody = tuple(sorted({one for group, _, _ in periods for one in group}))
    return Person(identity, together, everybody, tuple(periods))


def owners_of(vault: Vault, rows: Sequence[RecordRow]) -> list[int | None]:
    """Return whose each record is, in order: told before its id was known to have changed hands, it stands under that
    of the earlier holder."""
    chains = vault.holders_of({row.identity for row in rows if row.identity is not None})
    return [_owner(row, chains) for row in rows]


def _owner(row: RecordRow, chains: Mapping[int, Sequence[Holder]]) -> int | None:
    if row.identity is None or row.identity not in chains:  # of nobody, or forgotten but for the key of this record
        return row.identity
    return holder_at(chains[row.identity], row.happened_at)


def _period(chain: Sequence[Holder], identity: int) -> tuple[int, int | None]:
    for here, following in zip(chain, [*chain[1:], None], strict=True):
        if here.identity == identity:
            return here.since, following.since if following else None
    raise LookupError("the identity is not a holder of its own id")


def _rows(connection: Connection, statement: sql.Composed, values: dict[str, Any]) -> list[RecordRow]:
    return [_row(row) for row in connection.execute(statement, values)]


def _row(row: Iterable[Any]) -> RecordRow:
    (idx, entry_id, event_id, source, position, people, identity, happened_at, appended_at, recipient, items, purpose,
     ground, verdict, basis, duty, marks, awaits, judged_at, judgement_id) = row  # fmt: skip
    return RecordRow(
        idx, entry_id.bytes, event_id.bytes, source, position, people, identity, happened_at, appended_at, recipient,
        tuple(items), purpose, ground, verdict, basis, duty, tuple(marks), awaits, judged_at,
        judgement_id.bytes if judgement_id else None,
    )  # fmt: skip
