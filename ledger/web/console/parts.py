"""What the console's pages over the whole ledger have in common: words in the language asked, names of codes, days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledger.cases.countries import country_named
from ledger.cases.moments import minute, short
from ledger.cases.texts import Text
from ledger.cases.written_day import DayUnreadable, written_day
from ledger.judging.acts import REASONS
from ledger.judging.completeness import heard_sources, missing_numbers
from ledger.law.days import calendar, day_of, midnight
from ledger.registers.snapshot import Registers
from ledger.web.console.console import Console
from ledger.web.console.kept_counts import LASTS
from ledger.web.console.records_words import WORDS
from ledger.web.console.routes import Asked
from ledger.web.desks import Desk
from ledger.web.forms import Fields

DAY_PARTS = ("year", "month", "day")
#: The fields of a form in which a period stands.
PERIOD_FIELDS = tuple(f"{name}_{part}" for name in ("since", "until") for part in DAY_PARTS)


def filled(words: Text, *values: Text | str | int) -> Text:
    """Return words with values in their places, numbers with commas."""
    shown = [one if isinstance(one, Text) else Text(*[f"{one:,}" if isinstance(one, int) else one] * 2)
             for one in values]  # fmt: skip
    return Text(words.ja.format(*(one.ja for one in shown)), words.en.format(*(one.en for one in shown)))


def reason_words(code: str | None) -> Text:
    """Return a reason code in words."""
    said = REASONS.get(code or "", code or "")
    japanese, _, english = said.partition(" / ")
    return Text(japanese, english or japanese)


def reason_options(asked: Asked, codes: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return reasons as the choices of a form."""
    return [(code, reason_words(code).told_in(asked.lang), "") for code in codes]


def recipient_name(registers: Registers, code: str, at: int) -> str:
    """Return what the register called a recipient at an instant (µs UTC); its code where it is in none."""
    row = registers.valid_at("recipients", code, at)
    return str(row.body.get("name") or code) if row is not None else code


def coded(registers: Registers, register: str, code: str, at: int) -> Text:
    """Return what a register of coded words says of a code at an instant (µs UTC); the code where it says nothing."""
    row = registers.valid_at(register, code, at)
    japanese = str(row.body.get("ja") or code) if row is not None else code
    return Text(japanese, str(row.body.get("en") or japanese) if row is not None else code)


def country_of(registers: Registers, code: str, at: int) -> Text:
    """Return what a country or region is called; where ISO 3166 has no such code, as the register has it at an instant
    (µs UTC)."""
    named = country_named(code)
    return coded(registers, "countries", code, at) if named.ja == code else named


def joined(words: Sequence[Text]) -> Text:
    """Return words one after the other."""
    return Text("、".join(one.ja for one in words), ", ".join(one.en for one in words))


def written(query: Fields, name: str) -> int | None:
    """Return the day (since 1970) that three fields of a form say; None where they are empty. Raises DayUnreadable."""
    parts = [query.get(f"{name}_{part}", "") for part in DAY_PARTS]
    return day_of(written_day(*parts)) if any(parts) else None


def period(query: Fields) -> tuple[int | None, int | None, Mapping[str, Text]]:
    """Return first and last day of the period that a form says, and what is wrong with them, by field."""
    days: dict[str, int | None] = {}
    errors: dict[str, Text] = {}
    for name in ("since", "until"):
        try:
            days[name] = written(query, name)
            if days[name] is None:
                errors[name] = WORDS[f"{name}_missing"]
        except DayUnreadable:
            days[name], errors[name] = None, WORDS[f"{name}_wrong"]
    first, last = days["since"], days["until"]
    if first is not None and last is not None and last < first:
        errors["until"] = WORDS["until_before"]
    return first, last, errors


def instants(first: int, last: int) -> tuple[int, int]:
    """Return the instants (µs UTC) at which a period of Japanese days begins and ends."""
    return midnight(first), midnight(last + 1)


def period_written(first: int, last: int) -> dict[str, str]:
    """Return the first and last day (since 1970) of a period as the fields of a form."""
    said: dict[str, str] = {}
    for name, at in (("since", first), ("until", last)):
        day = calendar(at)
        for part, one in zip(DAY_PARTS, (day.year, day.month, day.day), strict=True):
            said[f"{name}_{part}"] = str(one)
    return said


def gaps(console: Console, desk: Desk, registers: Registers, now: int) -> list[Text]:
    """Return a sentence for each known gap: sources that are silent, partitions that bring nothing, numbers that never
    came. The numbers are counted beside the requests: to find the gaps, all that came are read."""
    said = []
    for one in heard_sources(desk.connection, registers, now):
        if one.silence_due(now):
            since = one.last_heard
            said.append(filled(WORDS["gap_never"], one.source) if since is None
                        else filled(WORDS["gap_silent"], one.source, minute(since)))  # fmt: skip
        for partition in one.stuck(now):
            when = partition.heard_until if partition.heard_until is not None else partition.known_at
            said.append(filled(WORDS["gap_partition"], partition.name, short(when)))
    numbers = console.counts.told(console.desks, {"numbers": _missing}, now, LASTS)["numbers"].value
    if numbers is None:
        said.append(WORDS["gap_numbers_unknown"])
    elif numbers:
        said.append(filled(WORDS["gap_numbers"], numbers))
    return said


def _missing(desk: Desk) -> int:
    return len(missing_numbers(desk.connection).shown)
