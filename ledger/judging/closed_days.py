"""Days on which offices are closed beside the public holidays on file: those of the register `holidays`."""

from __future__ import annotations

from datetime import date

from ledger.registers.snapshot import Registers


def closed_days(registers: Registers, at: int) -> frozenset[date]:
    """Return the days that the register adds at an instant (µs UTC). A key that is no day is none."""
    return frozenset(day for row in registers.keys_at("holidays", at) if (day := _day(row.key)) is not None)


def _day(key: str) -> date | None:
    try:
        return date.fromisoformat(key)
    except ValueError:
        return None
