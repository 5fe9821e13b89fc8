"""Days and numbers as letters write them."""

from __future__ import annotations

from datetime import date

from ledger.cases.casebook import readable
from ledger.cases.moments import spoken
from ledger.cases.texts import Text

#: First days of the eras that a letter may have to name, newest first.
_ERAS = (("令和", "R", date(2019, 5, 1)), ("平成", "H", date(1989, 1, 8)), ("昭和", "S", date(1926, 12, 25)))


def written(day: date) -> Text:
    """Return a day since 1926-12-25 as letters write it: 令和8（2026）年4月15日; in English without the weekday."""
    name, _, year = _era(day)
    first = "元" if year == 1 else str(year)
    english = spoken(day).en.partition(" (")[0]
    return Text(f"{name}{first}（{day.year}）年{day.month}月{day.day}日", english)


def document_number(case: str, day: date, nth: int | None = None) -> str:
    """Return the number of a case's document of a day: R8-ABCDE-FGHJK, and for its ``nth`` letter -1, -2, …

    It is made of the case's own number, so it tells nothing of how many others there are.
    """
    _, letter, year = _era(day)
    return f"{letter}{year}-{readable(case)}" + ("" if nth is None else f"-{nth}")


def _era(day: date) -> tuple[str, str, int]:
    name, letter, began = next(era for era in _ERAS if day >= era[2])
    return name, letter, day.year - began.year + 1
