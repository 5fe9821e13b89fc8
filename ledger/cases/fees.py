"""The fee for a request: none, unless the register `operator` names one. Article 38 allows it for disclosure and for
notice of a purpose alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.requests import KINDS
from ledger.cases.texts import Text
from ledger.registers.snapshot import Registers


def fees_at(registers: Registers, at: int) -> Mapping[str, int]:
    """Return the fees (yen) that are published (article 32(1)iii), by kind of request, as of an instant (µs UTC). A
    kind without one costs nothing."""
    rows = registers.keys_at("operator", at)
    fees = rows[0].body.get("fees", {}) if rows else {}
    named = ((kind.code, int(fees.get(kind.code, 0))) for kind in KINDS.values() if kind.fee_possible)
    return {kind: fee for kind, fee in named if fee}


def fee_of(registers: Registers, kind: str, at: int) -> int:
    """Return the fee (yen) that who asks for this kind is told beforehand, as of an instant (µs UTC); 0 for none."""
    return fees_at(registers, at).get(kind, 0)


def fee_said(words: Text, fee: int) -> Text:
    """Return words with a fee (yen) in them."""
    return Text(*(each.format(fee) for each in words))
