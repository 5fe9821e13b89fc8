"""The other side, items and purpose must be known: articles 29(1) and 17, and the promise to announce purposes (21(1)).

A record has to name recipient and items; what no register knows by the time all register facts have come cannot be
named, so the act is judged a violation. That reading is ours; a lawyer should confirm it. It reaches no further than
the duty to record: an item of 27(1) asks for no record (29(1) and 30(1), provisos), so who received help in an
emergency need stand in no register; what an item asks of the other side it asks by itself.
"""

from __future__ import annotations

from ledger.law.exceptions import EXCEPTIONS
from ledger.law.types import Act, Found, RuleAnswer, asked, unregistered


def ask(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Are the other side and the items known?"""
    article = "29(1)" if act.role == "provider" else "30(3)"
    other_side, items = found.recipient is not None, all(item is not None for item in found.items)
    if act.ground in EXCEPTIONS and act.items:
        return (_of_no_record("recipient_known", article, other_side), _of_no_record("items_known", article, items))
    return (
        _known("recipient_known", article, other_side, "register:recipient", found),
        _known("items_known", article, bool(act.items) and items, "register:item", found),
    )


def ask_purpose(found: Found) -> tuple[RuleAnswer, ...]:
    """Is the purpose known, and was it announced by then?"""
    if found.purpose is None:
        return (unregistered("purpose_known", "17(1)", "register:purpose", found),)
    return (
        RuleAnswer("purpose_known", "17(1)", "yes"),
        asked("purpose_announced", "21(1)", found.purpose_announced),
    )


def _of_no_record(question: str, article: str, known: bool) -> RuleAnswer:
    return RuleAnswer(question, article, "yes" if known else "not_asked")


def _known(question: str, article: str, known: bool, missing: str, found: Found) -> RuleAnswer:
    return RuleAnswer(question, article, "yes") if known else unregistered(question, article, missing, found)
