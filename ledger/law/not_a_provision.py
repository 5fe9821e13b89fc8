"""Acts that are no provision to a third party at all: nobody else receives personal data from the operator.

The same legal person's other department (a group company is another person, and so is a company or a body of any kind
of which the register does not say that it is ours); the person themself; the person's own posting to an audience they
chose (PPC general guideline 3-6-1); a cloud vendor that by contract does not handle the data (PPC Q&A 7-53). Each is
recorded voluntarily and only if what it rests on is shown; of the same legal person our own register shows it.
"""

from __future__ import annotations

from ledger.law.types import Act, Found, RuleAnswer, asked, unregistered

_SHOWN_BY = {
    "same_legal_person": "same_legal_person",
    "to_the_person": "to_the_person",
    "own_posting": "own_posting",
    "non_handling_cloud": "no_handling",
}
NOT_A_PROVISION = frozenset(_SHOWN_BY)
#: Kinds that may be a part of the operator without the register saying so.
_PARTS = frozenset({"department", "other"})


def ask(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Is what the claim rests on shown, and does the register not say otherwise?"""
    evidence = _SHOWN_BY[act.ground]
    shown = asked("not_a_provision_shown", "27(1)", act.shows(evidence) is not None, f"evidence:{evidence}")
    if act.ground != "same_legal_person":
        return (shown,)
    if found.recipient is None:
        return (shown, unregistered("recipient_known", "27(1)", "register:recipient", found))
    ours = asked("the_same_legal_person", "27(1)", found.recipient.legal_person == "operator")
    if found.recipient.legal_person == "operator":  # what our own register says needs no source to say it again
        return (ours,)
    if found.recipient.legal_person is None and found.recipient.kind in _PARTS:
        return (shown,)
    return (shown, ours)
