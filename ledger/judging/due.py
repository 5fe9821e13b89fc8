"""What may be destroyed, and what may not yet: by period, open series and legal hold of every record a key covers.

A person's month goes as a whole once every record in it is due. Consents, links and what else is told about a person
go once no record is left that they may support, and their own last day is past.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ledger.judging.keeping import Keeping, keeping_of
from ledger.judging.records import RecordRow, records_of_people
from ledger.law.days import calendar, jst_date, jst_day
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.erasure import Shredder
from ledger.vault.keys import Scope, identity_of

#: Why a record is kept still, or that it is not.
Standing = Literal["due", "period_runs", "series_open", "legal_hold", "no_period_set"]
_PORTION = 2_000
#: What may go when the person asks: nothing forbids it, whether or not a period would have ended it by itself.
_MAY_GO = frozenset({"due", "no_period_set"})


class NotYet(Exception):
    """Records of this person have to be kept still. Nothing was erased; what may go, goes by itself once it is due
    (`retention plan`)."""

    def __init__(self, kept: Mapping[Standing, int]) -> None:
        super().__init__(", ".join(f"{standing}: {count}" for standing, count in sorted(kept.items())))
        self.kept = kept


@dataclass(slots=True)
class Plan:
    """Which keys may go, and how many records stand how."""

    keys: list[int] = field(default_factory=list)
    records: Counter[Standing] = field(default_factory=Counter)


def standing(kept: Keeping, today: date) -> Standing:
    """Tell whether a record may go on a Japanese day."""
    if kept.held:
        return "legal_hold"
    if kept.open:
        return "series_open"
    if kept.until is None:
        return "no_period_set"
    return "due" if kept.until < today else "period_runs"


def check_person(
    connection: Connection, registers: Registers, identities: Sequence[int], as_of: int, now: int
) -> int:  # fmt: skip
    """Return how many records the person has, each of which may go. Raises NotYet."""
    rows = records_of_people(connection, identities, as_of)
    counted = Counter(_standings(connection, registers, rows, as_of, now).values())
    kept = {name: count for name, count in counted.items() if name not in _MAY_GO}
    if kept:
        raise NotYet(kept)
    return len(rows)


def plan_months(
    connection: Connection, shredder: Shredder, registers: Registers, as_of: int, now: int
) -> Iterator[tuple[Plan, int]]:
    """Yield, portion by portion of the persons' months, what may go, and the number of the last key looked at."""
    month, after = jst_date(now) // 100, -1
    while keys := shredder.months_until(month, after, _PORTION):
        yield _plan(connection, registers, keys, as_of, now), max(keys)
        after = max(keys)


def _plan(
    connection: Connection, registers: Registers, keys: Mapping[int, Scope], as_of: int, now: int
) -> Plan:  # fmt: skip
    by_place = {(identity_of(scope), scope.period): key_id for key_id, scope in keys.items()}
    identities = sorted({identity for identity, _ in by_place if identity is not None})
    rows = [
        row for row in records_of_people(connection, identities, as_of) if _place(row) in by_place
    ]  # fmt: skip
    standings = _standings(connection, registers, rows, as_of, now)
    kept = {_place(row) for row in rows if standings[row.idx] != "due"}
    plan = Plan(records=Counter(standings.values()))
    # A key under which no record stands may be about to seal its first: sweeping orphans is another matter.
    plan.keys += [by_place[place] for place in sorted({_place(row) for row in rows} - kept, key=str)]
    return plan


def _standings(
    connection: Connection, registers: Registers, rows: Sequence[RecordRow], as_of: int, now: int
) -> dict[int, Standing]:
    today = calendar(jst_day(now))
    return {
        idx: standing(kept, today) for idx, kept in keeping_of(connection, registers, rows, as_of, now).items()
    }  # fmt: skip


def _place(row: RecordRow) -> tuple[int | None, int]:
    return row.identity, jst_date(row.happened_at) // 100


def added(plans: Iterable[Plan]) -> Plan:
    """Return several plans as one."""
    whole = Plan()
    for plan in plans:
        whole.keys += plan.keys
        whole.records += plan.records
    return whole
