"""Acts that are no provision to a third party at all: nobody else receives personal data from the operator.

The same legal person's other department; the person themself; the person's own posting to an audience they chose (PPC
general guideline 3-6-1); a cloud vendor that by contract does not handle the data (PPC Q&A 7-53). Each is recorded
voluntarily and only if what it rests on is shown.
"""

from __future__ import annotations

from ledger.law.types import Act, RuleAnswer

_SHOWN_BY = {
    "same_legal_person": "same_legal_person",
    "to_the_person": "to_the_person",
    "own_posting": "own_posting",
    "non_handling_cloud": "no_handling",
}
NOT_A_PROVISION = frozenset(_SHOWN_BY)


def ask(act: Act) -> RuleAnswer:
    """Is what the claim rests on shown?"""
    shown = act.shows(_SHOWN_BY[act.ground]) is not None
    return RuleAnswer("not_a_provision_shown", "27(1)", "yes" if shown else "no")
