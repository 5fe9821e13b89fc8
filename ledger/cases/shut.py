"""The window's own form, shut by the operator for a time: the register `operator` says so, with words for people.

Nobody is kept from asking by it (article 37(1) lets the operator lay down how, never whether): post, telephone and
counter go on, and so does following and receiving what was asked before.
"""

from __future__ import annotations

from ledger.cases.texts import Text
from ledger.registers.snapshot import Registers


def shut_at(registers: Registers, at: int) -> Text | None:
    """Return the operator's words where nothing is taken by the web at an instant (µs UTC), None where it is."""
    rows = registers.keys_at("operator", at)
    words = rows[0].body.get("web_intake_shut") if rows else None
    return None if words is None else Text(words["ja"], words["en"])
