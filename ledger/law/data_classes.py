"""Data that has rules of its own, asked about before any other ground: articles 31 and 41(6), and 番号法 19.

* 特定個人情報 (My Number) may be provided in the cases of 番号法 19 only: no consent and no exception of this Act
  helps.
* 仮名加工情報 may go to a third party only where law requires it (41(6)), whatever the person consented to.
  Entrustment, succession and joint use are no third party there either (27(5), read with 41(6)).
* 個人関連情報 that the recipient is expected to take as personal data needs the recipient to have the person's
  consent, and us to have confirmed it (31(1)), except in the cases of 27(1). It is about nobody we know, so no person
  is named.
"""

from __future__ import annotations

from ledger.law.types import Act, Found, RuleAnswer

SPECIFIC, PSEUDONYMISED, RELATED = "specific_personal_information", "pseudonymised", "personal_related"

#: Items of 番号法 19. Their number is from general knowledge and wants confirming.
_NUMBER_ACT_ITEMS = frozenset(str(item) for item in range(1, 18))
#: Grounds that 41(6) leaves for pseudonymised data.
_PSEUDONYMISED_GROUNDS = frozenset({"27(1)i", "27(5)i", "27(5)ii", "27(5)iii"})
#: Grounds that exist for one class of data only.
_OF_ONE_CLASS = {"number_act_19": SPECIFIC, "31(1)": RELATED}


def ask(act: Act) -> RuleAnswer | None:
    """Does the class of data leave the ground claimed? None where it has no rule of its own."""
    if act.data_class == SPECIFIC:
        return RuleAnswer("number_act", "番号法19", "yes" if act.ground == "number_act_19" else "no")
    if act.data_class == PSEUDONYMISED:
        return RuleAnswer("pseudonymised_by_law", "41(6)", "yes" if act.ground in _PSEUDONYMISED_GROUNDS else "no")
    if act.ground in _OF_ONE_CLASS:
        return None if act.data_class == _OF_ONE_CLASS[act.ground] else RuleAnswer("ground_for_class", "27(1)", "no")
    return None


def ask_number_act(act: Act, found: Found) -> RuleAnswer:
    """Which item of 番号法 19 is it?"""
    del found
    item = act.shows("number_act_item")
    known = item is not None and item.strip() in _NUMBER_ACT_ITEMS
    return RuleAnswer("number_act_item_shown", "番号法19", "yes" if known else "no")


def ask_related(act: Act, found: Found) -> RuleAnswer:
    """Was it confirmed that the recipient has the person's consent, told of the foreign country where there is one?"""
    if act.shows("consent_confirmed") is None:
        return RuleAnswer("consent_confirmed_shown", "31(1)i", "no")
    abroad = act.recipient_country not in (None, "JP") or (
        found.recipient is not None and found.recipient.country != "JP"
    )
    if abroad and act.shows("foreign_information_confirmed") is None:
        return RuleAnswer("foreign_information_confirmed_shown", "31(1)ii", "no")
    return RuleAnswer("evidence_shown", "31(1)", "yes")
