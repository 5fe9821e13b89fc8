"""The fee for a request: none, unless the register `operator` names one. Article 38 allows it for disclosure and for
notice of a purpose alone.
"""

from __future__ import annotations

from ledger.cases.requests import KINDS
from ledger.registers.snapshot import Registers


def fee_of(registers: Registers, kind: str, at: int) -> int:
    """Return the fee (yen) that who asks for this kind is told beforehand, as of an instant (µs UTC); 0 for none."""
    rows = registers.keys_at("operator", at)
    fees = rows[0].body.get("fees", {}) if rows and KINDS[kind].fee_possible else {}
    return int(fees.get(kind, 0))
