"""How long a record is kept (article 29(2), 30(4); Rules 21, 25), in Japanese calendar days.

Three forms, two ways of counting. A record made each time is kept three years from the day it was made, and that day
is not counted (Civil Code 140). A lump record is kept until three years, a substitute document until one year, has
passed *counting from* the day of the last provision, which is counted (起算). So the date of a series moves with every
provision until the series closes. Exempt and voluntary rows have no statutory period: an officer sets one (article 22).
"""

from __future__ import annotations

from datetime import date, timedelta

from ledger.law.types import Duty

#: Forms of record (Rule 19), and how many years each is kept.
EACH, LUMP, SUBSTITUTE = "each", "lump", "substitute"
_YEARS = {EACH: 3, LUMP: 3, SUBSTITUTE: 1}


def retain_until(duty: Duty, form: str, made: date, last_provided: date) -> date | None:
    """Return the last day on which the record must be kept, or None when no statutory period runs.

    ``made`` is the day the record was made, ``last_provided`` the day of the last provision the record is about. What
    is no known form is kept as a record made each time, the longest of the three.
    """
    if duty != "statutory":
        return None
    if form in (LUMP, SUBSTITUTE):
        return last_day(last_provided, _YEARS[form])
    return last_day(made + timedelta(days=1), _YEARS[EACH])


def last_day(first: date, years: int) -> date:
    """Return the last day of a period of years whose first counted day is ``first`` (Civil Code 143(2)): the day
    before the corresponding day, or the last day of the month where there is no such day."""
    try:
        return first.replace(year=first.year + years) - timedelta(days=1)
    except ValueError:  # 29 February, and no leap year
        return date(first.year + years, 2, 28)
