"""The duty to record (articles 29(1), 30(3), 31(3)): statutory, exempt or voluntary.

No duty when an item of 27(1) or 27(5) applies, or the other side is a body of article 16(2). Provision abroad on a
28(1) consent is exempt by 27(1) items only: entrusting it does not help. Violations and undetermined provisions are
recorded as if the duty applied: the Act has no exception for them, and the safe reading costs nothing. So is what
番号法 19 allows: whether article 29 reaches it wants confirming. Personal-related information has a duty of its own
(31(3)), whose record names no person. What is exempt by interpretation names the reading.
"""

from __future__ import annotations

from ledger.law.bodies import is_public_body
from ledger.law.data_classes import RELATED
from ledger.law.types import Act, Duty, Found, Verdict


def duty_of(act: Act, verdict: Verdict, basis: str, found: Found) -> tuple[Duty, str]:
    """Return the duty and the code of its reason."""
    if verdict == "not_provision":
        return "voluntary", "no_provision"
    if is_public_body(found.recipient):
        return "exempt", "16(2)"
    if verdict == "lawful" and basis.startswith(("27(1)", "27(5)")):
        return "exempt", basis
    if basis == "interpretation":
        entry = found.interpretation
        return "exempt", f"interpretation:{entry.code}" if entry else basis
    if basis == "31(1)":
        return "statutory", "31(3)"
    article = "30(3)" if act.role == "recipient" else "31(3)" if act.data_class == RELATED else "29(1)"
    if verdict == "lawful":
        return "statutory", f"{article} {basis}"
    return "statutory", f"{article} {verdict}"
