"""What may be destroyed, and what may not yet: by period, open series and legal hold of every record a key covers.

A person's month goes as a whole once every record in it is due, and with the last record of an event what else is told
about that event. Consents, links and what else is told about a person stay: they may support what is provided next.
They go when the person is erased.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from ledger.judging.keeping import Keeping, keeping_of
from ledger.judging.records import RecordRow, records_at, records_of_people
from ledger.law.days import calendar, jst_date, jst_day
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.arrays import Bigints, Uuids
from ledger.store.connect import Connection
from ledger.vault.catalogue import KeyCatalogue
from ledger.vault.keys import Scope, identity_of

#: Why a record is kept still, or that it is not.
Standing = Literal["due", "period_runs", "series_open", "legal_hold", "no_period_set"]
_PORTION = 2_000
#: Days before the end of its period from which a record is told to be due soon.
SOON = 30
#: What may go when the person asks: nothing forbids it, whether or not a period would have ended it by itself.
_MAY_GO = frozenset({"due", "no_period_set"})
_ABOUT_NOBODY = """
select idx from record
where log_id = %s and event_id = any(%s) and position = 0 and identity is null and idx < %s order by idx
"""
#: Events of which no record is left but those that go. The records of one event stand beside each other.
_EVENTS_GONE = """
select distinct r.event_id from record r
where r.log_id = %(log)s and r.idx = any(%(going)s) and not exists (
  select from record o
  where o.log_id = r.log_id and o.idx between r.idx - r.position and r.idx - r.position + r.people - 1
    and o.source = r.source and o.event_id = r.event_id and o.idx <> all(%(going)s))
"""


class NotYet(Exception):
    """Records of this person have to be kept still. Nothing was erased; what may go, goes by itself once it is due
    (`retention plan`)."""

    def __init__(self, kept: Mapping[Standing, int]) -> None:
        super().__init__(", ".join(f"{standing}: {count}" for standing, count in sorted(kept.items())))
        self.kept = kept


@dataclass(slots=True)
class Plan:
    """Which keys may go, how many records stand how, and the period of how many more ends within `SOON` days, by
    their duty (a code of ``DUTIES``), from which the period follows."""

    keys: list[int] = field(default_factory=list)
    records: Counter[Standing] = field(default_factory=Counter)
    soon: Counter[str] = field(default_factory=Counter)


def standing(kept: Keeping, today: date) -> Standing:
    """Tell whether a record may go on a Japanese day."""
    if kept.held:
        return "legal_hold"
    if kept.open:
        return "series_open"
    if kept.until is None:
        return "no_period_set"
    return "due" if kept.until < today else "period_runs"


def due_soon(kept: Keeping, today: date) -> bool:
    """Tell whether a record may not go on a Japanese day, and may within `SOON` days by the end of its period."""
    return standing(kept, today) == "period_runs" and standing(kept, today + timedelta(days=SOON)) == "due"


def check_person(
    connection: Connection, registers: Registers, identities: Sequence[int], as_of: int, now: int
) -> int:  # fmt: skip
    """Return how many records the person has, each of which may go. Raises NotYet."""
    return check_records(connection, registers, records_of_people(connection, identities, as_of), as_of, now)


def check_records(
    connection: Connection, registers: Registers, rows: Sequence[RecordRow], as_of: int, now: int
) -> int:  # fmt: skip
    """Return how many records these are, each of which may go. Raises NotYet."""
    counted = Counter(_standings(connection, registers, rows, as_of, now).values())
    kept = {name: count for name, count in counted.items() if name not in _MAY_GO}
    if kept:
        raise NotYet(kept)
    return len(rows)


def keys_of_person(connection: Connection, catalogue: KeyCatalogue, identities: Sequence[int], as_of: int) -> list[int]:
    """Return every key of the person, and those of what is told about events that were about this person alone."""
    going = [row.idx for row in records_of_people(connection, identities, as_of)]
    return sorted({**catalogue.keys_of(identities), **_of_events_gone(connection, catalogue, going)})


def plan_months(
    connection: Connection, catalogue: KeyCatalogue, registers: Registers, as_of: int, now: int
) -> Iterator[tuple[Plan, int]]:
    """Yield, portion by portion of months, what may go, and the number of the last key looked at."""
    month, after = jst_date(now) // 100, -1
    while keys := catalogue.months_until(month, after, _PORTION):
        yield plan_keys(connection, catalogue, registers, keys, as_of, now), max(keys)
        after = max(keys)


def plan_keys(
    connection: Connection, catalogue: KeyCatalogue, registers: Registers, keys: Mapping[int, Scope], as_of: int,
    now: int,
) -> Plan:  # fmt: skip
    """Return which of these keys of months may go, with those of what is told about events that go with them."""
    by_place = {_covers(scope): key_id for key_id, scope in keys.items()}
    identities = sorted({identity for scope in keys.values() if (identity := identity_of(scope)) is not None})
    events = [scope.owner for scope in keys.values() if scope.kind == "event_month"]
    rows = [
        row
        for row in (*records_of_people(connection, identities, as_of), *_about_nobody(connection, events, as_of))
        if _place(row) in by_place
    ]
    today, keeping = calendar(jst_day(now)), keeping_of(connection, registers, rows, as_of, now)
    standings = {idx: standing(one, today) for idx, one in keeping.items()}
    kept = {_place(row) for row in rows if standings[row.idx] != "due"}
    going = [row.idx for row in rows if _place(row) not in kept]
    # A key under which no record stands may be about to seal its first: sweeping orphans is another matter.
    found = {by_place[_place(row)] for row in rows} - {by_place[place] for place in kept}
    return Plan(
        sorted(found | _of_events_gone(connection, catalogue, going).keys()), Counter(standings.values()),
        Counter(row.duty for row in rows if due_soon(keeping[row.idx], today)),
    )  # fmt: skip


def _about_nobody(connection: Connection, events: Sequence[bytes], as_of: int) -> list[RecordRow]:
    if not events:
        return []
    found = connection.execute(_ABOUT_NOBODY, (LOG_ID, Uuids(events), as_of))
    return records_at(connection, [idx for (idx,) in found], as_of)


def _of_events_gone(connection: Connection, catalogue: KeyCatalogue, going: Sequence[int]) -> dict[int, Scope]:
    events = connection.execute(_EVENTS_GONE, {"log": LOG_ID, "going": Bigints(going)})
    return catalogue.keys_of_events([event_id.bytes for (event_id,) in events])


def _standings(
    connection: Connection, registers: Registers, rows: Sequence[RecordRow], as_of: int, now: int
) -> dict[int, Standing]:
    today = calendar(jst_day(now))
    return {
        idx: standing(kept, today) for idx, kept in keeping_of(connection, registers, rows, as_of, now).items()
    }  # fmt: skip


def _place(row: RecordRow) -> tuple[int | bytes, int]:
    """Return what the key of a record covers."""
    return (row.event_id if row.identity is None else row.identity), jst_date(row.happened_at) // 100


def _covers(scope: Scope) -> tuple[int | bytes, int]:
    identity = identity_of(scope)
    return (scope.owner if identity is None else identity), scope.period


def added(plans: Iterable[Plan]) -> Plan:
    """Return several plans as one."""
    whole = Plan()
    for plan in plans:
        whole.keys += plan.keys
        whole.records += plan.records
        whole.soon += plan.soon
    return whole
