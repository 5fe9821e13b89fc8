"""An officer as the register says at an instant: roles, range, and until when their pledge and training hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ledger.judging.ranges import Range, range_of
from ledger.law.days import day_number, jst_day
from ledger.registers.snapshot import RegisterRow, Registers


@dataclass(frozen=True, slots=True)
class Officer:
    """One officer. ``pledged_until`` and ``trained_until``: the last Japanese day (as the law counts days) on which the
    pledge of confidentiality and the yearly training hold; None where the register keeps no such day."""

    code: str
    name: str
    roles: frozenset[str]
    range: Range
    pledged_until: int | None
    trained_until: int | None

    def closed(self, now: int) -> Literal["pledge", "training"] | None:
        """Return why what is about people stays closed to the officer at an instant (µs UTC), None where it is open."""
        today = jst_day(now)
        if self.pledged_until is not None and self.pledged_until < today:
            return "pledge"
        if self.trained_until is not None and self.trained_until < today:
            return "training"
        return None


def officer_at(registers: Registers, code: str, now: int) -> Officer | None:
    """Return an officer as registered at an instant (µs UTC), None for who is none then."""
    row = registers.valid_at("officers", code, now)
    return officer_in(row) if row is not None else None


def officers_at(registers: Registers, now: int) -> list[Officer]:
    """Return every officer registered at an instant (µs UTC)."""
    return [officer_in(row) for row in registers.keys_at("officers", now)]


def officer_in(row: RegisterRow) -> Officer:
    """Return what a row of the register says of an officer."""
    body = row.body
    until = [day_number(body[name]) if name in body else None for name in ("pledged_until", "trained_until")]
    return Officer(row.key, body["display_name"], frozenset(body["roles"]), range_of(body), *until)
