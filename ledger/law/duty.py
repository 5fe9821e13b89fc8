"""The duty to record (article 29(1), 30(3)): statutory, exempt or voluntary.

No duty when an item of 27(1) applies or the recipient is a body of article 16(2). Violations and undetermined
provisions are recorded as if the duty applied: the Act has no exception for them, and the safe reading costs nothing.
So is what 番号法 19 allows: whether article 29 reaches it wants confirming. Personal-related information has a duty of
its own (31(3)), whose record names no person.
"""

from __future__ import annotations

from ledger.law.types import Duty, Found, Verdict


def duty_of(verdict: Verdict, basis: str, found: Found) -> tuple[Duty, str]:
    """Return the duty and the code of its reason."""
    if verdict == "not_provision":
        return "voluntary", "no_provision"
    if found.recipient is not None and found.recipient.article_16_2:
        return "exempt", "16(2)"
    if verdict == "lawful" and basis.startswith("27(1)"):
        return "exempt", basis
    if basis == "31(1)":
        return "statutory", "31(3)"
    if verdict == "lawful":
        return "statutory", f"29(1) {basis}"
    return "statutory", f"29(1) {verdict}"
