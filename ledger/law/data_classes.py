"""Classes of data that leave only some grounds, asked about before any ground: article 41(6) and 番号法 19.

* 特定個人情報 (My Number) may be provided in the cases of 番号法 19 only: no consent and no exception of this Act
  helps.
* 仮名加工情報 may go to a third party only where it is based on law (41(6)), whatever the person consented to.
  Entrustment, succession and joint use are no third party there either (27(5), read with 41(6)).
* 個人関連情報 is no personal data in our hands: article 31 speaks of it (`related`), and the items of 27(1) serve.
* 個人情報 that stands in no database is no 個人データ: articles 27 to 30 do not reach it, the operator's promise does.
"""

from __future__ import annotations

from ledger.law.types import Act, Found, RuleAnswer, asked

PERSONAL_DATA, LOOSE = "personal_data", "personal_information"
SPECIFIC, PSEUDONYMISED, RELATED = "specific_personal_information", "pseudonymised", "personal_related"
CLASSES = frozenset({PERSONAL_DATA, LOOSE, SPECIFIC, PSEUDONYMISED, RELATED})

#: Items of 番号法 19. Their number is from general knowledge and wants confirming.
_NUMBER_ACT_ITEMS = frozenset(str(item) for item in range(1, 18))
#: Grounds that 41(6) leaves for pseudonymised data.
_PSEUDONYMISED_GROUNDS = frozenset({"27(1)i", "27(5)i", "27(5)ii", "27(5)iii"})
_RELATED_GROUNDS = frozenset({"31(1)", *(f"27(1){item}" for item in ("i", "ii", "iii", "iv", "v", "vi", "vii"))})


def ask(act: Act, found: Found) -> RuleAnswer | None:
    """Does the class of data leave the ground claimed? None where it has no rule of its own."""
    if act.data_class == SPECIFIC:
        return asked("number_act", "番号法19", act.ground == "number_act_19")
    if act.data_class == PSEUDONYMISED and found.rules.pseudonymised_information:
        return asked("pseudonymised_by_law", "41(6)", act.ground in _PSEUDONYMISED_GROUNDS)
    if act.data_class == RELATED:
        return asked("ground_for_class", "31(1)", act.ground in _RELATED_GROUNDS)
    # What was personal-related information on the other side reaches the recipient as personal data.
    if act.ground == "number_act_19" or (act.ground == "31(1)" and act.role == "provider"):
        return asked("ground_for_class", "27(1)", False)
    return None


def ask_number_act(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Which item of 番号法 19 is it?"""
    del found
    item = act.shows("number_act_item")
    known = item is not None and item.strip() in _NUMBER_ACT_ITEMS
    return (asked("number_act_item_shown", "番号法19", known, "evidence:number_act_item"),)
