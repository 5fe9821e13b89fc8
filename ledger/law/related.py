"""Article 31: personal-related information (個人関連情報) that the recipient is expected to take as personal data.

The recipient must have the person's consent and we must have confirmed it: its declaration is enough, with ordinary
care (Rule 26). For a recipient abroad, also that the person was told of the foreign country. Where we collected the
consent for the recipient, each recipient had to be named. It is about nobody we know, so no person is named.

Where the recipient is *not* expected to take it as personal data, which a clause of the contract normally settles
unless there are signs to the contrary, article 31 asks nothing.
"""

from __future__ import annotations

from ledger.law import foreign
from ledger.law.types import Act, Found, RuleAnswer, asked


def out_of_reach(act: Act, found: Found) -> RuleAnswer | None:
    """Return why article 31 asks nothing, or None where it asks."""
    if not found.rules.related_information:
        return RuleAnswer("related_information_in_law", "31(1)", "no")
    if act.ground == "31(1)" and act.shows("not_expected_as_personal_data") is not None:
        return RuleAnswer("not_expected_as_personal_data", "31(1)", "yes")
    return None


def ask(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Was it confirmed that the recipient has the person's consent, told of the foreign country where there is one?"""
    by_recipient = act.shows("consent_confirmed") is not None
    by_us = act.shows("consent_collected_for_recipient") is not None and act.shows("recipient_named") is not None
    rules = (asked("consent_confirmed_shown", "31(1)i", by_recipient or by_us, "evidence:consent_confirmed"),)
    way = foreign.route(act, found)
    if way.country is None:
        return (*rules, *way.rules)
    told = act.shows("foreign_information_confirmed") is not None
    lacking = "evidence:foreign_information_confirmed"
    return (*rules, *way.rules, asked("foreign_information_confirmed_shown", "31(1)ii", told, lacking))
