"""Recipient, items and purpose must be known: articles 29(1) and 17, and the promise to announce purposes (21(1)).

A record has to name recipient and items; what no register knows by the time all register facts have come cannot be
named, so the act is judged a violation. That reading is ours; a lawyer should confirm it.
"""

from __future__ import annotations

from ledger.law.types import Act, Found, RuleAnswer


def ask(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Are recipient and items known?"""
    return (
        _known("recipient_known", "29(1)", found.recipient is not None, "register:recipient", found),
        _known(
            "items_known",
            "29(1)",
            bool(act.items) and all(item is not None for item in found.items),
            "register:item",
            found,
        ),
    )


def ask_purpose(found: Found) -> tuple[RuleAnswer, ...]:
    """Is the purpose known, and was it announced by then?"""
    return (
        _known("purpose_known", "17(1)", found.purpose is not None, "register:purpose", found),
        RuleAnswer(
            "purpose_announced",
            "21(1)",
            "not_asked" if found.purpose is None else "yes" if found.purpose_announced else "no",
        ),
    )


def _known(question: str, article: str, known: bool, missing: str, found: Found) -> RuleAnswer:
    if known:
        return RuleAnswer(question, article, "yes")
    if "register" in found.passed:
        return RuleAnswer(question, article, "no")
    return RuleAnswer(question, article, "missing", (missing,))
