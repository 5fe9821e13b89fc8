"""The second yardstick: what the operator promised, which may be stricter than the Act, and broader.

Each sentence that an act can break carries a rule:

* ``consent_or_law``: to no third party but those consented to, except where law allows; ``allows`` lists the exceptions
  that the sentence names. A lawful act on another ground (opt-out, entrustment, …) breaks it. It speaks of 個人情報, so
  it reaches data that the Act's article 27 does not.
* ``announced_purpose``: for the purposes announced.
* ``country_known``: abroad only after the country's system was learnt of.

The first sentence that was broken, else that is unclear, is the one a judgement names; of a promise that was kept, the
sentence about consent, else the first that reaches the act. What is personal-related is no 個人情報 in our hands, and
on the recipient's side nothing is provided: neither is promised anything. Nor is what no sentence reaches.
"""

from __future__ import annotations

from typing import NamedTuple

from ledger.law.data_classes import RELATED
from ledger.law.registered import PolicySentence
from ledger.law.types import Act, Found, Policy, Verdict

_CONSENTS = frozenset({"consent", "28(1)consent"})
#: Grounds that stay within the purposes of use (articles 17, 18).
_WITHIN_PURPOSES = _CONSENTS | {"27(2)", "27(5)i", "27(5)ii", "27(5)iii"}


class Promise(NamedTuple):
    """Whether the policy was kept, why, and by which of its sentences."""

    policy: Policy
    reason: str
    sentence: str


_OUT_OF_REACH = Promise("kept", "out_of_reach", "")


def promise(act: Act, found: Found, verdict: Verdict, basis: str, abroad: bool) -> Promise:
    """Hold an act to the policy. ``verdict`` and ``basis``: of the ground claimed, as if it were personal data.

    Of an incident the policy promises that data is kept safe, which no single act shows to be kept or broken.
    """
    if verdict == "not_provision" and act.handling != "intended" and not found.voided:
        return Promise("unclear", "incident", "")
    if act.role == "recipient" or act.data_class == RELATED:
        return _OUT_OF_REACH
    kept = unclear = None
    for sentence in found.policy.sentences:
        answer = _ask(sentence, act, found, verdict, basis, abroad)
        if answer is None:
            continue
        if answer.policy == "broken":
            return answer
        if answer.policy == "unclear":
            unclear = unclear or answer
        elif kept is None or sentence.rule == "consent_or_law":
            kept = answer
    return unclear or kept or _OUT_OF_REACH


def _ask(
    sentence: PolicySentence, act: Act, found: Found, verdict: Verdict, basis: str, abroad: bool
) -> Promise | None:
    """Hold an act to one sentence; None where it does not reach the act, or not as long as the verdict is open."""
    if verdict == "not_provision":
        return Promise("kept", "not_provision", sentence.number)
    if sentence.rule == "consent_or_law":
        return _consent_or_law(sentence, verdict, basis)
    if sentence.rule == "announced_purpose" and act.ground in _WITHIN_PURPOSES and verdict != "undetermined":
        announced = found.purpose is not None and found.purpose_announced
        return (
            Promise("kept", "announced_purpose", sentence.number)
            if announced
            else Promise("broken", "purpose_not_announced", sentence.number)
        )
    if sentence.rule == "country_known" and abroad and verdict != "undetermined":
        fresh = found.country is not None and found.country.due is not None and found.day <= found.country.due
        known = fresh or (found.country is not None and found.country.equivalent)
        return (
            Promise("kept", "country_known", sentence.number)
            if known
            else Promise("unclear", "country_not_known", sentence.number)
        )
    return None


def _consent_or_law(sentence: PolicySentence, verdict: Verdict, basis: str) -> Promise:
    if verdict == "undetermined":
        return Promise("unclear", "undetermined", sentence.number)
    if verdict == "violation":
        return Promise("broken", "violation", sentence.number)
    if basis in _CONSENTS or basis in sentence.allows:
        return Promise("kept", basis, sentence.number)
    if basis == "interpretation":
        return Promise("unclear", "interpretation", sentence.number)
    return Promise("broken", f"not_promised {basis}", sentence.number)
