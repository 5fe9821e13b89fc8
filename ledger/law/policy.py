"""The second yardstick: what the operator promised (privacy policy, section 4), which may be stricter than the Act.

It promises provision of personal information only to recipients consented to, except where law allows, and names the
five exceptions. A lawful act on another ground still breaks that promise.
"""

from __future__ import annotations

from ledger.law.exceptions import EXCEPTIONS
from ledger.law.types import Policy, Verdict


def promise(verdict: Verdict, basis: str) -> tuple[Policy, str]:
    """Return whether the promise was kept, and the code of the reason."""
    if verdict == "undetermined":
        return "unclear", "undetermined"
    if verdict == "violation":
        return "broken", "violation"
    if verdict == "not_provision" or basis == "consent" or basis in EXCEPTIONS:
        return "kept", basis if verdict == "lawful" else "not_provision"
    return "broken", f"not_promised {basis}"
