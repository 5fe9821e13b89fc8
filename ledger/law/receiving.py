"""Article 30: the recipient's side. Confirm who provides and how it had acquired the data, and record it.

The same act has two records: the provider's (29) and ours (30), with different items. What has to be confirmed depends
on how the data was provided to us (Rules 22 and 24): by consent, by opt-out, as personal-related information (31), or
by somebody who is no operator. A record that leaves items to an earlier one need not say again how the provider had
acquired the data; how that was confirmed to be the same it says. Where an item of 27(1) or 27(5) applied to the
provision, there is nothing to confirm (30(1) proviso), nor where a body of article 16(2) provides: it is no third party
in the sense of 29(1), which holds for 30 too.
"""

from __future__ import annotations

from ledger.law.agreements import agreement
from ledger.law.bodies import is_public_body
from ledger.law.data_classes import ask_number_act
from ledger.law.exceptions import EXCEPTIONS, academic_purpose, shown
from ledger.law.not_third_party import NOT_THIRD_PARTY
from ledger.law.types import Act, Found, RuleAnswer, asked, unregistered

_ARTICLE = "30(1)"
EXEMPT_GROUNDS = frozenset({*EXCEPTIONS, *NOT_THIRD_PARTY})


def ask(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Was everything confirmed that Rule 22 asks for, or does the provision to us leave nothing to confirm?"""
    if act.ground in NOT_THIRD_PARTY:
        return NOT_THIRD_PARTY[act.ground](act, found)
    if act.ground in EXCEPTIONS:
        return _excepted(act, found)
    if act.ground == "number_act_19":
        return ask_number_act(act, found)
    if is_public_body(found.recipient):
        return (RuleAnswer("from_a_public_body", "16(2)", "yes"),)
    rules = [
        asked("about_a_person", "30(3) Rule 24", act.has_person),
        asked("provider_named", "30(1)i", found.recipient is not None and found.recipient.named),
        asked("confirmation_shown", "30(1) Rule 22", _told(act.confirmation), "confirmation"),
    ]
    if act.ground != "31(1)":
        # What was confirmed and recorded before need only be confirmed to be the same (Rule 22(3)).
        rules.append(asked("acquisition_shown", "30(1)ii", _told(act.acquisition) or act.omits, "acquisition"))
    if act.ground in ("consent", "28(1)consent", "31(1)"):
        consent = act.shows("consent_confirmed") is not None or act.shows("consent_record") is not None
        rules.append(asked("consent_confirmed_shown", "Rule 24", consent, "evidence:consent_confirmed"))
    if act.ground == "27(2)":
        rules += shown(act, "Rule 24(1)i", "published_by_commission")
    return tuple(rules)


def _excepted(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Of 27(1) on the recipient's side: what is asked of the provider is asked of the other side, and the reverse."""
    if act.ground == "27(1)iv":
        return shown(act, "27(1)iv", "public_duty", "impediment", "entrusted_by")
    if act.ground == "27(1)v":
        rules = shown(act, act.ground, "publication_unavoidable", "no_unjust_infringement")
        return (*rules, _by_academic_provider(act, found))
    if act.ground == "27(1)vi":
        rules = (*academic_purpose(act, act.ground), *agreement(act, found, "joint_research", act.ground)[1])
        return (*rules, _by_academic_provider(act, found))
    if act.ground == "27(1)vii":
        rules = academic_purpose(act, act.ground)
        if found.academic_operator is None:
            return (*rules, unregistered("operator_is_academic", act.ground, "register:operator", found))
        return (*rules, asked("operator_is_academic", act.ground, found.academic_operator))
    return EXCEPTIONS[act.ground](act, found)


def _by_academic_provider(act: Act, found: Found) -> RuleAnswer:
    if found.recipient is None:
        return unregistered("provider_is_academic", act.ground, "register:recipient", found)
    return asked("provider_is_academic", act.ground, found.recipient.kind == "academic")


def _told(words: str | None) -> bool:
    return words is not None and bool(words.strip())
