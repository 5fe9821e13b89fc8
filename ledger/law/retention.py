"""How long a record is kept (article 29(2), 30(4); Rules 21, 25), in Japanese calendar days.

Three forms, two ways of counting. A record made each time is kept three years from the day it was made, and that day
is not counted (Civil Code 140). A lump record is kept until three years, a substitute document until one year, has
passed *counting from* the day of the last provision, which is counted (起算). So the date of a series moves with every
provision until the series closes. Exempt and voluntary rows have no statutory period: an officer sets one (article 22),
counted as the first. A record from which another takes items it omits (Rule 20(2)) lives at least as long as that one.
A legal hold ends no period and moves none: it forbids to destroy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import MAXYEAR, date, timedelta
from typing import TypeVar

from ledger.law.days import after_months, calendar, day_of
from ledger.law.registered import HoldEntry
from ledger.law.types import Duty

Record = TypeVar("Record")

#: Forms of record (Rule 19), and how many years each is kept.
EACH, LUMP, SUBSTITUTE = "each", "lump", "substitute"
_YEARS = {EACH: 3, LUMP: 3, SUBSTITUTE: 1}


def retain_until(
    duty: Duty, form: str, made: date, last_provided: date, months: int | None = None
) -> date | None:  # fmt: skip
    """Return the last day on which the record must be kept, or None when no period runs.

    ``made`` is the day the record was made, ``last_provided`` the day of the last provision the record is about. What
    is no known form is kept as a record made each time, the longest of the three. ``months``: the period that an
    officer set for records of this duty, where no statutory one runs.
    """
    if duty != "statutory":
        return None if months is None else calendar(after_months(day_of(made), months))
    if form in (LUMP, SUBSTITUTE):
        return last_day(last_provided, _YEARS[form])
    return last_day(calendar(day_of(made) + 1), _YEARS[EACH])


def last_day(first: date, years: int) -> date:
    """Return the last day of a period of years whose first counted day is ``first`` (Civil Code 143(2)): the day
    before the corresponding day, or the last day of the month where there is no such day. At most 9999-12-31."""
    if first.year + years > MAXYEAR:
        return date.max
    try:
        return first.replace(year=first.year + years) - timedelta(days=1)
    except ValueError:  # 29 February, and no leap year
        return date(first.year + years, 2, 28)


def outliving(until: Mapping[Record, date | None], omits: Mapping[Record, Record]) -> dict[Record, date | None]:
    """Return the last days, moved so that each record lives at least as long as every record that points to it.

    ``omits``: by record, the one that holds the items it leaves out. A pointer to no record of ``until`` moves nothing.
    """
    moved = dict(until)
    for record in omits:
        last, seen = moved.get(record), {record}
        while last is not None and (record := omits.get(record, record)) not in seen and record in moved:
            seen.add(record)
            last = moved[record] = max(last, moved[record] or last)
    return moved


def held(holds: Iterable[HoldEntry], recipient: str, source: str, day: int) -> bool:
    """Tell whether a legal hold covers a provision of this day (Japanese, days since 1970-01-01)."""
    return any(
        (hold.recipients is None or recipient in hold.recipients)
        and (hold.sources is None or source in hold.sources)
        and (hold.since is None or hold.since <= day)
        and (hold.until is None or day <= hold.until)
        for hold in holds
    )
