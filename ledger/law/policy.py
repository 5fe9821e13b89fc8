"""The second yardstick: what the operator promised (privacy policy, section 4), which may be stricter than the Act.

It promises provision of personal information only to recipients consented to, except where law allows, and names the
five exceptions. A lawful act on another ground still breaks that promise. 番号法 19 is law that allows; what 31(1)
speaks of is not 個人情報 in our hands, so the promise does not reach it.
"""

from __future__ import annotations

from ledger.law.types import Policy, Verdict

#: The policy names items i to iv and vii of 27(1); of an operator that is academic itself it says nothing.
_PROMISED = frozenset({"consent", "27(1)i", "27(1)ii", "27(1)iii", "27(1)iv", "27(1)vii", "number_act_19", "31(1)"})


def promise(verdict: Verdict, basis: str) -> tuple[Policy, str]:
    """Return whether the promise was kept, and the code of the reason."""
    if verdict == "undetermined":
        return "unclear", "undetermined"
    if verdict == "violation":
        return "broken", "violation"
    if verdict == "not_provision" or basis in _PROMISED:
        return "kept", basis if verdict == "lawful" else "not_provision"
    return "broken", f"not_promised {basis}"
